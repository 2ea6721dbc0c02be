//! Standard errors of the best-of-n curve of one pool: the jackknife, for all n in about the time of the curve.
//!
//! Let `θ₋ⱼ` be the estimate from the pool without rank `j`. Leaving out rank `j + 1` instead of `j` moves one reward in the
//! ordered sum: `θ₋ⱼ − θ₋₍ⱼ₊₁₎ = w_j (x_(j+1) − x_(j))`, with `w_j = C(j−1,n−1)/C(N−1,n)` the weights of a pool of `N − 1`. So a
//! climb down from the top rank meets every one of the `N` estimates, each a step from the last, and stops with the curve
//! where ranks are out of reach: from there on they are all the same.

use super::climb::reach;
use super::pool::{Pool, check_shapes, share_gold};
use crate::Error;
use crate::num::real::{Real, scale_f64};

/// Values of `n` that share the ranks they visit: enough to hide the latency of a step.
const LANES: usize = 8;

/// Of these, how many at once: no lane sees another, but on a microcontroller the stack is short.
const WIDTH: usize = if cfg!(feature = "small") { 1 } else { LANES };

/// Standard errors of the [`curve`](super::curve()) of the same pool: of its value at `n = 1, 2, …, proxy_out.len()`, in
/// reward units.
///
/// The pool is one prompt's; over several prompts, the standard error of the mean curve is that of the prompts' values, as
/// [`RewardStats`](super::RewardStats) gives it.
/// Formula: `√((N−1)/N Σ_j (θ₋ⱼ − θ)²)`, `θ₋ⱼ` the curve of the pool without sample `j`, ties shared anew.
/// Source: Efron and Stein 1981 (doi:10.1214/aos/1176345462), for the U-statistic of Nakano et al. 2021 (arXiv:2112.09332).
/// Validity: an estimate. Its square is on average not below the variance of the curve of `N − 1` samples, times `(N−1)/N`;
/// at `n = 1` it is the standard error of the mean. As `n` nears `N` it rests on the few highest samples alone.
/// Domain: finite rewards, `1 ≤ proxy_out.len() ≤ N − 1`.  Limits: 0 where all samples are equal.
/// Accuracy: ≤ 1e-11 of itself; worst seen 9.7e-14 in tests/uncertainty.rs, for N = 5000.
/// Cost: one sort, then `O(N log N)` steps for all `n` together. No allocation.
///
/// # Errors
/// Nothing is written, neither to `scratch` nor to an output, but for success.
/// - [`Error::Empty`]: `proxy` or `proxy_out` is empty;
/// - [`Error::Domain`]: `proxy_out` is as long as `proxy`, or longer;
/// - [`Error::Capacity`]: `gold` without `gold_out` or the reverse, `gold` not as long as `proxy`, `gold_out` not as
///   long as `proxy_out`, or `scratch` shorter than [`curve_scratch_len`](super::curve_scratch_len);
/// - [`Error::NotFinite`]: a reward is NaN or infinite.
pub fn curve_standard_error(
    proxy: &[f64],
    gold: Option<&[f64]>,
    scratch: &mut [f64],
    proxy_out: &mut [f64],
    gold_out: Option<&mut [f64]>,
) -> Result<(), Error> {
    check_shapes(proxy, gold, proxy_out, gold_out.as_deref())?;
    if proxy_out.len() >= proxy.len() {
        return Err(Error::Domain);
    }
    let Some((gold, gold_out)) = gold.zip(gold_out) else {
        Slots::of_proxy(&mut Pool::ranked([proxy], scratch)?).write_errors(proxy_out);
        return Ok(());
    };
    let mut pool = Pool::ranked([proxy, gold], scratch)?;
    Slots::of_proxy(&mut pool).write_errors(proxy_out);
    Slots::of_gold(&mut pool).write_errors(gold_out);
    Ok(())
}

/// Standard error of the difference between the curve's values at `n` and at `other`, both from the same pool, in reward
/// units: of the gold curve when there is gold, of the proxy curve otherwise.
///
/// Formula, source, validity, accuracy: as for [`curve_standard_error`], of the difference.
/// Domain: finite rewards, `1 ≤ n, other ≤ N − 1`.  Limits: 0 at `n = other`.
/// Cost: one sort, then at most `N` steps. No allocation.
///
/// # Errors
/// Nothing is written to `scratch` but for success.
/// - [`Error::Empty`]: `proxy` is empty;
/// - [`Error::Domain`]: `n` or `other` is 0, or not below the number of samples;
/// - [`Error::Capacity`]: `gold` not as long as `proxy`, or `scratch` shorter than
///   [`curve_scratch_len`](super::curve_scratch_len);
/// - [`Error::NotFinite`]: a reward is NaN or infinite.
pub fn difference_standard_error(
    proxy: &[f64],
    gold: Option<&[f64]>,
    n: usize,
    other: usize,
    scratch: &mut [f64],
) -> Result<f64, Error> {
    if proxy.is_empty() {
        return Err(Error::Empty);
    }
    if gold.is_some_and(|gold| gold.len() != proxy.len()) {
        return Err(Error::Capacity);
    }
    let within = 1..proxy.len();
    if !within.contains(&n) || !within.contains(&other) {
        return Err(Error::Domain);
    }
    let sizes = [n as f64, other as f64];
    let difference = |[a, b]: [f64; 2]| [a - b];
    Ok(match gold {
        None => {
            let mut pool = Pool::ranked([proxy], scratch)?;
            let slots = Slots::of_proxy(&mut pool);
            let [error] = slots.errors(sizes, n.min(other), difference);
            error
        }
        Some(gold) => {
            let mut pool = Pool::ranked([proxy, gold], scratch)?;
            let slots = Slots::of_gold(&mut pool);
            let [error] = slots.errors(sizes, n.min(other), difference);
            error
        }
    })
}

/// The slot between two ranks that follow each other is not within a tie.
const OPEN: f64 = -1.0;

/// One column of a pool, seen through the slots between its ranks.
struct Slots<'a, const COLUMNS: usize> {
    rows: &'a [[f64; COLUMNS]],
    column: usize,
    exponent: f64,
    /// `1/i` for `i = 1, 2, …`.
    reciprocals: &'a [f64],
    /// [`OPEN`], or within a group of `m` ties its sum of squares over `(m−1)²`.
    ties: &'a [f64],
}

impl<'a, const COLUMNS: usize> Slots<'a, COLUMNS> {
    /// Ties in proxy have no spread.
    fn of_proxy(pool: &'a mut Pool<'_, COLUMNS>) -> Self {
        pool.second.fill(OPEN);
        Self::column(pool, 0)
    }

    fn column(pool: &'a mut Pool<'_, COLUMNS>, column: usize) -> Self {
        for (i, q) in pool.first.iter_mut().enumerate() {
            *q = 1.0 / (i as f64 + 1.0);
        }
        Self {
            rows: pool.rows,
            column,
            exponent: pool.exponents.get(column).copied().unwrap_or(0.0),
            reciprocals: pool.first,
            ties: pool.second,
        }
    }

    #[cfg_attr(feature = "small", inline(never))]
    fn write_errors(&self, out: &mut [f64]) {
        let last = out.len();
        for (i, out) in out.chunks_mut(WIDTH).enumerate() {
            let start = i * WIDTH;
            let first = start - start % LANES + 1;
            // Lanes beyond the last n repeat it.
            let mut sizes = [last as f64; WIDTH];
            for (n, size) in (start + 1..=last).zip(&mut sizes) {
                *size = n as f64;
            }
            out.iter_mut()
                .zip(self.errors(sizes, first, |weights| weights))
                .for_each(|(out, error)| *out = error);
        }
    }

    /// Standard errors of combinations of the curve's values at `sizes`, the least of which is `least`.
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn errors<const N: usize, const M: usize>(
        &self,
        sizes: [f64; N],
        least: usize,
        combine: impl Fn([f64; N]) -> [f64; M],
    ) -> [f64; M] {
        let len = self.rows.len();
        let rest = len.saturating_sub(1);
        let visited = reach(rest, least).min(rest);
        let unvisited = rest.saturating_sub(visited);

        // Beginning without the top rank: all else is relative to that estimate.
        let mut weights = sizes.map(|n| n / rest as f64);
        let mut estimate = [0.0; M];
        let mut mean = [0.0; M];
        let mut squares = [0.0; M];
        let mut group = [0.0; M];
        let mut within = [0.0; M];
        let mut spread = 0.0;
        let mut seen = 1.0;

        let pairs = self.rows.windows(2).map(|pair| match pair {
            [low, high] => self.at(high) - self.at(low),
            _ => 0.0,
        });
        // There is a slot less than there are ranks.
        let slots = pairs.rev().zip(self.ties.iter().rev().skip(1));
        // 1/2, 1/3, … for the estimates seen, 1/(N−2), 1/(N−3), … for the weights, and 0 below the lowest rank.
        let counts = self.reciprocals.iter().skip(1);
        let lower = self.reciprocals.iter().rev().skip(2).chain(&[0.0]);
        let mut rank = rest as f64;
        for (((gap, tie), inverse), down) in slots.zip(counts).zip(lower).take(visited) {
            seen += 1.0;
            let share = combine(weights);
            for i in 0..M {
                estimate[i] += share[i] * gap;
                let step = estimate[i] - mean[i];
                mean[i] += step * inverse;
                squares[i] += step * (estimate[i] - mean[i]);
            }
            if *tie == OPEN {
                close(&mut group, &mut within, spread);
                spread = 0.0;
            } else {
                spread = *tie;
                for i in 0..M {
                    group[i] += share[i];
                }
            }
            for (weight, n) in weights.iter_mut().zip(sizes) {
                *weight *= (rank - n) * down;
            }
            rank -= 1.0;
        }
        close(&mut group, &mut within, spread);
        // The others are where the last one was.
        let others = unvisited as f64;
        let share = seen * others / (seen + others);
        let mut errors = [0.0; M];
        for i in 0..M {
            let step = estimate[i] - mean[i];
            let sum = squares[i] + step * step * share + within[i];
            let variance = sum * (rest as f64 / len as f64);
            errors[i] = scale_f64(Real::sqrt(variance), self.exponent);
        }
        errors
    }

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn at(&self, row: &[f64; COLUMNS]) -> f64 {
        row.get(self.column).copied().unwrap_or(0.0)
    }
}

/// Ends a group of ties: what leaving out one of its members does to the others' share.
#[cfg_attr(not(feature = "small"), inline(always))]
fn close<const M: usize>(group: &mut [f64; M], within: &mut [f64; M], spread: f64) {
    for (group, within) in group.iter_mut().zip(within) {
        *within += *group * *group * spread;
        *group = 0.0;
    }
}

impl<'a> Slots<'a, 2> {
    /// Samples of equal proxy share their gold: leaving one out changes what the others share.
    fn of_gold(pool: &'a mut Pool<'_, 2>) -> Self {
        let ties = &mut *pool.second;
        ties.fill(OPEN);
        share_gold(pool.rows, |rank, count, squares| {
            let slots = count.saturating_sub(1);
            for tie in ties.iter_mut().skip(rank).take(slots) {
                *tie = squares / (slots as f64 * slots as f64);
            }
        });
        Self::column(pool, 1)
    }
}
