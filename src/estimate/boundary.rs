//! How far a sum may stray from its mean, at one time or at every time: boundaries of confidence sequences.

use crate::num::dd::{Dd, two_sum};
use crate::num::ln::{ln, ln_any, log1p};
use crate::num::real::{Real, Scalar};
use crate::simd::{self, Task};

/// `ln(ζ(1.4)/(ln 2)^1.4)`, head and tail.
const STITCHES: (f64, f64) = (1.646308045665943, 5.69456206860131e-17);
/// The exponent of the stitches, 1.4.
const EXPONENT: (f64, f64) = (1.4, 8.881784197001253e-17);
/// `(2^¼ + 2^−¼)²/2 = 1 + ¾√2`.
const VARIANCE_FACTOR: (f64, f64) = (2.0606601717798214, -1.2801585108215467e-16);
/// `(√2 + 1)/2`.
const SCALE_FACTOR: (f64, f64) = (1.2071067811865475, 6.268583589525109e-17);

/// Boundary that a sum of centred rewards crosses, ever, with probability at most `alpha`, as a function of its variance
/// process `v`: polynomial stitching.
///
/// Formula: `√(k₁² v l + k₂² c² l²) + k₂ c l` with `v` at least `v_min`, `l = 1.4 ln ln(2v/v_min) + ln(ζ(1.4)/(ln 2)^1.4) +
/// ln(1/alpha)`, `k₁ = (2^¼ + 2^−¼)/√2`, `k₂ = (√2 + 1)/2`, `c = scale`.
/// Source: Howard et al. 2021 (arXiv:1810.08240), Theorem 1 with `η = 2`, `s = 1.4`.
/// Validity: for a sum that is sub-gamma with scale `c`, one-sided: `v = σ² t`, `c = 0` for rewards that are sub-Gaussian
/// with `σ`; `v = Σ (x_i − m_i)²`, `c` the range, for bounded rewards and guesses `m_i` from what came before. Both sides at
/// once take `alpha/2`. Tight for `v` near `v_min`, and grows like `√(v ln ln v)`.
/// Domain: `v ≥ 0`, `v_min > 0`, `scale ≥ 0`, all finite, `0 < alpha < 1`; NaN outside.  Limits: constant up to `v_min`.
/// Accuracy: ≤ 1 ulp; worst seen 0.500 ulp at `v = 0x1.517253c3c8206p+52, v_min = 0x1.d35d1cb541834p+11,
/// scale = 0x1.02c5955d098bap+1, alpha = 0x1.4235ceb0eb8e2p-1`.
/// Cost: four logarithms and a root.
#[must_use]
pub fn stitched_boundary(v: f64, v_min: f64, scale: f64, alpha: f64) -> f64 {
    let inside = v >= 0.0 && v_min > 0.0 && scale >= 0.0 && alpha > 0.0 && alpha < 1.0;
    if inside && v.is_finite() && v_min.is_finite() && scale.is_finite() {
        simd::run(Stitched {
            v: Real::max(v, v_min),
            v_min,
            scale,
            alpha,
        })
    } else {
        f64::NAN
    }
}

struct Stitched {
    v: f64,
    v_min: f64,
    scale: f64,
    alpha: f64,
}

impl Task for Stitched {
    type Output = f64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> f64 {
        let v = S::splat(self.v);
        let epochs = ln_any(v)
            .sub(ln_any(S::splat(self.v_min)))
            .add(ln(S::splat(2.0)))
            .normal();
        let log_epochs = ln(epochs.hi).plus(epochs.lo / epochs.hi);
        let l = log_epochs
            .mul(constant(EXPONENT))
            .add(constant(STITCHES))
            .sub(ln_any(S::splat(self.alpha)))
            .normal();
        let by_variance = constant::<S>(VARIANCE_FACTOR).times(v).mul(l);
        let by_scale = constant::<S>(SCALE_FACTOR)
            .times(S::splat(self.scale))
            .mul(l);
        let sum = by_variance.add(by_scale.mul(by_scale)).normal();
        sum.sqrt().add(by_scale).value().get()
    }
}

#[cfg_attr(not(feature = "small"), inline(always))]
fn constant<S: Scalar>((hi, lo): (f64, f64)) -> Dd<S> {
    Dd::constant(hi, lo)
}

/// Boundary that the absolute value of a sum of centred rewards crosses, ever, with probability at most `alpha`: a normal
/// mixture, tight around the variance for which `rho` was chosen.
///
/// Formula: `√((v + ρ)(ln(1 + v/ρ) + 2 ln(1/alpha)))`.
/// Source: Robbins 1970; Howard et al. 2021 (arXiv:1810.08240), section 3.2.
/// Validity: two-sided, for a sum that is sub-Gaussian with variance `v = σ² t`. [`normal_mixture_rho`] chooses `ρ`.
/// Domain: finite `v ≥ 0`, finite `rho > 0`, `0 < alpha < 1`; NaN outside.  Limits: `√(2ρ ln(1/alpha))` at `v = 0`.
/// Accuracy: ≤ 1 ulp; worst seen 0.500 ulp at `v = 0x1.2dd0daf21064fp+21, rho = 0x1.ceed0c0b7cd84p-93,
/// alpha = 0x1.4ededcbf5aacep-2`.
/// Cost: two logarithms and a root.
#[must_use]
pub fn normal_mixture_boundary(v: f64, rho: f64, alpha: f64) -> f64 {
    let inside = v >= 0.0 && rho > 0.0 && alpha > 0.0 && alpha < 1.0;
    if inside && v.is_finite() && rho.is_finite() {
        simd::run(Mixture { v, rho, alpha })
    } else {
        f64::NAN
    }
}

struct Mixture {
    v: f64,
    rho: f64,
    alpha: f64,
}

impl Task for Mixture {
    type Output = f64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> f64 {
        let (v, rho) = (S::splat(self.v), S::splat(self.rho));
        let growth = log1p(Dd::from(v).over(rho).normal());
        let confidence = ln_any(S::splat(self.alpha)).times_pow2(S::splat(-2.0));
        let square = two_sum(v, rho).mul(growth.add(confidence)).normal();
        square.sqrt().value().get()
    }
}

/// The `rho` that makes [`normal_mixture_boundary`] narrowest, to a good approximation, at variance `v`.
///
/// Formula: `v/(2 ln(1/alpha) + ln(1 + 2 ln(1/alpha)))`.  Source: Howard et al. 2021 (arXiv:1810.08240), section 3.5.
/// Validity: any positive `rho` gives a valid boundary; this one is within a fraction of a percent of the narrowest.
/// Domain: finite `v > 0`, `0 < alpha < 1`; NaN outside.
/// Accuracy: ≤ 1 ulp; worst seen 0.500 ulp at `v = 0x1.0ad2717124808p+71, alpha = 0x1.e86b3bec9871bp-1`.
/// Cost: two logarithms and a division.
#[must_use]
pub fn normal_mixture_rho(v: f64, alpha: f64) -> f64 {
    if v > 0.0 && v.is_finite() && alpha > 0.0 && alpha < 1.0 {
        simd::run(Rho { v, alpha })
    } else {
        f64::NAN
    }
}

struct Rho {
    v: f64,
    alpha: f64,
}

impl Task for Rho {
    type Output = f64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> f64 {
        let confidence = ln_any(S::splat(self.alpha)).times_pow2(S::splat(-2.0));
        let below = confidence.add(log1p(confidence.normal()));
        Dd::from(S::splat(self.v)).div(below).value().get()
    }
}

/// One-sided confidence radius of a mean of `m` rewards by their sample variance, for one `m` that was fixed beforehand, in
/// reward units: the true mean is at most the sample mean and this, with probability `1 − delta`.
///
/// Formula: `√(2 V ln(2/δ)/m) + 7 R ln(2/δ)/(3(m−1))`.  Source: Maurer and Pontil 2009 (arXiv:0907.3740), Theorem 4.
/// Validity: independent rewards within a range of width `R = range`, `V = variance` their unbiased sample variance. A
/// lower bound by symmetry; both at once take `delta/2`. Not at a time chosen after looking: that is what
/// [`Confidence`](super::Confidence) is for.
/// Domain: finite `variance ≥ 0`, finite `range ≥ 0`, `m ≥ 2`, `0 < delta < 1`; NaN outside.
/// Accuracy: ≤ 1 ulp; worst seen 0.500 ulp at `variance = 0x1.a1e2d1ec56e5dp-29, range = 0x1.28d8f66783f2bp+31,
/// delta = 0x1.fffffdfadc2e0p-1, m = 25092`.
/// Cost: a logarithm, a root, two divisions.
#[must_use]
pub fn maurer_pontil_radius(variance: f64, range: f64, m: u64, delta: f64) -> f64 {
    let inside = variance >= 0.0 && range >= 0.0 && m >= 2 && delta > 0.0 && delta < 1.0;
    if inside && variance.is_finite() && range.is_finite() {
        simd::run(Radius {
            variance,
            range,
            m,
            delta,
        })
    } else {
        f64::NAN
    }
}

struct Radius {
    variance: f64,
    range: f64,
    m: u64,
    delta: f64,
}

impl Task for Radius {
    type Output = f64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> f64 {
        let count = Dd::<S>::integer(self.m);
        let confidence = ln(S::splat(2.0)).sub(ln_any(S::splat(self.delta)));
        let square = confidence
            .times(S::splat(2.0 * self.variance))
            .div(count)
            .normal();
        let root = if square.hi.get() > 0.0 {
            square.sqrt()
        } else {
            Dd::from(S::splat(0.0))
        };
        let below = Dd::<S>::integer(self.m.saturating_sub(1)).times(S::splat(3.0));
        let bias = confidence
            .times(S::splat(self.range))
            .times(S::splat(7.0))
            .div(below);
        root.add(bias.normal()).value().get()
    }
}
