//! Simple: the real n at which a divergence equals the argument.
//!
//! To spend a budget without ever exceeding it, take the integer from bestof_max_n() instead of rounding these.

use bestof::divergence;

/// The real n >= 1 with bestof_kl(n) == kl, for kl in nats.
///
/// NaN unless kl >= 0. 1 at 0, INFINITY at INFINITY and where the answer exceeds every double.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_n_at_kl(kl: f64) -> f64 {
    divergence::n_at_kl(kl)
}

/// The real n >= 1 with bestof_reverse_kl(n) == reverse_kl, for reverse_kl in nats.
///
/// NaN unless reverse_kl >= 0. 1 at 0, INFINITY at INFINITY.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_n_at_reverse_kl(reverse_kl: f64) -> f64 {
    divergence::n_at_reverse_kl(reverse_kl)
}

/// The real n >= 1 with bestof_chi_squared(n) == chi_squared.
///
/// NaN unless chi_squared >= 0. 1 at 0, INFINITY at INFINITY and where the answer exceeds every double.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_n_at_chi_squared(chi_squared: f64) -> f64 {
    divergence::n_at_chi_squared(chi_squared)
}

/// The real n >= 1 with bestof_total_variation(n) == total_variation.
///
/// NaN unless total_variation is in [0, 1]. 1 at 0, INFINITY at 1.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_n_at_total_variation(total_variation: f64) -> f64 {
    divergence::n_at_total_variation(total_variation)
}

/// The real n >= 1 with bestof_hellinger_squared(n) == hellinger_squared.
///
/// NaN unless hellinger_squared is in [0, 2]. 1 at 0, INFINITY at 2.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_n_at_hellinger_squared(hellinger_squared: f64) -> f64 {
    divergence::n_at_hellinger_squared(hellinger_squared)
}

/// The real n >= 1 with bestof_renyi(n, alpha) == divergence, for divergence in nats.
///
/// NaN unless divergence >= 0 and alpha >= 0, and at alpha = 0 for any divergence but 0. 1 at 0, INFINITY
/// at INFINITY and where the answer exceeds every double.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_n_at_renyi(divergence: f64, alpha: f64) -> f64 {
    divergence::n_at_renyi(divergence, alpha)
}
