//! Decisions: the largest n within a budget.

use bestof::divergence::{Divergence, max_n};

use crate::memory::check;
use crate::status::{BESTOF_E_DOMAIN, Refusal, bestof_status, report};

/// KL divergence of best-of-n from the reference, in nats.
pub const BESTOF_KL: i32 = 0;
/// KL divergence of the reference from best-of-n, in nats.
pub const BESTOF_REVERSE_KL: i32 = 1;
/// Chi-squared divergence.
pub const BESTOF_CHI_SQUARED: i32 = 2;
/// Total variation distance, in [0, 1].
pub const BESTOF_TOTAL_VARIATION: i32 = 3;
/// Squared Hellinger distance, in [0, 2].
pub const BESTOF_HELLINGER_SQUARED: i32 = 4;
/// Renyi divergence of the order passed as alpha, in nats.
pub const BESTOF_RENYI: i32 = 5;
/// Jeffreys divergence, in nats.
pub const BESTOF_JEFFREYS: i32 = 6;

/// The largest integer n whose divergence does not exceed the budget: exact, no rounding can change it.
/// Cost: an inverse and one or two divergences; far more only where doubles cannot decide.
///
/// divergence is one of the constants above; alpha, the Renyi order, is looked at for BESTOF_RENYI only. UINT64_MAX
/// when every n fits. Renyi orders below 2^-40, and finite ones above 2^40, are decided by bestof_renyi() instead.
/// BESTOF_E_DOMAIN for an unknown divergence, and for a budget or an order that is negative or NaN.
///
/// # Safety
/// n must point to one uint64_t.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_max_n(
    divergence: i32,
    alpha: f64,
    budget: f64,
    n: *mut u64,
) -> bestof_status {
    report(|| {
        check(n)?;
        let divergence = choose(divergence, alpha)?;
        let largest = max_n(divergence, budget)?;
        // SAFETY: checked; writable by the caller's contract.
        unsafe { n.write(largest) };
        Ok(())
    })
}

pub(crate) fn choose(divergence: i32, alpha: f64) -> Result<Divergence, Refusal> {
    Ok(match divergence {
        BESTOF_KL => Divergence::Kl,
        BESTOF_REVERSE_KL => Divergence::ReverseKl,
        BESTOF_CHI_SQUARED => Divergence::ChiSquared,
        BESTOF_TOTAL_VARIATION => Divergence::TotalVariation,
        BESTOF_HELLINGER_SQUARED => Divergence::HellingerSquared,
        BESTOF_RENYI => Divergence::Renyi(alpha),
        BESTOF_JEFFREYS => Divergence::Jeffreys,
        _ => return Err(Refusal(BESTOF_E_DOMAIN)),
    })
}
