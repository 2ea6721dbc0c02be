//! Any f-divergence of best-of-n: a callback for its generator.
//!
//! Quadrature with fixed nodes, to a relative 1e-12 where the generator is smooth and has its own digits. A kink at a
//! density ratio of 1 costs nothing. n is real, 1 <= n < INFINITY.

use core::ffi::c_void;

use bestof::divergence;

use crate::memory::check;
use crate::status::{BESTOF_E_NULL, Refusal, bestof_status, report};

/// A function of one double, with the user pointer that was passed along. It must return: no longjmp, no exception.
pub type bestof_generator = Option<unsafe extern "C" fn(x: f64, user: *mut c_void) -> f64>;

/// The f-divergence of best-of-n from the reference, the integral of f(n u^(n - 1)) over u in [0, 1]: exact when no two
/// responses tie in reward, an upper bound otherwise if f is convex and f(1) = 0.
///
/// f is called with density ratios in [0, n], also with 0, where its limit is wanted. Near n = 1 give it f(1) = 0,
/// f'(1) = 0 and all its digits, or take bestof_f_divergence_of_log().
/// BESTOF_E_NULL for a NULL f, BESTOF_E_DOMAIN for n outside its domain, BESTOF_E_NOT_FINITE where f is NaN or infinite
/// on a set that has mass, as -ln t is for n above 12: there its argument underflows.
///
/// # Safety
/// f must return, out must point to one double.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_f_divergence(
    n: f64,
    f: bestof_generator,
    user: *mut c_void,
    out: *mut f64,
) -> bestof_status {
    // SAFETY: the caller's contract.
    report(|| unsafe { of_generator(f, user, out, |f| divergence::f_divergence(n, f)) })
}

/// The same for a generator that is given the logarithm of the density ratio, in (-INFINITY, ln n]: nothing underflows,
/// and no digit is lost near n = 1.
///
/// BESTOF_E_NULL for a NULL g, BESTOF_E_DOMAIN for n outside its domain, BESTOF_E_NOT_FINITE where g is NaN or infinite
/// on a set that has mass.
///
/// # Safety
/// g must return, out must point to one double.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_f_divergence_of_log(
    n: f64,
    g: bestof_generator,
    user: *mut c_void,
    out: *mut f64,
) -> bestof_status {
    // SAFETY: the caller's contract.
    report(|| unsafe { of_generator(g, user, out, |g| divergence::f_divergence_of_log(n, g)) })
}

/// A generator of C as one of Rust.
///
/// # Safety
/// The generator returns, whatever it is called with, as long as the result lives.
pub(crate) unsafe fn calls(
    f: bestof_generator,
    user: *mut c_void,
) -> Result<impl FnMut(f64) -> f64, Refusal> {
    let f = f.ok_or(Refusal(BESTOF_E_NULL))?;
    // SAFETY: the caller's contract.
    Ok(move |x| unsafe { f(x, user) })
}

/// Writes what `integrate` makes of a generator.
///
/// # Safety
/// `f` returns, `out` points to one double.
unsafe fn of_generator(
    f: bestof_generator,
    user: *mut c_void,
    out: *mut f64,
    integrate: impl FnOnce(&mut dyn FnMut(f64) -> f64) -> Result<f64, bestof::Error>,
) -> Result<(), Refusal> {
    check(out)?;
    // SAFETY: the caller's contract.
    let mut f = unsafe { calls(f, user) }?;
    let value = integrate(&mut f)?;
    // SAFETY: checked; writable by the caller's contract.
    unsafe { out.write(value) };
    Ok(())
}
