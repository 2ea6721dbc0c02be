//! Expected largest of `n` draws from common laws.

use super::harmonic::{EULER_GAMMA, harmonic_large, harmonic_step};
use crate::divergence::win_rate;
use crate::num::dd::{Dd, two_sum};
use crate::num::ln::ln;
use crate::num::real::Scalar;
use crate::simd::{self, Task};

struct Gumbel(f64);

impl Task for Gumbel {
    type Output = f64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> f64 {
        let log = ln(S::splat(self.0));
        log.add(Dd::constant(EULER_GAMMA.0, EULER_GAMMA.1))
            .value()
            .get()
    }
}

struct Logistic(f64);

impl Task for Logistic {
    type Output = f64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> f64 {
        let draws = two_sum(S::splat(self.0), S::splat(-1.0));
        let y = if self.0 < 17.0 {
            harmonic_step(Dd::from(S::splat(0.0)), draws)
        } else {
            harmonic_large(draws)
        };
        y.value().get()
    }
}

/// Expected largest of `n` draws, uniform on `[0, 1]`.
///
/// Formula: `n/(n+1)`. Source: David and Nagaraja, Order Statistics.
/// Validity: exact; for `[a, b]` scale to `a + (b−a)·value`.
/// Domain: real `n ≥ 1`; NaN outside. Limits: ½ at 1, 1 at ∞.
/// Accuracy: ≤ 2 ulp; worst seen 0.500 ulp at `n = 0x1.0000000000000p+54`.
/// Cost: one division.
#[must_use]
pub fn uniform_max_mean(n: f64) -> f64 {
    win_rate(n)
}

/// Expected largest of `n` draws from the standard Gumbel law.
///
/// Formula: `γ + ln n`. Source: David and Nagaraja, Order Statistics.
/// Validity: exact; for location `m` and scale `b`, `m + b·value`.
/// Domain: real `n ≥ 1`; NaN outside. Limits: γ at 1, ∞ at ∞.
/// Accuracy: ≤ 2 ulp; worst seen 0.501 ulp at `n = 0x1.0ff7b6224883ap+0`.
/// Cost: one logarithm.
#[must_use]
pub fn gumbel_max_mean(n: f64) -> f64 {
    finite(n, |n| simd::run(Gumbel(n)))
}

/// Expected largest of `n` draws from the standard logistic law.
///
/// Formula: `H_{n−1} = ψ(n) + γ`. Source: David and Nagaraja, Order Statistics.
/// Validity: exact; for location `m` and scale `s`, `m + s·value`.
/// Domain: real `n ≥ 1`; NaN outside. Limits: 0 at 1, ∞ at ∞.
/// Accuracy: ≤ 2 ulp; worst seen 0.501 ulp at `n = 0x1.00003463d6095p+0`.
/// Cost: that of [`exp_max_mean`](super::exp_max_mean).
#[must_use]
pub fn logistic_max_mean(n: f64) -> f64 {
    finite(n, |n| simd::run(Logistic(n)))
}

/// `f` for finite `n ≥ 1`; ∞ at ∞; NaN elsewhere.
fn finite(n: f64, f: impl FnOnce(f64) -> f64) -> f64 {
    if n == f64::INFINITY {
        n
    } else if n >= 1.0 {
        f(n)
    } else {
        f64::NAN
    }
}
