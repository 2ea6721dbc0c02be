//! Order statistics of independent unit exponentials, `E(1) ≤ … ≤ E(n)`: moments by the Rényi representation
//! `E(k) = Σ Z_i/(n−i+1)`, and the law of the maximum.

use super::harmonic::{harmonic_large, harmonic_step, inverse_square_large, inverse_square_step};
use crate::num::dd::Dd;
use crate::num::exp::{exp, exp_parts, exp_value, expm1};
use crate::num::ln::{ln_any, ln_dd, log1p};
use crate::num::real::{Real, Scalar};
use crate::simd::{self, Task};

struct MaxMean(f64);

impl Task for MaxMean {
    type Output = f64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> f64 {
        let n = S::splat(self.0);
        let y = if self.0 < 16.0 {
            harmonic_step(Dd::from(S::splat(0.0)), Dd::from(n))
        } else {
            harmonic_large(Dd::from(n))
        };
        y.value().get()
    }
}

struct MaxVariance(f64);

impl Task for MaxVariance {
    type Output = f64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> f64 {
        let n = S::splat(self.0);
        let y = if self.0 < 16.0 {
            inverse_square_step(Dd::from(S::splat(0.0)), Dd::from(n))
        } else {
            inverse_square_large(n)
        };
        y.value().get()
    }
}

struct OrderMoment {
    n: u64,
    k: u64,
    second: bool,
}

impl Task for OrderMoment {
    type Output = f64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> f64 {
        let (from, steps) = (Dd::<S>::integer(self.n - self.k), Dd::<S>::integer(self.k));
        let y = if self.second {
            inverse_square_step(from, steps)
        } else {
            harmonic_step(from, steps)
        };
        y.value().get()
    }
}

struct MaxCdf {
    n: f64,
    x: f64,
}

impl Task for MaxCdf {
    type Output = f64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> f64 {
        let x = Dd::from(S::splat(self.x));
        let log = if self.x < core::f64::consts::LN_2 {
            let mass = expm1(x.neg()).neg();
            if self.x < 1e-290 {
                ln_any(mass.hi)
            } else {
                ln_dd(mass)
            }
        } else {
            log1p(exp(x.neg()).neg())
        };
        let power = log.times(S::splat(self.n));
        if power.hi.get() > -800.0 {
            exp_value(power).get()
        } else {
            0.0
        }
    }
}

struct MaxQuantile {
    n: f64,
    p: f64,
}

impl Task for MaxQuantile {
    type Output = f64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> f64 {
        let n = S::splat(self.n);
        // 1 − p^(1/n) = 1 − e^−v.
        let cost = ln_any(S::splat(self.p)).neg();
        let v = cost.over(n);
        let y = if v.hi.get() < 1e-20 {
            // −ln v, taken apart where v itself may be subnormal.
            ln_dd(Dd::from(n)).sub(ln_dd(cost.normal()))
        } else if v.hi.get() < core::f64::consts::LN_2 {
            ln_dd(expm1(v.neg()).neg()).neg()
        } else {
            log1p(exp_small(v.neg()).neg()).neg()
        };
        y.value().get()
    }
}

/// `e^x` for `x ≥ −745`, where a subnormal result has no tail.
#[cfg_attr(not(feature = "small"), inline(always))]
fn exp_small<S: Scalar>(x: Dd<S>) -> Dd<S> {
    if x.hi.get() > -640.0 {
        exp(x)
    } else {
        Dd::from(exp_value(x))
    }
}

/// Mean of the largest of `n` unit exponentials.
///
/// Formula: `H_n = ψ(n+1) + γ`. Source: Rényi representation, David and Nagaraja, Order Statistics; in best-of-n,
/// Mroueh 2024, Lemma 1 (arXiv:2406.05883).
/// Validity: exact; real `n` interpolates by the digamma function.
/// Domain: real `n ≥ 1`; NaN outside. Limits: 1 at 1, ∞ at ∞.
/// Accuracy: ≤ 2 ulp; worst seen 0.500 ulp at `n = 0x1.0000000000d08p+0`.
/// Cost: at most 17 divisions below 16, one logarithm and a series beyond.
#[must_use]
pub fn exp_max_mean(n: f64) -> f64 {
    if n == f64::INFINITY {
        n
    } else if n >= 1.0 {
        simd::run(MaxMean(n))
    } else {
        f64::NAN
    }
}

/// Variance of the largest of `n` unit exponentials.
///
/// Formula: `Σ_{i≤n} 1/i² = π²/6 − ψ₁(n+1)`. Source: Rényi representation, David and Nagaraja, Order Statistics.
/// Validity: exact; real `n` interpolates by the trigamma function.
/// Domain: real `n ≥ 1`; NaN outside. Limits: 1 at 1, π²/6 at ∞.
/// Accuracy: ≤ 2 ulp; worst seen 0.501 ulp at `n = 0x1.5b4cf9316ac90p+3`.
/// Cost: at most 17 divisions below 16, a series beyond.
#[must_use]
pub fn exp_max_variance(n: f64) -> f64 {
    if n >= 1.0 {
        simd::run(MaxVariance(Real::min(n, f64::MAX)))
    } else {
        f64::NAN
    }
}

/// Probability that the largest of `n` unit exponentials is at most `x`.
///
/// Formula: `(1 − e^−x)^n`. Source: Mroueh 2024, Lemma 1 (arXiv:2406.05883).
/// Validity: exact.
/// Domain: real `n ≥ 1`, any `x`; NaN outside. Limits: 0 for `x ≤ 0`, 1 at `x = ∞`.
/// Accuracy: ≤ 2 ulp; worst seen 1.462 ulp at `n = 0x1.9fe86b01b8246p+7, x = 0x1.fafab10b4200cp-5`.
/// Cost: two exponentials and a logarithm in double-doubles.
#[must_use]
pub fn exp_max_cdf(n: f64, x: f64) -> f64 {
    if n.is_nan() || n < 1.0 || x.is_nan() {
        f64::NAN
    } else if x <= 0.0 {
        0.0
    } else if x == f64::INFINITY {
        if n == f64::INFINITY { f64::NAN } else { 1.0 }
    } else if n == f64::INFINITY {
        0.0
    } else if x > 600.0 {
        simd::run(FarCdf { n, x })
    } else {
        simd::run(MaxCdf { n, x })
    }
}

/// `exp(−n·e^−x)`, the law where `e^−x` is too small to have a tail; `n` may make up for it.
struct FarCdf {
    n: f64,
    x: f64,
}

impl Task for FarCdf {
    type Output = f64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> f64 {
        let (m, k) = exp_parts(Dd::from(S::splat(-Real::min(self.x, 1400.0))));
        let shift = S::splat(600.0);
        let mass = Dd {
            hi: m.hi.scale(k + shift),
            lo: m.lo.scale(k + shift),
        };
        let power = mass.times(S::splat(self.n).scale(-shift)).neg();
        if power.hi.get() > -800.0 {
            exp_value(power).get()
        } else {
            0.0
        }
    }
}

/// The value that the largest of `n` unit exponentials stays below with probability `p`.
///
/// Formula: `−ln(1 − p^(1/n))`. Source: the inverse of Mroueh 2024, Lemma 1 (arXiv:2406.05883).
/// Validity: exact.
/// Domain: real `n ≥ 1`, `0 ≤ p ≤ 1`; NaN outside. Limits: 0 at `p = 0`, ∞ at `p = 1`.
/// Accuracy: ≤ 2 ulp; worst seen 0.735 ulp at `n = 0x1.0150a1ce2fba9p+0, p = 0x0.04604f8b270dfp-1022`.
/// Cost: two logarithms and an exponential in double-doubles.
#[must_use]
pub fn exp_max_quantile(n: f64, p: f64) -> f64 {
    if !(n >= 1.0 && (0.0..=1.0).contains(&p)) || n == f64::INFINITY {
        f64::NAN
    } else if p == 0.0 {
        0.0
    } else if p == 1.0 {
        f64::INFINITY
    } else {
        simd::run(MaxQuantile { n, p })
    }
}

fn moment(n: u64, k: u64, second: bool) -> f64 {
    if (1..=n).contains(&k) {
        simd::run(OrderMoment { n, k, second })
    } else {
        f64::NAN
    }
}

/// Mean of the `k`-th smallest of `n` unit exponentials.
///
/// Formula: `H_n − H_{n−k}`. Source: Rényi representation, David and Nagaraja, Order Statistics.
/// Validity: exact.
/// Domain: `1 ≤ k ≤ n`; NaN outside.
/// Accuracy: ≤ 2 ulp; worst seen 0.501 ulp at `n = 1078369, k = 55831`.
/// Cost: at most 17 divisions, one logarithm, two series.
#[must_use]
pub fn exp_order_mean(n: u64, k: u64) -> f64 {
    moment(n, k, false)
}

/// Variance of the `k`-th smallest of `n` unit exponentials.
///
/// Formula: `Σ 1/i²` over `n−k < i ≤ n`. Source: Rényi representation, David and Nagaraja, Order Statistics.
/// Validity: exact.
/// Domain: `1 ≤ k ≤ n`; NaN outside.
/// Accuracy: ≤ 2 ulp; worst seen 0.505 ulp at `n = 20, k = 4`.
/// Cost: at most 17 divisions, two series.
#[must_use]
pub fn exp_order_variance(n: u64, k: u64) -> f64 {
    moment(n, k, true)
}

/// Covariance of the `j`-th and `k`-th smallest of `n` unit exponentials.
///
/// Formula: the variance of the smaller of the two. Source: Rényi representation, David and Nagaraja, Order Statistics.
/// Validity: exact.
/// Domain: `1 ≤ j, k ≤ n`; NaN outside.
/// Accuracy: ≤ 2 ulp; worst seen 0.505 ulp at `n = 20, j = 20, k = 4`.
/// Cost: that of [`exp_order_variance`].
#[must_use]
pub fn exp_order_covariance(n: u64, j: u64, k: u64) -> f64 {
    if j.max(k) <= n {
        exp_order_variance(n, j.min(k))
    } else {
        f64::NAN
    }
}
