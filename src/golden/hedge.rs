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

/// Values apart by this share of all rises and falls together are equal.
const TELL_APART: f64 = 1e-14;

/// Within this share of the highest point that was seen lies the peak.
const NEAR: f64 = 1e-5;

/// The curve at one `n`, up to a constant, by three sums over the rises and as many over the falls, all positive:
/// `Σ |δ| F^n`, `Σ |δ| F^n (−ln F)` and `Σ |δ| F^n ln² F`.
#[derive(Clone, Copy)]
struct At {
    n: f64,
    rises: [f64; 3],
    falls: [f64; 3],
}

impl At {
    fn new(n: f64) -> Self {
        let (rises, falls) = ([0.0; 3], [0.0; 3]);
        Self { n, rises, falls }
    }

    fn height(&self) -> f64 {
        self.falls[0] - self.rises[0]
    }

    fn slope(&self) -> f64 {
        self.rises[1] - self.falls[1]
    }

    /// Minus the second derivative.
    fn bend(&self) -> f64 {
        self.rises[2] - self.falls[2]
    }
}

/// The rises of all pools, `ln F` falling.
struct Curve<'a> {
    rises: &'a [Rise],
    n_max: f64,
}

impl Curve<'_> {
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn visit<S: Scalar>(&self, n: f64, at: &mut At) {
        *at = At::new(n);
        for [log, rise] in self.rises {
            let exponent = n * log;
            if exponent < UNREACHED {
                break;
            }
            let power: S = exp_value(Dd::from(S::splat(exponent)));
            let mut term = power.get() * rise.abs();
            let sums = match *rise > 0.0 {
                true => &mut at.rises,
                false => &mut at.falls,
            };
            for sum in sums {
                *sum += term;
                term *= -log;
            }
        }
    }

    /// The root of the slope, and the height there, between two points between which the curve is concave: Newton's steps,
    /// bisection where they leave.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn crest<S: Scalar>(&self, from: &At, mut high: f64) -> [f64; 2] {
        let mut low = from.n;
        let mut n = newton(from);
        let mut height = from.height();
        let mut at = At::new(n);
        for _ in 0..60 {
            if !(low < n && n < high) {
                n = 0.5 * (low + high);
            }
            self.visit::<S>(n, &mut at);
            height = at.height();
            let next = newton(&at);
            if at.slope() > 0.0 {
                low = n;
            } else {
                high = n;
            }
            let settled = (next - n).abs() <= 4e-16 * n;
            if settled || high - low <= 4e-16 * n {
                break;
            }
            n = next;
        }
        [n, height]
    }
}

/// Where the slope would vanish if it were straight.
fn newton(at: &At) -> f64 {
    at.n + at.slope() / at.bend()
}

/// An interval of draws: of `[1, n_max]` the half that each place names, from the highest place down, cut at the geometric mean.
#[derive(Clone, Copy)]
struct Interval {
    /// Ones for upper halves.
    halves: u64,
    places: u32,
}

impl Interval {
    const WHOLE: Self = Self {
        halves: 0,
        places: 0,
    };

    /// The next to the right of all that were cut off, if there is one.
    fn next(mut self) -> Option<Self> {
        while self.places > 0 && self.halves & 1 == 1 {
            self.halves >>= 1;
            self.places = self.places.saturating_sub(1);
        }
        self.halves |= 1;
        (self.places > 0).then_some(self)
    }

    fn lower_half(self) -> Option<Self> {
        (self.places < u64::BITS).then_some(Self {
            halves: self.halves << 1,
            places: self.places.saturating_add(1),
        })
    }

    #[cfg_attr(feature = "small", inline(never))]
    fn upper_end<S: Scalar>(self, n_max: f64) -> f64 {
        let (mut low, mut high) = (S::splat(1.0), S::splat(n_max));
        for place in (0..self.places).rev() {
            let middle = (low * high).sqrt();
            if self.halves.unbounded_shr(place) & 1 == 1 {
                low = middle;
            } else {
                high = middle;
            }
        }
        high.get()
    }
}

impl Task for Curve<'_> {
    type Output = Hedge;

    // Apart: on a microcontroller's stack the search needs all the room there is.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn run<S: Scalar>(self) -> Hedge {
        let (mut low, mut high) = (At::new(1.0), At::new(self.n_max));
        self.visit::<S>(1.0, &mut low);
        self.visit::<S>(self.n_max, &mut high);
        let floor = low.height();
        let equal = TELL_APART * (low.rises[0] + low.falls[0]);
        let mut best = [1.0, floor];
        let mut see = |[n, height]: [f64; 2]| {
            if height > best[1] + equal {
                best = [n, height];
            }
            best[1]
        };
        let mut seen = see([high.n, high.height()]);
        let mut interval = Interval::WHOLE;
        for _ in 0..PATIENCE {
            let most = low.falls[0] - high.rises[0];
            let rising = high.rises[1] > low.falls[1];
            let falling = low.rises[1] < high.falls[1];
            let convex = high.falls[2] > low.rises[2];
            let concave = high.rises[2] > low.falls[2];
            let out = most <= seen + equal || rising || falling || convex;
            if !out && concave {
                if low.slope() > 0.0 && high.slope() < 0.0 {
                    seen = see(self.crest::<S>(&low, high.n));
                }
            } else if !out {
                let middle = (S::splat(low.n) * S::splat(high.n)).sqrt().get();
                let half = interval.lower_half();
                if let Some(half) = half.filter(|_| low.n < middle && middle < high.n) {
                    interval = half;
                    self.visit::<S>(middle, &mut high);
                    seen = see([middle, high.height()]);
                    continue;
                }
            }
            let Some(next) = interval.next() else {
                break;
            };
            interval = next;
            low = high;
            self.visit::<S>(interval.upper_end::<S>(self.n_max), &mut high);
        }
        // A peak known by its height alone is known to half the digits: the slope tells the others.
        let [n, _] = best;
        self.visit::<S>(Real::max(n * (1.0 - NEAR), 1.0), &mut low);
        self.visit::<S>(Real::min(n * (1.0 + NEAR), self.n_max), &mut high);
        if low.slope() > 0.0 && high.slope() < 0.0 {
            best = self.crest::<S>(&low, high.n);
        }
        let [n, height] = best;
        Hedge {
            n,
            gain: height - floor,
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

    // Apart, as the search is.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
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
