//! Rewards on a uniform scale: ranks by the empirical distribution function, in the middle of its steps.

use super::pool::{common_exponent, curve_scratch_len};
use super::sort::sort;
use crate::Error;

/// Ranks of the rewards of a pool on a uniform scale, in `(0, 1)`: `out[i]` belongs to `rewards[i]`.
///
/// Formula: `(L + E/2)/N`, `L` the rewards below, `E` those that are equal, itself among them.
/// Source: mid-distribution function, Parzen 1997; InfAlign's calibrated reward, Balashankar et al. 2024 (arXiv:2412.19792).
/// Validity: exact for the pool; their mean is ½ whatever the ties. The expected rank of the best of `n` is `n/(n+1)` in the
/// limit of a large pool without ties.
/// Domain: finite rewards.  Limits: all `½` where all rewards are equal.
/// Accuracy: ≤ 1 ulp: one rounding.
/// Cost: one sort. No allocation.
///
/// # Errors
/// Nothing is written, neither to `scratch` nor to `out`, but for success.
/// - [`Error::Empty`]: no rewards;
/// - [`Error::NotFinite`]: a reward is NaN or infinite;
/// - [`Error::Capacity`]: `out` not as long as `rewards`, or `scratch` shorter than
///   [`curve_scratch_len`](super::curve_scratch_len).
pub fn uniform_ranks(rewards: &[f64], scratch: &mut [f64], out: &mut [f64]) -> Result<(), Error> {
    let len = rewards.len();
    if rewards.is_empty() {
        return Err(Error::Empty);
    }
    if out.len() != len {
        return Err(Error::Capacity);
    }
    common_exponent(rewards)?;
    let scratch = scratch
        .get_mut(..curve_scratch_len(len))
        .ok_or(Error::Capacity)?;
    let (rows, buffer) = scratch
        .as_chunks_mut::<2>()
        .0
        .split_at_mut_checked(len)
        .ok_or(Error::Capacity)?;
    for (i, (row, x)) in rows.iter_mut().zip(rewards).enumerate() {
        *row = [*x, i as f64];
    }
    let (rows, _) = sort(rows, buffer, |a, b| a[0] < b[0]);
    let mut rest = &*rows;
    let (mut below, all) = (0.0, len as f64);
    while let Some(&[level, _]) = rest.first() {
        let count = rest.iter().take_while(|[x, _]| *x == level).count();
        let Some((equal, higher)) = rest.split_at_checked(count) else {
            return Ok(());
        };
        let rank = (below + 0.5 * count as f64) / all;
        for [_, i] in equal {
            if let Some(out) = out.get_mut(*i as usize) {
                *out = rank;
            }
        }
        below += count as f64;
        rest = higher;
    }
    Ok(())
}

/// Rank of a new reward among those of a pool, on a uniform scale, in `(0, 1)`.
///
/// Formula: `(L + (E+1)/2)/(N+1)`, `L` the rewards of the pool below it, `E` those that are equal to it.
/// Source: exchangeability, as in conformal prediction; Vovk, Gammerman, Shafer 2005.
/// Validity: when the reward is one more draw from the pool's law, its rank is uniform on the grid, with its ties in the
/// middle; so it can stand in for `F(r)`.
/// Domain: finite rewards.  Limits: `½` for an empty pool.
/// Accuracy: ≤ 1 ulp: one rounding.
/// Cost: one pass over the pool, which need not be sorted.
///
/// # Errors
/// [`Error::NotFinite`] for NaN and infinities.
pub fn calibrated_rank(rewards: &[f64], reward: f64) -> Result<f64, Error> {
    common_exponent(rewards)?;
    common_exponent(&[reward])?;
    let count = |holds: &dyn Fn(f64) -> bool| rewards.iter().filter(|x| holds(**x)).count() as f64;
    let (below, equal) = (count(&|x| x < reward), count(&|x| x == reward));
    Ok((below + 0.5 * (equal + 1.0)) / (rewards.len() as f64 + 1.0))
}
