//! From a log of rewards: the prior of Student's rule, and the guard that holds the rule to the log.

use super::student::{LEVELS, StudentPrior, StudentStop};
use crate::Error;
use crate::num::dd::Dd;
use crate::num::exp::exp_value;
use crate::num::ln::plain_ln;
use crate::num::real::{Real, Scalar};
use crate::order::{exp_max_mean, exp_max_variance};
use crate::simd::{self, Task};

/// Moments over requests, for [`StudentPrior`]: streaming, 64 bytes, no allocation.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[repr(C)]
pub struct StudentFit {
    requests: f64,
    varied: f64,
    mean: f64,
    mean_spread: f64,
    mean_noise: f64,
    log: f64,
    log_spread: f64,
    log_noise: f64,
}

const _: () = assert!(size_of::<StudentFit>() == 64);

const EULER: f64 = 0.5772156649015329;
const ZETA_2: f64 = 1.6449340668482264;

/// `ψ(x)` for `x > 0`, to a few ulp of 1.
fn digamma(x: f64) -> f64 {
    exp_max_mean(x + 1.0) - EULER - 1.0 / x - 1.0 / (x + 1.0)
}

/// `ψ₁(x)` for `x > 0`, to a few ulp of 1.
fn trigamma(x: f64) -> f64 {
    let (first, second) = (1.0 / x, 1.0 / (x + 1.0));
    ZETA_2 - exp_max_variance(x + 1.0) + first * first + second * second
}

/// Freedoms that a fit may find.
const FREEDOM: (f64, f64) = (1.0, 512.0);

impl StudentFit {
    /// Takes in the rewards of one request.
    ///
    /// # Errors
    /// [`Error::Empty`] for fewer than two rewards, [`Error::NotFinite`] for one that is NaN or infinite; nothing is taken
    /// in then.
    pub fn add(&mut self, rewards: &[f64]) -> Result<(), Error> {
        let mut seen = 0.0;
        let (mut mean, mut spread) = (0.0, 0.0);
        for x in rewards {
            seen += 1.0;
            let step = x - mean;
            mean += step / seen;
            spread += step * (x - mean);
        }
        if seen < 2.0 {
            return Err(Error::Empty);
        }
        if !spread.is_finite() {
            return Err(Error::NotFinite);
        }
        let variance = spread / (seen - 1.0);
        self.requests += 1.0;
        let step = mean - self.mean;
        self.mean += step / self.requests;
        self.mean_spread += step * (mean - self.mean);
        self.mean_noise += (variance / seen - self.mean_noise) / self.requests;
        // A request whose rewards are all equal says nothing on the scale of the others.
        if variance >= f64::MIN_POSITIVE {
            // ln s² is ln σ² and the logarithm of a χ² over its degrees: its mean and variance are known.
            let half = 0.5 * (seen - 1.0);
            let log = simd::run(Ln(variance)) - digamma(half) + simd::run(Ln(half));
            self.varied += 1.0;
            let step = log - self.log;
            self.log += step / self.varied;
            self.log_spread += step * (log - self.log);
            self.log_noise += (trigamma(half) - self.log_noise) / self.varied;
        }
        Ok(())
    }

    /// The prior with the moments seen: of the requests' means, and of the logarithms of their variances.
    ///
    /// Formula: `ψ₁(freedom/2) = Var ln σ²`, `ln variance = E ln σ² + ψ(freedom/2) − ln(freedom/2)`,
    /// `mean_draws = E σ²/Var μ` at the typical variance; each with the noise of finitely many rewards taken off.
    /// Cost: one bisection, some microseconds.
    ///
    /// # Errors
    /// [`Error::Empty`] for fewer than two requests whose rewards vary.
    pub fn prior(&self) -> Result<StudentPrior, Error> {
        if self.varied < 2.0 {
            return Err(Error::Empty);
        }
        let log_variance = self.log_spread / (self.varied - 1.0) - self.log_noise;
        let (mut low, mut high) = FREEDOM;
        for _ in 0..60 {
            let middle = 0.5 * (low + high);
            if trigamma(0.5 * middle) > log_variance {
                low = middle;
            } else {
                high = middle;
            }
        }
        let half = 0.5 * low;
        let variance = simd::run(Exp(self.log + digamma(half) - simd::run(Ln(half))));
        let typical = simd::run(Exp(self.log));
        let of_means = self.mean_spread / (self.requests - 1.0) - self.mean_noise;
        Ok(StudentPrior {
            mean: self.mean,
            // Means that all agree are worth many draws, not infinitely many.
            mean_draws: typical / of_means.max(1e-6 * typical),
            variance,
            freedom: low,
        })
    }
}

struct Ln(f64);

impl Task for Ln {
    type Output = f64;

    #[inline(always)]
    fn run<S: Scalar>(self) -> f64 {
        plain_ln(S::splat(self.0)).get()
    }
}

struct Exp(f64);

impl Task for Exp {
    type Output = f64;

    #[inline(always)]
    fn run<S: Scalar>(self) -> f64 {
        exp_value(Dd::from(S::splat(self.0))).get()
    }
}

/// What a log says of a rule.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct StudentTrial {
    /// Whether the rule is kept; it is turned into the best fixed number otherwise.
    pub kept: bool,
    /// The fixed number with the largest mean reward less cost on the log.
    pub best_fixed: u64,
    /// Mean reward less cost under that number.
    pub fixed_objective: f64,
    /// Mean reward less cost under the rule.
    pub objective: f64,
    /// Standard error over requests of the difference of the two.
    pub error: f64,
    /// Mean number of draws under the rule.
    pub draws: f64,
}

/// Each request is replayed from this many of its samples on, around the end.
const STARTS: usize = 8;

/// Holds a rule to a log of rewards, and turns it into the best fixed number of draws where it is not better: the guard
/// against heavy tails, ties, and everything else that normal rewards are not.
///
/// `rewards` are those of one request after another, `samples` each, in the order they were drawn. A rule that would draw
/// more than `samples` is cut off there, as the fixed numbers are.
///
/// Validity: both objectives are unbiased for fresh requests like those of the log, but for the choice of the fixed number,
/// which favours it. The decision may err by the noise of their difference, [`StudentTrial::error`].
/// Cost: `8` replays of the log, three times.
///
/// # Errors
/// Nothing is written but for success.
/// - [`Error::Domain`]: `rewards` that are no multiple of `samples`, or a prior out of range;
/// - [`Error::Empty`]: fewer than two requests, or no samples;
/// - [`Error::NotFinite`]: a reward is NaN or infinite;
/// - [`Error::Capacity`]: `scratch` shorter than `samples`, or a rule without rows.
pub fn student_guard(
    prior: &StudentPrior,
    rule: &mut [f64],
    rewards: &[f64],
    samples: usize,
    scratch: &mut [f64],
) -> Result<StudentTrial, Error> {
    let start = StudentStop::new(prior)?;
    if samples == 0 || rewards.len() <= samples {
        return Err(Error::Empty);
    }
    if !rewards.iter().all(|x| x.is_finite()) {
        return Err(Error::NotFinite);
    }
    let sums = scratch.get_mut(..samples).ok_or(Error::Capacity)?;
    let inverse = match rule.as_chunks::<LEVELS>().0 {
        [header, _, ..] => header[0],
        _ => return Err(Error::Capacity),
    };
    let cost = 1.0 / Real::sqrt(inverse);
    let mut requests = 0.0;
    let mut rest = rewards;
    while !rest.is_empty() {
        (_, rest) = rest.split_at_checked(samples).ok_or(Error::Domain)?;
        requests += 1.0;
    }
    sums.fill(0.0);
    let mut rest = rewards;
    while let Some((request, others)) = rest
        .split_at_checked(samples)
        .filter(|(r, _)| !r.is_empty())
    {
        for order in replays(request) {
            let mut best = f64::NEG_INFINITY;
            for (sum, x) in sums.iter_mut().zip(order) {
                best = best.max(*x);
                *sum += best;
            }
        }
        rest = others;
    }
    let each = 1.0 / (requests * STARTS as f64);
    let mut fixed = (f64::NEG_INFINITY, 1);
    for (n, sum) in (1_u64..).zip(sums.iter()) {
        let objective = sum * each - cost * n as f64;
        if objective > fixed.0 {
            fixed = (objective, n);
        }
    }
    let (fixed_objective, best_fixed) = fixed;

    let (mut difference, mut spread, mut draws, mut seen) = (0.0, 0.0, 0.0, 0.0);
    let mut rest = rewards;
    while let Some((request, others)) = rest
        .split_at_checked(samples)
        .filter(|(r, _)| !r.is_empty())
    {
        let mut gained = 0.0;
        for order in replays(request) {
            let mut state = start;
            let mut best = f64::NEG_INFINITY;
            let mut stopped = false;
            for (n, x) in (1_u64..).zip(order) {
                best = best.max(*x);
                if !stopped {
                    state.record(*x)?;
                    stopped = state.should_stop(rule);
                }
                if n == best_fixed {
                    gained -= best - cost * n as f64;
                }
            }
            gained += state.best() - cost * state.draws() as f64;
            draws += state.draws() as f64;
        }
        gained /= STARTS as f64;
        seen += 1.0;
        let step = gained - difference;
        difference += step / seen;
        spread += step * (gained - difference);
        rest = others;
    }
    let kept = difference > 0.0;
    if let [header, ..] = rule.as_chunks_mut::<LEVELS>().0 {
        header[1] = if kept { 0.0 } else { best_fixed as f64 };
    }
    Ok(StudentTrial {
        kept,
        best_fixed,
        fixed_objective,
        objective: fixed_objective + difference,
        error: Real::sqrt(spread / (seen * (seen - 1.0))),
        draws: draws * each,
    })
}

/// A request's samples from eight starting points, each time all of them.
fn replays(request: &[f64]) -> impl Iterator<Item = impl Iterator<Item = &f64>> {
    (0..STARTS).map(|start| {
        let at = request.len() * start / STARTS;
        let (before, after) = request.split_at_checked(at).unwrap_or((request, &[]));
        after.iter().chain(before)
    })
}
