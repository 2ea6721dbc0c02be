//! Pools: unbiased estimates from scored samples.

use bestof::Error;
use bestof::estimate;

use crate::memory::{Array, disjoint};
use crate::status::{BESTOF_E_NULL, Refusal, bestof_status, report};

/// Expected reward of best-of-n by proxy for every n at once, from one pool of scored samples: the mean over all
/// n-subsets of the pool, unbiased. proxy_out[i] and gold_out[i] belong to n = i + 1.
///
/// proxy holds the score that picks, gold the score that counts, in the same order; they need not be sorted. gold may be
/// NULL, then gold_out must be too. Samples with the same proxy score share the mean of their gold. scratch needs
/// bestof_curve_scratch_len(len) doubles.
///
/// BESTOF_E_EMPTY for len == 0 or n_max == 0, BESTOF_E_DOMAIN for n_max > len, BESTOF_E_CAPACITY for a scratch too
/// small, BESTOF_E_NOT_FINITE for a score that is NaN or infinite, BESTOF_E_NULL for one of gold and gold_out.
///
/// # Safety
/// proxy and gold must hold len doubles, scratch scratch_len, proxy_out and gold_out n_max; none may overlap another,
/// but proxy and gold.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_curve(
    proxy: *const f64,
    gold: *const f64,
    len: usize,
    scratch: *mut f64,
    scratch_len: usize,
    proxy_out: *mut f64,
    gold_out: *mut f64,
    n_max: usize,
) -> bestof_status {
    let pool = Pool {
        proxy,
        gold,
        len,
        scratch,
        scratch_len,
        n: core::ptr::null(),
        n_len: 0,
        proxy_out,
        gold_out,
        out_len: n_max,
    };
    // SAFETY: the caller's contract.
    report(|| unsafe {
        pool.with_matching_gold()?.over(|pool| {
            estimate::curve(
                pool.proxy,
                pool.gold,
                pool.scratch,
                pool.proxy_out,
                pool.gold_out,
            )
        })
    })
}

/// How many doubles of scratch bestof_curve() needs for a pool of len samples.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_curve_scratch_len(len: usize) -> usize {
    estimate::curve_scratch_len(len)
}

/// Standard errors of bestof_curve() for the same pool, every n at once, by the jackknife: how far the curve may be off
/// because the pool is a sample. On average not too small. As n nears len they rest on the few highest samples alone.
/// The pool is one prompt's; over several prompts push their curves' values into bestof_stats.
///
/// Arguments and statuses as for bestof_curve(), but BESTOF_E_DOMAIN for n_max >= len.
///
/// # Safety
/// proxy and gold must hold len doubles, scratch scratch_len, proxy_out and gold_out n_max; none may overlap another,
/// but proxy and gold.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_curve_standard_error(
    proxy: *const f64,
    gold: *const f64,
    len: usize,
    scratch: *mut f64,
    scratch_len: usize,
    proxy_out: *mut f64,
    gold_out: *mut f64,
    n_max: usize,
) -> bestof_status {
    let pool = Pool {
        proxy,
        gold,
        len,
        scratch,
        scratch_len,
        n: core::ptr::null(),
        n_len: 0,
        proxy_out,
        gold_out,
        out_len: n_max,
    };
    // SAFETY: the caller's contract.
    report(|| unsafe {
        pool.with_matching_gold()?.over(|pool| {
            estimate::curve_standard_error(
                pool.proxy,
                pool.gold,
                pool.scratch,
                pool.proxy_out,
                pool.gold_out,
            )
        })
    })
}

/// Standard error of the difference between the curve's values at n and at other, from the same pool: of the gold
/// curve, or of the proxy curve where gold is NULL.
///
/// BESTOF_E_EMPTY for len == 0, BESTOF_E_DOMAIN unless 1 <= n, other < len, BESTOF_E_CAPACITY for a scratch shorter
/// than bestof_curve_scratch_len(len), BESTOF_E_NOT_FINITE for a score that is NaN or infinite.
///
/// # Safety
/// proxy and gold must hold len doubles, scratch scratch_len, out must point to one double; scratch and out may overlap
/// nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_difference_standard_error(
    proxy: *const f64,
    gold: *const f64,
    len: usize,
    n: usize,
    other: usize,
    scratch: *mut f64,
    scratch_len: usize,
    out: *mut f64,
) -> bestof_status {
    let pool = Pool {
        proxy,
        gold,
        len,
        scratch,
        scratch_len,
        n: core::ptr::null(),
        n_len: 0,
        proxy_out: out,
        gold_out: core::ptr::null_mut(),
        out_len: 1,
    };
    // SAFETY: the caller's contract.
    report(|| unsafe {
        pool.over(|pool| {
            let error =
                estimate::difference_standard_error(pool.proxy, pool.gold, n, other, pool.scratch)?;
            pool.proxy_out.fill(error);
            Ok(())
        })
    })
}

/// Plug-in estimate of best-of-n, for n that may lie far beyond the pool: best of n draws from the pool with
/// replacement. Biased, unlike bestof_curve(): too low on average, and never above the best sample. n is real;
/// proxy_out[i] and gold_out[i] belong to n[i].
///
/// Pool, gold and scratch as for bestof_curve(). BESTOF_E_EMPTY for len == 0 or n_len == 0, BESTOF_E_DOMAIN for an n
/// below 1, NaN or infinite, BESTOF_E_CAPACITY for a scratch too small, BESTOF_E_NOT_FINITE for a score that is NaN or
/// infinite, BESTOF_E_NULL for one of gold and gold_out.
///
/// # Safety
/// proxy and gold must hold len doubles, scratch scratch_len, n, proxy_out and gold_out n_len; no output may overlap
/// another array.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_plug_in_curve(
    proxy: *const f64,
    gold: *const f64,
    len: usize,
    n: *const f64,
    n_len: usize,
    scratch: *mut f64,
    scratch_len: usize,
    proxy_out: *mut f64,
    gold_out: *mut f64,
) -> bestof_status {
    let pool = Pool {
        proxy,
        gold,
        len,
        scratch,
        scratch_len,
        n,
        n_len,
        proxy_out,
        gold_out,
        out_len: n_len,
    };
    // SAFETY: the caller's contract.
    report(|| unsafe {
        pool.with_matching_gold()?.over(|pool| {
            estimate::plug_in_curve(
                pool.proxy,
                pool.gold,
                pool.n,
                pool.scratch,
                pool.proxy_out,
                pool.gold_out,
            )
        })
    })
}

/// Bounds on the expected reward of best-of-n that hold for every n together with probability 1 - alpha, so also for
/// an n chosen after looking: lower_out[i] and upper_out[i] belong to n[i], which is real. For independent rewards
/// from one law on [low, high], whatever law and len (Dvoretzky, Kiefer, Wolfowitz, Massart).
///
/// BESTOF_E_EMPTY for len == 0 or n_len == 0, BESTOF_E_DOMAIN for a reward outside [low, high], an alpha not in (0, 1),
/// or an n below 1, NaN or infinite, BESTOF_E_CAPACITY for a scratch shorter than bestof_curve_scratch_len(len),
/// BESTOF_E_NOT_FINITE for a reward, low or high that is NaN or infinite.
///
/// # Safety
/// rewards must hold len doubles, scratch scratch_len, n, lower_out and upper_out n_len; no output may overlap another
/// array.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_curve_band(
    rewards: *const f64,
    len: usize,
    low: f64,
    high: f64,
    alpha: f64,
    n: *const f64,
    n_len: usize,
    scratch: *mut f64,
    scratch_len: usize,
    lower_out: *mut f64,
    upper_out: *mut f64,
) -> bestof_status {
    report(|| {
        let rewards = Array::new(rewards, len)?;
        let n = Array::new(n, n_len)?;
        let scratch = Array::new(scratch, scratch_len)?;
        let lower = Array::new(lower_out, n_len)?;
        let upper = Array::new(upper_out, n_len)?;
        disjoint(&[rewards, n], &[scratch, lower, upper])?;
        // SAFETY: the caller's contract, and no output overlaps anything.
        let (rewards, n, scratch, lower, upper) = unsafe {
            (
                rewards.read(),
                n.read(),
                scratch.write(),
                lower.write(),
                upper.write(),
            )
        };
        estimate::curve_band(rewards, [low, high], alpha, n, scratch, lower, upper)?;
        Ok(())
    })
}

/// The pointers of a call over a pool, with or without gold, as C hands them over.
struct Pool {
    proxy: *const f64,
    gold: *const f64,
    len: usize,
    scratch: *mut f64,
    scratch_len: usize,
    n: *const f64,
    n_len: usize,
    proxy_out: *mut f64,
    gold_out: *mut f64,
    out_len: usize,
}

/// What they point to.
struct Slices<'a> {
    proxy: &'a [f64],
    gold: Option<&'a [f64]>,
    scratch: &'a mut [f64],
    n: &'a [f64],
    proxy_out: &'a mut [f64],
    gold_out: Option<&'a mut [f64]>,
}

impl Pool {
    /// # Errors
    /// `gold` without `gold_out`, or the reverse.
    fn with_matching_gold(self) -> Result<Self, Refusal> {
        if self.gold.is_null() == self.gold_out.is_null() {
            Ok(self)
        } else {
            Err(Refusal(BESTOF_E_NULL))
        }
    }

    /// Runs `body` on the arrays.
    ///
    /// # Safety
    /// Each pointer is NULL or points to an array of its length that nothing else touches meanwhile.
    unsafe fn over(
        self,
        body: impl FnOnce(Slices<'_>) -> Result<(), Error>,
    ) -> Result<(), Refusal> {
        let (with_gold, with_gold_out) = (!self.gold.is_null(), !self.gold_out.is_null());
        let gold_len = if with_gold { self.len } else { 0 };
        let gold_out_len = if with_gold_out { self.out_len } else { 0 };
        let proxy = Array::new(self.proxy, self.len)?;
        let gold = Array::new(self.gold, gold_len)?;
        let scratch = Array::new(self.scratch, self.scratch_len)?;
        let n = Array::new(self.n, self.n_len)?;
        let proxy_out = Array::new(self.proxy_out, self.out_len)?;
        let gold_out = Array::new(self.gold_out, gold_out_len)?;
        disjoint(&[proxy, gold, n], &[scratch, proxy_out, gold_out])?;
        // SAFETY: the caller's contract, and no output overlaps anything.
        let slices = unsafe {
            Slices {
                proxy: proxy.read(),
                gold: with_gold.then_some(gold.read()),
                scratch: scratch.write(),
                n: n.read(),
                proxy_out: proxy_out.write(),
                gold_out: with_gold_out.then_some(gold_out.write()),
            }
        };
        Ok(body(slices)?)
    }
}
