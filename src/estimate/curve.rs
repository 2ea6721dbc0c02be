//! The whole best-of-n curve of one pool.

use super::climb::Climb;
use super::pool::{Pool, check_shapes, share_gold};
use crate::Error;
use crate::num::real::scale_f64;
use crate::simd::blocks;

/// Expected reward of the best of `n` samples by `proxy`, for `n = 1, 2, …, proxy_out.len()`, in reward units.
///
/// The pool is `N = proxy.len()` scored samples of one prompt, in any order. `proxy_out[n−1]` is the mean, over all
/// subsets of `n` samples, of the highest proxy in the subset; `gold_out[n−1]` the mean of that sample's gold.
///
/// Formula: `Σ_{i≥n} C(i−1,n−1)/C(N,n) x_(i)`, `x_(1) ≤ … ≤ x_(N)`.  Source: Nakano et al. 2021 (arXiv:2112.09332).
/// Validity: unbiased for the best of `n` fresh samples, for every `n ≤ N`. Samples with equal proxy share the mean of
/// their gold, which is unbiased for a tie broken at random.
/// Domain: finite rewards, `1 ≤ proxy_out.len() ≤ N`.  Limits: `n = 1` is the mean of the pool, `n = N` its best sample.
/// Accuracy: ≤ 2e-15 of the largest absolute reward in the column, for every N; worst seen 5.5e-16 for N ≤ 1024 against
/// exact sums, 1.0e-15 for N ≤ 10^7 (rewards i/N, N = 10^6, n = 62743). A subnormal result is rounded once more.
/// The bits depend neither on the order of the samples, nor on the target, nor on how many `n` are asked for.
/// Cost: one sort, then `O(N log N)` steps for all `n` together, `O(N)` for up to 32 of them, because ranks that the
/// best of `n` reaches with probability below 2^-60 are not visited. No allocation.
///
/// # Errors
/// Nothing is written, neither to `scratch` nor to an output, but for success.
/// - [`Error::Empty`]: `proxy` or `proxy_out` is empty;
/// - [`Error::Domain`]: `proxy_out` is longer than `proxy`;
/// - [`Error::Capacity`]: `gold` without `gold_out` or the reverse, `gold` not as long as `proxy`, `gold_out` not as
///   long as `proxy_out`, or `scratch` shorter than [`curve_scratch_len`](super::curve_scratch_len);
/// - [`Error::NotFinite`]: a reward is NaN or infinite.
pub fn curve(
    proxy: &[f64],
    gold: Option<&[f64]>,
    scratch: &mut [f64],
    proxy_out: &mut [f64],
    gold_out: Option<&mut [f64]>,
) -> Result<(), Error> {
    check_shapes(proxy, gold, proxy_out, gold_out.as_deref())?;
    if proxy_out.len() > proxy.len() {
        return Err(Error::Domain);
    }
    let Some((gold, gold_out)) = gold.zip(gold_out) else {
        write_curve(Pool::ranked([proxy], scratch)?, &mut [proxy_out]);
        return Ok(());
    };
    let pool = Pool::ranked([proxy, gold], scratch)?;
    share_gold(pool.rows, |_, _, _| {});
    write_curve(pool, &mut [proxy_out, gold_out]);
    Ok(())
}

fn write_curve<const COLUMNS: usize>(pool: Pool<'_, COLUMNS>, outs: &mut [&mut [f64]; COLUMNS]) {
    let reciprocals = pool.first;
    for (i, q) in reciprocals.iter_mut().enumerate() {
        *q = 1.0 / (i as f64 + 1.0);
    }
    let n_max = outs.iter().map(|out| out.len()).min().unwrap_or(0);
    blocks::run(Climb {
        rows: pool.rows,
        reciprocals,
        outs,
        n_max,
    });
    for (out, exponent) in outs.iter_mut().zip(pool.exponents) {
        for y in out.iter_mut() {
            *y = scale_f64(*y, exponent);
        }
    }
}
