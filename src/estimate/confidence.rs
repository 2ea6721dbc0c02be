//! Confidence in a mean at every moment: intervals that may be looked at after each reward, and acted on.
//!
//! With probability `1 − alpha` the interval holds the mean at all times together, so that stopping because of it is
//! allowed. What it rests on is that each reward has the same mean given those before it; they need not be independent.

use super::boundary::{normal_mixture_boundary, normal_mixture_rho, stitched_boundary};
use crate::Error;
use crate::num::dd::Dd;
use crate::num::ln::{plain_ln, plain_log1p_minus};
use crate::num::real::{Real, Scalar};
use crate::simd::{self, Task};

/// What is known about the rewards, and how the interval makes use of it.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Method {
    /// Rewards in `[low, high]`: predictable plug-in empirical Bernstein, the narrowest here for bounded rewards.
    /// Source: Waudby-Smith and Ramdas 2024 (arXiv:2010.09686), Theorem 2 with bets of at most ½.
    EmpiricalBernstein {
        /// The least reward there can be.
        low: f64,
        /// The greatest.
        high: f64,
    },
    /// Rewards in `[low, high]`: stitched empirical Bernstein, which keeps shrinking at the rate of the law of the iterated
    /// logarithm. Source: Howard et al. 2021 (arXiv:1810.08240), Theorem 4.
    StitchedBernstein {
        /// The least reward there can be.
        low: f64,
        /// The greatest.
        high: f64,
    },
    /// Rewards that are sub-Gaussian with `sigma`, in reward units: stitched, valid from the first reward to the last.
    /// Source: Howard et al. 2021 (arXiv:1810.08240), Theorem 1.
    StitchedSubGaussian {
        /// Sub-Gaussian scale: `E e^(λ(x−μ)) ≤ e^(λ²σ²/2)`; half the range for bounded rewards.
        sigma: f64,
    },
    /// Rewards that are sub-Gaussian with `sigma`: normal mixture, narrowest after about `draws` rewards.
    /// Source: Robbins 1970; Howard et al. 2021 (arXiv:1810.08240), section 3.2.
    NormalMixture {
        /// Sub-Gaussian scale, as above.
        sigma: f64,
        /// After how many rewards the interval shall be narrowest; any positive number.
        draws: f64,
    },
}

const EMPIRICAL_BERNSTEIN: u64 = 1;
const STITCHED_BERNSTEIN: u64 = 2;
const STITCHED_SUB_GAUSSIAN: u64 = 3;
const NORMAL_MIXTURE: u64 = 4;

/// The stitches begin at this variance of rewards scaled to `[0, 1]`.
const FIRST_STITCH: f64 = 1.0;

/// A confidence sequence for the mean of a stream. 104 bytes, plain data: no bit pattern of them makes a method panic.
///
/// ```
/// use bestof::estimate::{Confidence, Method};
/// let mut confidence = Confidence::new(Method::EmpiricalBernstein { low: 0.0, high: 1.0 }, 0.05)?;
/// for reward in [0.5, 0.6, 0.4].into_iter().cycle().take(300) {
///     confidence.push(reward)?;
/// }
/// let [lower, upper] = confidence.interval();
/// assert!(0.4 < lower && lower < 0.5 && 0.5 < upper && upper < 0.6);
/// # Ok::<(), bestof::Error>(())
/// ```
#[repr(C)]
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Confidence {
    method: u64,
    /// Range, or scale and draws.
    parameters: [f64; 2],
    alpha: f64,
    count: u64,
    /// Sum of the rewards, those of a range scaled to `[0, 1]`; head and tail.
    sum: [f64; 2],
    /// Sum of squared deviations: from the mean that includes a reward (plug-in), from the mean before it (stitched).
    squares: f64,
    /// Plug-in: sums of the bets, of the bets times rewards, and of what they cost.
    bets: f64,
    staked: f64,
    cost: f64,
    lower: f64,
    upper: f64,
}

const _: () = assert!(size_of::<Confidence>() == 104);

impl Confidence {
    /// No rewards yet. The interval misses the mean, at any time, with probability at most `alpha`, both sides together.
    ///
    /// # Errors
    /// [`Error::NotFinite`] for a parameter that is NaN or infinite, [`Error::Domain`] for an empty range, a scale or a
    /// number of draws that is not positive, or an `alpha` outside `(0, 1)`.
    pub fn new(method: Method, alpha: f64) -> Result<Self, Error> {
        let (code, parameters) = match method {
            Method::EmpiricalBernstein { low, high } => (EMPIRICAL_BERNSTEIN, [low, high]),
            Method::StitchedBernstein { low, high } => (STITCHED_BERNSTEIN, [low, high]),
            Method::StitchedSubGaussian { sigma } => (STITCHED_SUB_GAUSSIAN, [sigma, 1.0]),
            Method::NormalMixture { sigma, draws } => (NORMAL_MIXTURE, [sigma, draws]),
        };
        let [first, second] = parameters;
        let ranged = code <= STITCHED_BERNSTEIN;
        if !(first.is_finite() && second.is_finite() && alpha.is_finite()) {
            return Err(Error::NotFinite);
        }
        let sound = if ranged {
            first < second && (second - first).is_finite()
        } else {
            first > 0.0 && second > 0.0
        };
        if !(sound && alpha > 0.0 && alpha < 1.0) {
            return Err(Error::Domain);
        }
        let [lower, upper] = if ranged {
            parameters
        } else {
            [f64::NEG_INFINITY, f64::INFINITY]
        };
        Ok(Self {
            method: code,
            parameters,
            alpha,
            count: 0,
            sum: [0.0; 2],
            squares: 0.0,
            bets: 0.0,
            staked: 0.0,
            cost: 0.0,
            lower,
            upper,
        })
    }

    /// Takes one reward and narrows the interval.
    ///
    /// Cost: two logarithms, a root and a division or two; O(1), whatever came before.
    ///
    /// # Errors
    /// Nothing changes but for success. [`Error::NotFinite`] for NaN and infinities, [`Error::Domain`] for a reward outside
    /// the range and for a state that [`new`](Self::new) has not made, [`Error::Capacity`] once 2^64 − 1 rewards are in.
    pub fn push(&mut self, reward: f64) -> Result<(), Error> {
        if !reward.is_finite() {
            return Err(Error::NotFinite);
        }
        if !(EMPIRICAL_BERNSTEIN..=NORMAL_MIXTURE).contains(&self.method) {
            return Err(Error::Domain);
        }
        let [first, second] = self.parameters;
        if self.has_range() && !(first <= reward && reward <= second) {
            return Err(Error::Domain);
        }
        let count = self.count.checked_add(1).ok_or(Error::Capacity)?;
        simd::run(Push {
            state: self,
            count,
            reward,
        });
        Ok(())
    }

    const fn has_range(&self) -> bool {
        self.method <= STITCHED_BERNSTEIN
    }

    /// Where the mean is: `[lower, upper]`, in reward units, the intersection of the intervals at all times so far. A lower
    /// bound above the upper one says that the assumptions do not hold.
    ///
    /// Before the first reward it is the range, or everything.
    #[must_use]
    pub const fn interval(&self) -> [f64; 2] {
        [self.lower, self.upper]
    }

    /// How many rewards there were.
    #[must_use]
    pub const fn count(&self) -> u64 {
        self.count
    }
}

struct Push<'a> {
    state: &'a mut Confidence,
    count: u64,
    reward: f64,
}

impl Task for Push<'_> {
    type Output = ();

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) {
        let Self {
            state,
            count,
            reward,
        } = self;
        let [first, second] = state.parameters;
        let (origin, width) = if state.has_range() {
            (first, second - first)
        } else {
            (0.0, 1.0)
        };
        let x = if state.has_range() {
            ((reward - origin) / width).clamp(0.0, 1.0)
        } else {
            reward
        };
        let before = state.sum_value();
        let [hi, lo] = state.sum;
        let sum = Dd::constant(hi, lo).plus(S::splat(x));
        let total = count as f64;

        let [low, high] = match state.method {
            EMPIRICAL_BERNSTEIN => state.bet::<S>(x, before, sum.value().get(), total),
            STITCHED_BERNSTEIN => {
                // The guess before the first reward is the middle of the range.
                let guess = if state.count == 0 {
                    0.5
                } else {
                    before / (total - 1.0)
                };
                state.squares += (x - guess) * (x - guess);
                let half = 0.5 * state.alpha;
                let reach = stitched_boundary(state.squares, FIRST_STITCH, 1.0, half);
                around(sum.value().get(), reach, total)
            }
            STITCHED_SUB_GAUSSIAN => {
                let reach = first * stitched_boundary(total, 1.0, 0.0, 0.5 * state.alpha);
                around(sum.value().get(), reach, total)
            }
            _ => {
                let rho = normal_mixture_rho(second, state.alpha);
                let reach = first * normal_mixture_boundary(total, rho, state.alpha);
                around(sum.value().get(), reach, total)
            }
        };
        state.sum = [sum.hi.get(), sum.lo.get()];
        state.count = count;
        state.lower = Real::max(state.lower, origin + width * low);
        state.upper = Real::min(state.upper, origin + width * high);
    }
}

impl Confidence {
    #[inline]
    fn sum_value(&self) -> f64 {
        let [hi, lo] = self.sum;
        hi + lo
    }

    /// The plug-in interval after a reward `x` of `[0, 1]`, the `total`-th; `before` and `after` are the sums of rewards.
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn bet<S: Scalar>(&mut self, x: f64, before: f64, after: f64, total: f64) -> [f64; 2] {
        let confidence =
            plain_ln(S::splat(2.0)) - plain_ln(S::splat(Real::max(self.alpha, f64::MIN_POSITIVE)));
        // Mean and variance of what came before, as if half a reward of ½ and a quarter of variance had come first.
        let guess = (0.5 + before) / total;
        let variance = (0.25 + self.squares) / total;
        let time = S::splat(total) * plain_ln(S::splat(total + 1.0));
        let bet = (S::splat(2.0) * confidence / (time * S::splat(variance))).sqrt();
        let bet = bet.min(S::splat(0.5)).get();

        let (cost, _) = plain_log1p_minus(S::splat(-bet), S::splat(1.0 - bet));
        self.bets += bet;
        self.staked += bet * x;
        self.cost += (x - guess) * (x - guess) * cost.get();
        let mean = (0.5 + after) / (total + 1.0);
        self.squares += (x - mean) * (x - mean);
        around(self.staked, confidence.get() + self.cost, self.bets)
    }
}

#[inline]
fn around(sum: f64, reach: f64, weight: f64) -> [f64; 2] {
    [(sum - reach) / weight, (sum + reach) / weight]
}
