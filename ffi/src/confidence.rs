//! Confidence at every moment: intervals for a mean that may be looked at after each reward, and acted on.
//!
//! With probability 1 - alpha the interval holds the mean at all times together, so that stopping because of it is
//! allowed. What it rests on is that each reward has the same mean given those before it; independence is not needed.
//! The boundaries behind it are there too, as functions of a variance process.

use bestof::estimate::{self, Confidence, Method};

use crate::memory::{check, copy, put, state};
use crate::status::{BESTOF_E_DOMAIN, Refusal, bestof_status, report};

/// Rewards in [first, second]: predictable plug-in empirical Bernstein (Waudby-Smith and Ramdas), the narrowest here
/// for bounded rewards.
pub const BESTOF_METHOD_EMPIRICAL_BERNSTEIN: i32 = 0;
/// Rewards in [first, second]: stitched empirical Bernstein (Howard et al.).
pub const BESTOF_METHOD_STITCHED_BERNSTEIN: i32 = 1;
/// Rewards that are sub-Gaussian with first = sigma; second is not looked at: stitched (Howard et al.).
pub const BESTOF_METHOD_STITCHED_SUB_GAUSSIAN: i32 = 2;
/// Rewards that are sub-Gaussian with first = sigma: normal mixture, narrowest after about second rewards.
pub const BESTOF_METHOD_NORMAL_MIXTURE: i32 = 3;

/// A confidence sequence. Plain data, 104 bytes: free to copy. One thread at a time.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct bestof_confidence {
    /// Not for the caller's use.
    pub words: [u64; 13],
}

/// Begins a confidence sequence that misses the mean, at any time, with probability at most alpha, both sides together.
/// method is one of BESTOF_METHOD_..., and says what first and second are.
/// Cost: constant.
///
/// BESTOF_E_NOT_FINITE for a parameter that is NaN or infinite, BESTOF_E_DOMAIN for an unknown method, an empty range,
/// a sigma or number of rewards that is not positive, or an alpha not in (0, 1).
///
/// # Safety
/// stream must point to a bestof_confidence, initialised or not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_confidence_init(
    stream: *mut bestof_confidence,
    method: i32,
    first: f64,
    second: f64,
    alpha: f64,
) -> bestof_status {
    report(|| {
        let method = match method {
            BESTOF_METHOD_EMPIRICAL_BERNSTEIN => Method::EmpiricalBernstein {
                low: first,
                high: second,
            },
            BESTOF_METHOD_STITCHED_BERNSTEIN => Method::StitchedBernstein {
                low: first,
                high: second,
            },
            BESTOF_METHOD_STITCHED_SUB_GAUSSIAN => Method::StitchedSubGaussian { sigma: first },
            BESTOF_METHOD_NORMAL_MIXTURE => Method::NormalMixture {
                sigma: first,
                draws: second,
            },
            _ => return Err(Refusal(BESTOF_E_DOMAIN)),
        };
        let begun = Confidence::new(method, alpha)?;
        // SAFETY: the caller's contract; Confidence is numbers only.
        unsafe { put(stream, begun) }
    })
}

/// Takes one reward and narrows the interval.
///
/// BESTOF_E_NOT_FINITE for NaN and infinities, BESTOF_E_DOMAIN for a reward outside the range and for a state that
/// bestof_confidence_init() has not made, BESTOF_E_CAPACITY once UINT64_MAX rewards are in.
///
/// # Safety
/// stream must point to an initialised bestof_confidence.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_confidence_push(
    stream: *mut bestof_confidence,
    reward: f64,
) -> bestof_status {
    report(|| {
        // SAFETY: the caller's contract; Confidence is numbers only.
        let confidence: &mut Confidence = unsafe { state(stream) }?;
        Ok(confidence.push(reward)?)
    })
}

/// Where the mean is: the intersection of the intervals at all times so far; before the first reward the range, or
/// everything. A lower bound above the upper one says that the assumptions do not hold.
/// Cost: constant.
///
/// # Safety
/// stream must point to an initialised bestof_confidence, lower and upper must point to one double each.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_confidence_interval(
    stream: *const bestof_confidence,
    lower: *mut f64,
    upper: *mut f64,
) -> bestof_status {
    report(|| {
        check(lower)?;
        check(upper)?;
        // SAFETY: the caller's contract; Confidence is numbers only.
        let confidence: Confidence = unsafe { copy(stream) }?;
        let [low, high] = confidence.interval();
        // SAFETY: checked; writable by the caller's contract.
        unsafe { lower.write(low) };
        // SAFETY: as above.
        unsafe { upper.write(high) };
        Ok(())
    })
}

/// Boundary that a sum of centred rewards crosses, ever, with probability at most alpha, one-sided, where v is its
/// variance process: polynomial stitching. v = sigma^2 t and scale = 0 for sub-Gaussian rewards; v = sum of squares
/// about guesses made beforehand and scale = the range for bounded ones. Constant up to v_min, tight from there on.
///
/// NaN unless v >= 0, v_min > 0, scale >= 0, all finite, and alpha is in (0, 1).
#[unsafe(no_mangle)]
pub extern "C" fn bestof_stitched_boundary(v: f64, v_min: f64, scale: f64, alpha: f64) -> f64 {
    estimate::stitched_boundary(v, v_min, scale, alpha)
}

/// Boundary that the absolute value of a sum of centred sub-Gaussian rewards crosses, ever, with probability at most
/// alpha, where v = sigma^2 t: a normal mixture, narrowest near the v for which bestof_normal_mixture_rho() chose rho.
///
/// NaN unless v >= 0 and rho > 0 are finite and alpha is in (0, 1).
#[unsafe(no_mangle)]
pub extern "C" fn bestof_normal_mixture_boundary(v: f64, rho: f64, alpha: f64) -> f64 {
    estimate::normal_mixture_boundary(v, rho, alpha)
}

/// The rho that makes bestof_normal_mixture_boundary() narrowest, to a good approximation, at variance v.
///
/// NaN unless v > 0 is finite and alpha is in (0, 1).
#[unsafe(no_mangle)]
pub extern "C" fn bestof_normal_mixture_rho(v: f64, alpha: f64) -> f64 {
    estimate::normal_mixture_rho(v, alpha)
}

/// One-sided confidence radius of the mean of m independent rewards in a range of that width, by their unbiased sample
/// variance, for one m fixed beforehand (Maurer and Pontil). Not at a time chosen after looking.
///
/// NaN unless variance >= 0 and range >= 0 are finite, m >= 2, and delta is in (0, 1).
#[unsafe(no_mangle)]
pub extern "C" fn bestof_maurer_pontil_radius(
    variance: f64,
    range: f64,
    m: u64,
    delta: f64,
) -> f64 {
    estimate::maurer_pontil_radius(variance, range, m, delta)
}
