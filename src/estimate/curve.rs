//! The whole best-of-n curve of one pool.

use super::climb::Climb;
use super::sort::sort;
use crate::Error;
use crate::num::dd::Dd;
use crate::num::real::{Real, scale_f64, split_f64};
use crate::simd::blocks;

/// Doubles of scratch that [`curve`] asks for on a pool of `len` samples.
///
/// Saturates: a pool whose scratch could not be counted in a `usize` cannot exist either.
#[must_use]
pub const fn curve_scratch_len(len: usize) -> usize {
    len.saturating_mul(4)
}

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
///   long as `proxy_out`, or `scratch` shorter than [`curve_scratch_len`];
/// - [`Error::NotFinite`]: a reward is NaN or infinite.
pub fn curve(
    proxy: &[f64],
    gold: Option<&[f64]>,
    scratch: &mut [f64],
    proxy_out: &mut [f64],
    gold_out: Option<&mut [f64]>,
) -> Result<(), Error> {
    if proxy.is_empty() || proxy_out.is_empty() {
        return Err(Error::Empty);
    }
    if proxy_out.len() > proxy.len() {
        return Err(Error::Domain);
    }
    match (gold, gold_out) {
        (None, None) => pool_curve([proxy], scratch, &mut [proxy_out], |_| {}),
        (Some(gold), Some(gold_out)) => {
            if gold.len() != proxy.len() || gold_out.len() != proxy_out.len() {
                return Err(Error::Capacity);
            }
            pool_curve(
                [proxy, gold],
                scratch,
                &mut [proxy_out, gold_out],
                share_gold,
            )
        }
        _ => Err(Error::Capacity),
    }
}

/// The curve of every column, samples ranked by the first; `share` settles ties once the rows are sorted.
fn pool_curve<const COLUMNS: usize>(
    columns: [&[f64]; COLUMNS],
    scratch: &mut [f64],
    outs: &mut [&mut [f64]; COLUMNS],
    share: impl Fn(&mut [[f64; COLUMNS]]),
) -> Result<(), Error> {
    let [first, ..] = columns.as_slice() else {
        return Err(Error::Empty);
    };
    let len = first.len();
    let scratch = scratch
        .get_mut(..curve_scratch_len(len))
        .ok_or(Error::Capacity)?;
    let mut exponents = [0.0; COLUMNS];
    for (exponent, column) in exponents.iter_mut().zip(columns) {
        *exponent = common_exponent(column)?;
    }

    let (rows, buffer) = scratch
        .as_chunks_mut::<COLUMNS>()
        .0
        .split_at_mut_checked(len)
        .ok_or(Error::Capacity)?;
    let buffer = buffer.get_mut(..len).ok_or(Error::Capacity)?;
    for (c, (column, exponent)) in columns.iter().zip(exponents).enumerate() {
        for (row, x) in rows.iter_mut().zip(*column) {
            if let Some(cell) = row.get_mut(c) {
                // Adding zero makes −0 a tie with 0.
                *cell = scale_f64(*x, -exponent) + 0.0;
            }
        }
    }
    let (rows, buffer) = sort(rows, buffer, |a, b| {
        // Gold in order too: the sums over ties then do not depend on the order of the samples.
        a.iter()
            .zip(b)
            .find(|(a, b)| a != b)
            .is_some_and(|(a, b)| a < b)
    });
    share(rows);
    let reciprocals = buffer
        .as_flattened_mut()
        .get_mut(..len)
        .ok_or(Error::Capacity)?;
    for (i, q) in reciprocals.iter_mut().enumerate() {
        *q = 1.0 / (i as f64 + 1.0);
    }

    let n_max = outs.iter().map(|out| out.len()).min().unwrap_or(0);
    blocks::run(Climb {
        rows,
        reciprocals,
        outs,
        n_max,
    });
    for (out, exponent) in outs.iter_mut().zip(exponents) {
        for y in out.iter_mut() {
            *y = scale_f64(*y, exponent);
        }
    }
    Ok(())
}

/// The binary exponent of the largest absolute value: dividing by it keeps sums and differences in range, exactly.
fn common_exponent(column: &[f64]) -> Result<f64, Error> {
    let mut largest = 0.0_f64;
    for x in column {
        let size = x.abs();
        if size.is_nan() {
            return Err(Error::NotFinite);
        }
        largest = Real::max(largest, size);
    }
    if largest == f64::INFINITY {
        return Err(Error::NotFinite);
    }
    Ok(split_f64(largest).0)
}

/// Samples of equal proxy get the mean of their gold.
fn share_gold(mut rows: &mut [[f64; 2]]) {
    while let Some(&[level, _]) = rows.first() {
        let count = rows.iter().take_while(|[proxy, _]| *proxy == level).count();
        let Some((tied, higher)) = rows.split_at_mut_checked(count) else {
            return;
        };
        if count > 1 {
            let mut sum = Dd::from(0.0);
            for [_, gold] in tied.iter() {
                sum = sum.plus(*gold);
            }
            let mean = sum.value() / count as f64;
            for [_, gold] in tied {
                *gold = mean;
            }
        }
        rows = higher;
    }
}
