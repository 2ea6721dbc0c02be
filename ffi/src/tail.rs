//! Tails and ranks of a pool: how sub-Gaussian it is, and its rewards on a uniform scale.

use bestof::estimate;

use crate::memory::{Array, check, disjoint};
use crate::status::{bestof_status, report};

/// Smallest variance sigma^2 with which the pool's law is sub-Gaussian to the right, for bestof_sub_gaussian_bound():
/// an estimate from below of what holds for the law that the pool came from. The left tail is that of the negated
/// rewards.
///
/// BESTOF_E_EMPTY for len == 0, BESTOF_E_NOT_FINITE for a reward that is NaN or infinite.
///
/// # Safety
/// rewards must hold len doubles, out must point to one double.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_sub_gaussian_variance(
    rewards: *const f64,
    len: usize,
    out: *mut f64,
) -> bestof_status {
    report(|| {
        check(out)?;
        let rewards = Array::new(rewards, len)?;
        // SAFETY: the caller's contract.
        let variance = estimate::sub_gaussian_variance(unsafe { rewards.read() })?;
        // SAFETY: checked; writable by the caller's contract.
        unsafe { out.write(variance) };
        Ok(())
    })
}

/// Upper confidence bound on the right sub-Gaussian variance of the law that the rewards came from: for independent
/// rewards from one law on [low, high] it holds with probability 1 - alpha, whatever that law is. Never above
/// (high - low)^2 / 4.
///
/// BESTOF_E_EMPTY for len == 0, BESTOF_E_NOT_FINITE for a reward, low or high that is NaN or infinite, BESTOF_E_DOMAIN
/// for a reward outside [low, high], an empty range, or an alpha not in (0, 1), BESTOF_E_CAPACITY for a scratch shorter
/// than bestof_curve_scratch_len(len).
///
/// # Safety
/// rewards must hold len doubles, scratch scratch_len, out must point to one double; scratch and out may overlap
/// nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_sub_gaussian_variance_upper(
    rewards: *const f64,
    len: usize,
    low: f64,
    high: f64,
    alpha: f64,
    scratch: *mut f64,
    scratch_len: usize,
    out: *mut f64,
) -> bestof_status {
    report(|| {
        check(out)?;
        let rewards = Array::new(rewards, len)?;
        let scratch = Array::new(scratch, scratch_len)?;
        disjoint(&[rewards], &[scratch, Array::new(out, 1)?])?;
        // SAFETY: the caller's contract, and scratch overlaps nothing.
        let (rewards, scratch) = unsafe { (rewards.read(), scratch.write()) };
        let bound = estimate::sub_gaussian_variance_upper(rewards, [low, high], alpha, scratch)?;
        // SAFETY: checked; writable by the caller's contract.
        unsafe { out.write(bound) };
        Ok(())
    })
}

/// Ranks of the rewards of a pool on a uniform scale, in (0, 1): the share of rewards below, and half of those that are
/// equal. out[i] belongs to rewards[i].
///
/// BESTOF_E_EMPTY for len == 0, BESTOF_E_NOT_FINITE for a reward that is NaN or infinite, BESTOF_E_CAPACITY for a
/// scratch shorter than bestof_curve_scratch_len(len).
///
/// # Safety
/// rewards must hold len doubles, scratch scratch_len, out len; scratch and out may overlap nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_uniform_ranks(
    rewards: *const f64,
    len: usize,
    scratch: *mut f64,
    scratch_len: usize,
    out: *mut f64,
) -> bestof_status {
    report(|| {
        let rewards = Array::new(rewards, len)?;
        let scratch = Array::new(scratch, scratch_len)?;
        let out = Array::new(out, len)?;
        disjoint(&[rewards], &[scratch, out])?;
        // SAFETY: the caller's contract, and no output overlaps anything.
        let (rewards, scratch, out) = unsafe { (rewards.read(), scratch.write(), out.write()) };
        estimate::uniform_ranks(rewards, scratch, out)?;
        Ok(())
    })
}

/// Rank of a new reward among those of a pool, on a uniform scale, in (0, 1): a half is added to the rewards below and
/// half of those that are equal, and one to the pool. Uniform, on average, when the reward comes from the pool's law.
///
/// BESTOF_E_NOT_FINITE for a reward that is NaN or infinite.
///
/// # Safety
/// rewards must hold len doubles, out must point to one double.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_calibrated_rank(
    rewards: *const f64,
    len: usize,
    reward: f64,
    out: *mut f64,
) -> bestof_status {
    report(|| {
        check(out)?;
        let rewards = Array::new(rewards, len)?;
        // SAFETY: the caller's contract.
        let rank = estimate::calibrated_rank(unsafe { rewards.read() }, reward)?;
        // SAFETY: checked; writable by the caller's contract.
        unsafe { out.write(rank) };
        Ok(())
    })
}
