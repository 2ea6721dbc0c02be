//! Transportation: the smallest bound on the gain from log-moments of the reward, and from Renyi divergences.
//!
//! psi(lambda) is at least ln E exp(lambda (r - mean)) under the reference. Every lambda gives a valid bound, so the
//! results are bounds however coarse the grid and however rough the search; they are rounded outward.

use core::ffi::c_void;

use bestof::bound::{self, Transport};

use crate::memory::{Array, check};
use crate::status::{BESTOF_E_NULL, Refusal, bestof_status, report};

/// psi(lambda) for lambda > 0, with the user pointer that was passed along; INFINITY where it does not exist. It must
/// return: no longjmp, no exception.
pub type bestof_log_moment = Option<unsafe extern "C" fn(lambda: f64, user: *mut c_void) -> f64>;

/// Largest gain at KL divergence kl from the log-moment psi on (0, end), end = INFINITY where it exists throughout: the
/// least of (kl + psi(lambda)) / lambda, by 60 to 140 calls. lambda gets the exponent behind it, at which the reference
/// tilted by exp(lambda r) has this gain; it may be NULL.
///
/// BESTOF_E_NULL for a NULL psi, BESTOF_E_DOMAIN for kl negative or NaN and end not above 0, BESTOF_E_NOT_FINITE where
/// psi returns NaN or -INFINITY.
///
/// # Safety
/// psi must return, out must point to one double, lambda to one double or be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_transport_bound(
    kl: f64,
    end: f64,
    psi: bestof_log_moment,
    user: *mut c_void,
    out: *mut f64,
    lambda: *mut f64,
) -> bestof_status {
    let search = || {
        let psi = psi.ok_or(Refusal(BESTOF_E_NULL))?;
        // SAFETY: the caller's contract.
        Ok(bound::transport_bound(kl, end, |x| unsafe {
            psi(x, user)
        })?)
    };
    // SAFETY: the caller's contract.
    unsafe { answer(out, lambda, search) }
}

/// Largest gain at KL divergence kl from log-moments on a grid: the least of (kl + psi[i]) / lambda[i]. psi[i] may be
/// INFINITY where it does not exist. best gets the lambda[i] behind it; it may be NULL.
///
/// BESTOF_E_EMPTY for len == 0, BESTOF_E_DOMAIN for kl negative or NaN and a lambda that is not positive,
/// BESTOF_E_NOT_FINITE for a lambda that is not finite and a psi that is NaN or -INFINITY.
///
/// # Safety
/// lambda and psi must each hold len doubles, out must point to one double, best to one double or be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_transport_bound_on_grid(
    kl: f64,
    lambda: *const f64,
    psi: *const f64,
    len: usize,
    out: *mut f64,
    best: *mut f64,
) -> bestof_status {
    let search = || {
        let (lambda, psi) = (Array::new(lambda, len)?, Array::new(psi, len)?);
        // SAFETY: the caller's contract.
        let (lambda, psi) = unsafe { (lambda.read(), psi.read()) };
        Ok(bound::transport_bound_on_grid(kl, lambda, psi)?)
    };
    // SAFETY: the caller's contract.
    unsafe { answer(out, best, search) }
}

/// # Safety
/// `out` points to one double, `lambda` to one or is NULL.
unsafe fn answer(
    out: *mut f64,
    lambda: *mut f64,
    search: impl FnOnce() -> Result<Transport, Refusal>,
) -> bestof_status {
    report(|| {
        check(out)?;
        if !lambda.is_null() {
            check(lambda)?;
        }
        let found = search()?;
        // SAFETY: checked; writable by the caller's contract.
        unsafe { out.write(found.gain) };
        if !lambda.is_null() {
            // SAFETY: checked; writable by the caller's contract.
            unsafe { lambda.write(found.lambda) };
        }
        Ok(())
    })
}

/// Largest gain of best-of-n at the Renyi order that makes bestof_tail_adaptive_bound() least, never above the
/// sub-Gaussian bound of sigma_reference, which is that of order 1. alpha gets the order; it may be NULL.
///
/// BESTOF_E_DOMAIN unless both sigmas >= 0 and 1 <= n < INFINITY, BESTOF_E_NOT_FINITE for a sigma that is not finite.
///
/// # Safety
/// out must point to one double, alpha to one double or be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_tail_adaptive_best_of_n(
    sigma_policy: f64,
    sigma_reference: f64,
    n: f64,
    out: *mut f64,
    alpha: *mut f64,
) -> bestof_status {
    let search = || {
        let found = bound::tail_adaptive_best_of_n(sigma_policy, sigma_reference, n)?;
        Ok(Transport {
            gain: found.gain,
            lambda: found.alpha,
        })
    };
    // SAFETY: the caller's contract.
    unsafe { answer(out, alpha, search) }
}

/// Whether the tail under best-of-n is so much lighter than that under the reference that a Renyi order a little below 1
/// gives a smaller bound than the sub-Gaussian one: sigma_policy^2 2 KL < sigma_reference^2 ((n - 1) / n)^2. helps gets
/// 1 or 0.
///
/// Errors as for bestof_tail_adaptive_best_of_n().
///
/// # Safety
/// helps must point to one int32_t.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_tail_adaptive_helps(
    sigma_policy: f64,
    sigma_reference: f64,
    n: f64,
    helps: *mut i32,
) -> bestof_status {
    report(|| {
        check(helps)?;
        let answer = bound::tail_adaptive_helps(sigma_policy, sigma_reference, n)?;
        // SAFETY: checked; writable by the caller's contract.
        unsafe { helps.write(i32::from(answer)) };
        Ok(())
    })
}
