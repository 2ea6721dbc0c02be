//! The best few of a stream, in the caller's array.
//!
//! The state is a bestof_top and an array of bestof_ranked, best first, of the length that is to be kept. Ties in
//! reward go to the lower id, so that what is kept depends neither on the order of arrival nor on how answers were
//! divided among workers. A state serves one thread at a time.

use bestof::Error;
use bestof::estimate::{self, Ranked, Top};

use crate::memory::{Array, check, disjoint};
use crate::status::{Refusal, bestof_status, report};

/// What goes with the array of the best: how many answers were seen. 8 bytes; all zero before the first answer.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct bestof_top {
    /// Answers seen; the array holds as many, up to its length.
    pub seen: u64,
}

/// A reward and the identity of the answer that earned it. 16 bytes.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct bestof_ranked {
    /// The reward.
    pub reward: f64,
    /// The caller's name for the answer.
    pub id: u64,
}

/// Takes an answer into the best `capacity` of its stream. best[0] is the best so far; the first
/// min(top->seen, capacity) elements are in use. Ids need not differ.
/// Cost: one comparison for an answer that is not among the best, up to capacity moves for one that is.
///
/// BESTOF_E_NOT_FINITE for NaN and infinities, BESTOF_E_CAPACITY once UINT64_MAX answers are in.
///
/// # Safety
/// top must point to an initialised bestof_top, best must hold capacity elements that only these functions write.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_top_push(
    top: *mut bestof_top,
    best: *mut bestof_ranked,
    capacity: usize,
    reward: f64,
    id: u64,
) -> bestof_status {
    report(|| {
        let best = ranked(best, capacity)?;
        // SAFETY: the caller's contract.
        unsafe { change(top, best, |top| top.push(reward, id)) }
    })
}

/// Takes the answers that another state has seen: the best of both.
/// Cost: up to other_capacity pushes.
///
/// BESTOF_E_CAPACITY when the other has dropped answers that this one would keep, its capacity being smaller, or
/// when the counts together exceed UINT64_MAX.
///
/// # Safety
/// top must point to an initialised bestof_top, best must hold capacity elements, other must point to an initialised
/// bestof_top, other_best must hold other_capacity elements; the arrays must not overlap.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_top_merge(
    top: *mut bestof_top,
    best: *mut bestof_ranked,
    capacity: usize,
    other: *const bestof_top,
    other_best: *const bestof_ranked,
    other_capacity: usize,
) -> bestof_status {
    report(|| {
        check(other)?;
        let other_best = ranked(other_best, other_capacity)?;
        let best = ranked(best, capacity)?;
        disjoint(&[other_best], &[best])?;
        // SAFETY: checked; initialised by the caller's contract.
        let seen = unsafe { other.read() }.seen;
        // SAFETY: the caller's contract.
        let other = Top::resume(seen, unsafe { other_best.read() });
        // SAFETY: the caller's contract, and the arrays do not overlap.
        unsafe { change(top, best, |top| top.merge(&other)) }
    })
}

/// Hill's estimate of the tail index alpha of a law with P(reward > x) ~ x^-alpha, from its largest rewards in any
/// order: (len - 1) over the sum of log(reward/least). Its standard error is about alpha/sqrt(len - 1). Infinite when
/// all are equal. It depends on where the rewards' zero is, and is no evidence that there is such a tail.
/// Cost: a logarithm a reward.
///
/// BESTOF_E_EMPTY for fewer than two rewards, BESTOF_E_NOT_FINITE for NaN and infinities, BESTOF_E_DOMAIN unless all
/// rewards are positive.
///
/// # Safety
/// largest must hold len doubles, out must point to one double.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_hill_tail_index(
    largest: *const f64,
    len: usize,
    out: *mut f64,
) -> bestof_status {
    report(|| {
        check(out)?;
        let largest = Array::new(largest, len)?;
        // SAFETY: the caller's contract.
        let index = estimate::hill_tail_index(unsafe { largest.read() })?;
        // SAFETY: checked; writable by the caller's contract.
        unsafe { out.write(index) };
        Ok(())
    })
}

/// bestof_hill_tail_index() of the rewards that a state keeps.
/// Cost: a logarithm a reward.
///
/// # Safety
/// top must point to an initialised bestof_top, best must hold capacity elements, out must point to one double.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_top_hill_tail_index(
    top: *const bestof_top,
    best: *const bestof_ranked,
    capacity: usize,
    out: *mut f64,
) -> bestof_status {
    report(|| {
        check(top)?;
        check(out)?;
        let best = ranked(best, capacity)?;
        // SAFETY: checked; initialised by the caller's contract.
        let seen = unsafe { top.read() }.seen;
        // SAFETY: the caller's contract.
        let index = Top::resume(seen, unsafe { best.read() }).hill_tail_index()?;
        // SAFETY: checked; writable by the caller's contract.
        unsafe { out.write(index) };
        Ok(())
    })
}

fn ranked(best: *const bestof_ranked, capacity: usize) -> Result<Array<Ranked>, Refusal> {
    const {
        assert!(size_of::<bestof_ranked>() == size_of::<Ranked>());
        assert!(core::mem::offset_of!(Ranked, reward) == 0);
    };
    Array::new(best.cast(), capacity)
}

/// Runs `body` on the state, and stores the new count on success.
///
/// # Safety
/// `top` is NULL or points to an initialised `bestof_top`; nothing else touches it or the array meanwhile.
unsafe fn change(
    top: *mut bestof_top,
    best: Array<Ranked>,
    body: impl FnOnce(&mut Top<&mut [Ranked]>) -> Result<(), Error>,
) -> Result<(), Refusal> {
    check(top)?;
    // SAFETY: checked; initialised by the caller's contract.
    let seen = unsafe { top.read() }.seen;
    // SAFETY: the caller's contract.
    let mut state = Top::resume(seen, unsafe { best.write() });
    body(&mut state)?;
    let seen = state.seen();
    // SAFETY: checked; writable by the caller's contract.
    unsafe { top.write(bestof_top { seen }) };
    Ok(())
}
