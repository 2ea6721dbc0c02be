//! What `n` draws are worth: gains that grow ever more slowly, the price at which each next draw pays.

use crate::Error;
use crate::num::dd::Dd;
use crate::num::exp::expm1;
use crate::num::ln::log1p;
use crate::order::{exp_max_mean, normal_max_mean};

/// Expected reward of the best of `n` draws, in reward units, up to a constant that no decision depends on.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Gain<'a> {
    /// Normal rewards of this standard deviation: `deviation · E max` of `n` standard normals.
    Normal {
        /// Standard deviation, in reward units.
        deviation: f64,
    },
    /// Rewards with an exponential tail of this scale: `scale · H_n`.
    Exponential {
        /// The tail's scale, its mean excess, in reward units.
        scale: f64,
    },
    /// Right answers, each draw right with this probability: `value · (1 − (1−p)^n)`.
    Bernoulli {
        /// Probability that a draw is right.
        probability: f64,
        /// What a right answer is worth, in reward units.
        value: f64,
    },
    /// A curve over `n = 1, 2, …`, as [`curve`](crate::estimate::curve) gives it for a pool; constant beyond its end.
    Curve(&'a [f64]),
}

/// Draws beyond which nothing is priced: there two neighbouring expected maxima are one double.
pub(crate) const MOST_DRAWS: u64 = 1 << 24;

impl Gain<'_> {
    /// Expected reward of the best of `n ≥ 1` draws.
    ///
    /// Formula: that of each case. Accuracy: a few ulp of the largest term.
    #[must_use]
    pub fn at(&self, n: u64) -> f64 {
        let real = n as f64;
        match *self {
            Self::Normal { deviation } => deviation * normal_max_mean(real),
            Self::Exponential { scale } => scale * exp_max_mean(real),
            Self::Bernoulli { probability, value } => value * -failure_less_one(probability, real),
            Self::Curve(curve) => {
                let index = n
                    .saturating_sub(1)
                    .min(curve.len().saturating_sub(1) as u64);
                curve.get(index as usize).copied().unwrap_or(f64::NAN)
            }
        }
    }

    /// What the draw after `n ≥ 1` draws adds: [`Self::at`]`(n + 1) − at(n)` without the cancellation; never negative.
    #[must_use]
    pub fn increment(&self, n: u64) -> f64 {
        match *self {
            Self::Normal { deviation } => deviation * normal_increment(n),
            Self::Exponential { scale } => scale / (n as f64 + 1.0),
            Self::Bernoulli { probability, value } => {
                let power = failure_less_one(probability, n as f64) + 1.0;
                value * probability * power
            }
            Self::Curve(curve) => {
                let [at, next] = [n.saturating_sub(1), n].map(|i| usize::try_from(i).ok());
                let at = at.and_then(|i| curve.get(i));
                let next = next.and_then(|i| curve.get(i));
                at.zip(next).map_or(0.0, |(at, next)| next - at)
            }
        }
    }

    /// Refuses parameters that no gain can have.
    pub(crate) fn check(&self) -> Result<(), Error> {
        let (size, valid) = match *self {
            Self::Normal { deviation: size } | Self::Exponential { scale: size } => (size, true),
            Self::Bernoulli { probability, value } => (value, (0.0..=1.0).contains(&probability)),
            Self::Curve([]) => return Err(Error::Empty),
            Self::Curve(curve) => {
                if !curve.iter().all(|x| x.is_finite()) {
                    return Err(Error::NotFinite);
                }
                (0.0, true)
            }
        };
        if size.is_nan() || size == f64::INFINITY {
            Err(Error::NotFinite)
        } else if size < 0.0 || !valid {
            Err(Error::Domain)
        } else {
            Ok(())
        }
    }

    /// The smallest `n ≥ 1` whose next draw adds no more than `price > 0`, at most `most ≤` [`MOST_DRAWS`].
    #[inline]
    pub(crate) fn draws_at(&self, price: f64, most: u64, starts: &Starts) -> u64 {
        let guess = match *self {
            Self::Normal { deviation } => return normal_draws(price, deviation, most, starts),
            Self::Exponential { scale } => scale / price - 1.0,
            Self::Bernoulli { probability, value } => bernoulli_guess(probability, value, price),
            Self::Curve(curve) => {
                let steps = curve.windows(2);
                // Not partition_point over a range: windows are no slice, so halve by hand.
                let (mut low, mut high) = (0, steps.len());
                while low < high {
                    let middle = low + (high - low) / 2;
                    if self.increment(middle as u64 + 1) > price {
                        low = middle + 1;
                    } else {
                        high = middle;
                    }
                }
                return most.min(low as u64 + 1);
            }
        };
        // The guess is off by its rounding at most: the increments decide.
        let mut n = (guess as u64).max(1).min(most);
        while n > 1 && self.increment(n - 1) <= price {
            n -= 1;
        }
        while n < most && self.increment(n) > price {
            n += 1;
        }
        n
    }
}

/// `(1−p)^n − 1`.
fn failure_less_one(probability: f64, n: f64) -> f64 {
    if probability >= 1.0 {
        return -1.0;
    }
    let power = log1p(Dd::from(-probability)).times(n);
    if power.hi < -700.0 {
        -1.0
    } else {
        expm1(power.normal()).value()
    }
}

fn bernoulli_guess(probability: f64, value: f64, price: f64) -> f64 {
    let first = probability * value;
    if first <= price || probability >= 1.0 {
        return 1.0;
    }
    let ratio = crate::num::ln::ln_any(price / first).value();
    ratio / log1p(Dd::from(-probability)).value()
}

/// What the draw after `n ≥ 1` adds to the expected maximum of standard normals.
#[inline]
fn normal_increment(n: u64) -> f64 {
    match usize::try_from(n.wrapping_sub(1))
        .ok()
        .and_then(|i| NORMAL.get(i))
    {
        Some(step) => *step,
        None => normal_max_mean(n as f64 + 1.0) - normal_max_mean(n as f64),
    }
}

/// Where to start looking in [`NORMAL`], by the leading bits of the increment sought.
pub(crate) struct Starts([u8; CELLS]);

/// Cells a binade, and binades: increments from 1 down to below the last of the table.
const CELLS_A_BINADE: usize = 16;
const CELLS: usize = 8 * CELLS_A_BINADE;
/// The leading bits of 1.0 and more.
const TOP: u64 = 1023 << 4;

impl Starts {
    pub(crate) fn new() -> Self {
        let mut starts = [1; CELLS];
        let mut n = 1;
        for (cell, start) in (1_u64..).zip(starts.iter_mut()) {
            // The largest increment of this cell.
            let most = f64::from_bits((TOP - cell + 1) << 48);
            while n < NORMAL.len() && normal_increment(n as u64) >= most {
                n += 1;
            }
            *start = n as u8;
        }
        Self(starts)
    }
}

/// The smallest `n ≥ 1` with `deviation · increment(n) ≤ price`.
#[inline]
fn normal_draws(price: f64, deviation: f64, most: u64, starts: &Starts) -> u64 {
    let sought = price / deviation;
    // A deviation of 0 makes this infinite.
    if sought >= NORMAL_FIRST {
        return 1;
    }
    let cell = TOP.wrapping_sub(1).wrapping_sub(sought.to_bits() >> 48);
    if let Some(start) = starts.0.get(cell as usize) {
        let start = usize::from(*start).max(1);
        for (n, step) in (start as u64..).zip(NORMAL.iter().skip(start - 1)) {
            if deviation * step <= price {
                return most.min(n);
            }
        }
    }
    normal_many(price, deviation, most)
}

/// Beyond the table: `n · increment(n)` hardly moves, so the last trial names the next; the increments decide.
fn normal_many(price: f64, deviation: f64, most: u64) -> u64 {
    let worth = |n: u64| deviation * normal_increment(n);
    let mut trial = NORMAL.len() as u64;
    if most <= trial || worth(most - 1) > price {
        return most;
    }
    let (mut low, mut high) = (trial - 1, most);
    let mut value = worth(trial);
    // The draw after `low` pays, the one after `high` does not (or may not be drawn).
    while high - low > 1 {
        let next = (trial as f64 * (value / price)) as u64;
        trial = if low < next && next < high {
            next
        } else {
            low + (high - low) / 2
        };
        value = worth(trial);
        if value > price {
            low = trial;
        } else {
            high = trial;
        }
    }
    high
}

/// The first entry below.
const NORMAL_FIRST: f64 = 0.5641895835477563;

/// What the draw after `n = 1, 2, …` adds to the expected maximum of standard normals;
/// `python3 tools/normal_max_mean.py --increments` prints it.
static NORMAL: [f64; 64] = [
    0.5641895835477563,
    0.28209479177387814,
    0.1830909976823297,
    0.1335891006365555,
    0.10424188697095169,
    0.0849720149954331,
    0.07142193043837336,
    0.06141285616395925,
    0.05373956862593585,
    0.047683621072827316,
    0.04279128796391282,
    0.03876253717721451,
    0.03539137705084902,
    0.03253189084106091,
    0.030077948113750533,
    0.027950587827902905,
    0.02608989808603123,
    0.024449632635102553,
    0.022993548194495828,
    0.02169285512299,
    0.02052440676010584,
    0.01946938996108711,
    0.018512362583174697,
    0.017640535527878445,
    0.0168432300077554,
    0.01611146224526661,
    0.015437622116687357,
    0.014815221924327365,
    0.01423869812391766,
    0.013703253466683163,
    0.013204730290712808,
    0.01273950804122966,
    0.012304419798348344,
    0.011896683835467645,
    0.011513847152538942,
    0.011153738616731135,
    0.010814429861981636,
    0.01049420249355912,
    0.010191520446256533,
    0.00990500657844803,
    0.009633422765950962,
    0.009375652901921178,
    0.009130688321141101,
    0.00889761525596255,
    0.008675604002058591,
    0.008463899528979255,
    0.008261813316318345,
    0.008068716233406284,
    0.007884032310644058,
    0.0077072332752834575,
    0.007537833744731935,
    0.007375386987176329,
    0.007219481173157352,
    0.007069736053225815,
    0.006925800006402359,
    0.0067873474121899514,
    0.006654076305630264,
    0.006525706280575706,
    0.006401976611150469,
    0.006282644565444825,
    0.0061674838889483816,
    0.0060562834381796635,
    0.005948845947493123,
    0.0058449869142083236,
];
