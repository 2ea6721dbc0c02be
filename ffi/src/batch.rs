//! Batch: out[i] = f(x[i]) over whole arrays, bit for bit what the scalar function gives.
//!
//! out may be the same array as x; any other overlap is refused. Arrays of NaN and of arguments outside the domain
//! are fine: those elements are NaN. With len == 0 both pointers may be NULL.
//! BESTOF_E_NULL, BESTOF_E_DOMAIN (misaligned or overlapping), BESTOF_E_CAPACITY (len too large for an array).

use bestof::{Error, divergence};

use crate::memory::{Array, disjoint};
use crate::status::{bestof_status, report};

/// Calls the in-place form when `out` is `x`, the other when they share nothing.
///
/// # Safety
/// `x` and `out` are each NULL or an array of `len` doubles, the second writable; no other thread touches them.
unsafe fn map(
    x: *const f64,
    len: usize,
    out: *mut f64,
    separate: impl FnOnce(&[f64], &mut [f64]) -> Result<(), Error>,
    in_place: impl FnOnce(&mut [f64]),
) -> bestof_status {
    report(|| {
        let (x, out) = (Array::new(x, len)?, Array::new(out, len)?);
        if x.is_same_as(out) {
            // SAFETY: the caller's contract; `x` is not looked at.
            in_place(unsafe { out.write() });
            return Ok(());
        }
        disjoint(&[x], &[out])?;
        // SAFETY: the caller's contract, and the arrays share no byte.
        separate(unsafe { x.read() }, unsafe { out.write() })?;
        Ok(())
    })
}

/// out[i] = bestof_kl(n[i]).
///
/// # Safety
/// n and out must each hold len doubles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_kl_batch(
    n: *const f64,
    len: usize,
    out: *mut f64,
) -> bestof_status {
    // SAFETY: the caller's contract, handed on.
    unsafe {
        map(
            n,
            len,
            out,
            divergence::kl_batch,
            divergence::kl_batch_in_place,
        )
    }
}

/// out[i] = bestof_reverse_kl(n[i]).
///
/// # Safety
/// n and out must each hold len doubles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_reverse_kl_batch(
    n: *const f64,
    len: usize,
    out: *mut f64,
) -> bestof_status {
    // SAFETY: the caller's contract, handed on.
    unsafe {
        map(
            n,
            len,
            out,
            divergence::reverse_kl_batch,
            divergence::reverse_kl_batch_in_place,
        )
    }
}

/// out[i] = bestof_jeffreys(n[i]).
///
/// # Safety
/// n and out must each hold len doubles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_jeffreys_batch(
    n: *const f64,
    len: usize,
    out: *mut f64,
) -> bestof_status {
    // SAFETY: the caller's contract, handed on.
    unsafe {
        map(
            n,
            len,
            out,
            divergence::jeffreys_batch,
            divergence::jeffreys_batch_in_place,
        )
    }
}

/// out[i] = bestof_chi_squared(n[i]).
///
/// # Safety
/// n and out must each hold len doubles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_chi_squared_batch(
    n: *const f64,
    len: usize,
    out: *mut f64,
) -> bestof_status {
    // SAFETY: the caller's contract, handed on.
    unsafe {
        map(
            n,
            len,
            out,
            divergence::chi_squared_batch,
            divergence::chi_squared_batch_in_place,
        )
    }
}

/// out[i] = bestof_total_variation(n[i]).
///
/// # Safety
/// n and out must each hold len doubles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_total_variation_batch(
    n: *const f64,
    len: usize,
    out: *mut f64,
) -> bestof_status {
    // SAFETY: the caller's contract, handed on.
    unsafe {
        map(
            n,
            len,
            out,
            divergence::total_variation_batch,
            divergence::total_variation_batch_in_place,
        )
    }
}

/// out[i] = bestof_hellinger_squared(n[i]).
///
/// # Safety
/// n and out must each hold len doubles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_hellinger_squared_batch(
    n: *const f64,
    len: usize,
    out: *mut f64,
) -> bestof_status {
    // SAFETY: the caller's contract, handed on.
    unsafe {
        map(
            n,
            len,
            out,
            divergence::hellinger_squared_batch,
            divergence::hellinger_squared_batch_in_place,
        )
    }
}

/// out[i] = bestof_renyi(n[i], alpha).
///
/// # Safety
/// n and out must each hold len doubles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_renyi_batch(
    n: *const f64,
    len: usize,
    alpha: f64,
    out: *mut f64,
) -> bestof_status {
    // SAFETY: the caller's contract, handed on.
    unsafe {
        map(
            n,
            len,
            out,
            |n, out| divergence::renyi_batch(n, alpha, out),
            |xs| divergence::renyi_batch_in_place(xs, alpha),
        )
    }
}

/// out[i] = bestof_hockey_stick(n[i], gamma).
///
/// # Safety
/// n and out must each hold len doubles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_hockey_stick_batch(
    n: *const f64,
    len: usize,
    gamma: f64,
    out: *mut f64,
) -> bestof_status {
    // SAFETY: the caller's contract, handed on.
    unsafe {
        map(
            n,
            len,
            out,
            |n, out| divergence::hockey_stick_batch(n, gamma, out),
            |xs| divergence::hockey_stick_batch_in_place(xs, gamma),
        )
    }
}

/// out[i] = bestof_win_rate(n[i]).
///
/// # Safety
/// n and out must each hold len doubles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_win_rate_batch(
    n: *const f64,
    len: usize,
    out: *mut f64,
) -> bestof_status {
    // SAFETY: the caller's contract, handed on.
    unsafe {
        map(
            n,
            len,
            out,
            divergence::win_rate_batch,
            divergence::win_rate_batch_in_place,
        )
    }
}
