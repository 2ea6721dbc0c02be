//! Plans: stopping rules fitted offline by the program `bestof plan`, loaded from its file, asked after every draw.
//!
//! Read the file into memory, or map it, and give its bytes to bestof_plan_load(). Then, for each request:
//! bestof_progress_init(), and after each draw bestof_progress_push() and bestof_plan_should_stop(). A plan is only
//! read and may serve any number of threads; a progress belongs to one request.

use bestof::budget::{self, Plan, Progress};

use crate::memory::{Array, check, copy, put, state};
use crate::status::{bestof_status, report};

/// Bytes of a stored plan.
pub const BESTOF_PLAN_BYTES: usize = 560;

/// A plan: plain data, free to copy, filled by bestof_plan_load(). Its members are the library's own.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct bestof_plan {
    /// Rule, threshold for each class of draws, cost.
    pub words: [u64; 68],
}

/// The draws of one request, as far as a plan looks at them: plain data, free to copy. bestof_progress_init() fills it;
/// zeros would mean a best reward of 0.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct bestof_progress {
    /// How many draws there were.
    pub draws: u64,
    /// The best reward so far; -INFINITY before the first draw.
    pub best: f64,
    /// Mean of the rewards.
    pub mean: f64,
    /// Sum of the squared deviations from the mean.
    pub squares: f64,
}

/// Makes the plan that `bestof plan` stored, on whatever machine; nothing points into bytes afterwards.
/// Cost: a checksum of 560 bytes.
///
/// BESTOF_E_FORMAT unless the len bytes are exactly a stored plan: cut short, damaged, of another version or byte order.
///
/// # Safety
/// bytes must hold len bytes, plan must point to a bestof_plan, initialised or not, outside of bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_plan_load(
    bytes: *const u8,
    len: usize,
    plan: *mut bestof_plan,
) -> bestof_status {
    const { assert!(BESTOF_PLAN_BYTES == budget::PLAN_BYTES) };
    report(|| {
        check(plan)?;
        let bytes = Array::new(bytes, len)?;
        // SAFETY: the caller's contract.
        let words = Plan::words(unsafe { bytes.read() })?;
        for (i, word) in words.iter().enumerate() {
            // SAFETY: checked, writable by the caller's contract, and as long: a bestof_plan is the words of a Plan.
            unsafe { plan.cast::<u64>().add(i).write(u64::from_le_bytes(*word)) };
        }
        Ok(())
    })
}

/// The request before its first draw.
/// Cost: constant.
///
/// # Safety
/// progress must point to a bestof_progress, initialised or not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_progress_init(progress: *mut bestof_progress) -> bestof_status {
    // SAFETY: the caller's contract; Progress is numbers only.
    report(|| unsafe { put(progress, Progress::new()) })
}

/// Takes the reward of one draw. *record becomes 1 if it is the best so far, alone, else 0; record may be NULL.
/// Cost: one division.
///
/// BESTOF_E_NOT_FINITE for a reward that is NaN or infinite; nothing changes then.
///
/// # Safety
/// progress must point to an initialised bestof_progress, record to an int32_t outside of it, or be NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_progress_push(
    progress: *mut bestof_progress,
    reward: f64,
    record: *mut i32,
) -> bestof_status {
    report(|| {
        if !record.is_null() {
            check(record)?;
        }
        // SAFETY: the caller's contract; every bit pattern is a Progress.
        let is_record = unsafe { state::<_, Progress>(progress) }?.push(reward)?;
        if !record.is_null() {
            // SAFETY: checked; writable by the caller's contract.
            unsafe { record.write(i32::from(is_record)) };
        }
        Ok(())
    })
}

/// Asks whether the request has enough: *stop becomes 1, or 0 where it should draw on. A comparison, without loops.
/// Cost: a look-up and a few comparisons: nanoseconds.
///
/// # Safety
/// plan must point to a loaded bestof_plan, progress to an initialised bestof_progress, stop to an int32_t outside of
/// both.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_plan_should_stop(
    plan: *const bestof_plan,
    progress: *const bestof_progress,
    stop: *mut i32,
) -> bestof_status {
    report(|| {
        check(plan)?;
        check(stop)?;
        // SAFETY: the caller's contract; every bit pattern is a Progress.
        let progress: Progress = unsafe { copy(progress) }?;
        // SAFETY: checked; of the size and alignment of a Plan, as bestof_plan_load() holds them to be.
        let plan = unsafe { &*plan.cast::<Plan>() };
        // SAFETY: checked; writable by the caller's contract.
        unsafe { stop.write(i32::from(plan.should_stop(&progress))) };
        Ok(())
    })
}
