//! Pools: unbiased estimates from scored samples.

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
    report(|| {
        if gold.is_null() != gold_out.is_null() {
            return Err(Refusal(BESTOF_E_NULL));
        }
        let with_gold = !gold.is_null();
        let gold_len = if with_gold { len } else { 0 };
        let gold_n_max = if with_gold { n_max } else { 0 };
        let proxy = Array::new(proxy, len)?;
        let gold = Array::new(gold, gold_len)?;
        let scratch = Array::new(scratch, scratch_len)?;
        let proxy_out = Array::new(proxy_out, n_max)?;
        let gold_out = Array::new(gold_out, gold_n_max)?;
        disjoint(&[proxy, gold], &[scratch, proxy_out, gold_out])?;
        // SAFETY: the caller's contract, and no output overlaps anything.
        let (proxy, gold, scratch, proxy_out, gold_out) = unsafe {
            (
                proxy.read(),
                gold.read(),
                scratch.write(),
                proxy_out.write(),
                gold_out.write(),
            )
        };
        estimate::curve(
            proxy,
            with_gold.then_some(gold),
            scratch,
            proxy_out,
            with_gold.then_some(gold_out),
        )?;
        Ok(())
    })
}

/// How many doubles of scratch bestof_curve() needs for a pool of len samples.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_curve_scratch_len(len: usize) -> usize {
    estimate::curve_scratch_len(len)
}

/// Probability that at least one of k answers drawn without replacement is right, when c of n are: the unbiased
/// pass@k estimate, 1 - C(n - c, k) / C(n, k).
///
/// NaN when k > n or c > n. 0 at c = 0 and at k = 0, 1 where c + k > n.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_pass_at_k(n: u64, c: u64, k: u64) -> f64 {
    estimate::pass_at_k(n, c, k)
}
