//! Whether `max_n` is exact: its answer's divergence is within the budget, the next integer's is not.

use bestof::divergence::{Divergence, max_n};

use crate::big::Big;
use crate::reference as exact;

/// Every divergence that a budget can be set for.
pub const DIVERGENCES: [Divergence; 9] = [
    Divergence::Kl,
    Divergence::ReverseKl,
    Divergence::ChiSquared,
    Divergence::TotalVariation,
    Divergence::HellingerSquared,
    Divergence::Jeffreys,
    Divergence::Renyi(0.3),
    Divergence::Renyi(2.0),
    Divergence::Renyi(f64::INFINITY),
];

/// A divergence is irrational or a fraction of 180 bits: next to a double, it differs from it well before these end.
const BITS: u32 = 512;

/// The divergence of best-of-`n`.
fn value<B: Big>(divergence: Divergence, n: u64) -> Option<B> {
    let n = B::from_u64(n, BITS);
    Some(match divergence {
        Divergence::Kl => exact::kl(&n),
        Divergence::ReverseKl => exact::reverse_kl(&n),
        Divergence::ChiSquared => exact::chi_squared(&n),
        Divergence::TotalVariation => exact::total_variation(&n),
        Divergence::HellingerSquared => exact::hellinger_squared(&n),
        Divergence::Jeffreys => exact::jeffreys(&n),
        Divergence::Renyi(alpha) => exact::renyi(&n, alpha),
        _ => return None,
    })
}

/// Whether best-of-`n` stays within the budget.
fn within<B: Big>(divergence: Divergence, n: u64, budget: f64) -> Option<bool> {
    let budget = B::from_f64(budget, BITS);
    // The two kinds of tie that rounding could tilt: fractions are compared as integers, and a quarter is one.
    Some(match divergence {
        Divergence::ChiSquared | Divergence::Jeffreys => {
            let n = B::from_u64(n, BITS);
            let d = n.clone() - 1.0;
            let below = if divergence == Divergence::Jeffreys {
                n
            } else {
                n.scale(1) - 1.0
            };
            d.clone() * d <= budget * below
        }
        Divergence::HellingerSquared => {
            let n = B::from_u64(n, BITS);
            let rest = (-budget + 2.0) * (n.clone() + 1.0);
            rest <= n.sqrt().scale(2)
        }
        Divergence::TotalVariation if n == 2 => budget.to_f64() >= 0.25,
        _ => value::<B>(divergence, n)? <= budget,
    })
}

/// A budget at which `max_n` is wrong, among the double nearest to the divergence of best-of-`n` and its neighbours.
#[must_use]
pub fn wrong_budget<B: Big>(divergence: Divergence, n: u64) -> Option<f64> {
    let near = value::<B>(divergence, n).map_or(f64::NAN, |x| x.to_f64());
    [near.next_down().max(0.0), near, near.next_up()]
        .into_iter()
        .find(|budget| !holds::<B>(divergence, *budget))
}

fn holds<B: Big>(divergence: Divergence, budget: f64) -> bool {
    let Ok(most) = max_n(divergence, budget) else {
        return false;
    };
    within::<B>(divergence, most, budget) == Some(true)
        && most
            .checked_add(1)
            .is_none_or(|next| within::<B>(divergence, next, budget) == Some(false))
}
