//! Proxy and gold jointly Gaussian: the one case where over-optimisation cannot happen.

use crate::num::dd::two_prod;
use crate::num::real::Scalar;
use crate::order::normal_max_mean;
use crate::simd::{self, Task};

struct GaussianGoldGain {
    expected_maximum: f64,
    correlation: f64,
    standard_deviation: f64,
}

impl Task for GaussianGoldGain {
    type Output = f64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> f64 {
        two_prod(
            S::splat(self.correlation),
            S::splat(self.standard_deviation),
        )
        .times(S::splat(self.expected_maximum))
        .value()
        .get()
    }
}

/// Gold gain of the best of `n` by a proxy that is jointly Gaussian with the gold reward; in units of the gold reward.
///
/// Formula: `ρ s* m_n`, with `m_n` the expected largest of `n` standard normals ([`normal_max_mean`]).
/// Source: regression of the gold on the proxy, `Δ* = Cov(r, r*)/Var(r) · Δ`.
/// Validity: exact when `E[r* | r]` is linear in a Gaussian `r`, as it is when the two are jointly Gaussian with correlation
/// `ρ` and `s*` is the gold's standard deviation. It has the sign of `ρ` and never turns: heavier tails of the error do.
/// Domain: real `n ≥ 1`, `−1 ≤ correlation ≤ 1`, finite `standard_deviation ≥ 0`; NaN outside. Limits: 0 at `n = 1`.
/// Accuracy: ≤ 2 ulp; worst seen 1.501 ulp at `n = 0x1.e25f4b00eda92p+0, correlation = 0x1.0000000000000p+0, standard_deviation = 0x1.d9b00316cb2e5p+2`.
/// Cost: that of [`normal_max_mean`], and three products.
#[must_use]
pub fn gaussian_gold_gain(n: f64, correlation: f64, standard_deviation: f64) -> f64 {
    let expected_maximum = normal_max_mean(n);
    let known = correlation.abs() <= 1.0 && (0.0..f64::INFINITY).contains(&standard_deviation);
    if !known || expected_maximum.is_nan() {
        return f64::NAN;
    }
    if correlation == 0.0 || standard_deviation == 0.0 {
        return 0.0;
    }
    if expected_maximum == f64::INFINITY {
        return expected_maximum * correlation;
    }
    simd::run(GaussianGoldGain {
        expected_maximum,
        correlation,
        standard_deviation,
    })
}
