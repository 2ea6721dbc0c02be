//! Tied rewards: exact answers from the masses of the reward levels, and how far the closed forms lie above them.
//!
//! pmf[i] is the reference's mass at level i, the worst level first; responses that tie are one level, and masses are
//! divided by their sum. n is real, n >= 1, also INFINITY.

use core::ffi::c_void;

use bestof::divergence;

use crate::decision::choose;
use crate::f_divergence::{bestof_generator, calls};
use crate::memory::{Array, check};
use crate::status::{Refusal, bestof_status, report};

/// Divergence of best-of-n from a reference with finitely many reward levels, exact under ties.
/// Cost: two passes; a few logarithms a level.
///
/// divergence and alpha as in bestof_max_n().
/// BESTOF_E_EMPTY for len == 0, BESTOF_E_NOT_FINITE for a mass that is NaN or infinite, BESTOF_E_DOMAIN for a
/// negative mass, masses that sum to 0, an unknown divergence, or n or alpha outside their domains.
///
/// # Safety
/// pmf must hold len doubles, out must point to one double.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_finite_divergence(
    divergence: i32,
    alpha: f64,
    pmf: *const f64,
    len: usize,
    n: f64,
    out: *mut f64,
) -> bestof_status {
    report(|| {
        check(out)?;
        let pmf = Array::new(pmf, len)?;
        let kind = choose(divergence, alpha)?;
        // SAFETY: the caller's contract.
        let value = divergence::finite_divergence(kind, unsafe { pmf.read() }, n)?;
        // SAFETY: checked; writable by the caller's contract.
        unsafe { out.write(value) };
        Ok(())
    })
}

/// The f-divergence of best-of-n from a reference with finitely many reward levels, for any f of the density ratio,
/// exact under ties.
/// Cost: that of bestof_finite_divergence(), and a call of f a level.
///
/// f is called once for each level that has mass, with a ratio in [0, n] up to rounding, and with user as it is.
/// BESTOF_E_NULL for a NULL f, BESTOF_E_EMPTY for len == 0, BESTOF_E_NOT_FINITE for a mass or a value of f that is NaN
/// or infinite, BESTOF_E_DOMAIN for a negative mass, masses that sum to 0, or n outside its domain.
///
/// # Safety
/// pmf must hold len doubles, out must point to one double, and f must return.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_finite_f_divergence(
    pmf: *const f64,
    len: usize,
    n: f64,
    f: bestof_generator,
    user: *mut c_void,
    out: *mut f64,
) -> bestof_status {
    report(|| {
        // SAFETY: the caller's contract.
        let f = unsafe { calls(f, user) }?;
        // SAFETY: the caller's contract.
        unsafe {
            of_law(pmf, len, out, |pmf| {
                divergence::finite_f_divergence(pmf, n, f)
            })
        }
    })
}

/// Probability that a best-of-n answer beats a fresh reference answer, ties counted half, for a reference with
/// finitely many reward levels: exact, and at most n / (n + 1).
/// Cost: as bestof_finite_divergence().
///
/// BESTOF_E_EMPTY for len == 0, BESTOF_E_NOT_FINITE for a mass that is NaN or infinite, BESTOF_E_DOMAIN for a negative
/// mass, masses that sum to 0, or n outside its domain.
///
/// # Safety
/// pmf must hold len doubles, out must point to one double.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_finite_win_rate(
    pmf: *const f64,
    len: usize,
    n: f64,
    out: *mut f64,
) -> bestof_status {
    // SAFETY: the caller's contract.
    report(|| unsafe { of_law(pmf, len, out, |pmf| divergence::finite_win_rate(pmf, n)) })
}

/// Probability that two reference answers tie, the sum of the squared masses: what bestof_kl_gap_bound() and
/// bestof_win_rate_gap_bound() take. The levels may come in any order.
/// Cost: one pass.
///
/// BESTOF_E_EMPTY for len == 0, BESTOF_E_NOT_FINITE for a mass that is NaN or infinite, BESTOF_E_DOMAIN for a negative
/// mass or masses that sum to 0.
///
/// # Safety
/// pmf must hold len doubles, out must point to one double.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_collision_probability(
    pmf: *const f64,
    len: usize,
    out: *mut f64,
) -> bestof_status {
    // SAFETY: the caller's contract.
    report(|| unsafe { of_law(pmf, len, out, divergence::collision_probability) })
}

/// Estimate of the KL divergence of best-of-n, in nats, from the reference probability epsilon of the answer that it
/// returned. With epsilon the mass of the best level it is an upper bound on the true divergence, and never above
/// bestof_kl().
///
/// NaN unless n >= 1 and 0 <= epsilon <= 1. bestof_kl(n) at epsilon = 0, 0 at 1, -ln epsilon at n = INFINITY.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_kl_estimate(n: f64, epsilon: f64) -> f64 {
    divergence::kl_estimate(n, epsilon)
}

/// How far ties can bring the KL divergence below bestof_kl(n), in nats: 2 n (n - 1) collision, with collision the
/// probability that two reference answers tie.
///
/// NaN unless n >= 1 and 0 <= collision <= 1, not INFINITY and 0.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_kl_gap_bound(n: f64, collision: f64) -> f64 {
    divergence::kl_gap_bound(n, collision)
}

/// How far ties can bring the win rate below n / (n + 1): (n - 1) / 2 collision, with collision the probability that
/// two reference answers tie.
///
/// NaN unless n >= 1 and 0 <= collision <= 1, not INFINITY and 0.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_win_rate_gap_bound(n: f64, collision: f64) -> f64 {
    divergence::win_rate_gap_bound(n, collision)
}

/// Writes what `f` makes of a law over levels.
///
/// # Safety
/// `pmf` holds `len` doubles, `out` points to one.
unsafe fn of_law(
    pmf: *const f64,
    len: usize,
    out: *mut f64,
    f: impl FnOnce(&[f64]) -> Result<f64, bestof::Error>,
) -> Result<(), Refusal> {
    check(out)?;
    let pmf = Array::new(pmf, len)?;
    // SAFETY: the caller's contract.
    let value = f(unsafe { pmf.read() })?;
    // SAFETY: checked; writable by the caller's contract.
    unsafe { out.write(value) };
    Ok(())
}
