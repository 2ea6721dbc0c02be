//! Right or wrong: pass@k, pass^k and their errors, coverage beyond the samples at hand.

use bestof::estimate;

use crate::memory::{Array, check};
use crate::status::{bestof_status, report};

/// Probability that at least one of k answers drawn without replacement is right, when c of n are: the unbiased
/// pass@k estimate, 1 - C(n - c, k) / C(n, k).
///
/// NaN when k > n or c > n. 0 at c = 0 and at k = 0, 1 where c + k > n.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_pass_at_k(n: u64, c: u64, k: u64) -> f64 {
    estimate::pass_at_k(n, c, k)
}

/// bestof_pass_at_k() for k = 1, 2, 4, 8, ...: out[i] belongs to k = 2^i.
///
/// BESTOF_E_EMPTY for len == 0, BESTOF_E_DOMAIN when c or the last power of two exceeds n.
///
/// # Safety
/// out must hold len doubles.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_pass_at_powers_of_two(
    n: u64,
    c: u64,
    out: *mut f64,
    len: usize,
) -> bestof_status {
    report(|| {
        let out = Array::new(out, len)?;
        // SAFETY: the caller's contract.
        estimate::pass_at_powers_of_two(n, c, unsafe { out.write() })?;
        Ok(())
    })
}

/// Probability that all of k answers drawn without replacement are right, when c of n are: the unbiased pass^k
/// estimate, C(c, k) / C(n, k).
///
/// NaN when k > n or c > n. 1 at k = 0 and at c = n, 0 where k > c.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_all_pass_at_k(n: u64, c: u64, k: u64) -> f64 {
    estimate::all_pass_at_k(n, c, k)
}

/// Variance of bestof_pass_at_k() over fresh sets of n answers, each of which is right with probability p: exact.
///
/// NaN when k > n or p is not in [0, 1].
#[unsafe(no_mangle)]
pub extern "C" fn bestof_pass_at_k_variance(p: f64, n: u64, k: u64) -> f64 {
    estimate::pass_at_k_variance(p, n, k)
}

/// Unbiased estimate of that variance from the answers themselves, c of n right. 0 when all are right or none is,
/// which is no proof of certainty.
///
/// NaN when 2 k > n or c > n.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_pass_at_k_variance_estimate(n: u64, c: u64, k: u64) -> f64 {
    estimate::pass_at_k_variance_estimate(n, c, k)
}

/// Expected share of prompts that at least one of k answers solves, when a prompt's pass rate is drawn from Beta(a, b):
/// 1 - B(a, b + k) / B(a, b). An extrapolation when a and b come from bestof_fit_beta_binomial().
///
/// NaN unless a and b are in [2^-20, 2^20].
#[unsafe(no_mangle)]
pub extern "C" fn bestof_beta_binomial_coverage(a: f64, b: f64, k: u64) -> f64 {
    estimate::beta_binomial_coverage(a, b, k)
}

/// Fits the Beta law of pass rates by maximum likelihood: of prompt i, passes[i] of samples[i] answers are right. Pass
/// rates that are all alike end at the largest parameters, 2^20; prompts that all pass or all fail at the smallest.
///
/// BESTOF_E_EMPTY when there are no answers, BESTOF_E_DOMAIN when a prompt has more passes than answers, when no answer
/// is right, or when all are.
///
/// # Safety
/// samples and passes must hold len numbers, a and b must point to one double each.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_fit_beta_binomial(
    samples: *const u64,
    passes: *const u64,
    len: usize,
    a: *mut f64,
    b: *mut f64,
) -> bestof_status {
    report(|| {
        check(a)?;
        check(b)?;
        let samples = Array::new(samples, len)?;
        let passes = Array::new(passes, len)?;
        // SAFETY: the caller's contract.
        let fit = estimate::fit_beta_binomial(unsafe { samples.read() }, unsafe { passes.read() })?;
        let [fitted_a, fitted_b] = fit;
        // SAFETY: checked; writable by the caller's contract.
        unsafe { a.write(fitted_a) };
        // SAFETY: as above.
        unsafe { b.write(fitted_b) };
        Ok(())
    })
}
