//! Choose n: one number of draws for everyone, and what kept it from being another.

use bestof::budget::{self, Bound, Choice};

use crate::decision::choose;
use crate::memory::{Array, Plain, check};
use crate::share::{bestof_request, one_request};
use crate::status::{Refusal, bestof_status, report};

/// The largest number allowed.
pub const BESTOF_BOUND_MOST: i32 = 0;
/// The budget at the place that the choice names.
pub const BESTOF_BOUND_BUDGET: i32 = 1;
/// The gain asked for is reached.
pub const BESTOF_BOUND_TARGET: i32 = 2;
/// The gain asked for is out of reach.
pub const BESTOF_BOUND_OUT_OF_REACH: i32 = 3;
/// The next draw costs more than it adds, or the curve falls.
pub const BESTOF_BOUND_PEAK: i32 = 4;

/// A divergence budget for best-of-n.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct bestof_budget {
    /// BESTOF_KL and its like.
    pub divergence: i32,
    /// 0.
    pub reserved: u32,
    /// The Renyi order, looked at for BESTOF_RENYI only.
    pub alpha: f64,
    /// What the divergence may not exceed.
    pub budget: f64,
}

// SAFETY: numbers without padding between or behind them.
unsafe impl Plain for bestof_budget {}

/// A number of draws and the reason for it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct bestof_choice {
    /// The number of draws.
    pub n: u64,
    /// What was maximised or reached at n: divergence, gain, net gain or lower bound; n itself where no divergence
    /// budget bound.
    pub value: f64,
    /// One of the BESTOF_BOUND constants.
    pub bound: i32,
    /// The place of the budget that bound, 0 otherwise.
    pub place: u32,
}

/// The largest n <= most within all of len divergence budgets, exact as bestof_max_n() is.
/// Cost: that of bestof_max_n() for each budget.
///
/// BESTOF_E_DOMAIN for most == 0, an unknown divergence, and a budget or order that is negative or NaN.
///
/// # Safety
/// budgets must hold len structs, out must point to a bestof_choice.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_largest_within(
    budgets: *const bestof_budget,
    len: usize,
    most: u64,
    out: *mut bestof_choice,
) -> bestof_status {
    report(|| {
        check(out)?;
        let budgets = Array::new(budgets, len)?;
        // SAFETY: the caller's contract.
        let budgets = unsafe { budgets.read() };
        for budget in budgets {
            choose(budget.divergence, budget.alpha)?;
        }
        let known = budgets.iter().filter_map(|budget| {
            let divergence = choose(budget.divergence, budget.alpha).ok()?;
            Some((divergence, budget.budget))
        });
        // SAFETY: checked; writable by the caller's contract.
        unsafe { answer(out, budget::largest_within(known, most)) }
    })
}

/// The smallest n up to the request's most whose gain over one draw is at least target; most, and
/// BESTOF_BOUND_OUT_OF_REACH, where there is none. least is not looked at.
/// Cost: a search by halves over bestof_gain().
///
/// BESTOF_E_DOMAIN for most == 0, BESTOF_E_NOT_FINITE for a target that is NaN or infinite; the gain as in
/// bestof_share().
///
/// # Safety
/// request must point to a bestof_request, curves must hold curves_len doubles, out must point to a bestof_choice.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_smallest_reaching(
    request: *const bestof_request,
    curves: *const f64,
    curves_len: usize,
    target: f64,
    out: *mut bestof_choice,
) -> bestof_status {
    report(|| {
        check(out)?;
        // SAFETY: the caller's contract.
        let request = unsafe { one_request(request, curves, curves_len) }?;
        let choice = budget::smallest_reaching(request.gain, target, request.most);
        // SAFETY: checked; writable by the caller's contract.
        unsafe { answer(out, choice) }
    })
}

/// The n up to the request's most with the largest gain less cost n; value is what the draws after the first net.
/// Cost: constant, or a search by halves.
///
/// BESTOF_E_DOMAIN for most == 0 and a negative cost, BESTOF_E_NOT_FINITE for one that is NaN or infinite; the gain as
/// in bestof_share(). least is not looked at.
///
/// # Safety
/// request must point to a bestof_request, curves must hold curves_len doubles, out must point to a bestof_choice.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_best_at_cost(
    request: *const bestof_request,
    curves: *const f64,
    curves_len: usize,
    cost: f64,
    out: *mut bestof_choice,
) -> bestof_status {
    report(|| {
        check(out)?;
        // SAFETY: the caller's contract.
        let request = unsafe { one_request(request, curves, curves_len) }?;
        let choice = budget::best_at_cost(request.gain, cost, request.most);
        // SAFETY: checked; writable by the caller's contract.
        unsafe { answer(out, choice) }
    })
}

/// The n at which a lower bound on the gold reward is largest: lower[i] belongs to n = i + 1.
/// Cost: one pass.
///
/// BESTOF_E_EMPTY for len == 0, BESTOF_E_NOT_FINITE for a bound that is NaN or infinite.
///
/// # Safety
/// lower must hold len doubles, out must point to a bestof_choice.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_best_lower_bound(
    lower: *const f64,
    len: usize,
    out: *mut bestof_choice,
) -> bestof_status {
    report(|| {
        check(out)?;
        let lower = Array::new(lower, len)?;
        // SAFETY: the caller's contract.
        let choice = budget::best_lower_bound(unsafe { lower.read() });
        // SAFETY: checked; writable by the caller's contract.
        unsafe { answer(out, choice) }
    })
}

/// Writes a choice in C's form.
///
/// # Safety
/// out can be written to.
unsafe fn answer(
    out: *mut bestof_choice,
    choice: Result<Choice, bestof::Error>,
) -> Result<(), Refusal> {
    let Choice { n, value, bound } = choice?;
    let (bound, place) = match bound {
        Bound::Budget(place) => (BESTOF_BOUND_BUDGET, place),
        Bound::Target => (BESTOF_BOUND_TARGET, 0),
        Bound::OutOfReach => (BESTOF_BOUND_OUT_OF_REACH, 0),
        Bound::Peak => (BESTOF_BOUND_PEAK, 0),
        _ => (BESTOF_BOUND_MOST, 0),
    };
    let place = u32::try_from(place).unwrap_or(u32::MAX);
    let choice = bestof_choice {
        n,
        value,
        bound,
        place,
    };
    // SAFETY: the caller's contract.
    unsafe { out.write(choice) };
    Ok(())
}
