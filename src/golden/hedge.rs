//! Hedging: the real `n` at which the gold reward of best-of-n peaks.
//!
//! Over pools as references, best-of-n takes level `i` of the proxy with probability `F_i^n − F_{i−1}^n`. Summed by parts, the
//! gold gain over `n = 1` is `Σ δ_i (F_i − F_i^n)` over the levels but the last, with `δ_i = g_{i+1} − g_i` the rise of the
//! gold's mean to the next level. Each power falls in `n`, so that the sums over rises and over falls bound value and slope on
//! whole intervals: what cannot hold the peak is cut off with proof, and concave stretches are left to Newton.

use crate::Error;
use crate::estimate::sort;
use crate::num::dd::Dd;
use crate::num::exp::exp_value;
use crate::num::ln::log1p;
use crate::num::real::{Real, Scalar};
use crate::simd::{self, Task};

/// Where the gold reward of best-of-n peaks.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hedge {
    /// The real number of draws; 1 where selecting by this proxy does not help, the `n_max` asked for where it pays to the end.
    pub n: f64,
    /// The gold gain there over `n = 1`, in units of the gold reward.
    pub gain: f64,
}

/// `ln F` of a level below the top, and how much the mean gold rises above it, over all pools.
type Rise = [f64; 2];

/// Powers below 2^-60 are nothing.
const UNREACHED: f64 = -41.588830833596715; // −60 ln 2

/// Evaluations after which the best seen will do: pools of real rewards take some dozens.
const PATIENCE: usize = 4096;

/// Intervals waiting at once: each is half of the one before.
const DEPTH: usize = 64;

/// Values apart by this share of all rises and falls together are equal.
const TELL_APART: f64 = 1e-14;

/// Within this share of the highest point that was seen lies the peak.
const NEAR: f64 = 1e-5;

/// Sums over rises and over falls, both positive.
#[derive(Clone, Copy, Default)]
struct Split {
    rises: f64,
    falls: f64,
}

impl Split {
    fn add(&mut self, rise: f64, factor: f64) {
        if rise > 0.0 {
            self.rises += rise * factor;
        } else {
            self.falls -= rise * factor;
        }
    }
}

/// The curve at one `n`: value `−(rises − falls)` up to a constant, and its slope and bend in `n`.
#[derive(Clone, Copy, Default)]
struct At {
    n: f64,
    /// `Σ δ F^n`
    value: Split,
    /// `Σ δ F^n (−ln F)`, the slope of the curve.
    slope: Split,
    /// `Σ δ F^n ln² F`, minus the bend of the curve.
    bend: Split,
}

impl At {
    fn height(&self) -> f64 {
        self.value.falls - self.value.rises
    }

    fn slope(&self) -> f64 {
        self.slope.rises - self.slope.falls
    }
}

/// The rises of all pools, `ln F` falling.
struct Curve<'a> {
    rises: &'a [Rise],
    n_max: f64,
}

impl Curve<'_> {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn at<S: Scalar>(&self, n: f64) -> At {
        let mut at = At { n, ..At::default() };
        for [log, rise] in self.rises {
            let exponent = n * log;
            if exponent < UNREACHED {
                break;
            }
            let power: S = exp_value(Dd::from(S::splat(exponent)));
            let power = power.get();
            at.value.add(*rise, power);
            at.slope.add(*rise, power * -log);
            at.bend.add(*rise, power * log * log);
        }
        at
    }

    /// The root of the slope between two points where the curve is concave: Newton's steps, bisection where they leave.
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn crest<S: Scalar>(&self, mut low: At, mut high: At) -> At {
        let mut best = low;
        for _ in 0..60 {
            let bend = best.bend.rises - best.bend.falls;
            let newton = best.n + best.slope() / bend;
            let inside = low.n < newton && newton < high.n;
            let n = if inside {
                newton
            } else {
                0.5 * (low.n + high.n)
            };
            let settled = (n - best.n).abs() <= 4e-16 * n;
            best = self.at::<S>(n);
            if best.slope() > 0.0 {
                low = best;
            } else {
                high = best;
            }
            if settled || high.n - low.n <= 4e-16 * n {
                break;
            }
        }
        best
    }
}

impl Task for Curve<'_> {
    type Output = Hedge;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> Hedge {
        let first = self.at::<S>(1.0);
        let last = self.at::<S>(self.n_max);
        let equal = TELL_APART * (first.value.rises + first.value.falls);
        let mut best = first;
        let better = |at: At, best: At| {
            if at.height() > best.height() + equal {
                at
            } else {
                best
            }
        };
        let mut waiting = [(first, last); DEPTH];
        let mut count = 1_usize;
        best = better(last, best);
        for _ in 0..PATIENCE {
            // The leftmost interval is on top.
            count = match count.checked_sub(1) {
                Some(count) => count,
                None => break,
            };
            let Some((low, high)) = waiting.get(count).copied() else {
                break;
            };
            let most = low.value.falls - high.value.rises;
            let rising = high.slope.rises > low.slope.falls;
            let falling = low.slope.rises < high.slope.falls;
            let convex = high.bend.falls > low.bend.rises;
            if most <= best.height() + equal || rising || falling || convex {
                continue;
            }
            let concave = high.bend.rises > low.bend.falls;
            if concave {
                if low.slope() > 0.0 && high.slope() < 0.0 {
                    best = better(self.crest::<S>(low, high), best);
                }
                continue;
            }
            let middle = S::splat(low.n * high.n).sqrt().get();
            if !(low.n < middle && middle < high.n) {
                continue;
            }
            let middle = self.at::<S>(middle);
            best = better(middle, best);
            for half in [(middle, high), (low, middle)] {
                if let Some(place) = waiting.get_mut(count) {
                    *place = half;
                    count = count.saturating_add(1);
                }
            }
        }
        // A peak known by its height alone is known to half the digits: the slope tells the others.
        let low = self.at::<S>(Real::max(best.n * (1.0 - NEAR), 1.0));
        let high = self.at::<S>(Real::min(best.n * (1.0 + NEAR), self.n_max));
        if low.slope() > 0.0 && high.slope() < 0.0 {
            best = self.crest::<S>(low, high);
        }
        Hedge {
            n: best.n,
            gain: best.height() - first.height(),
        }
    }
}

/// Doubles of scratch that [`hedge`] asks for on pools of `len` samples together.
///
/// Saturates: pools whose scratch could not be counted in a `usize` cannot exist either.
#[must_use]
pub const fn hedge_scratch_len(len: usize) -> usize {
    len.saturating_mul(4)
}

/// The real `n` in `[1, n_max]` at which the gold reward of best-of-n by `proxy` peaks, for pools of scored samples as the
/// references, each pool with the same weight.
///
/// The pools follow one another in `proxy` and `gold`; `pools` holds their lengths, which add up to that of both.
///
/// Formula: the greatest `Σ_i g_i (F_i^n − F_{i−1}^n)`, averaged over the pools, `g_i` the mean gold of the samples at proxy level
/// `i` and `F_i` the share of samples up to it; inside, a root of `∫ g(u) u^{n−1} (1 + n ln u) du` with `g` constant on each level.
/// Source: HedgeTune, Khalaf et al. 2025 (arXiv:2506.19248).
/// Validity: the peak for the pools as references (sampling with replacement), the highest of all where there are several;
/// of the policy that they were drawn from it is an estimate. [`curve_peak`] of the unbiased curve is another, for whole `n`.
/// Shape: `scratch` holds [`hedge_scratch_len`] of all samples together; its contents are lost.
/// Accuracy: the gain to 1e-13 of the largest gold; `n` to 1e-11 of itself where the peak bends (tests/golden_hedge.rs).
/// Cost: one sort, then some dozens of passes over the levels that differ between pools; no allocation.
///
/// # Errors
/// Nothing is changed but for success.
/// - [`Error::Empty`]: no pool, or one without samples;
/// - [`Error::Domain`]: not `1 ≤ n_max < ∞`;
/// - [`Error::Capacity`]: lengths that do not fit together, or a scratch too short;
/// - [`Error::NotFinite`]: a reward is NaN or infinite.
pub fn hedge(
    proxy: &[f64],
    gold: &[f64],
    pools: &[usize],
    n_max: f64,
    scratch: &mut [f64],
) -> Result<Hedge, Error> {
    if pools.is_empty() || pools.contains(&0) {
        return Err(Error::Empty);
    }
    if !(1.0..f64::INFINITY).contains(&n_max) {
        return Err(Error::Domain);
    }
    let total = pools
        .iter()
        .try_fold(0_usize, |sum, len| sum.checked_add(*len));
    if total != Some(proxy.len()) || gold.len() != proxy.len() {
        return Err(Error::Capacity);
    }
    if proxy.iter().chain(gold).any(|x| !x.is_finite()) {
        return Err(Error::NotFinite);
    }
    let (rows, buffer) = scratch
        .get_mut(..hedge_scratch_len(proxy.len()))
        .and_then(|scratch| scratch.split_at_mut_checked(proxy.len().checked_mul(2)?))
        .ok_or(Error::Capacity)?;
    let (rows, buffer) = (rows.as_chunks_mut::<2>().0, buffer.as_chunks_mut::<2>().0);
    for ((row, proxy), gold) in rows.iter_mut().zip(proxy).zip(gold) {
        // Adding zero makes −0 a tie with 0.
        *row = [*proxy + 0.0, *gold];
    }
    let count = simd::run(Rises {
        rows: &mut *rows,
        buffer: &mut *buffer,
        pools,
    });
    let (rows, buffer) = rows
        .get_mut(..count)
        .zip(buffer.get_mut(..count))
        .ok_or(Error::Capacity)?;
    let (rises, _) = sort(rows, buffer, |[a, _], [b, _]| a > b);
    let count = merge_equal(rises);
    let rises = rises.get(..count).unwrap_or_default();
    Ok(simd::run(Curve { rises, n_max }))
}

/// Turns the samples of each pool into the rises between its levels, all at the front of `rows`; returns how many.
struct Rises<'a> {
    rows: &'a mut [[f64; 2]],
    buffer: &'a mut [[f64; 2]],
    pools: &'a [usize],
}

impl Task for Rises<'_> {
    type Output = usize;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> usize {
        let pools = S::splat(self.pools.len() as f64);
        let (mut written, mut start) = (0_usize, 0_usize);
        for len in self.pools {
            let end = start.saturating_add(*len);
            let pool = self.rows.get_mut(start..end);
            let Some((rows, buffer)) = pool.zip(self.buffer.get_mut(start..end)) else {
                break;
            };
            let (sorted, spare) = sort(rows, buffer, |[a, _], [b, _]| a < b);
            // Now both hold them: read from the buffer, write behind the rises of the pools before.
            for (copy, row) in spare.iter_mut().zip(sorted.iter()) {
                *copy = *row;
            }
            let mut levels = Levels {
                rows: self.buffer.get(start..end).unwrap_or_default(),
                above: *len,
            };
            let Some((mut mean, mut above)) = levels.next::<S>() else {
                break;
            };
            while let Some((next, next_above)) = levels.next::<S>() {
                let missing = Dd::from(S::splat(above as f64)).over(S::splat(*len as f64));
                let log = log1p(missing.neg()).value().get();
                let rise = next.sub(mean).over(pools).value().get();
                if let Some(row) = self.rows.get_mut(written) {
                    *row = [log, rise];
                    written = written.saturating_add(1);
                }
                (mean, above) = (next, next_above);
            }
            start = end;
        }
        written
    }
}

/// The proxy levels of a sorted pool, worst first.
struct Levels<'a> {
    rows: &'a [[f64; 2]],
    above: usize,
}

impl Levels<'_> {
    /// The mean gold of the next level, and how many samples lie above it.
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn next<S: Scalar>(&mut self) -> Option<(Dd<S>, usize)> {
        let [level, _] = *self.rows.first()?;
        let tied = self.rows.iter().take_while(|[proxy, _]| *proxy == level);
        let (mut count, mut sum) = (0_usize, Dd::from(S::splat(0.0)));
        for [_, gold] in tied {
            sum = sum.plus(S::splat(*gold));
            count = count.saturating_add(1);
        }
        self.rows = self.rows.get(count..)?;
        self.above = self.above.saturating_sub(count);
        Some((sum.over(S::splat(count as f64)), self.above))
    }
}

/// Adds up the rises at equal `F`, which stand side by side; returns how many are left, at the front.
fn merge_equal(rises: &mut [Rise]) -> usize {
    let mut kept = 0_usize;
    for i in 0..rises.len() {
        let Some(&[log, rise]) = rises.get(i) else {
            break;
        };
        let last = kept.checked_sub(1).and_then(|last| rises.get_mut(last));
        match last {
            Some([same, sum]) if *same == log => *sum += rise,
            _ => {
                if let Some(place) = rises.get_mut(kept) {
                    *place = [log, rise];
                    kept = kept.saturating_add(1);
                }
            }
        }
    }
    kept
}

/// The whole `n` at which a curve over `n = 1, 2, …` is highest, the first of several.
///
/// Meant for the unbiased gold curve of [`curve`](crate::estimate::curve), averaged over prompts: the integer beside
/// [`hedge`]'s real one.
///
/// # Errors
/// [`Error::Empty`] for no curve, [`Error::NotFinite`] for a value that is NaN or infinite.
pub fn curve_peak(curve: &[f64]) -> Result<usize, Error> {
    if curve.iter().any(|y| !y.is_finite()) {
        return Err(Error::NotFinite);
    }
    let mut best = None;
    for (n, y) in (1..).zip(curve) {
        match best {
            Some((_, highest)) if *y <= highest => {}
            _ => best = Some((n, *y)),
        }
    }
    best.map(|(n, _)| n).ok_or(Error::Empty)
}
