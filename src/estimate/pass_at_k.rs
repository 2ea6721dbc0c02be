//! pass@k: the chance that some of `k` samples, drawn from a pool without replacement, is correct.
//!
//! `C(n−c,k)/C(n,k)` is symmetric in `c` and `k`; below, `few` is the smaller of the two and `many` the larger.

use crate::num::dd::Dd;
use crate::num::exp::expm1;
use crate::num::ln::log1p;
use crate::num::real::Scalar;
use crate::simd::{self, Task};

/// The most factors that are multiplied one by one. Beyond, the failure is either below 2^-60 or every factorial in
/// it is that of a number above 1000, and two terms of Stirling's series leave an error below 2^-60.
const FACTORS: u64 = 256;

/// `failure ≤ (1 − many/n)^few ≤ e^{−few·many/n}`: past this exponent the answer rounds to 1.
const CERTAIN: f64 = 42.0;

/// `ln Γ(z + ½) = z ln z − z + ½ ln 2π + (STIRLING[0] + STIRLING[1]/z² + …)/z`: −1/24 and 7/2880.
const STIRLING: [f64; 2] = [-0.041666666666666664, 0.0024305555555555556];

struct PassAtK {
    n: u64,
    few: u64,
    many: u64,
    /// `n − few − many`.
    rest: u64,
}

/// `n + ½`, where Stirling's series has no term of order zero and converges fastest.
#[cfg_attr(not(feature = "small"), inline(always))]
fn centred<S: Scalar>(n: u64) -> Dd<S> {
    Dd::<S>::integer(n).plus(S::splat(0.5))
}

#[cfg_attr(not(feature = "small"), inline(always))]
fn stirling_tail<S: Scalar>(z: S) -> S {
    let square = z * z;
    (S::splat(STIRLING[1]) / square + S::splat(STIRLING[0])) / z
}

impl PassAtK {
    /// The chance grows by that of a first success at each draw: no term is negative, nothing cancels.
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn by_draws<S: Scalar>(&self) -> Dd<S> {
        let one = Dd::from(S::splat(1.0));
        let many = Dd::<S>::integer(self.many);
        let mut pass = Dd::from(S::splat(0.0));
        for drawn in 0..self.few {
            let success = many.div(Dd::integer(self.n.saturating_sub(drawn)));
            pass = pass.add(one.sub(pass).mul(success));
        }
        pass
    }

    /// `−ln failure` as a second difference of `ln Γ`.
    ///
    /// With `a = n + ½`, `x = few/a`, `y = many/a`, the leading part of Stirling's series is `a` times
    /// `(1−x−y) ln(1 − xy/((1−x)(1−y))) − y ln(1−x) − x ln(1−y)`, in which only a factor 3 cancels.
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn by_stirling<S: Scalar>(&self) -> Dd<S> {
        let (few, many) = (Dd::<S>::integer(self.few), Dd::<S>::integer(self.many));
        let all = centred::<S>(self.n);
        let but_few = centred::<S>(self.n.saturating_sub(self.few));
        let but_many = centred::<S>(self.n.saturating_sub(self.many));
        let rest = centred::<S>(self.rest);

        let joint = few.mul(many).div(but_few.mul(but_many));
        let (x, y) = (few.div(all), many.div(all));
        let main = rest
            .mul(log1p(joint.neg()))
            .sub(many.mul(log1p(x.neg())))
            .sub(few.mul(log1p(y.neg())));
        let tail = stirling_tail(but_few.hi) + stirling_tail(but_many.hi)
            - stirling_tail(rest.hi)
            - stirling_tail(all.hi);
        expm1(main.neg().plus(tail)).neg()
    }
}

impl Task for PassAtK {
    type Output = f64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> f64 {
        let pass = if self.few <= FACTORS {
            self.by_draws::<S>()
        } else {
            self.by_stirling::<S>()
        };
        pass.value().get()
    }
}

/// Unbiased pass@k: the chance that at least one of `k` samples, drawn without replacement from `n` of which `c` are
/// correct, is correct.
///
/// Formula: `1 − C(n−c,k)/C(n,k)`.  Source: Chen et al. 2021 (arXiv:2107.03374).
/// Validity: exact; unbiased for `1 − (1−p)^k` when the `n` samples pass independently with probability `p`.
/// Domain: `c ≤ n`, `k ≤ n`; NaN outside.  Limits: 0 at `c = 0` and at `k = 0`, 1 where `c + k > n`, `c/n` at `k = 1`.
/// Accuracy: ≤ 1 ulp, also where the result is tiny and for arguments up to 2^64 − 1; worst seen 0.73 ulp at
/// (35776070, 942, 1080).
/// Cost: `min(c, k)` divisions up to 256 of them; three logarithms and an exponential beyond. No allocation.
#[must_use]
pub fn pass_at_k(n: u64, c: u64, k: u64) -> f64 {
    if c > n || k > n {
        return f64::NAN;
    }
    let (few, many) = (c.min(k), c.max(k));
    if few == 0 {
        return 0.0;
    }
    let Some(rest) = (n - few).checked_sub(many) else {
        return 1.0;
    };
    if few as f64 * many as f64 > CERTAIN * n as f64 {
        return 1.0;
    }
    simd::run(PassAtK { n, few, many, rest })
}
