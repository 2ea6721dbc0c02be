//! Confidence: bounds that hold with probability at least 1 - delta, from finitely many scored answers.
//!
//! m answers come from the policy, k from the reference, all independent. NaN outside the domains.

use bestof::bound;

/// Largest observed gain, the mean reward of m answers of a policy less that of k answers of its reference:
/// sigma sqrt(2 kl) + sqrt(2 (sigma_policy^2 / m + sigma^2 / k) ln(1 / delta)).
///
/// The reward is sub-Gaussian with sigma under the reference, its right tail with sigma_policy under the policy. NaN
/// unless both sigmas and kl are finite and >= 0, delta is in (0, 1], and m and k are not 0.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_empirical_gain_bound(
    sigma: f64,
    sigma_policy: f64,
    kl: f64,
    delta: f64,
    m: u64,
    k: u64,
) -> f64 {
    bound::empirical_gain_bound(sigma, sigma_policy, kl, delta, m, k)
}

/// Largest mean reward of m answers of a policy less the reference's mean, from its Renyi divergence renyi of order
/// alpha > 1, also INFINITY: sigma sqrt(2 (renyi + alpha / (alpha - 1) ln(1 / delta) / m)).
///
/// The right tail of the reward is sub-Gaussian with sigma under the reference; nothing is assumed under the policy.
/// NaN unless sigma and renyi are finite and >= 0, alpha > 1, delta is in (0, 1], and m is not 0.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_policy_mean_bound(
    sigma: f64,
    alpha: f64,
    renyi: f64,
    delta: f64,
    m: u64,
) -> f64 {
    bound::policy_mean_bound(sigma, alpha, renyi, delta, m)
}

/// Largest mean reward of m best-of-n answers less the reference's mean: bestof_policy_mean_bound() at the order that
/// makes it least, in closed form.
///
/// NaN unless sigma is finite and >= 0, 1 <= n < INFINITY, delta is in (0, 1], and m is not 0.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_best_of_n_mean_bound(sigma: f64, n: f64, delta: f64, m: u64) -> f64 {
    bound::best_of_n_mean_bound(sigma, n, delta, m)
}

/// What the realised divergence, the mean log-density ratio of m best-of-n answers, exceeds with probability delta, in
/// nats: exact when no two responses tie in reward.
///
/// NaN unless 1 <= n < INFINITY, delta is in (0, 1), and m is not 0.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_realised_kl_upper(n: f64, delta: f64, m: u64) -> f64 {
    bound::realised_kl_upper(n, delta, m)
}

/// What the realised divergence of m best-of-n answers stays below with probability delta, in nats; it may be negative.
/// Exact when no two responses tie in reward.
///
/// NaN unless 1 <= n < INFINITY, delta is in (0, 1), and m is not 0.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_realised_kl_lower(n: f64, delta: f64, m: u64) -> f64 {
    bound::realised_kl_lower(n, delta, m)
}

/// Chernoff's bound above bestof_realised_kl_upper(), in closed form; it holds under ties, too.
///
/// NaN unless 1 <= n < INFINITY, delta is in (0, 1], and m is not 0.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_realised_kl_upper_chernoff(n: f64, delta: f64, m: u64) -> f64 {
    bound::realised_kl_upper_chernoff(n, delta, m)
}

/// Chernoff's bound below bestof_realised_kl_lower(), in closed form; it may be negative.
///
/// NaN unless 1 <= n < INFINITY, delta is in (0, 1], and m is not 0.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_realised_kl_lower_chernoff(n: f64, delta: f64, m: u64) -> f64 {
    bound::realised_kl_lower_chernoff(n, delta, m)
}
