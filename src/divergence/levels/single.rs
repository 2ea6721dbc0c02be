//! Passes over a law, a level at a time, in little stack: the additions of blocks.rs in the same order.

use super::{Law, OfLevel, Term, kept};
use crate::num::dd::{Dd, fast_two_sum, two_sum};
use crate::num::real::Scalar;
use crate::simd::{self, BLOCK, BlockKernel, Task};

/// The masses up to a level, to twice the digits of a double: a head, and the sum of what it lost.
struct Prefix {
    head: f64,
    tail: f64,
    levels: usize,
}

impl Prefix {
    const ZERO: Self = Self {
        head: 0.0,
        tail: 0.0,
        levels: 0,
    };

    /// Adds a level: the mass up to it and below it, heads and tails.
    fn add(&mut self, mass: f64) -> [f64; 4] {
        if self.levels == BLOCK {
            self.settle();
        }
        self.levels = self.levels.saturating_add(1);
        let (head, tail) = (self.head, self.tail);
        self.head += mass;
        self.tail += two_sum(head, mass).lo;
        [self.head, self.tail, head, tail]
    }

    /// The end of a block.
    fn settle(&mut self) {
        let Dd { hi, lo } = fast_two_sum(self.head, self.tail);
        *self = Self {
            head: hi,
            tail: lo,
            levels: 0,
        };
    }
}

/// The sum of the scaled masses.
#[inline(never)]
pub(super) fn total(pmf: &[f64], scale: f64) -> Dd<f64> {
    let mut sum = Prefix::ZERO;
    for p in pmf {
        sum.add(kept(*p * scale));
    }
    sum.settle();
    Dd {
        hi: sum.head,
        lo: sum.tail,
    }
}

struct AtLevel<'a, T> {
    kernel: OfLevel<'a, T>,
    place: [f64; 4],
    mass: f64,
}

impl<T: Term> Task for AtLevel<'_, T> {
    type Output = Dd<f64>;

    // Apart: the sums of all levels are not on its stack.
    #[inline(never)]
    fn run<S: Scalar>(self) -> Dd<f64> {
        let [upto, upto_lo, below, below_lo] = self.place;
        let columns = [upto, upto_lo, below, below_lo, self.mass].map(S::splat);
        let Dd { hi, lo } = self.kernel.eval(columns);
        Dd {
            hi: hi.get(),
            lo: lo.get(),
        }
    }
}

impl Law {
    /// Calls `f` with the scaled mass and the term of every level, worst first; a level without mass has term 0.
    fn terms<T: Term>(&self, pmf: &[f64], term: T, mut f: impl FnMut(f64, Dd<f64>)) {
        let mut sum = Prefix::ZERO;
        let kernel = OfLevel { law: self, term };
        for p in pmf {
            let mass = kept(*p * self.scale);
            let place = sum.add(mass);
            let level = AtLevel {
                kernel,
                place,
                mass,
            };
            f(mass, simd::run(level));
        }
    }

    /// Calls `f` with the scaled mass and the term of every level that has mass, worst first.
    pub(in crate::divergence) fn each<T: Term>(
        &self,
        pmf: &[f64],
        term: T,
        mut f: impl FnMut(f64, f64),
    ) {
        self.terms(pmf, term, |mass, term| {
            if mass > 0.0 {
                f(mass, term.hi);
            }
        });
    }

    /// The sum of a term over the levels.
    #[inline(never)]
    pub(in crate::divergence) fn sum<T: Term>(&self, pmf: &[f64], term: T) -> Dd<f64> {
        // Eight sums side by side, as the vectors have them.
        let mut sums = [Dd::from(0.0); 8];
        let mut level = 0_usize;
        self.terms(pmf, term, |_, term| {
            if let Some(sum) = sums.get_mut(level % 8) {
                let next = two_sum(sum.hi, term.hi);
                *sum = fast_two_sum(next.hi, sum.lo + (next.lo + term.lo));
            }
            level = level.wrapping_add(1);
        });
        sums.into_iter().fold(Dd::from(0.0), Dd::add)
    }
}
