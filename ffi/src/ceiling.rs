//! Ceilings: the smallest bound on the reward gain that follows from what is known about the reward.
//!
//! Fill a bestof_ceiling_config with the facts that are certain and name them in flags; a fact that is not named is not
//! looked at. A sample standard deviation is not the standard deviation. Results are rounded outward: never below
//! the exact value of the bound.

use bestof::bound::{Ceiling, Limit, LimitedBy};

use crate::memory::{check, flags_within, prefix};
use crate::status::{Refusal, bestof_status, report};

/// The right tail of the centred reward is sub-Gaussian with proxy standard deviation sigma.
pub const BESTOF_KNOWN_SIGMA: u32 = 1;
/// The standard deviation is at most standard_deviation.
pub const BESTOF_KNOWN_STANDARD_DEVIATION: u32 = 2;
/// No reward is below lo.
pub const BESTOF_KNOWN_LO: u32 = 4;
/// No reward is above hi.
pub const BESTOF_KNOWN_HI: u32 = 8;
/// The mean is mean.
pub const BESTOF_KNOWN_MEAN: u32 = 16;
/// The KL divergence of best-of-n from the reference, ties counted, is kl nats at the n asked for.
pub const BESTOF_KNOWN_KL: u32 = 32;
/// The right tail of the centred reward is sub-gamma with variance_factor and scale.
pub const BESTOF_KNOWN_SUB_GAMMA: u32 = 64;
/// The law of the reward is symmetric about its mean; no member belongs to this flag.
pub const BESTOF_KNOWN_SYMMETRY: u32 = 128;

/// Nothing limits the gain, or nothing is drawn: n == 1, or no divergence.
pub const BESTOF_LIMITED_BY_NOTHING: i32 = 0;
/// sigma sqrt(2 KL).
pub const BESTOF_LIMITED_BY_SUB_GAUSSIAN: i32 = 1;
/// sqrt(2 variance_factor KL) + scale KL.
pub const BESTOF_LIMITED_BY_SUB_GAMMA: i32 = 2;
/// standard_deviation (n - 1) / sqrt(2n - 1): Hartley and David, Gumbel.
pub const BESTOF_LIMITED_BY_STANDARD_DEVIATION: i32 = 3;
/// standard_deviation n / sqrt(2) sqrt(1 / (2n - 1) - B(n, n)): Moriguti, for symmetric laws.
pub const BESTOF_LIMITED_BY_SYMMETRY: i32 = 4;
/// hi - lo times the total variation of best-of-n.
pub const BESTOF_LIMITED_BY_RANGE: i32 = 5;
/// (hi - lo) (1 - p - (1 - p)^n) with p = (mean - lo) / (hi - lo): attained by a reward of two values.
pub const BESTOF_LIMITED_BY_RANGE_AND_MEAN: i32 = 6;
/// bestof_bounded_bound() at the KL divergence.
pub const BESTOF_LIMITED_BY_BINARY_KL: i32 = 7;
/// (hi - lo) sqrt(KL / 2): Pinsker, Hoeffding.
pub const BESTOF_LIMITED_BY_PINSKER: i32 = 8;
/// (hi - lo) sqrt(1 - exp(-KL)): Bretagnolle and Huber.
pub const BESTOF_LIMITED_BY_BRETAGNOLLE_HUBER: i32 = 9;
/// hi - mean.
pub const BESTOF_LIMITED_BY_UPPER_END: i32 = 10;
/// (n - 1) (mean - lo).
pub const BESTOF_LIMITED_BY_LOWER_END: i32 = 11;

/// What is known about the reward under the reference policy, any subset of it, in the reward's units.
///
/// Set struct_size to sizeof(bestof_ceiling_config), and in flags the facts that are given; members without their
/// flag need not be initialised. Later versions may append members: a program compiled against this one keeps working.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct bestof_ceiling_config {
    /// sizeof(bestof_ceiling_config).
    pub struct_size: u32,
    /// Any of the BESTOF_KNOWN_ constants, added.
    pub flags: u32,
    /// With BESTOF_KNOWN_SIGMA.
    pub sigma: f64,
    /// With BESTOF_KNOWN_STANDARD_DEVIATION.
    pub standard_deviation: f64,
    /// With BESTOF_KNOWN_LO.
    pub lo: f64,
    /// With BESTOF_KNOWN_HI.
    pub hi: f64,
    /// With BESTOF_KNOWN_MEAN.
    pub mean: f64,
    /// With BESTOF_KNOWN_KL.
    pub kl: f64,
    /// With BESTOF_KNOWN_SUB_GAMMA.
    pub variance_factor: f64,
    /// With BESTOF_KNOWN_SUB_GAMMA.
    pub scale: f64,
}

/// Smallest ceiling on the gain of best-of-n that follows from the facts, and in *which the bound behind it, one of the
/// BESTOF_LIMITED_BY_ constants; INFINITY where no fact limits the gain. n is real, n >= 1, also INFINITY. which may be
/// NULL.
/// Cost: that of its bounds: three logarithms and an exponential where all facts are given.
///
/// With symmetry, the nearer end of the range counts on both sides of the mean. BESTOF_E_NOT_FINITE for a fact that is
/// NaN or infinite, BESTOF_E_DOMAIN for n below 1, a negative scale or divergence, ends and mean out of order, closer
/// than 2^-300 but not equal or further than 2^300 apart, or an unknown flag; BESTOF_E_STRUCT_SIZE for a struct_size
/// that no version of the struct has, or one that ends before a member that flags names.
///
/// # Safety
/// config must point to as many bytes as its struct_size says, out to one double, which to one int32_t.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_ceiling(
    config: *const bestof_ceiling_config,
    n: f64,
    out: *mut f64,
    which: *mut i32,
) -> bestof_status {
    // SAFETY: the caller's contract.
    unsafe { answer(config, out, which, |known| known.best_of_n(n)) }
}

/// Smallest ceiling on the gain of any policy at this KL divergence from the reference, in nats; otherwise as
/// bestof_ceiling(). The standard deviation and the member kl play no part.
/// Cost: as bestof_ceiling().
///
/// # Safety
/// config, out and which as for bestof_ceiling().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_ceiling_at_kl(
    config: *const bestof_ceiling_config,
    kl: f64,
    out: *mut f64,
    which: *mut i32,
) -> bestof_status {
    // SAFETY: the caller's contract.
    unsafe { answer(config, out, which, |known| known.at_kl(kl)) }
}

/// The smallest n that could reach this gain: no smaller one can, by bestof_ceiling(). 0 where no n of 64 bits can.
///
/// Errors as for bestof_ceiling(), and BESTOF_E_DOMAIN for BESTOF_KNOWN_KL, a fact about one n only;
/// BESTOF_E_NOT_FINITE for a gain that is NaN or infinite.
///
/// # Safety
/// config must point to as many bytes as its struct_size says, n to one uint64_t.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_ceiling_min_n(
    config: *const bestof_ceiling_config,
    gain: f64,
    n: *mut u64,
) -> bestof_status {
    report(|| {
        check(n)?;
        // SAFETY: the caller's contract.
        let least = unsafe { with_facts(config, |known| known.min_n(gain)) }?.unwrap_or_default();
        // SAFETY: checked; writable by the caller's contract.
        unsafe { n.write(least) };
        Ok(())
    })
}

/// # Safety
/// The contract of [`bestof_ceiling`].
unsafe fn answer(
    config: *const bestof_ceiling_config,
    out: *mut f64,
    which: *mut i32,
    ask: impl FnOnce(&Ceiling) -> Result<Limit, bestof::Error>,
) -> bestof_status {
    report(|| {
        check(out)?;
        if !which.is_null() {
            check(which)?;
        }
        // SAFETY: the caller's contract.
        let limit = unsafe { with_facts(config, ask) }?;
        // SAFETY: checked; writable by the caller's contract.
        unsafe { out.write(limit.gain) };
        if !which.is_null() {
            // SAFETY: checked; writable by the caller's contract.
            unsafe { which.write(code(limit.by)) };
        }
        Ok(())
    })
}

/// Each flag, and where the members that it names end.
fn flags() -> [(u32, usize); 8] {
    use core::mem::offset_of;
    [
        (
            BESTOF_KNOWN_SIGMA,
            offset_of!(bestof_ceiling_config, standard_deviation),
        ),
        (
            BESTOF_KNOWN_STANDARD_DEVIATION,
            offset_of!(bestof_ceiling_config, lo),
        ),
        (BESTOF_KNOWN_LO, offset_of!(bestof_ceiling_config, hi)),
        (BESTOF_KNOWN_HI, offset_of!(bestof_ceiling_config, mean)),
        (BESTOF_KNOWN_MEAN, offset_of!(bestof_ceiling_config, kl)),
        (
            BESTOF_KNOWN_KL,
            offset_of!(bestof_ceiling_config, variance_factor),
        ),
        (BESTOF_KNOWN_SUB_GAMMA, size_of::<bestof_ceiling_config>()),
        (
            BESTOF_KNOWN_SYMMETRY,
            offset_of!(bestof_ceiling_config, sigma),
        ),
    ]
}

/// What a question about the facts of a configuration has for an answer. They are asked where they are, and not copied.
///
/// # Safety
/// The contract of [`facts`].
unsafe fn with_facts<T>(
    config: *const bestof_ceiling_config,
    ask: impl FnOnce(&Ceiling) -> Result<T, bestof::Error>,
) -> Result<T, Refusal> {
    // SAFETY: the caller's contract.
    match unsafe { facts(config) } {
        Ok(ref known) => Ok(ask(known)?),
        Err(refusal) => Err(refusal),
    }
}

/// The facts of a configuration of this version or an earlier one.
///
/// # Safety
/// `config` points to as many bytes as its first member says.
unsafe fn facts(config: *const bestof_ceiling_config) -> Result<Ceiling, Refusal> {
    // SAFETY: the caller's contract; every member is a number, of which all bit patterns are values.
    let (config, size) = unsafe { prefix(config) }?;
    flags_within(config.flags, size, &flags())?;
    let given = |flag: u32, value| (config.flags & flag != 0).then_some(value);
    Ok(Ceiling {
        sigma: given(BESTOF_KNOWN_SIGMA, config.sigma),
        sub_gamma: (config.flags & BESTOF_KNOWN_SUB_GAMMA != 0)
            .then_some((config.variance_factor, config.scale)),
        standard_deviation: given(BESTOF_KNOWN_STANDARD_DEVIATION, config.standard_deviation),
        lo: given(BESTOF_KNOWN_LO, config.lo),
        hi: given(BESTOF_KNOWN_HI, config.hi),
        mean: given(BESTOF_KNOWN_MEAN, config.mean),
        symmetric: config.flags & BESTOF_KNOWN_SYMMETRY != 0,
        kl: given(BESTOF_KNOWN_KL, config.kl),
    })
}

fn code(by: LimitedBy) -> i32 {
    match by {
        LimitedBy::SubGaussian => BESTOF_LIMITED_BY_SUB_GAUSSIAN,
        LimitedBy::SubGamma => BESTOF_LIMITED_BY_SUB_GAMMA,
        LimitedBy::StandardDeviation => BESTOF_LIMITED_BY_STANDARD_DEVIATION,
        LimitedBy::Symmetry => BESTOF_LIMITED_BY_SYMMETRY,
        LimitedBy::Range => BESTOF_LIMITED_BY_RANGE,
        LimitedBy::RangeAndMean => BESTOF_LIMITED_BY_RANGE_AND_MEAN,
        LimitedBy::BinaryKl => BESTOF_LIMITED_BY_BINARY_KL,
        LimitedBy::Pinsker => BESTOF_LIMITED_BY_PINSKER,
        LimitedBy::BretagnolleHuber => BESTOF_LIMITED_BY_BRETAGNOLLE_HUBER,
        LimitedBy::UpperEnd => BESTOF_LIMITED_BY_UPPER_END,
        LimitedBy::LowerEnd => BESTOF_LIMITED_BY_LOWER_END,
        _ => BESTOF_LIMITED_BY_NOTHING,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn flags_are_distinct_and_members_in_order() {
        let mut all = 0;
        for (flag, end) in flags() {
            assert_eq!(flag.count_ones(), 1);
            assert_eq!(all & flag, 0);
            assert!(end <= size_of::<bestof_ceiling_config>());
            all |= flag;
        }
    }
}
