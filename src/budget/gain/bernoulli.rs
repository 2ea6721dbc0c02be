//! Right answers: each draw is right with one probability, and one right draw is enough.

use super::MOST_DRAWS;
use crate::num::dd::Dd;
use crate::num::exp::{exp_value, expm1};
use crate::num::ln::{log1p, plain_ln, plain_log1p_minus};
use crate::num::real::Scalar;
use crate::simd::{self, Task};

/// `(1−p)^n − 1`.
struct Failure {
    probability: f64,
    n: f64,
}

impl Task for Failure {
    type Output = f64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> f64 {
        if self.probability >= 1.0 {
            return -1.0;
        }
        let log = log1p(Dd::from(S::splat(-self.probability)));
        let power = log.times(S::splat(self.n)).normal();
        if power.hi.get() < -700.0 {
            -1.0
        } else {
            expm1(power).value().get()
        }
    }
}

/// `(1−p)^n`, relative accuracy however small.
struct Failures {
    probability: f64,
    n: f64,
}

impl Task for Failures {
    type Output = f64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> f64 {
        if self.probability >= 1.0 {
            return 0.0;
        }
        let log = log1p(Dd::from(S::splat(-self.probability)));
        exp_value(log.times(S::splat(self.n)).normal()).get()
    }
}

/// `1 − (1−p)^n`.
pub(super) fn success(probability: f64, n: f64) -> f64 {
    -simd::run(Failure { probability, n })
}

/// `(1−p)^n`.
pub(super) fn failures(probability: f64, n: f64) -> f64 {
    simd::run(Failures { probability, n })
}

/// `ln(1−p)`, relative error below 2^-47; −∞ for `p = 1`.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(super) fn rate<S: Scalar>(probability: f64) -> f64 {
    if probability >= 1.0 {
        return f64::NEG_INFINITY;
    }
    let failure = S::splat(-probability);
    let (_, log) = plain_log1p_minus(failure, S::splat(1.0) + failure);
    log.get()
}

/// The real `n` with `value·p·(1−p)^n = price`, `ratio = price/(value·p)` and `rate` [`rate`], relative error below 2^-45;
/// 1 or less where the first draw is not worth it.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(super) fn guess<S: Scalar>(ratio: f64, rate: f64) -> f64 {
    if ratio >= 1.0 || rate == f64::NEG_INFINITY {
        0.0
    } else if ratio < f64::MIN_POSITIVE {
        MOST_DRAWS as f64
    } else {
        plain_ln(S::splat(ratio)).get() / rate
    }
}
