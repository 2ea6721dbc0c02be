//! Batch: out[i] = f(x[i]) over whole arrays, bit for bit what the scalar function gives.
//!
//! out may be the same array as x; any other overlap is refused. Arrays of NaN and of arguments outside the domain
//! are fine: those elements are NaN. With len == 0 both pointers may be NULL.
//! BESTOF_E_NULL, BESTOF_E_DOMAIN (misaligned or overlapping), BESTOF_E_CAPACITY (len too large for an array).

use bestof::{Error, bound, divergence};

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

/// out[i] = bestof_n_at_kl(kl[i]).
///
/// # Safety
/// kl and out must each hold len doubles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_n_at_kl_batch(
    kl: *const f64,
    len: usize,
    out: *mut f64,
) -> bestof_status {
    // SAFETY: the caller's contract, handed on.
    unsafe {
        map(
            kl,
            len,
            out,
            divergence::n_at_kl_batch,
            divergence::n_at_kl_batch_in_place,
        )
    }
}

/// out[i] = bestof_n_at_reverse_kl(reverse_kl[i]).
///
/// # Safety
/// reverse_kl and out must each hold len doubles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_n_at_reverse_kl_batch(
    reverse_kl: *const f64,
    len: usize,
    out: *mut f64,
) -> bestof_status {
    // SAFETY: the caller's contract, handed on.
    unsafe {
        map(
            reverse_kl,
            len,
            out,
            divergence::n_at_reverse_kl_batch,
            divergence::n_at_reverse_kl_batch_in_place,
        )
    }
}

/// out[i] = bestof_n_at_chi_squared(chi_squared[i]).
///
/// # Safety
/// chi_squared and out must each hold len doubles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_n_at_chi_squared_batch(
    chi_squared: *const f64,
    len: usize,
    out: *mut f64,
) -> bestof_status {
    // SAFETY: the caller's contract, handed on.
    unsafe {
        map(
            chi_squared,
            len,
            out,
            divergence::n_at_chi_squared_batch,
            divergence::n_at_chi_squared_batch_in_place,
        )
    }
}

/// out[i] = bestof_n_at_total_variation(total_variation[i]).
///
/// # Safety
/// total_variation and out must each hold len doubles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_n_at_total_variation_batch(
    total_variation: *const f64,
    len: usize,
    out: *mut f64,
) -> bestof_status {
    // SAFETY: the caller's contract, handed on.
    unsafe {
        map(
            total_variation,
            len,
            out,
            divergence::n_at_total_variation_batch,
            divergence::n_at_total_variation_batch_in_place,
        )
    }
}

/// out[i] = bestof_n_at_hellinger_squared(hellinger_squared[i]).
///
/// # Safety
/// hellinger_squared and out must each hold len doubles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_n_at_hellinger_squared_batch(
    hellinger_squared: *const f64,
    len: usize,
    out: *mut f64,
) -> bestof_status {
    // SAFETY: the caller's contract, handed on.
    unsafe {
        map(
            hellinger_squared,
            len,
            out,
            divergence::n_at_hellinger_squared_batch,
            divergence::n_at_hellinger_squared_batch_in_place,
        )
    }
}

/// out[i] = bestof_n_at_renyi(renyi[i], alpha).
///
/// # Safety
/// renyi and out must each hold len doubles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_n_at_renyi_batch(
    renyi: *const f64,
    len: usize,
    alpha: f64,
    out: *mut f64,
) -> bestof_status {
    // SAFETY: the caller's contract, handed on.
    unsafe {
        map(
            renyi,
            len,
            out,
            |renyi, out| divergence::n_at_renyi_batch(renyi, alpha, out),
            |xs| divergence::n_at_renyi_batch_in_place(xs, alpha),
        )
    }
}

/// out[i] = bestof_sub_gaussian_bound(sigma, kl[i]).
///
/// # Safety
/// kl and out must each hold len doubles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_sub_gaussian_bound_batch(
    kl: *const f64,
    len: usize,
    sigma: f64,
    out: *mut f64,
) -> bestof_status {
    // SAFETY: the caller's contract, handed on.
    unsafe {
        map(
            kl,
            len,
            out,
            |kl, out| bound::sub_gaussian_bound_batch(kl, sigma, out),
            |xs| bound::sub_gaussian_bound_batch_in_place(xs, sigma),
        )
    }
}

/// out[i] = bestof_sub_gamma_bound(variance_factor, scale, kl[i]).
///
/// # Safety
/// kl and out must each hold len doubles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_sub_gamma_bound_batch(
    kl: *const f64,
    len: usize,
    variance_factor: f64,
    scale: f64,
    out: *mut f64,
) -> bestof_status {
    // SAFETY: the caller's contract, handed on.
    unsafe {
        map(
            kl,
            len,
            out,
            |kl, out| bound::sub_gamma_bound_batch(kl, variance_factor, scale, out),
            |xs| bound::sub_gamma_bound_batch_in_place(xs, variance_factor, scale),
        )
    }
}

/// out[i] = bestof_bounded_bound(lo, hi, mean, kl[i]).
///
/// # Safety
/// kl and out must each hold len doubles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_bounded_bound_batch(
    kl: *const f64,
    len: usize,
    lo: f64,
    hi: f64,
    mean: f64,
    out: *mut f64,
) -> bestof_status {
    // SAFETY: the caller's contract, handed on.
    unsafe {
        map(
            kl,
            len,
            out,
            |kl, out| bound::bounded_bound_batch(kl, lo, hi, mean, out),
            |xs| bound::bounded_bound_batch_in_place(xs, lo, hi, mean),
        )
    }
}

/// out[i] = bestof_tail_adaptive_bound(sigma_policy, sigma_reference, alpha, renyi[i]).
///
/// # Safety
/// renyi and out must each hold len doubles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_tail_adaptive_bound_batch(
    renyi: *const f64,
    len: usize,
    sigma_policy: f64,
    sigma_reference: f64,
    alpha: f64,
    out: *mut f64,
) -> bestof_status {
    // SAFETY: the caller's contract, handed on.
    unsafe {
        map(
            renyi,
            len,
            out,
            |renyi, out| {
                bound::tail_adaptive_bound_batch(renyi, sigma_policy, sigma_reference, alpha, out)
            },
            |xs| {
                bound::tail_adaptive_bound_batch_in_place(xs, sigma_policy, sigma_reference, alpha)
            },
        )
    }
}

/// out[i] = bestof_bernoulli_kl_upper(p, kl[i]).
///
/// # Safety
/// kl and out must each hold len doubles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_bernoulli_kl_upper_batch(
    kl: *const f64,
    len: usize,
    p: f64,
    out: *mut f64,
) -> bestof_status {
    // SAFETY: the caller's contract, handed on.
    unsafe {
        map(
            kl,
            len,
            out,
            |kl, out| bound::bernoulli_kl_upper_batch(kl, p, out),
            |xs| bound::bernoulli_kl_upper_batch_in_place(xs, p),
        )
    }
}

/// out[i] = bestof_gamma_bound(shape, scale, kl[i]).
///
/// # Safety
/// kl and out must each hold len doubles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_gamma_bound_batch(
    kl: *const f64,
    len: usize,
    shape: f64,
    scale: f64,
    out: *mut f64,
) -> bestof_status {
    // SAFETY: the caller's contract, handed on.
    unsafe {
        map(
            kl,
            len,
            out,
            |kl, out| bound::gamma_bound_batch(kl, shape, scale, out),
            |xs| bound::gamma_bound_batch_in_place(xs, shape, scale),
        )
    }
}

/// out[i] = bestof_exponential_bound(scale, kl[i]).
///
/// # Safety
/// kl and out must each hold len doubles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_exponential_bound_batch(
    kl: *const f64,
    len: usize,
    scale: f64,
    out: *mut f64,
) -> bestof_status {
    // SAFETY: the caller's contract, handed on.
    unsafe {
        map(
            kl,
            len,
            out,
            |kl, out| bound::exponential_bound_batch(kl, scale, out),
            |xs| bound::exponential_bound_batch_in_place(xs, scale),
        )
    }
}

/// out[i] = bestof_uniform_bound(lo, hi, kl[i]).
///
/// # Safety
/// kl and out must each hold len doubles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_uniform_bound_batch(
    kl: *const f64,
    len: usize,
    lo: f64,
    hi: f64,
    out: *mut f64,
) -> bestof_status {
    // SAFETY: the caller's contract, handed on.
    unsafe {
        map(
            kl,
            len,
            out,
            |kl, out| bound::uniform_bound_batch(kl, lo, hi, out),
            |xs| bound::uniform_bound_batch_in_place(xs, lo, hi),
        )
    }
}

/// out[i] = bestof_sub_exponential_bound(nu, b, kl[i]).
///
/// # Safety
/// kl and out must each hold len doubles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_sub_exponential_bound_batch(
    kl: *const f64,
    len: usize,
    nu: f64,
    b: f64,
    out: *mut f64,
) -> bestof_status {
    // SAFETY: the caller's contract, handed on.
    unsafe {
        map(
            kl,
            len,
            out,
            |kl, out| bound::sub_exponential_bound_batch(kl, nu, b, out),
            |xs| bound::sub_exponential_bound_batch_in_place(xs, nu, b),
        )
    }
}

/// out[i] = bestof_hoeffding_bound(lo, hi, kl[i]).
///
/// # Safety
/// kl and out must each hold len doubles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_hoeffding_bound_batch(
    kl: *const f64,
    len: usize,
    lo: f64,
    hi: f64,
    out: *mut f64,
) -> bestof_status {
    // SAFETY: the caller's contract, handed on.
    unsafe {
        map(
            kl,
            len,
            out,
            |kl, out| bound::hoeffding_bound_batch(kl, lo, hi, out),
            |xs| bound::hoeffding_bound_batch_in_place(xs, lo, hi),
        )
    }
}

/// out[i] = bestof_kearns_saul_bound(lo, hi, mean, kl[i]).
///
/// # Safety
/// kl and out must each hold len doubles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_kearns_saul_bound_batch(
    kl: *const f64,
    len: usize,
    lo: f64,
    hi: f64,
    mean: f64,
    out: *mut f64,
) -> bestof_status {
    // SAFETY: the caller's contract, handed on.
    unsafe {
        map(
            kl,
            len,
            out,
            |kl, out| bound::kearns_saul_bound_batch(kl, lo, hi, mean, out),
            |xs| bound::kearns_saul_bound_batch_in_place(xs, lo, hi, mean),
        )
    }
}
