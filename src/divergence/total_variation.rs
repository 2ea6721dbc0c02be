//! Total variation and the hockey-stick divergences: areas between the density `n·u^(n−1)` and a constant.

use super::algebraic::draws_beyond_one;
use crate::num::dd::{Dd, fast_two_sum, two_sum};
use crate::num::exp::{exp, expm1_minus};
use crate::num::ln::{ln, log1p_minus_and_ln};
use crate::num::real::{Mask, Real};
use crate::simd::{self, Kernel, batch_forms};

/// `(n−1)·n^(−n/(n−1))` for finite `n > 1`, not yet rounded.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn total_variation_dd<V: Real>(n: V) -> Dd<V> {
    // The exponent ln n/(n−1) stays in [0, 1], so its rounding error stays small.
    let d = draws_beyond_one(n);
    d.over(n).mul(exp(ln(n).div(d).neg()))
}

#[derive(Clone, Copy)]
pub(crate) struct TotalVariation;

impl Kernel for TotalVariation {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn eval<V: Real>(self, n: V) -> V {
        let one = V::splat(1.0);
        let infinity = V::splat(f64::INFINITY);
        let y = V::select(n.eq(one), V::splat(0.0), total_variation_dd(n).value());
        let y = V::select(n.eq(infinity), one, y);
        V::select(one.le(n), y, V::splat(f64::NAN))
    }
}

#[derive(Clone, Copy)]
pub(crate) struct HockeyStick {
    pub(crate) gamma: f64,
}

impl Kernel for HockeyStick {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn eval<V: Real>(self, n: V) -> V {
        let zero = V::splat(0.0);
        let one = V::splat(1.0);
        let nan = V::splat(f64::NAN);
        let infinity = V::splat(f64::INFINITY);
        let gamma = V::splat(self.gamma);

        // With z = γ/n, ρ = 1/z − 1 and v = ln(1+ρ)/(n−1), the area is z(ρ − ln(1+ρ)) + z(n−1)(e^−v − 1 + v):
        // two terms that are never negative.
        let d = draws_beyond_one(n);
        let z = Dd::from(gamma).over(n);
        let rho = two_sum(n, -gamma).over(gamma);
        let u = two_sum(one, rho.hi);
        let (minus, log) = log1p_minus_and_ln(rho, fast_two_sum(u.hi, u.lo + rho.lo));
        let v = log.div(d);
        let y = minus.add(d.mul(expm1_minus(v))).mul(z).value();

        // Where γ is below n by 2^200, what is missing from 1 is below its last place.
        let y = V::select((gamma * V::splat(HUGE_RATIO)).lt(n), one, y);
        let y = V::select(n.eq(one), one - gamma, y);
        let y = V::select(gamma.lt(n), y, zero);
        let undefined = n.lt(one).or(n.eq(infinity).and(gamma.eq(infinity)));
        let y = V::select(undefined, nan, y);
        V::select(n.eq(n).and(zero.le(gamma)), y, nan)
    }
}

const HUGE_RATIO: f64 = 1.6069380442589903e60; // 2^200

/// Total variation distance between the best-of-`n` and the reference policy, in `[0, 1]`.
///
/// Formula: `(n−1)·n^(−n/(n−1))`, attained by the rewards above the quantile `n^(−1/(n−1))`.
/// Source: Mroueh 2024, Proposition 1 (arXiv:2406.05883).
/// Validity: exact when no two responses tie in reward; an upper bound otherwise.
/// Domain: real `n ≥ 1`; NaN outside. Limits: 0 at 1, 1 at ∞.
/// Accuracy: ≤ 1 ulp; worst seen 0.501 ulp at `n = 0x1.0ed37cfee7ea3p+0`.
/// Cost: one logarithm, one quotient, one exponential, in double-doubles.
#[inline]
#[must_use]
pub fn total_variation(n: f64) -> f64 {
    simd::scalar(TotalVariation, n)
}
batch_forms!(total_variation => total_variation_batch, total_variation_batch_in_place, (), TotalVariation);

/// Hockey-stick divergence of the best-of-`n` policy from the reference policy, in `[0, 1]`:
/// the integral of `(n·u^(n−1) − γ)₊` over `u` in `[0, 1]`.
///
/// Formula: `1 − γ + γ (n−1)/n · (γ/n)^(1/(n−1))` for `γ ≤ n`, 0 beyond. At `γ = 1` it is the total variation.
/// Source: Mroueh 2024, Proposition 1 (arXiv:2406.05883), `f(w) = (w−γ)₊`.
/// Validity: exact when no two responses tie in reward; an upper bound otherwise (for `γ ≥ 1`).
/// Domain: real `n ≥ 1`, `γ ≥ 0`, not both infinite; NaN outside. Limits: `(1−γ)₊` at 1, 1 at ∞.
/// Accuracy: ≤ 2 ulp; worst seen 1.303 ulp at `n = 0x1.0000011c76966p+0, gamma = 0x1.0000008e66989p+0`.
/// Cost: one logarithm, one quotient, one exponential, in double-doubles; branches where γ nears n.
#[inline]
#[must_use]
pub fn hockey_stick(n: f64, gamma: f64) -> f64 {
    simd::scalar(HockeyStick { gamma }, n)
}
batch_forms!(hockey_stick => hockey_stick_batch, hockey_stick_batch_in_place, (gamma), HockeyStick { gamma });
