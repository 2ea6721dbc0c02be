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

/// Largest gain at KL divergence kl when the reward has a gamma law under the reference: shape scale t with
/// t - ln(1 + t) = kl / shape. The exponential tilt of the reference attains it.
///
/// NaN unless shape > 0 is finite, scale >= 0 and kl >= 0.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_gamma_bound(shape: f64, scale: f64, kl: f64) -> f64 {
    bound::gamma_bound(shape, scale, kl)
}

/// Largest gain at KL divergence kl when the reward has an exponential law of mean scale under the reference:
/// bestof_gamma_bound() of shape 1.
///
/// NaN unless scale >= 0 and kl >= 0.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_exponential_bound(scale: f64, kl: f64) -> f64 {
    bound::exponential_bound(scale, kl)
}

/// Largest gain at KL divergence kl when the reward is uniform on [lo, hi] under the reference. The exponential tilt of
/// the reference attains it; every reward without ties is uniform once it is replaced by its rank.
///
/// NaN unless lo <= hi are finite, hi - lo too, and kl >= 0.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_uniform_bound(lo: f64, hi: f64, kl: f64) -> f64 {
    bound::uniform_bound(lo, hi, kl)
}

/// Largest gain at KL divergence kl when the reward is sub-exponential under the reference, its log-moment at most
/// nu^2 lambda^2 / 2 for lambda up to 1 / b: nu sqrt(2 kl) up to kl = nu^2 / (2 b^2), b kl + nu^2 / (2 b) beyond.
///
/// NaN unless nu >= 0, b >= 0 and kl >= 0.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_sub_exponential_bound(nu: f64, b: f64, kl: f64) -> f64 {
    bound::sub_exponential_bound(nu, b, kl)
}

/// Largest gain at KL divergence kl when rewards lie in [lo, hi]: (hi - lo) sqrt(kl / 2). With the mean,
/// bestof_bounded_bound() is never larger.
///
/// NaN unless lo <= hi are finite, hi - lo too, and kl >= 0.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_hoeffding_bound(lo: f64, hi: f64, kl: f64) -> f64 {
    bound::hoeffding_bound(lo, hi, kl)
}

/// Largest gain at KL divergence kl when rewards lie in [lo, hi] and their reference mean is known, by the best
/// sub-Gaussian right tail of Kearns and Saul. bestof_bounded_bound() is never larger.
///
/// NaN unless lo <= mean <= hi are finite, hi - lo too, and kl >= 0.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_kearns_saul_bound(lo: f64, hi: f64, mean: f64, kl: f64) -> f64 {
    bound::kearns_saul_bound(lo, hi, mean, kl)
}
