//! Transportation bounds: from a divergence and the tail of the reward to a ceiling on the reward gain.

use crate::num::dd::{Dd, two_sum};
use crate::num::real::{Mask, Real};
use crate::simd::{self, Kernel, batch_forms};

/// `√x` for `x ≥ 0` as a double-double; subnormal and huge `x` lose nothing.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn root<V: Real>(x: V) -> Dd<V> {
    let tiny = x.lt(V::splat(SMALL));
    let huge = V::splat(LARGE).lt(x);
    let one = V::splat(1.0);
    let up = V::select(
        tiny,
        V::splat(TWO_200),
        V::select(huge, V::splat(1.0 / TWO_200), one),
    );
    let down = V::select(
        tiny,
        V::splat(1.0 / TWO_100),
        V::select(huge, V::splat(TWO_100), one),
    );
    let y = Dd::from(x * up).sqrt().times_pow2(down);
    let plain = x.eq(V::splat(0.0)).or(x.eq(V::splat(f64::INFINITY)));
    Dd::select(plain, Dd::from(x), y)
}

const TWO_100: f64 = 1.2676506002282294e30;
const TWO_200: f64 = TWO_100 * TWO_100;
const SMALL: f64 = 1e-260;
const LARGE: f64 = 1e260;
pub(super) const SQRT_2: (f64, f64) = (core::f64::consts::SQRT_2, -9.667293313452913e-17);

/// `value` where both parameters are in the domain of a bound; a zero factor beats an infinite one.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(super) fn finish<V: Real>(valid: V::Mask, zero: V::Mask, infinite: V::Mask, value: V) -> V {
    let value = V::select(infinite, V::splat(f64::INFINITY), value);
    let value = V::select(zero, V::splat(0.0), value);
    V::select(valid, value, V::splat(f64::NAN))
}

#[derive(Clone, Copy)]
pub(crate) struct SubGaussian {
    pub(crate) sigma: f64,
}

impl Kernel for SubGaussian {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn eval<V: Real>(self, kl: V) -> V {
        let zero = V::splat(0.0);
        let infinity = V::splat(f64::INFINITY);
        let sigma = V::splat(self.sigma);
        let y = root(kl).mul(Dd::constant(SQRT_2.0, SQRT_2.1)).times(sigma);
        // A product that leaves the range of doubles has no tail.
        let plain = (root(kl).hi * V::splat(SQRT_2.0)) * sigma;
        let y = V::select(plain.lt(infinity), y.value(), plain);
        finish(
            zero.le(kl).and(zero.le(sigma)),
            kl.eq(zero).or(sigma.eq(zero)),
            kl.eq(infinity).or(sigma.eq(infinity)),
            y,
        )
    }
}

#[derive(Clone, Copy)]
pub(crate) struct SubGamma {
    pub(crate) variance_factor: f64,
    pub(crate) scale: f64,
}

impl Kernel for SubGamma {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn eval<V: Real>(self, kl: V) -> V {
        let zero = V::splat(0.0);
        let infinity = V::splat(f64::INFINITY);
        let variance_factor = V::splat(self.variance_factor);
        let scale = V::splat(self.scale);
        let gaussian = root(kl)
            .mul(root(variance_factor))
            .mul(Dd::constant(SQRT_2.0, SQRT_2.1));
        let y = gaussian.add(Dd::from(kl).times(scale)).value();
        let plain = root(kl).hi * root(variance_factor).hi * V::splat(SQRT_2.0) + kl * scale;
        let y = V::select(plain.lt(infinity), y, plain);
        let flat = variance_factor.eq(zero).and(scale.eq(zero));
        finish(
            zero.le(kl)
                .and(zero.le(variance_factor))
                .and(zero.le(scale)),
            kl.eq(zero).or(flat),
            kl.eq(infinity)
                .or(variance_factor.eq(infinity))
                .or(scale.eq(infinity)),
            y,
        )
    }
}

#[derive(Clone, Copy)]
pub(crate) struct TailAdaptive {
    pub(crate) sigma_policy: f64,
    pub(crate) sigma_reference: f64,
    pub(crate) alpha: f64,
}

impl Kernel for TailAdaptive {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn eval<V: Real>(self, renyi: V) -> V {
        let zero = V::splat(0.0);
        let one = V::splat(1.0);
        let infinity = V::splat(f64::INFINITY);
        let (policy, reference) = (V::splat(self.sigma_policy), V::splat(self.sigma_reference));
        let alpha = V::splat(self.alpha);
        // In units of the larger sigma nothing overflows and nothing that matters underflows.
        let unit = policy.max(reference);
        let p = Dd::from(policy).over(unit);
        let r = Dd::from(reference).over(unit);
        let mix = p
            .mul(p)
            .mul(two_sum(one, -alpha))
            .add(r.mul(r).times(alpha));
        let y = mix
            .div(Dd::from(alpha))
            .sqrt()
            .mul(root(renyi))
            .mul(Dd::constant(SQRT_2.0, SQRT_2.1));
        let plain = y.hi * unit;
        let y = V::select(plain.lt(infinity), y.times(unit).value(), plain);
        let no_mix = mix.hi.eq(zero).or(unit.eq(zero));
        let valid = zero
            .le(renyi)
            .and(zero.le(policy))
            .and(zero.le(reference))
            .and(zero.lt(alpha))
            .and(alpha.le(one));
        finish(
            valid,
            renyi.eq(zero).or(no_mix),
            renyi.eq(infinity).or(unit.eq(infinity)),
            y,
        )
    }
}

/// Ceiling on the reward gain of a policy at KL divergence `kl` from its reference, for sub-Gaussian rewards;
/// in units of the reward.
///
/// Formula: `σ √(2·kl)`. Source: Mroueh 2024, Proposition 3 and Corollary 1 (arXiv:2406.05883).
/// Validity: upper bound; needs the right tail of the centred reward under the reference to be sub-Gaussian with
/// proxy standard deviation `sigma` (a certified one: a sample standard deviation is not).
/// Domain: `sigma ≥ 0`, `kl ≥ 0` in nats; NaN outside.
/// Accuracy: ≤ 1 ulp; worst seen 0.500 ulp at `sigma = 0x1.a4d063a7d7834p-9, kl = 0x1.b8a14b3d46b15p-17`.
/// Cost: one square root.
#[inline]
#[must_use]
pub fn sub_gaussian_bound(sigma: f64, kl: f64) -> f64 {
    simd::scalar(SubGaussian { sigma }, kl)
}
batch_forms!(sub_gaussian_bound => sub_gaussian_bound_batch, sub_gaussian_bound_batch_in_place, (sigma), SubGaussian { sigma });

/// Ceiling on the reward gain of a policy at KL divergence `kl` from its reference, for sub-gamma rewards;
/// in units of the reward.
///
/// Formula: `√(2·v·kl) + c·kl`. Source: Mroueh 2024, Corollary 1 (arXiv:2406.05883).
/// Validity: upper bound; needs the right tail of the centred reward under the reference to be sub-gamma with
/// variance factor `v` (reward units squared) and scale `c` (reward units).
/// Domain: `v ≥ 0`, `c ≥ 0`, `kl ≥ 0` in nats; NaN outside.
/// Accuracy: ≤ 1 ulp; worst seen 0.500 ulp at `variance_factor = 0x1.161dfdf773d15p+4, scale = 0x1.1c3a10f80c7f2p+8, kl = 0x1.e55c5ea4e449ap-69`.
/// Cost: one square root.
#[inline]
#[must_use]
pub fn sub_gamma_bound(variance_factor: f64, scale: f64, kl: f64) -> f64 {
    simd::scalar(
        SubGamma {
            variance_factor,
            scale,
        },
        kl,
    )
}
batch_forms!(sub_gamma_bound => sub_gamma_bound_batch, sub_gamma_bound_batch_in_place, (variance_factor, scale),
    SubGamma { variance_factor, scale });

/// Ceiling on the reward gain of a policy at Rényi divergence `renyi` of order `alpha` from its reference, from the
/// tails under both; in units of the reward.
///
/// Formula: `√(2 ((1−α) σ_policy² + α σ_reference²) D_α / α)`. Source: Mroueh 2024, tail-adaptive bound (arXiv:2406.05883).
/// Validity: upper bound; needs the left tail of the reward under the policy to be sub-Gaussian with `sigma_policy` and the
/// right tail under the reference with `sigma_reference`. At `α = 1` it is the sub-Gaussian bound.
/// Domain: both sigmas `≥ 0`, `0 < alpha ≤ 1`, `renyi ≥ 0` in nats; NaN outside.
/// Accuracy: ≤ 1 ulp; worst seen 0.500 ulp at `sigma_policy = 0x1.fa10407ffae12p+7, sigma_reference = 0x1.f3106049019f3p+0, alpha = 0x1.35e960a783a34p-2, renyi = 0x1.0000000000000p-1`.
/// Cost: three divisions and two square roots.
#[inline]
#[must_use]
pub fn tail_adaptive_bound(sigma_policy: f64, sigma_reference: f64, alpha: f64, renyi: f64) -> f64 {
    simd::scalar(
        TailAdaptive {
            sigma_policy,
            sigma_reference,
            alpha,
        },
        renyi,
    )
}
batch_forms!(tail_adaptive_bound => tail_adaptive_bound_batch, tail_adaptive_bound_batch_in_place,
    (sigma_policy, sigma_reference, alpha), TailAdaptive { sigma_policy, sigma_reference, alpha });
