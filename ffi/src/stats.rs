//! Streams of rewards: count, mean, variance and higher moments in 104 bytes, merged across workers and stored.
//!
//! A worker pushes the rewards it sees; states merge, in any order, to what one worker would have had, to the last
//! place. Stored bytes are the same on every machine. A state serves one thread at a time.

use bestof::estimate::{RewardStats, Summary};

use crate::memory::{Array, check, copy, put, state};
use crate::status::{BESTOF_E_CAPACITY, Refusal, bestof_status, report};

/// A stream of rewards so far. Plain data, 104 bytes: free to copy. All zero is the empty state, and what
/// bestof_stats_init() makes.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct bestof_stats {
    /// Not for the caller's use.
    pub words: [u64; 13],
}

/// What a stream of rewards comes to; NaN where there are too few of them.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct bestof_summary {
    /// How many rewards there were.
    pub count: u64,
    /// Mean; NaN for none.
    pub mean: f64,
    /// Unbiased sample variance; NaN for fewer than two rewards, infinite beyond the doubles.
    pub variance: f64,
    /// Square root of the variance: finite even where the variance is not, unless itself beyond the doubles.
    pub standard_deviation: f64,
    /// Standard error of the mean.
    pub standard_error: f64,
    /// The least reward; NaN for none.
    pub min: f64,
    /// The greatest reward; NaN for none.
    pub max: f64,
    /// Moment skewness; NaN where all rewards are equal.
    pub skewness: f64,
    /// Moment excess kurtosis; NaN where all rewards are equal.
    pub excess_kurtosis: f64,
}

/// Bytes that bestof_stats_to_bytes() writes.
pub const BESTOF_STATS_BYTES: usize = 120;

/// Makes the empty state.
/// Cost: constant.
///
/// # Safety
/// stats must point to a bestof_stats, initialised or not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_stats_init(stats: *mut bestof_stats) -> bestof_status {
    report(|| {
        // SAFETY: the caller's contract; RewardStats is numbers only.
        unsafe { put(stats, RewardStats::new()) }
    })
}

/// Takes one reward.
///
/// BESTOF_E_NOT_FINITE for NaN and infinities, BESTOF_E_CAPACITY once UINT64_MAX rewards are in.
///
/// # Safety
/// stats must point to an initialised bestof_stats.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_stats_push(stats: *mut bestof_stats, reward: f64) -> bestof_status {
    report(|| {
        // SAFETY: the caller's contract; RewardStats is numbers only.
        let stats: &mut RewardStats = unsafe { state(stats) }?;
        Ok(stats.push(reward)?)
    })
}

/// Takes len rewards, or none of them if one is refused.
/// Cost: that of len pushes.
///
/// BESTOF_E_NOT_FINITE for NaN and infinities, BESTOF_E_CAPACITY once UINT64_MAX rewards are in.
///
/// # Safety
/// stats must point to an initialised bestof_stats, rewards must hold len doubles, outside of stats.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_stats_push_array(
    stats: *mut bestof_stats,
    rewards: *const f64,
    len: usize,
) -> bestof_status {
    report(|| {
        let rewards = Array::new(rewards, len)?;
        // SAFETY: the caller's contract; RewardStats is numbers only.
        let stats: &mut RewardStats = unsafe { state(stats) }?;
        // SAFETY: the caller's contract.
        Ok(stats.push_all(unsafe { rewards.read() })?)
    })
}

/// Takes all that other has taken; other stays as it is, and may be the same state.
///
/// BESTOF_E_CAPACITY when the counts together exceed UINT64_MAX.
///
/// # Safety
/// stats and other must point to initialised states.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_stats_merge(
    stats: *mut bestof_stats,
    other: *const bestof_stats,
) -> bestof_status {
    report(|| {
        // SAFETY: the caller's contract; RewardStats is numbers only.
        let other: RewardStats = unsafe { copy(other) }?;
        // SAFETY: as above; the copy is no alias.
        let stats: &mut RewardStats = unsafe { state(stats) }?;
        Ok(stats.merge(&other)?)
    })
}

/// What the rewards come to. Over the values that prompts have at one n, the standard error is that of a curve; over
/// the differences that prompts have between two n, that of the paired difference.
/// Cost: a few divisions and roots.
///
/// # Safety
/// stats must point to an initialised bestof_stats, out to a bestof_summary.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_stats_summary(
    stats: *const bestof_stats,
    out: *mut bestof_summary,
) -> bestof_status {
    report(|| {
        check(out)?;
        // SAFETY: the caller's contract; RewardStats is numbers only.
        let stats: RewardStats = unsafe { copy(stats) }?;
        // SAFETY: checked; writable by the caller's contract.
        unsafe { out.write(stats.summary().into()) };
        Ok(())
    })
}

/// Stores the state as BESTOF_STATS_BYTES bytes: little-endian on every machine, a version in front, a checksum
/// behind.
/// Cost: constant; a checksum of BESTOF_STATS_BYTES bytes.
///
/// BESTOF_E_CAPACITY for a len below BESTOF_STATS_BYTES.
///
/// # Safety
/// stats must point to an initialised bestof_stats, bytes must hold len bytes, outside of stats.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_stats_to_bytes(
    stats: *const bestof_stats,
    bytes: *mut u8,
    len: usize,
) -> bestof_status {
    report(|| {
        let bytes = Array::new(bytes, len)?;
        // SAFETY: the caller's contract; RewardStats is numbers only.
        let stats: RewardStats = unsafe { copy(stats) }?;
        // SAFETY: the caller's contract.
        let bytes = unsafe { bytes.write() };
        *bytes.first_chunk_mut().ok_or(Refusal(BESTOF_E_CAPACITY))? = stats.to_bytes();
        Ok(())
    })
}

/// Makes the state that bestof_stats_to_bytes() stored, on whatever machine.
/// Cost: constant; a checksum of BESTOF_STATS_BYTES bytes.
///
/// BESTOF_E_FORMAT unless the len bytes are exactly a stored state: cut short, damaged, or of another version.
///
/// # Safety
/// stats must point to a bestof_stats, initialised or not, bytes must hold len bytes, outside of stats.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_stats_from_bytes(
    stats: *mut bestof_stats,
    bytes: *const u8,
    len: usize,
) -> bestof_status {
    report(|| {
        let bytes = Array::new(bytes, len)?;
        // SAFETY: the caller's contract.
        let read = RewardStats::from_bytes(unsafe { bytes.read() })?;
        // SAFETY: the caller's contract; RewardStats is numbers only.
        unsafe { put(stats, read) }
    })
}

impl From<Summary> for bestof_summary {
    fn from(summary: Summary) -> Self {
        Self {
            count: summary.count,
            mean: summary.mean,
            variance: summary.variance,
            standard_deviation: summary.standard_deviation,
            standard_error: summary.standard_error,
            min: summary.min,
            max: summary.max,
            skewness: summary.skewness,
            excess_kurtosis: summary.excess_kurtosis,
        }
    }
}
