//! Stop or go on when neither the mean nor the variance of a request's rewards is known: Student's predictive law.
//!
//! Rewards of one request are normal; their mean and variance differ from request to request under a conjugate prior, and
//! every draw tells more about them. One further draw is worth its expected improvement, but it also pays to draw in order
//! to learn: [`student_rule`] works that out beforehand by backward induction, once per prior and cost, and leaves a table
//! of thresholds. A decision is then one look-up.

use crate::Error;
use crate::num::beta::{student_density, student_upper};
use crate::num::dd::Dd;
use crate::num::exp::exp_value;
use crate::num::ln::plain_ln;
use crate::num::real::{Real, Scalar, split_f64};
use crate::simd::{self, Task};

/// What is known of a request's rewards before the first: the variance is `freedom · variance / χ²(freedom)`, the mean
/// normal about `mean` with the variance divided by `mean_draws`.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C)]
pub struct StudentPrior {
    /// Expected mean reward.
    pub mean: f64,
    /// How many draws that expectation is worth.
    pub mean_draws: f64,
    /// Typical variance of a request's rewards.
    pub variance: f64,
    /// How many draws that is worth.
    pub freedom: f64,
}

impl StudentPrior {
    pub(super) fn check(&self) -> Result<(), Error> {
        let sizes = [self.mean_draws, self.variance, self.freedom];
        if !(self.mean.is_finite() && sizes.iter().all(|x| x.is_finite())) {
            Err(Error::NotFinite)
        } else if sizes.iter().all(|x| *x > 0.0) {
            Ok(())
        } else {
            Err(Error::Domain)
        }
    }
}

/// One request's rewards so far: 48 bytes, no allocation.
#[derive(Clone, Copy, Debug, PartialEq)]
#[repr(C)]
pub struct StudentStop {
    mean: f64,
    weight: f64,
    variance: f64,
    freedom: f64,
    best: f64,
    draws: u64,
}

impl StudentStop {
    /// A request before its first draw.
    ///
    /// # Errors
    /// [`Error::NotFinite`] and [`Error::Domain`] for a prior whose numbers are not finite, or not positive.
    pub fn new(prior: &StudentPrior) -> Result<Self, Error> {
        prior.check()?;
        Ok(Self {
            mean: prior.mean,
            weight: prior.mean_draws,
            variance: prior.variance,
            freedom: prior.freedom,
            best: f64::NEG_INFINITY,
            draws: 0,
        })
    }

    /// Takes in one reward.
    ///
    /// # Errors
    /// [`Error::NotFinite`] for a reward that is NaN or infinite; the state is then unchanged.
    #[inline]
    pub fn record(&mut self, reward: f64) -> Result<(), Error> {
        if !reward.is_finite() {
            return Err(Error::NotFinite);
        }
        let more = self.weight + 1.0;
        let step = reward - self.mean;
        let shift = step / more;
        let spread = self.freedom * self.variance + self.weight * step * shift;
        self.mean += shift;
        self.weight = more;
        self.freedom += 1.0;
        self.variance = spread / self.freedom;
        self.best = self.best.max(reward);
        self.draws = self.draws.saturating_add(1);
        Ok(())
    }

    /// [`Self::record`] and [`Self::should_stop`] in one: the one call a draw.
    ///
    /// # Errors
    /// Those of [`Self::record`].
    #[inline]
    pub fn step(&mut self, reward: f64, rule: &[f64]) -> Result<bool, Error> {
        self.record(reward)?;
        Ok(self.should_stop(rule))
    }

    /// The best reward so far, −∞ before the first.
    #[must_use]
    pub fn best(&self) -> f64 {
        self.best
    }

    /// The number of rewards taken in.
    #[must_use]
    pub fn draws(&self) -> u64 {
        self.draws
    }

    /// The squared scale of the next reward's law.
    #[inline]
    fn scale_squared(&self) -> f64 {
        self.variance + self.variance / self.weight
    }

    /// By how much the next draw is expected to raise the best, in reward units.
    ///
    /// Formula: `s·E(T − z)₊` with `T` of Student's law, `s² = variance·(1 + 1/weight)`, `z = (best − mean)/s`; `∞` before the
    /// first draw and while the law has no mean (`freedom ≤ 1`).
    /// Source: DeGroot 1970, normal rewards of unknown mean and variance. Validity: exact under the prior.
    /// Cost: a continued fraction; for a decision a draw, [`Self::should_stop`] is a hundred times as fast.
    #[must_use]
    pub fn expected_improvement(&self) -> f64 {
        if self.draws == 0 || self.freedom <= 1.0 {
            return f64::INFINITY;
        }
        let scale = Real::sqrt(self.scale_squared());
        let gap = (self.best - self.mean) / scale;
        scale
            * simd::run(Loss {
                gap,
                freedom: self.freedom,
            })
    }

    /// Whether to stop, by a rule of [`student_rule`]: never before the first draw, always where the table ends.
    ///
    /// Cost: one division and one look-up; no logarithm, no root.
    #[inline]
    #[must_use]
    pub fn should_stop(&self, rule: &[f64]) -> bool {
        let Some((&[inverse, fixed, ..], rows)) = rule.as_chunks::<LEVELS>().0.split_first() else {
            return true;
        };
        let Some(before) = self.draws.checked_sub(1) else {
            return false;
        };
        if fixed > 0.0 {
            return self.draws as f64 >= fixed;
        }
        let Some(row) = usize::try_from(before).ok().and_then(|n| rows.get(n)) else {
            return true;
        };
        let square = self.scale_squared();
        // The binary logarithm, straight between the powers of two: there the table's columns are.
        let (exponent, mantissa) = split_f64(square * inverse);
        let place =
            (exponent + (mantissa - 1.0) - LOWEST).clamp(0.0, (LEVELS - 2) as f64 + 0.999_999);
        let column = place as usize;
        let (Some(low), Some(high)) = (row.get(column), row.get(column + 1)) else {
            return true;
        };
        let z = low + (high - low) * (place - column as f64);
        let gap = self.best - self.mean;
        let beyond = gap * gap >= z * z * square;
        if z < 0.0 {
            gap >= 0.0 || !beyond
        } else {
            gap >= 0.0 && beyond
        }
    }
}

/// `E(T − gap)₊` of Student's law, `freedom > 1`.
struct Loss {
    gap: f64,
    freedom: f64,
}

impl Task for Loss {
    type Output = f64;

    #[inline(always)]
    fn run<S: Scalar>(self) -> f64 {
        loss::<S>(self.gap, self.freedom)
    }
}

#[inline(always)]
fn loss<S: Scalar>(gap: f64, freedom: f64) -> f64 {
    let size = gap.abs();
    let (t, nu) = (S::splat(size), S::splat(freedom));
    let density = student_density(t, nu).get();
    let peak = (freedom + size * size) / (freedom - 1.0) * density;
    let right = (peak - size * student_upper(t, nu).get()).max(0.0);
    if gap < 0.0 { size + right } else { right }
}

/// Columns of a rule: the squared scale over the squared cost, 2^-4, 2^-3, …, 2^19.
pub(super) const LEVELS: usize = 24;
const LOWEST: f64 = -4.0;
/// Standardised bests on the grid of the induction: `sinh` of equal steps from −2.5 to 4.55.
const HEIGHTS: usize = 48;
const HEIGHT_STEP: f64 = 0.15;
const HEIGHT_LOW: f64 = -2.5;
/// Nodes of the expectation over the next draw: `sinh` of equal steps.
const NODES: usize = 81;
const NODE_STEP: f64 = 0.15;
/// Columns to either side that one draw may move the level by.
const REACH: usize = 16;

/// Doubles of a rule for up to `most` draws.
#[must_use]
pub const fn student_rule_len(most: usize) -> usize {
    most.saturating_mul(LEVELS)
}

/// Doubles of scratch that [`student_rule`] asks for.
#[must_use]
pub const fn student_scratch_len() -> usize {
    2 * HEIGHTS * LEVELS
}

/// Works out when to stop: the table of thresholds for draws that cost `cost` each, in reward units, at most
/// `rule.len() / 24` of them (see [`student_rule_len`]).
///
/// Formula: backward induction on the value of going on, `V(state) = max(0, E[(T − z)₊ s + V(next)] − cost)`, over the number
/// of draws, the best reward in scales above the mean, and the scale in units of the cost; the mean itself drops out.
/// Source: DeGroot 1970; optimal stopping of best-of-n, Kalayci et al. 2025 (arXiv:2510.01394).
/// Validity: optimal under the prior up to the grid. On rewards that are not normal (heavy tails, ties) it can be much worse
/// than a fixed number: hold it to a log with [`student_guard`](super::student_guard).
/// Cost: a few milliseconds for every draw of the table; done once per prior and cost.
///
/// # Errors
/// Nothing is written, neither to `rule` nor to `scratch`, but for success.
/// - [`Error::NotFinite`], [`Error::Domain`]: a prior or cost that is not finite, or not positive;
/// - [`Error::Capacity`]: a rule without room for two draws, scratch shorter than [`student_scratch_len`].
pub fn student_rule(
    prior: &StudentPrior,
    cost: f64,
    rule: &mut [f64],
    scratch: &mut [f64],
) -> Result<(), Error> {
    prior.check()?;
    if !cost.is_finite() {
        return Err(Error::NotFinite);
    }
    if cost <= 0.0 {
        return Err(Error::Domain);
    }
    let layers = scratch.as_chunks_mut::<LEVELS>().0;
    let (now, next) = layers
        .get_mut(..2 * HEIGHTS)
        .and_then(|layers| layers.split_at_mut_checked(HEIGHTS))
        .ok_or(Error::Capacity)?;
    let (header, rows) = rule
        .as_chunks_mut::<LEVELS>()
        .0
        .split_first_mut()
        .ok_or(Error::Capacity)?;
    if rows.is_empty() {
        return Err(Error::Capacity);
    }
    *header = [0.0; LEVELS];
    header[0] = 1.0 / (cost * cost);
    simd::run(Induction {
        prior,
        rows,
        now,
        next,
    });
    Ok(())
}

type Row = [f64; LEVELS];

struct Induction<'a> {
    prior: &'a StudentPrior,
    rows: &'a mut [Row],
    now: &'a mut [Row],
    next: &'a mut [Row],
}

/// One possible next draw.
#[derive(Clone, Copy)]
struct Node {
    /// In scales above the mean.
    draw: f64,
    /// Its probability, times how much larger the next scale is.
    weight: f64,
    /// The present scale over the next.
    shrink: f64,
    /// Columns that the level moves by, whole and the weights of the four columns about the rest.
    shift: usize,
    between: [f64; 4],
}

/// Weights of the values at −1, 0, 1, 2 in the cubic through them, at `f` in `[0, 1]`.
fn cubic(f: f64) -> [f64; 4] {
    let (a, b, c) = (f + 1.0, f - 1.0, f - 2.0);
    [
        f * b * c * (-1.0 / 6.0),
        a * b * c * 0.5,
        a * f * c * -0.5,
        a * f * b * (1.0 / 6.0),
    ]
}

#[inline(always)]
fn sinh_cosh<S: Scalar>(x: f64) -> (f64, f64) {
    let up = exp_value(Dd::from(S::splat(x))).get();
    let down = 1.0 / up;
    (0.5 * (up - down), 0.5 * (up + down))
}

impl Task for Induction<'_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Scalar>(self) {
        let Self {
            prior,
            rows,
            mut now,
            mut next,
        } = self;
        let mut heights = [0.0; HEIGHTS];
        for (i, z) in heights.iter_mut().enumerate() {
            *z = sinh_cosh::<S>(HEIGHT_LOW + HEIGHT_STEP * i as f64).0;
        }
        let mut costs = [0.0; LEVELS];
        for (i, cost) in costs.iter_mut().enumerate() {
            let power = (LOWEST + i as f64) * (-0.5 * core::f64::consts::LN_2);
            *cost = exp_value(Dd::from(S::splat(power))).get();
        }
        let mut last = true;
        for (n, row) in rows.iter_mut().enumerate().rev() {
            let draws = n as f64 + 1.0;
            let (weight, freedom) = (prior.mean_draws + draws, prior.freedom + draws);
            let nodes = nodes::<S>(weight, freedom);
            for (z, values) in heights.iter().zip(now.iter_mut()) {
                let improvement = loss::<S>(*z, freedom);
                for (value, cost) in values.iter_mut().zip(&costs) {
                    *value = improvement - cost;
                }
                if !last {
                    for node in &nodes {
                        go_on::<S>(values, *z, node, weight, &heights, next);
                    }
                }
            }
            thresholds(row, &heights, now);
            last = false;
            core::mem::swap(&mut now, &mut next);
        }
    }
}

/// The next draw's law in nodes.
#[inline(always)]
fn nodes<S: Scalar>(weight: f64, freedom: f64) -> [Node; NODES] {
    let none = Node {
        draw: 0.0,
        weight: 0.0,
        shrink: 1.0,
        shift: REACH,
        between: [0.0; 4],
    };
    let mut nodes = [none; NODES];
    let inertia =
        freedom / (freedom + 1.0) * (weight + 2.0) * weight / ((weight + 1.0) * (weight + 1.0));
    for (i, node) in nodes.iter_mut().enumerate() {
        let place = NODE_STEP * (i as f64 - (NODES / 2) as f64);
        let (draw, slope) = sinh_cosh::<S>(place);
        let density = student_density(S::splat(draw), S::splat(freedom)).get();
        let mass = density * slope * NODE_STEP;
        let growth = (1.0 + draw * draw / freedom) * inertia;
        let levels = plain_ln(S::splat(growth)).get() * core::f64::consts::LOG2_E;
        let whole = S::splat(levels).floor().get().clamp(-14.0, 13.0);
        let root = S::splat(growth).sqrt().get();
        *node = Node {
            draw,
            weight: if mass > 1e-7 { mass * root } else { 0.0 },
            shrink: 1.0 / root,
            shift: (whole + REACH as f64) as usize,
            between: cubic((levels - whole).clamp(0.0, 1.0)),
        };
    }
    nodes
}

/// Adds to each level's value what going on after this draw is worth, from height `z`.
#[inline(always)]
fn go_on<S: Scalar>(
    values: &mut Row,
    z: f64,
    node: &Node,
    weight: f64,
    heights: &[f64; HEIGHTS],
    next: &[Row],
) {
    if node.weight == 0.0 {
        return;
    }
    let height = (node.draw.max(z) - node.draw / (weight + 1.0)) * node.shrink;
    let size = S::splat(height.abs());
    let log = plain_ln(size + size.fma(size, S::splat(1.0)).sqrt()).get();
    let place = (if height < 0.0 { -log } else { log } - HEIGHT_LOW) * (1.0 / HEIGHT_STEP);
    // The levels side by side, the outermost repeated beyond the ends.
    let mut wide = [0.0; LEVELS + 2 * REACH];
    if place < 1.0 {
        // So far below, the next draw is the best for certain: the value falls by what the best gains.
        let (Some(low), Some(edge)) = (heights.get(1), next.get(1)) else {
            return;
        };
        for (to, value) in wide.iter_mut().skip(REACH).zip(edge) {
            *to = value + (low - height);
        }
    } else {
        let below = place as usize;
        let Some(four) = below
            .checked_sub(1)
            .and_then(|from| next.get(from..from + 4))
        else {
            return;
        };
        for (share, layer) in cubic(place - below as f64).iter().zip(four) {
            for (to, value) in wide.iter_mut().skip(REACH).zip(layer) {
                *to += share * value;
            }
        }
    }
    let (first, end) = (wide[REACH], wide[REACH + LEVELS - 1]);
    for to in wide.iter_mut().take(REACH) {
        *to = first;
    }
    for to in wide.iter_mut().skip(REACH + LEVELS) {
        *to = end;
    }
    let [a, b, c, d] = node.between;
    let moved = wide.array_windows_from(node.shift.saturating_sub(1));
    for (value, [p, q, r, s]) in values.iter_mut().zip(moved) {
        let worth = a * p + b * q + c * r + d * s;
        *value += node.weight * worth.max(0.0);
    }
}

/// `array_windows` is younger than the oldest compiler supported.
trait Windows {
    fn array_windows_from(&self, start: usize) -> impl Iterator<Item = [f64; 4]>;
}

impl Windows for [f64; LEVELS + 2 * REACH] {
    #[inline(always)]
    fn array_windows_from(&self, start: usize) -> impl Iterator<Item = [f64; 4]> {
        let [a, b, c, d] = [0, 1, 2, 3].map(|i| self.iter().skip(start + i));
        a.zip(b)
            .zip(c)
            .zip(d)
            .map(|(((a, b), c), d)| [*a, *b, *c, *d])
    }
}

/// Where each level's value of going on falls to 0.
fn thresholds(row: &mut Row, heights: &[f64; HEIGHTS], values: &[Row]) {
    for (level, threshold) in row.iter_mut().enumerate() {
        let column = values.iter().filter_map(|layer| layer.get(level));
        let mut below: Option<(f64, f64)> = None;
        // Above the grid, going on is worth nothing.
        *threshold = heights[HEIGHTS - 1];
        for (z, value) in heights.iter().zip(column) {
            if *value <= 0.0 {
                *threshold = match below {
                    Some((low, worth)) => low + (z - low) * worth / (worth - value),
                    // Below the grid the value rises as the best falls.
                    None => z + value,
                };
                break;
            }
            below = Some((*z, *value));
        }
    }
}

const _: () = assert!(size_of::<StudentStop>() == 48 && size_of::<StudentPrior>() == 32);
