//! The largest integer `n` within a divergence budget, exactly.
//!
//! The real inverse names a candidate. Whether an integer stays within the budget is then decided without rounding:
//! algebraic divergences by integer arithmetic, the others by a double-double where it is clear and by 256-bit fixed point
//! where it is not. There equality cannot happen: for `n ≥ 2` the value is irrational (but for the total variation of
//! best-of-2, a quarter), the budget rational.

use super::algebraic::{ChiSquared, HellingerSquared, Jeffreys};
use super::inverse::{
    n_at_chi_squared, n_at_hellinger_squared, n_at_kl, n_at_reverse_kl, n_at_total_variation,
};
use super::inverse_renyi::n_at_renyi;
use super::kl::{Kl, ReverseKl};
use super::renyi::Renyi;
use super::total_variation::TotalVariation;
use crate::Error;
use crate::num::wide::Fixed;
use crate::simd;

/// A divergence of the best-of-`n` policy from its reference, named.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub enum Divergence {
    /// [`kl`](super::kl), in nats.
    Kl,
    /// [`reverse_kl`](super::reverse_kl), in nats.
    ReverseKl,
    /// [`chi_squared`](super::chi_squared).
    ChiSquared,
    /// [`total_variation`](super::total_variation).
    TotalVariation,
    /// [`hellinger_squared`](super::hellinger_squared).
    HellingerSquared,
    /// [`renyi`](super::renyi) of this order, in nats.
    Renyi(f64),
    /// [`jeffreys`](super::jeffreys), in nats.
    Jeffreys,
}

impl Divergence {
    /// The value for best-of-`n` without ties, as the function of the same name gives it.
    #[must_use]
    pub fn at(self, n: f64) -> f64 {
        match self {
            Self::Kl => simd::scalar(Kl, n),
            Self::ReverseKl => simd::scalar(ReverseKl, n),
            Self::ChiSquared => simd::scalar(ChiSquared, n),
            Self::TotalVariation => simd::scalar(TotalVariation, n),
            Self::HellingerSquared => simd::scalar(HellingerSquared, n),
            Self::Renyi(alpha) => simd::scalar(Renyi { alpha }, n),
            Self::Jeffreys => simd::scalar(Jeffreys, n),
        }
    }

    /// The real `n` at which the divergence equals `budget`, to within a few ulp.
    fn real_n(self, budget: f64) -> f64 {
        match self {
            Self::Kl => n_at_kl(budget),
            Self::ReverseKl => n_at_reverse_kl(budget),
            Self::ChiSquared => n_at_chi_squared(budget),
            Self::TotalVariation if budget >= 1.0 => f64::INFINITY,
            Self::TotalVariation => n_at_total_variation(budget),
            Self::HellingerSquared if budget >= 2.0 => f64::INFINITY,
            Self::HellingerSquared => n_at_hellinger_squared(budget),
            Self::Renyi(alpha) => n_at_renyi(budget, alpha),
            // n = 1 + J/2 + √(J + J²/4), which is the χ² inverse at J/4 less its half.
            Self::Jeffreys => 2.0 * n_at_chi_squared(budget / 4.0) - 1.0,
        }
    }

    /// The answer, from the real `n` that it is near.
    // Apart: what it keeps on the stack must not lie above the inverse that finds that `n`.
    #[cfg_attr(feature = "small", inline(never))]
    fn search(self, budget: f64, near: f64) -> u64 {
        let guess = (near as u64).max(1);
        let slack = 2 + (guess >> 49);
        let mut low = guess.saturating_sub(slack).max(1);
        let mut high = guess.saturating_add(slack);
        if !self.within(low, budget) {
            low = 1;
        }
        if self.within(high, budget) {
            if high == u64::MAX || self.within(u64::MAX, budget) {
                return u64::MAX;
            }
            low = high;
            high = u64::MAX;
        }
        // `low` is within the budget, `high` is not.
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if self.within(middle, budget) {
                low = middle;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Whether best-of-`n` stays within the budget, without rounding.
    fn within(self, n: u64, budget: f64) -> bool {
        if n <= 1 {
            return true;
        }
        match self {
            Self::ChiSquared => square_within(n, budget, u128::from(n) + u128::from(n - 1)),
            Self::Jeffreys => square_within(n, budget, u128::from(n)),
            Self::HellingerSquared => hellinger_within(n, budget),
            // The one rational value: n^(n/(n−1)) is a root unless n is its own (n−1)-th power.
            // More draws have more, and none has 1.
            Self::TotalVariation if n == 2 || !(0.25..1.0).contains(&budget) => budget >= 0.25,
            // No order of n exceeds ln n, and beyond these orders nothing finer is at hand.
            Self::Renyi(_) if budget >= 64.0 => true,
            Self::Renyi(alpha)
                if alpha < ALPHA_LOW || (alpha > ALPHA_HIGH && alpha.is_finite()) =>
            {
                self.at(n as f64) <= budget
            }
            _ => self
                .clearly_within(n, budget)
                .unwrap_or_else(|| self.wide_within(n, budget)),
        }
    }

    /// The answer where the double is further from the budget than its error.
    #[cfg_attr(feature = "small", inline(never))]
    fn clearly_within(self, n: u64, budget: f64) -> Option<bool> {
        if n > 1 << 53 {
            return None;
        }
        let value = self.at(n as f64);
        let margin = budget * MARGIN;
        if value < budget - margin {
            Some(true)
        } else if value > budget + margin {
            Some(false)
        } else {
            None
        }
    }

    #[cfg_attr(feature = "small", inline(never))]
    fn wide_within(self, n: u64, budget: f64) -> bool {
        match self {
            Self::Kl => kl_within(n, budget),
            Self::ReverseKl => reverse_kl_within(n, budget),
            Self::TotalVariation => total_variation_within(n, budget),
            Self::Renyi(alpha) => renyi_within(n, alpha, budget),
            _ => false,
        }
    }
}

/// Further than this from a budget, relative to it, a kernel's double decides.
const MARGIN: f64 = 1e-14;

/// A positive double as `mantissa · 2^exponent`.
#[derive(Clone, Copy)]
struct Parts {
    mantissa: u64,
    exponent: i32,
}

impl Parts {
    fn of(x: f64) -> Self {
        let bits = x.to_bits();
        let field = ((bits >> 52) & 0x7ff) as i32;
        let fraction = bits & ((1 << 52) - 1);
        let (mantissa, exponent) = if field == 0 {
            (fraction, -1074)
        } else {
            (fraction | (1 << 52), field - 1075)
        };
        let even = mantissa.trailing_zeros().min(63);
        Self {
            mantissa: mantissa >> even,
            exponent: exponent + even as i32,
        }
    }

    /// The number itself, below 2^70.
    fn fixed(self) -> Option<Fixed> {
        Fixed::scaled(self.mantissa, self.exponent)
    }

    /// The logarithm, for numbers from 2^-64 to 1.
    fn ln(self) -> Fixed {
        let power = Fixed::ln(1 << self.exponent.unsigned_abs().min(127));
        Fixed::ln(u128::from(self.mantissa.max(1))).minus(&power)
    }
}

/// `(n−1)² ≤ budget · denominator`, in integers.
#[cfg_attr(feature = "small", inline(never))]
fn square_within(n: u64, budget: f64, denominator: u128) -> bool {
    let budget = Parts::of(budget);
    let left = u128::from(n - 1) * u128::from(n - 1);
    // 53 + 65 bits.
    let right = u128::from(budget.mantissa) * denominator;
    let shift = budget.exponent.unsigned_abs();
    if budget.exponent < 0 {
        // left · 2^shift ≤ right, where left is an integer.
        left <= right.checked_shr(shift).unwrap_or(0)
    } else {
        let whole = left.checked_shr(shift).unwrap_or(0);
        let cut = shift < 128 && (whole << shift) != left;
        whole + u128::from(cut || shift >= 128) <= right
    }
}

/// `(2 − budget)(n+1) ≤ 4 √n`, squared in integers.
#[cfg_attr(feature = "small", inline(never))]
fn hellinger_within(n: u64, budget: f64) -> bool {
    let budget = Parts::of(budget);
    // Best-of-2 already has 0.11: a smaller budget admits no n but 1, and a larger one is a multiple of 2^-56.
    let Some(scale) = 56_i32
        .checked_add(budget.exponent)
        .filter(|s| (0..=57).contains(s))
    else {
        return budget.exponent > 0;
    };
    let two = 1_u64 << 57;
    let scaled = budget.mantissa.saturating_mul(1 << scale);
    let rest = u128::from(two.saturating_sub(scaled));
    let left = rest * (u128::from(n) + 1);
    // left² ≤ 16 n 2^112: the right side is below 2^180.
    if left >= 1 << 91 {
        return false;
    }
    let right = u128::from(n);
    let (high, low) = (left >> 58, left & ((1 << 58) - 1));
    // left² = high² 2^116 + 2 high low 2^58 + low², compared with n 2^116.
    let cross = ((2 * high * low) << 2) + ((low * low) >> 56);
    let whole = high * high + (cross >> 60);
    let cut = (cross & ((1 << 60) - 1)) != 0 || (low * low) & ((1 << 56) - 1) != 0;
    whole + u128::from(cut) <= right
}

// In fixed point; each apart: what one keeps on the stack, the others need not.

/// `value ≤ budget`; a budget beyond 2^70 exceeds every divergence that a 64-bit `n` can have.
#[cfg_attr(feature = "small", inline(never))]
fn fits(value: &Fixed, budget: f64) -> bool {
    Parts::of(budget)
        .fixed()
        .is_none_or(|limit| value.minus(&limit).is_negative())
}

/// `ln n − (1 − 1/n) ≤ budget`.
#[cfg_attr(feature = "small", inline(never))]
fn kl_within(n: u64, budget: f64) -> bool {
    let log = Fixed::ln(u128::from(n));
    fits(&log.minus(&quantile(n)), budget)
}

/// `1 − 1/n`.
#[cfg_attr(feature = "small", inline(never))]
fn quantile(n: u64) -> Fixed {
    let one = Fixed::integer(1);
    one.minus(&one.over(n))
}

/// `n − 1 − ln n ≤ budget`.
#[cfg_attr(feature = "small", inline(never))]
fn reverse_kl_within(n: u64, budget: f64) -> bool {
    let log = Fixed::ln(u128::from(n));
    fits(&Fixed::integer(n - 1).minus(&log), budget)
}

/// `ln TV = ln(n−1) − ln n − ln n/(n−1) ≤ ln budget`.
#[cfg_attr(feature = "small", inline(never))]
fn total_variation_within(n: u64, budget: f64) -> bool {
    let value = {
        let log = Fixed::ln(u128::from(n));
        let share = log.over(n - 1);
        Fixed::ln(u128::from(n - 1)).minus(&log.plus(&share))
    };
    value.minus(&Parts::of(budget).ln()).is_negative()
}

/// `(α ln n − ln(1 + α(n−1)))/(α−1) ≤ budget`, for `2^-40 ≤ α ≤ 2^40` and ∞.
#[cfg_attr(feature = "small", inline(never))]
fn renyi_within(n: u64, alpha: f64, budget: f64) -> bool {
    if alpha == f64::INFINITY {
        return fits(&Fixed::ln(u128::from(n)), budget);
    }
    let (mantissa, down) = whole_order(alpha);
    let value = renyi_times(n, mantissa, down);
    renyi_fits(&value, alpha, budget)
}

/// `α = A/2^down` as `(A, down)`.
fn whole_order(alpha: f64) -> (u64, u32) {
    let order = Parts::of(alpha);
    let size = order.exponent.unsigned_abs();
    if order.exponent < 0 {
        (order.mantissa, size)
    } else {
        (order.mantissa << size, 0)
    }
}

/// `value/(α−1) ≤ budget`.
#[cfg_attr(feature = "small", inline(never))]
fn renyi_fits(value: &Fixed, alpha: f64, budget: f64) -> bool {
    let (mantissa, down) = whole_order(alpha);
    let Some(limit) = Parts::of(budget).fixed() else {
        return true;
    };
    // value − limit·α + limit
    let excess = value.minus(&limit.times(mantissa, down)).plus(&limit);
    if alpha > 1.0 {
        excess.is_negative()
    } else {
        Fixed::integer(0).minus(&excess).is_negative()
    }
}

/// `α ln n − ln(1 + α(n−1))` for `α = mantissa/2^down`.
#[cfg_attr(feature = "small", inline(never))]
fn renyi_times(n: u64, mantissa: u64, down: u32) -> Fixed {
    let unit = 1_u128 << down;
    let mixed = {
        let log = Fixed::ln(unit);
        Fixed::ln(unit + u128::from(mantissa) * u128::from(n - 1)).minus(&log)
    };
    let power = {
        let log = Fixed::ln(u128::from(n));
        log.times(mantissa, down)
    };
    power.minus(&mixed)
}

/// Orders that 256 bits can hold beside a 64-bit `n`.
const ALPHA_LOW: f64 = 9.094947017729282e-13; // 2^-40
const ALPHA_HIGH: f64 = 1099511627776.0; // 2^40

/// The largest integer `n` whose divergence does not exceed `budget`.
///
/// Formula: `max {n : D(n) ≤ budget}`, decided without rounding: the budget is taken as exactly the double it is.
/// Source: the closed forms of Mroueh 2024, Proposition 1 (arXiv:2406.05883).
/// Validity: exact for `D` as the closed form; tied rewards only leave more room. Rényi orders below 2^-40 or
/// finite ones above 2^40 are decided by the double [`renyi`](super::renyi), to 2 ulp.
/// Domain: `budget ≥ 0`, Rényi order `≥ 0`. Limits: `u64::MAX` where every 64-bit `n` stays within.
///
/// # Errors
/// [`Error::Domain`] for a negative or NaN budget or order.
pub fn max_n(divergence: Divergence, budget: f64) -> Result<u64, Error> {
    let order_ok = match divergence {
        Divergence::Renyi(alpha) => alpha >= 0.0,
        _ => true,
    };
    if !(budget >= 0.0 && order_ok) {
        return Err(Error::Domain);
    }
    if divergence == Divergence::Renyi(0.0) || budget == f64::INFINITY {
        return Ok(u64::MAX);
    }
    Ok(divergence.search(budget, divergence.real_n(budget)))
}
