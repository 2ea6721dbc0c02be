//! How far best-of-n stays behind a policy that it could imitate, in proxy and in gold reward.

use crate::bound::root;
use crate::num::dd::{Dd, two_sum};
use crate::num::exp::exp_parts;
use crate::num::ln::log1p;
use crate::num::real::{Mask, Real};
use crate::simd::{self, Kernel};

#[derive(Clone, Copy)]
struct CoverageRegret {
    coverage: f64,
    height: f64,
}

impl Kernel for CoverageRegret {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn eval<V: Real>(self, n: V) -> V {
        let (zero, one) = (V::splat(0.0), V::splat(1.0));
        let (coverage, height) = (V::splat(self.coverage), V::splat(self.height));
        let infinity = V::splat(f64::INFINITY);
        let draws = n.min(V::splat(f64::MAX));
        let log = log1p(Dd::from(-one).over(coverage)).times(draws);
        // Where 1/coverage² is nothing beside 1/coverage, whose own tail may underflow.
        let vast = V::splat(VAST).lt(coverage);
        let log = Dd::select(vast, Dd::from(-draws).over(coverage), log);
        // Beyond e^−1400 no finite height is left standing.
        let gone = log.hi.le(V::splat(-1400.0));
        let log = Dd::select(gone, Dd::from(zero), log);
        let (m, k) = exp_parts(log);
        let y = m.times(height).value().scale(k);
        let y = V::select(gone.or(coverage.eq(one)), zero, y);
        let y = V::select(coverage.eq(infinity), height, y);
        let y = V::select(n.eq(infinity).and(coverage.lt(infinity)), zero, y);
        let valid = one
            .le(n)
            .and(one.le(coverage))
            .and(zero.le(height))
            .and(height.lt(infinity));
        let undefined = n.eq(infinity).and(coverage.eq(infinity));
        V::select(valid.and(undefined.not()), y, V::splat(f64::NAN))
    }
}

const VAST: f64 = 1180591620717411303424.0; // 2^70

#[derive(Clone, Copy)]
struct ErrorRegret {
    standard_deviation: f64,
    chi_squared: f64,
}

impl Kernel for ErrorRegret {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn eval<V: Real>(self, n: V) -> V {
        let (zero, one) = (V::splat(0.0), V::splat(1.0));
        let infinity = V::splat(f64::INFINITY);
        let deviation = V::splat(self.standard_deviation);
        let chi_squared = V::splat(self.chi_squared);
        let finite = n.min(V::splat(f64::MAX));
        // (n−1)/√(2n−1), halved under the root so that 2n cannot overflow.
        let own = two_sum(finite, -one)
            .div(two_sum(finite, V::splat(-0.5)).sqrt())
            .mul(Dd::constant(SQRT_HALF.0, SQRT_HALF.1));
        let y = root(chi_squared).add(own).times(deviation).value();
        let endless = n.eq(infinity).or(chi_squared.eq(infinity));
        let y = V::select(endless, infinity, y);
        let y = V::select(deviation.eq(zero), zero, y);
        let valid = one
            .le(n)
            .and(zero.le(chi_squared))
            .and(zero.le(deviation))
            .and(deviation.lt(infinity));
        V::select(valid, y, V::splat(f64::NAN))
    }
}

const SQRT_HALF: (f64, f64) = (core::f64::consts::FRAC_1_SQRT_2, -4.833646656726457e-17);

/// How far the best of `n` may stay behind a policy whose density over the reference is at most `coverage`, in the reward
/// that selects; in units of the reward.
///
/// Formula: `height · (1 − 1/coverage)^n`, `height` the policy's mean reward above the least reward there is.
/// Source: rejection sampling from `n` draws, as in Huang et al. (arXiv:2503.21878); for real `n` by the convexity of `u^n`.
/// Validity: upper bound on `E_policy r − E_best-of-n r`.
/// Domain: real `n ≥ 1`, `coverage ≥ 1`, not both infinite, finite `height ≥ 0`; NaN outside. Limits: 0 at `coverage = 1`.
/// Accuracy: ≤ 2 ulp; worst seen 0.657 ulp at `n = 0x1.7060000000000p+14, coverage = 0x1.204b82fbc6053p+5, height = 0x1.980eb5da679a7p-6`.
/// Cost: one quotient, one logarithm, one exponential, in double-doubles.
#[inline]
#[must_use]
pub fn coverage_regret(n: f64, coverage: f64, height: f64) -> f64 {
    simd::scalar(CoverageRegret { coverage, height }, n)
}

/// What the error of the proxy adds to [`coverage_regret`] when the regret is counted in gold; in units of the reward.
///
/// Formula: `s (√χ² + (n−1)/√(2n−1))`, `s` the standard deviation of the error `r − r*` under the reference, `χ²` the
/// divergence of the policy compared with from the reference.
/// Source: Cauchy–Schwarz on both policies, as in Huang et al. (arXiv:2503.21878), with the error centred.
/// Validity: upper bound: `E_policy r* − E_best-of-n r* ≤ coverage_regret + error_regret`. A coverage of `C` has `χ² ≤ C − 1`.
/// Domain: real `n ≥ 1`, finite `standard_deviation ≥ 0`, `chi_squared ≥ 0`; NaN outside. Limits: `s √χ²` at `n = 1`.
/// Accuracy: ≤ 1 ulp; worst seen 0.500 ulp at `n = 0x1.4000000000000p+2, standard_deviation = 0x1.decc091a1822ep-9, chi_squared = 0x1.0000000000000p+0`.
/// Cost: one division and two square roots, in double-doubles.
#[inline]
#[must_use]
pub fn error_regret(n: f64, standard_deviation: f64, chi_squared: f64) -> f64 {
    simd::scalar(
        ErrorRegret {
            standard_deviation,
            chi_squared,
        },
        n,
    )
}
