//! Reservation values: the reward at which one more draw is worth exactly what it costs.

use crate::num::dd::{Dd, two_sum};
use crate::num::exp::{exp_value, expm1};
use crate::num::ln::{ln_any, log1p};
use crate::num::normal::loss_inverse;
use crate::num::real::Scalar;
use crate::simd::{self, Task};

const LN_2: (f64, f64) = (core::f64::consts::LN_2, 2.3190468138462996e-17);

struct Normal(f64);

impl Task for Normal {
    type Output = f64;

    #[inline(always)]
    fn run<S: Scalar>(self) -> f64 {
        loss_inverse(S::splat(self.0)).get()
    }
}

struct Exponential(f64);

impl Task for Exponential {
    type Output = f64;

    #[inline(always)]
    fn run<S: Scalar>(self) -> f64 {
        ln_any(S::splat(self.0)).neg().value().get()
    }
}

struct Uniform(f64);

impl Task for Uniform {
    type Output = f64;

    #[inline(always)]
    fn run<S: Scalar>(self) -> f64 {
        // 1 − √(2c) cancels towards c = ½: the root keeps its tail.
        let root = Dd::from(S::splat(2.0 * self.0)).sqrt();
        root.neg().plus(S::splat(1.0)).value().get()
    }
}

struct Logistic(f64);

impl Task for Logistic {
    type Output = f64;

    #[inline(always)]
    fn run<S: Scalar>(self) -> f64 {
        let cost = S::splat(self.0);
        // From ln 2, where the value is 0, e^cost − 1 = 1 + 2 (e^(cost − ln 2) − 1).
        let above = two_sum(cost, S::splat(-LN_2.0)).plus(S::splat(-LN_2.1));
        let value = if above.hi.abs().get() < 0.375 {
            log1p(expm1(above.normal()).times_pow2(S::splat(2.0)).normal())
        } else if self.0 < 1.0 {
            let power = expm1(Dd::from(cost)).normal();
            ln_any(power.hi).plus(power.lo / power.hi)
        } else {
            let rest = exp_value(Dd::from(-cost));
            log1p(Dd::from(-rest)).plus(cost)
        };
        (-value.value()).get()
    }
}

/// Reservation value of a draw from the standard normal law that costs `cost`, in standard deviations above the mean.
///
/// Formula: the `z` with `E(r − z)₊ = φ(z) − z Q(z) = cost`; for mean `m` and deviation `s`, `m + s·value(cost/s)`.
/// Source: Weitzman 1979; for best-of-n, Kalayci et al. 2025 (arXiv:2510.01394).
/// Validity: exact: taking the first reward at or above `z` is optimal when draws are independent, the law is known and
/// their number is not limited, and leaves `z` net on average.
/// Domain: `cost > 0`; NaN outside. Limits: ∞ at 0, −∞ at ∞.
/// Accuracy: ≤ 2 ulp; worst seen 0.944 ulp at `cost = 0x1.addc247e208c0p-3`.
/// Cost: three steps with two logarithms each.
#[must_use]
pub fn reservation_normal(cost: f64) -> f64 {
    at_ends(cost).unwrap_or_else(|| simd::run(Normal(cost)))
}

/// Reservation value of a draw with an exponential tail that costs `cost`, in units of the tail's scale.
///
/// Formula: `−ln cost` for `cost ≤ 1`, `1 − cost` above; for origin `m` and scale `s`, `m + s·value(cost/s)`.
/// Source: as [`reservation_normal`]. Validity: exact for exponential rewards, and for any whose tail above the value is.
/// Domain: `cost > 0`; NaN outside. Limits: ∞ at 0, −∞ at ∞.
/// Accuracy: ≤ 1 ulp; worst seen 0.500 ulp at `cost = 0x1.cb892f3941beap+53`.
/// Cost: one logarithm.
#[must_use]
pub fn reservation_exponential(cost: f64) -> f64 {
    at_ends(cost).unwrap_or_else(|| {
        if cost > 1.0 {
            1.0 - cost
        } else {
            simd::run(Exponential(cost))
        }
    })
}

/// Reservation value of a draw from the uniform law on `[0, 1]` that costs `cost`.
///
/// Formula: `1 − √(2·cost)` for `cost ≤ ½`, `½ − cost` above; on `[a, b]`, `a + (b−a)·value(cost/(b−a))`.
/// Source: as [`reservation_normal`]. Validity: exact for uniform rewards.
/// Domain: `cost > 0`; NaN outside. Limits: 1 at 0, −∞ at ∞.
/// Accuracy: ≤ 1 ulp; worst seen 0.500 ulp at `cost = 0x1.4a408ed921befp+52`.
/// Cost: one square root and one division.
#[must_use]
pub fn reservation_uniform(cost: f64) -> f64 {
    if cost == 0.0 {
        return 1.0;
    }
    at_ends(cost).unwrap_or_else(|| {
        if cost > 0.5 {
            0.5 - cost
        } else {
            simd::run(Uniform(cost))
        }
    })
}

/// Reservation value of a draw from the standard logistic law that costs `cost`.
///
/// Formula: `−ln(e^cost − 1)`; for location `m` and scale `s`, `m + s·value(cost/s)`.
/// Source: as [`reservation_normal`]. Validity: exact for logistic rewards.
/// Domain: `cost > 0`; NaN outside. Limits: ∞ at 0, 0 at `ln 2`, −∞ at ∞.
/// Accuracy: ≤ 2 ulp; worst seen 0.792 ulp at `cost = 0x1.17dcaffed388fp+0`.
/// Cost: one exponential and one logarithm.
#[must_use]
pub fn reservation_logistic(cost: f64) -> f64 {
    at_ends(cost).unwrap_or_else(|| simd::run(Logistic(cost)))
}

/// The value at 0, at ∞ and outside the domain.
fn at_ends(cost: f64) -> Option<f64> {
    if cost == 0.0 {
        Some(f64::INFINITY)
    } else if cost == f64::INFINITY {
        Some(f64::NEG_INFINITY)
    } else if cost > 0.0 {
        None
    } else {
        Some(f64::NAN)
    }
}
