//! The divergences without a logarithm: χ², Jeffreys, squared Hellinger; and the win rate.
//!
//! Each is a quotient of short polynomials in `n` and `√n`. In double-double the quotient is right to
//! about 100 bits, and the one rounding at the end leaves half an ulp.

use super::kl::extend;
use crate::num::dd::{Dd, two_sum};
use crate::num::real::Real;
use crate::simd::{self, Kernel, batch_forms};

/// `n − 1`, exactly.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn draws_beyond_one<V: Real>(n: V) -> Dd<V> {
    two_sum(n, V::splat(-1.0))
}

#[derive(Clone, Copy)]
pub(crate) struct ChiSquared;

impl Kernel for ChiSquared {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn eval<V: Real>(self, n: V) -> V {
        let d = draws_beyond_one(n);
        // Halved above and below, so that 2n cannot overflow.
        let half_den = two_sum(n, V::splat(-0.5));
        let y = d.div(half_den).mul(d).times_pow2(V::splat(0.5));
        extend(n, y.value())
    }
}

#[derive(Clone, Copy)]
pub(crate) struct Jeffreys;

impl Kernel for Jeffreys {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn eval<V: Real>(self, n: V) -> V {
        let d = draws_beyond_one(n);
        extend(n, d.over(n).mul(d).value())
    }
}

#[derive(Clone, Copy)]
pub(crate) struct HellingerSquared;

impl Kernel for HellingerSquared {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn eval<V: Real>(self, n: V) -> V {
        let one = V::splat(1.0);
        // √n − 1 = (n−1)/(√n+1) keeps every digit near n = 1.
        let step = draws_beyond_one(n).div(Dd::from(n).sqrt().plus(one));
        let y = step
            .mul(step)
            .div(two_sum(n, one))
            .times_pow2(V::splat(2.0));
        let y = V::select(n.eq(V::splat(f64::INFINITY)), V::splat(2.0), y.value());
        V::select(one.le(n), y, V::splat(f64::NAN))
    }
}

#[derive(Clone, Copy)]
pub(crate) struct WinRate;

impl Kernel for WinRate {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn eval<V: Real>(self, n: V) -> V {
        let one = V::splat(1.0);
        let y = Dd::from(n).div(two_sum(n, one));
        let y = V::select(n.eq(V::splat(f64::INFINITY)), one, y.value());
        V::select(one.le(n), y, V::splat(f64::NAN))
    }
}

/// χ² divergence of the best-of-`n` policy from the reference policy: the variance of the density ratio.
///
/// Formula: `(n−1)² / (2n−1)`. Source: Mroueh 2024, Proposition 1 (arXiv:2406.05883), `f(w) = (w−1)²`.
/// Validity: exact when no two responses tie in reward; an upper bound otherwise.
/// Domain: real `n ≥ 1`; NaN outside. Limits: 0 at 1, ∞ at ∞.
/// Accuracy: ≤ 1 ulp; worst seen 0.500 ulp at `n = 0x1.0000000000000p+53`.
/// Cost: one division.
#[inline]
#[must_use]
pub fn chi_squared(n: f64) -> f64 {
    simd::scalar(ChiSquared, n)
}
batch_forms!(chi_squared => chi_squared_batch, chi_squared_batch_in_place, (), ChiSquared);

/// Jeffreys divergence between the best-of-`n` and the reference policy, in nats: the sum of both KL divergences.
///
/// Formula: `(n−1)² / n`. Source: Mroueh 2024, Proposition 1 (arXiv:2406.05883).
/// Validity: exact when no two responses tie in reward; an upper bound otherwise.
/// Domain: real `n ≥ 1`; NaN outside. Limits: 0 at 1, ∞ at ∞.
/// Accuracy: ≤ 1 ulp; worst seen 0.500 ulp at `n = 0x1.fffffffffffffp+26`.
/// Cost: one division.
#[inline]
#[must_use]
pub fn jeffreys(n: f64) -> f64 {
    simd::scalar(Jeffreys, n)
}
batch_forms!(jeffreys => jeffreys_batch, jeffreys_batch_in_place, (), Jeffreys);

/// Squared Hellinger distance between the best-of-`n` and the reference policy, in `[0, 2]`:
/// the integral of `(√p − √q)²`. Halve it for the convention in `[0, 1]`.
///
/// Formula: `2 (√n−1)² / (n+1)`. Source: Mroueh 2024, Proposition 1 (arXiv:2406.05883).
/// Validity: exact when no two responses tie in reward; an upper bound otherwise.
/// Domain: real `n ≥ 1`; NaN outside. Limits: 0 at 1, 2 at ∞.
/// Accuracy: ≤ 1 ulp; worst seen 0.500 ulp at `n = 0x1.0000000000000p+110`.
/// Cost: one division and one square root.
#[inline]
#[must_use]
pub fn hellinger_squared(n: f64) -> f64 {
    simd::scalar(HellingerSquared, n)
}
batch_forms!(hellinger_squared => hellinger_squared_batch, hellinger_squared_batch_in_place, (), HellingerSquared);

/// Probability that a best-of-`n` answer beats a fresh reference answer, ties counted half.
///
/// Formula: `n / (n+1)`. Source: Beirami et al., Theorem 5.3 (arXiv:2401.01879).
/// Validity: exact when no two responses tie in reward; an upper bound otherwise.
/// Domain: real `n ≥ 1`; NaN outside. Limits: ½ at 1, 1 at ∞.
/// Accuracy: ≤ 1 ulp; worst seen 0.500 ulp at `n = 0x1.0000000000000p+54`.
/// Cost: one division.
#[inline]
#[must_use]
pub fn win_rate(n: f64) -> f64 {
    simd::scalar(WinRate, n)
}
batch_forms!(win_rate => win_rate_batch, win_rate_batch_in_place, (), WinRate);
