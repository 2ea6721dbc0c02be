//! Passes over a law, a block of levels at a time.

use super::{Law, OfLevel, Term, kept};
use crate::num::dd::{Dd, fast_two_sum, two_sum};
use crate::simd::{self, BLOCK, Columns};

/// The masses up to a level, to twice the digits of a double: heads, and the sum of what they lost.
#[derive(Clone, Copy)]
struct Prefix {
    head: f64,
    tail: f64,
}

/// The places of a block among the masses, one column each.
struct Places {
    upto: [[f64; BLOCK]; 2],
    below: [[f64; BLOCK]; 2],
}

impl Prefix {
    const ZERO: Self = Self {
        head: 0.0,
        tail: 0.0,
    };

    /// Adds a block. Each loop is either a chain of single additions or free of chains.
    #[inline(always)]
    fn add(&mut self, masses: &[f64; BLOCK]) -> Places {
        let mut places = Places {
            upto: [[0.0; BLOCK]; 2],
            below: [[0.0; BLOCK]; 2],
        };
        let [heads, tails] = &mut places.upto;
        let [heads_below, tails_below] = &mut places.below;
        for ((mass, below), upto) in masses
            .iter()
            .zip(heads_below.iter_mut())
            .zip(heads.iter_mut())
        {
            *below = self.head;
            self.head += mass;
            *upto = self.head;
        }
        for ((mass, below), lost) in masses.iter().zip(heads_below.iter()).zip(tails.iter_mut()) {
            *lost = two_sum(*below, *mass).lo;
        }
        for (below, tail) in tails_below.iter_mut().zip(tails) {
            *below = self.tail;
            self.tail += *tail;
            *tail = self.tail;
        }
        let Dd { hi, lo } = fast_two_sum(self.head, self.tail);
        (self.head, self.tail) = (hi, lo);
        places
    }
}

/// Blocks of masses, the last of them filled up with nothing. No closures: they would not be compiled for the hardware.
struct Blocks<'a> {
    whole: core::slice::Iter<'a, [f64; BLOCK]>,
    rest: &'a [f64],
    scale: f64,
}

impl<'a> Blocks<'a> {
    #[inline(always)]
    fn new(pmf: &'a [f64], scale: f64) -> Self {
        let (whole, rest) = pmf.as_chunks();
        let whole = whole.iter();
        Self { whole, rest, scale }
    }

    /// The next block, scaled.
    #[inline(always)]
    fn next(&mut self) -> Option<[f64; BLOCK]> {
        let mut masses = match self.whole.next() {
            Some(block) => *block,
            None if self.rest.is_empty() => return None,
            None => {
                let mut last = [0.0; BLOCK];
                for (to, from) in last.iter_mut().zip(self.rest) {
                    *to = *from;
                }
                self.rest = &[];
                last
            }
        };
        for mass in &mut masses {
            *mass = kept(*mass * self.scale);
        }
        Some(masses)
    }
}

/// The sum of the scaled masses.
#[inline(always)]
pub(super) fn total(pmf: &[f64], scale: f64) -> Dd<f64> {
    let mut sum = Prefix::ZERO;
    let mut blocks = Blocks::new(pmf, scale);
    while let Some(masses) = blocks.next() {
        sum.add(&masses);
    }
    Dd {
        hi: sum.head,
        lo: sum.tail,
    }
}

impl Law {
    /// The terms of a law, a block at a time.
    #[inline(always)]
    fn terms<'a, T: Term>(&'a self, pmf: &'a [f64], term: T) -> Terms<'a, T> {
        Terms {
            blocks: Blocks::new(pmf, self.scale),
            sum: Prefix::ZERO,
            kernel: OfLevel { law: self, term },
        }
    }

    /// Calls `f` with the scaled mass and the term of every level that has mass, worst first.
    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(in crate::divergence) fn each<T: Term>(
        &self,
        pmf: &[f64],
        term: T,
        mut f: impl FnMut(f64, f64),
    ) {
        let mut terms = self.terms(pmf, term);
        while let Some(Columns([heads, _, _, _, masses])) = terms.next() {
            for (mass, head) in masses.iter().zip(heads) {
                if *mass > 0.0 {
                    f(*mass, head);
                }
            }
        }
    }

    /// The sum of a term over the levels.
    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(in crate::divergence) fn sum<T: Term>(&self, pmf: &[f64], term: T) -> Dd<f64> {
        // Eight sums side by side, and of each the same parts on every machine.
        let (mut sums, mut lost) = ([0.0; 8], [0.0; 8]);
        let mut terms = self.terms(pmf, term);
        while let Some(Columns([heads, tails, ..])) = terms.next() {
            let (heads, _) = heads.as_chunks::<8>();
            let (tails, _) = tails.as_chunks::<8>();
            for (heads, tails) in heads.iter().zip(tails) {
                let terms = heads.iter().zip(tails);
                for ((sum, lost), (hi, lo)) in sums.iter_mut().zip(&mut lost).zip(terms) {
                    let next = two_sum(*sum, *hi);
                    let settled = fast_two_sum(next.hi, *lost + (next.lo + lo));
                    (*sum, *lost) = (settled.hi, settled.lo);
                }
            }
        }
        let parts = sums.iter().zip(&lost);
        parts.fold(Dd::from(0.0), |all, (hi, lo)| {
            all.add(Dd { hi: *hi, lo: *lo })
        })
    }
}

/// A pass over a law.
struct Terms<'a, T> {
    blocks: Blocks<'a>,
    sum: Prefix,
    kernel: OfLevel<'a, T>,
}

impl<T: Term> Terms<'_, T> {
    /// Heads and tails of the terms of the next block, and in the last column its masses; a level without mass has term 0.
    #[inline(always)]
    fn next(&mut self) -> Option<Columns<5>> {
        let masses = self.blocks.next()?;
        let Places {
            upto: [upto, upto_lo],
            below: [below, below_lo],
        } = self.sum.add(&masses);
        let mut columns = Columns([upto, upto_lo, below, below_lo, masses]);
        simd::block(self.kernel, &mut columns);
        Some(columns)
    }
}
