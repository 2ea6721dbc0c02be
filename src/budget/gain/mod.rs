//! What `n` draws are worth: gains that grow ever more slowly, the price at which each next draw pays.

use crate::Error;
use crate::num::real::Scalar;
use crate::order::{exp_max_mean, normal_max_mean};

mod bernoulli;
mod curve;
mod increments;
mod normal;

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
            Self::Bernoulli { probability, value } => value * bernoulli::success(probability, real),
            Self::Curve(curve) => curve::at(curve, n),
        }
    }

    /// What the draw after `n ≥ 1` draws adds: [`Self::at`]`(n + 1) − at(n)` without the cancellation; never negative.
    #[must_use]
    pub fn increment(&self, n: u64) -> f64 {
        match *self {
            Self::Normal { deviation } => deviation * normal::increment(n),
            Self::Exponential { scale } => scale / (n as f64 + 1.0),
            Self::Bernoulli { probability, value } => {
                value * probability * bernoulli::failures(probability, n as f64)
            }
            Self::Curve(curve) => curve::increment(curve, n),
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

    /// What [`Self::draws_at`] needs for every price.
    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(crate) fn rate<S: Scalar>(&self) -> f64 {
        match *self {
            Self::Bernoulli { probability, .. } => bernoulli::rate::<S>(probability),
            _ => 0.0,
        }
    }

    /// The smallest `n ≥ 1` whose next draw adds no more than `price > 0`, at most `most ≤` [`MOST_DRAWS`].
    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(crate) fn draws_at<S: Scalar>(&self, price: f64, rate: f64, most: u64) -> u64 {
        let (guess, slack) = match *self {
            Self::Normal { deviation } => return normal::draws(price, deviation, most),
            Self::Exponential { scale } => (scale / price - 1.0, 1e-12),
            Self::Bernoulli { probability, value } => (
                bernoulli::guess::<S>(price / (probability * value), rate),
                1e-9,
            ),
            Self::Curve(curve) => return curve::draws(curve, price, most),
        };
        self.next_to(guess, slack, price, most)
    }

    /// The smallest `n ≥ 1` whose next draw adds no more than `price`, from a real `n` right to within `slack` of itself.
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn next_to(&self, guess: f64, slack: f64, price: f64, most: u64) -> u64 {
        if guess <= 1.0 - slack {
            return 1;
        }
        // Between two integers the guess decides, next to one the increments do.
        let below = guess as u64;
        if below > most {
            return most;
        }
        let rest = guess - below as f64;
        let unsure = slack * guess;
        if rest > unsure && rest < 1.0 - unsure {
            return most.min(below + 1);
        }
        let mut n = below.max(1);
        while n > 1 && self.increment(n - 1) <= price {
            n -= 1;
        }
        while n < most && self.increment(n) > price {
            n += 1;
        }
        n
    }
}
