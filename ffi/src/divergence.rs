//! Simple: the divergence of best-of-n from the reference.
//!
//! n is real, n >= 1. The formulas are exact when no two responses tie in reward, and upper bounds otherwise;
//! bestof_finite_divergence() is exact under ties. Whole arrays: the _batch functions below.

use bestof::divergence;

/// KL divergence of the best-of-n policy from the reference policy, in nats: ln n - (n - 1) / n.
///
/// NaN unless n >= 1. 0 at n = 1, INFINITY at INFINITY.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_kl(n: f64) -> f64 {
    divergence::kl(n)
}

/// KL divergence of the reference policy from the best-of-n policy, in nats: n - 1 - ln n.
///
/// NaN unless n >= 1. 0 at n = 1, INFINITY at INFINITY.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_reverse_kl(n: f64) -> f64 {
    divergence::reverse_kl(n)
}

/// Jeffreys divergence, in nats, the sum of both KL divergences: (n - 1)^2 / n.
///
/// NaN unless n >= 1. 0 at n = 1, INFINITY at INFINITY.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_jeffreys(n: f64) -> f64 {
    divergence::jeffreys(n)
}

/// Chi-squared divergence, the variance of the density ratio: (n - 1)^2 / (2 n - 1).
///
/// NaN unless n >= 1. 0 at n = 1, INFINITY at INFINITY.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_chi_squared(n: f64) -> f64 {
    divergence::chi_squared(n)
}

/// Total variation distance, in [0, 1]: (n - 1) n^(-n / (n - 1)).
///
/// NaN unless n >= 1. 0 at n = 1, 1 at INFINITY.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_total_variation(n: f64) -> f64 {
    divergence::total_variation(n)
}

/// Squared Hellinger distance, in [0, 2], the integral of (sqrt p - sqrt q)^2: 2 (sqrt n - 1)^2 / (n + 1).
/// Halve it for the convention in [0, 1].
///
/// NaN unless n >= 1. 0 at n = 1, 2 at INFINITY.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_hellinger_squared(n: f64) -> f64 {
    divergence::hellinger_squared(n)
}

/// Renyi divergence of order alpha, in nats: (alpha ln n - ln(1 + alpha (n - 1))) / (alpha - 1).
/// At alpha = 1 it is the KL divergence, at INFINITY ln n, at 0 it is 0.
///
/// NaN unless n >= 1 and alpha >= 0. 0 at n = 1.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_renyi(n: f64, alpha: f64) -> f64 {
    divergence::renyi(n, alpha)
}

/// Hockey-stick divergence, the integral of (n u^(n - 1) - gamma)_+ over u in [0, 1]. At gamma = 1 it is the
/// total variation distance.
///
/// NaN unless n >= 1 and gamma >= 0, not both INFINITY. Upper bound under ties for gamma >= 1 only.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_hockey_stick(n: f64, gamma: f64) -> f64 {
    divergence::hockey_stick(n, gamma)
}

/// Probability that a best-of-n answer beats a fresh reference answer, ties counted half: n / (n + 1).
///
/// NaN unless n >= 1. 1/2 at n = 1, 1 at INFINITY.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_win_rate(n: f64) -> f64 {
    divergence::win_rate(n)
}

/// KL divergence from the reference, in nats, of the policy that returns the j-th smallest of n draws by reward.
///
/// NaN unless 1 <= j <= n. bestof_kl(n) at j = n and at j = 1.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_order_statistic_kl(n: u64, j: u64) -> f64 {
    divergence::order_statistic_kl(n, j)
}

/// Chi-squared divergence from the reference of the policy that returns the j-th smallest of n draws by reward.
///
/// NaN unless 1 <= j <= n. bestof_chi_squared(n) at j = n and at j = 1.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_order_statistic_chi_squared(n: u64, j: u64) -> f64 {
    divergence::order_statistic_chi_squared(n, j)
}

/// Renyi divergence of order alpha from the reference, in nats, of the policy that returns the j-th smallest of n draws
/// by reward.
///
/// NaN unless 1 <= j <= n and alpha >= 0. bestof_renyi(n, alpha) at j = n and at j = 1.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_order_statistic_renyi(n: u64, j: u64, alpha: f64) -> f64 {
    divergence::order_statistic_renyi(n, j, alpha)
}
