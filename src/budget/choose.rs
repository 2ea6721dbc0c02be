//! One `n` for everyone, and why not more: the largest within budgets, the smallest that is enough, the best at a cost.

use super::gain::{Gain, MOST_DRAWS};
use crate::Error;
use crate::divergence::{Divergence, max_n};
use crate::num::real::Scalar;
use crate::simd::{self, Task};

/// What kept `n` from being another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Bound {
    /// The largest number allowed.
    Most,
    /// The budget at this place in the list.
    Budget(usize),
    /// The gain asked for is reached.
    Target,
    /// The gain asked for is out of reach within the largest number allowed.
    OutOfReach,
    /// The next draw costs more than it adds, or the curve falls.
    Peak,
}

/// A number of draws and the reason for it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Choice {
    /// The number of draws, at least 1.
    pub n: u64,
    /// What was maximised or reached at `n`: the divergence of the budget that bound, the gain, the net gain, the lower
    /// bound; `n` itself where only the largest number did.
    pub value: f64,
    /// Why not more, or not fewer.
    pub bound: Bound,
}

/// The largest `n ≤ most` within all of the divergence budgets, and the first of them that does not admit `n + 1`.
///
/// Validity: exact as [`max_n`] is: no rounding can change `n`.
///
/// # Errors
/// [`Error::Domain`] for `most = 0`, and for a budget or order that is negative or NaN.
pub fn largest_within(
    budgets: impl IntoIterator<Item = (Divergence, f64)>,
    most: u64,
) -> Result<Choice, Error> {
    if most == 0 {
        return Err(Error::Domain);
    }
    let mut choice = Choice {
        n: most,
        value: most as f64,
        bound: Bound::Most,
    };
    for (place, (divergence, budget)) in budgets.into_iter().enumerate() {
        let n = max_n(divergence, budget)?;
        if n < choice.n {
            choice = Choice {
                n,
                value: divergence.at(n as f64),
                bound: Bound::Budget(place),
            };
        }
    }
    Ok(choice)
}

/// The smallest `n ≤ most` whose gain over one draw is at least `target`, in reward units.
///
/// Where none is, `n = most` and [`Bound::OutOfReach`]. Validity: exact up to the rounding of [`Gain::at`]; for curves,
/// the first place that reaches the target.
///
/// # Errors
/// [`Error::Domain`] for `most = 0` and parameters outside their range; [`Error::NotFinite`] for a target or a parameter
/// that is NaN or infinite; [`Error::Empty`] for an empty curve.
pub fn smallest_reaching(gain: Gain<'_>, target: f64, most: u64) -> Result<Choice, Error> {
    gain.check()?;
    if !target.is_finite() {
        return Err(Error::NotFinite);
    }
    if most == 0 {
        return Err(Error::Domain);
    }
    let first = gain.at(1);
    let reached = |n: u64| gain.at(n) - first;
    let choice = |n, bound| Choice {
        n,
        value: reached(n),
        bound,
    };
    if let Gain::Curve(curve) = gain {
        let place = curve.iter().position(|x| x - first >= target);
        return Ok(match place.map(|i| i as u64 + 1).filter(|n| *n <= most) {
            Some(n) => choice(n, Bound::Target),
            None => choice(most, Bound::OutOfReach),
        });
    }
    if reached(most) < target {
        return Ok(choice(most, Bound::OutOfReach));
    }
    // `high` reaches the target; below `low + 1` nothing does.
    let (mut low, mut high) = (0, most);
    let mut step = 1;
    while high - low > 1 {
        // Doubling first: most answers are small.
        let middle = if high == most && low + step < high {
            low + step
        } else {
            low + (high - low) / 2
        };
        if reached(middle) >= target {
            high = middle;
        } else {
            low = middle;
            step = step.saturating_mul(2);
        }
    }
    Ok(choice(high, Bound::Target))
}

/// The `n ≤ most` with the largest `gain(n) − cost·n`, the smallest of several.
///
/// [`Choice::value`] is `gain(n) − gain(1) − cost·(n−1)`, what the further draws net. Validity: exact for concave gains; for
/// curves, the best of all their values. At most 2^24 draws are considered.
///
/// # Errors
/// [`Error::Domain`] for `most = 0`, a negative cost and parameters outside their range; [`Error::NotFinite`] for a cost or
/// a parameter that is NaN or infinite; [`Error::Empty`] for an empty curve.
pub fn best_at_cost(gain: Gain<'_>, cost: f64, most: u64) -> Result<Choice, Error> {
    gain.check()?;
    if !cost.is_finite() {
        return Err(Error::NotFinite);
    }
    if most == 0 || cost < 0.0 {
        return Err(Error::Domain);
    }
    let n = if let Gain::Curve(curve) = gain {
        let values = curve.iter().zip(1_u64..).take_while(|(_, n)| *n <= most);
        largest(values.map(|(x, n)| (x - cost * n as f64, n)))
    } else {
        let most = most.min(MOST_DRAWS);
        simd::run(Worth {
            gain,
            price: cost.max(f64::MIN_POSITIVE),
            most,
        })
    };
    let end = match gain {
        Gain::Curve(curve) => most.min(curve.len() as u64),
        _ => most,
    };
    Ok(Choice {
        n,
        value: gain.at(n) - gain.at(1) - cost * (n - 1) as f64,
        bound: if n == end { Bound::Most } else { Bound::Peak },
    })
}

/// The `n` at which a lower bound on the gold reward is largest, the smallest of several: `lower[i]` belongs to `n = i + 1`.
///
/// [`Bound::Peak`] where the bound falls afterwards, [`Bound::Most`] where the list ends first.
///
/// # Errors
/// [`Error::Empty`] without values, [`Error::NotFinite`] for one that is NaN or infinite.
pub fn best_lower_bound(lower: &[f64]) -> Result<Choice, Error> {
    if lower.is_empty() {
        return Err(Error::Empty);
    }
    if !lower.iter().all(|x| x.is_finite()) {
        return Err(Error::NotFinite);
    }
    let n = largest(lower.iter().copied().zip(1..));
    let value = Gain::Curve(lower).at(n);
    let last = n == lower.len() as u64;
    Ok(Choice {
        n,
        value,
        bound: if last { Bound::Most } else { Bound::Peak },
    })
}

struct Worth<'a> {
    gain: Gain<'a>,
    price: f64,
    most: u64,
}

impl Task for Worth<'_> {
    type Output = u64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> u64 {
        let rate = self.gain.rate::<S>();
        self.gain.draws_at::<S>(self.price, rate, self.most)
    }
}

/// The place of the first of the largest values.
fn largest(values: impl Iterator<Item = (f64, u64)>) -> u64 {
    let mut best = (f64::NEG_INFINITY, 1);
    for (value, n) in values {
        if value > best.0 {
            best = (value, n);
        }
    }
    best.1
}
