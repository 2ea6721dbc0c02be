//! Simple: bounds on the reward gain, the policy's mean reward less the reference's.
//!
//! In the reward's units; divergences in nats. They hold for every policy, not only best-of-n.

use bestof::bound;

/// Largest gain at KL divergence kl when the reward is sigma-sub-Gaussian under the reference: sigma sqrt(2 kl).
///
/// NaN unless sigma >= 0 and kl >= 0.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_sub_gaussian_bound(sigma: f64, kl: f64) -> f64 {
    bound::sub_gaussian_bound(sigma, kl)
}

/// Largest gain at KL divergence kl when the reward is sub-gamma under the reference:
/// sqrt(2 variance_factor kl) + scale kl.
///
/// NaN unless variance_factor >= 0, scale >= 0 and kl >= 0.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_sub_gamma_bound(variance_factor: f64, scale: f64, kl: f64) -> f64 {
    bound::sub_gamma_bound(variance_factor, scale, kl)
}

/// Largest gain at KL divergence kl when rewards lie in [lo, hi] and their reference mean is known:
/// the inverse of the binary KL divergence, rescaled. Never above bestof_sub_gaussian_bound((hi - lo) / 2, kl).
///
/// NaN unless lo <= mean <= hi are finite, hi - lo too, and kl >= 0.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_bounded_bound(lo: f64, hi: f64, mean: f64, kl: f64) -> f64 {
    bound::bounded_bound(lo, hi, mean, kl)
}

/// Largest gain at Renyi divergence renyi of order alpha, when the reward is sigma_policy-sub-Gaussian under the
/// policy (left tail) and sigma_reference-sub-Gaussian under the reference (right tail):
/// sqrt(2 ((1 - alpha) sigma_policy^2 + alpha sigma_reference^2) renyi / alpha).
///
/// NaN unless both sigmas >= 0, alpha is in (0, 1] and renyi >= 0.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_tail_adaptive_bound(
    sigma_policy: f64,
    sigma_reference: f64,
    alpha: f64,
    renyi: f64,
) -> f64 {
    bound::tail_adaptive_bound(sigma_policy, sigma_reference, alpha, renyi)
}

/// The largest q whose binary KL divergence q ln(q / p) + (1 - q) ln((1 - q) / (1 - p)) is at most kl.
///
/// NaN unless p is in [0, 1] and kl >= 0.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_bernoulli_kl_upper(p: f64, kl: f64) -> f64 {
    bound::bernoulli_kl_upper(p, kl)
}
