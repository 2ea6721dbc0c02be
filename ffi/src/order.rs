//! Simple: order statistics, E(1) <= ... <= E(n) of n unit exponentials, and expected maxima.
//!
//! Where n is a double it is real, n >= 1; where it is a uint64_t, 1 <= j, k <= n.

use bestof::order;

/// Mean of the largest of n unit exponentials: the harmonic number H(n).
///
/// NaN unless n >= 1. 1 at n = 1, INFINITY at INFINITY.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_exp_max_mean(n: f64) -> f64 {
    order::exp_max_mean(n)
}

/// Variance of the largest of n unit exponentials: pi^2 / 6 - trigamma(n + 1).
///
/// NaN unless n >= 1. 1 at n = 1, pi^2 / 6 at INFINITY.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_exp_max_variance(n: f64) -> f64 {
    order::exp_max_variance(n)
}

/// Probability that the largest of n unit exponentials is at most x: (1 - e^-x)^n.
///
/// NaN unless n >= 1 and x is a number. 0 for x <= 0, 1 at INFINITY.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_exp_max_cdf(n: f64, x: f64) -> f64 {
    order::exp_max_cdf(n, x)
}

/// The x that the largest of n unit exponentials does not exceed with probability p: -ln(1 - p^(1/n)).
///
/// NaN unless n >= 1 and p is in [0, 1]. 0 at p = 0, INFINITY at p = 1.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_exp_max_quantile(n: f64, p: f64) -> f64 {
    order::exp_max_quantile(n, p)
}

/// Mean of the k-th smallest of n unit exponentials: H(n) - H(n - k).
///
/// NaN unless 1 <= k <= n.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_exp_order_mean(n: u64, k: u64) -> f64 {
    order::exp_order_mean(n, k)
}

/// Variance of the k-th smallest of n unit exponentials: the sum of 1 / i^2 for i from n - k + 1 to n.
///
/// NaN unless 1 <= k <= n.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_exp_order_variance(n: u64, k: u64) -> f64 {
    order::exp_order_variance(n, k)
}

/// Covariance of the j-th and the k-th smallest of n unit exponentials: the variance of the smaller of both.
///
/// NaN unless 1 <= j <= n and 1 <= k <= n.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_exp_order_covariance(n: u64, j: u64, k: u64) -> f64 {
    order::exp_order_covariance(n, j, k)
}

/// Expected maximum of n standard normal draws, in standard deviations.
///
/// NaN unless n >= 1. 0 at n = 1, INFINITY at INFINITY.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_normal_max_mean(n: f64) -> f64 {
    order::normal_max_mean(n)
}

/// Expected maximum of n draws uniform on [0, 1]: n / (n + 1).
///
/// NaN unless n >= 1. 1/2 at n = 1, 1 at INFINITY.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_uniform_max_mean(n: f64) -> f64 {
    order::uniform_max_mean(n)
}

/// Expected maximum of n standard Gumbel draws: Euler's constant + ln n.
///
/// NaN unless n >= 1. INFINITY at INFINITY.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_gumbel_max_mean(n: f64) -> f64 {
    order::gumbel_max_mean(n)
}

/// Expected maximum of n standard logistic draws: H(n - 1).
///
/// NaN unless n >= 1. 0 at n = 1, INFINITY at INFINITY.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_logistic_max_mean(n: f64) -> f64 {
    order::logistic_max_mean(n)
}
