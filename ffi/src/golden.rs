//! Golden reward: what a gain in the proxy that selects is worth in the gold reward that counts, and where it stops
//! paying.
//!
//! e = proxy - gold is the error of the proxy. Gains are a policy's mean reward less the reference's, in the reward's
//! units.

use bestof::golden;

use crate::memory::{Array, check, disjoint, flags_within, prefix};
use crate::status::{BESTOF_E_DOMAIN, Refusal, bestof_status, report};

/// The proxy is never off by more than the member sup: |e| <= sup.
pub const BESTOF_ERROR_SUP: u32 = 1;
/// The error stays within the member range: max e - min e <= range.
pub const BESTOF_ERROR_RANGE: u32 = 2;
/// The error's standard deviation under the reference is at most the member standard_deviation.
pub const BESTOF_ERROR_STANDARD_DEVIATION: u32 = 4;
/// The left tail of e less its mean is sub-Gaussian with left_sub_gaussian: the proxy underrates no more.
pub const BESTOF_ERROR_LEFT_SUB_GAUSSIAN: u32 = 8;
/// The right tail of e less its mean is sub-Gaussian with right_sub_gaussian: the proxy overrates no more.
pub const BESTOF_ERROR_RIGHT_SUB_GAUSSIAN: u32 = 16;
/// The right tail of the gold reward itself is sub-Gaussian with gold_sub_gaussian.
pub const BESTOF_GOLD_SUB_GAUSSIAN: u32 = 32;

/// What is known about the error of the proxy under the reference. Each is a promise: a figure estimated from samples is
/// none.
///
/// Set struct_size to sizeof(bestof_error_facts), and in flags the facts that are given; members without their flag need
/// not be initialised. Later versions may append members: a program compiled against this one keeps working.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct bestof_error_facts {
    /// sizeof(bestof_error_facts).
    pub struct_size: u32,
    /// Any of the constants above, added; 0 for nothing.
    pub flags: u32,
    /// See BESTOF_ERROR_SUP.
    pub sup: f64,
    /// See BESTOF_ERROR_RANGE.
    pub range: f64,
    /// See BESTOF_ERROR_STANDARD_DEVIATION.
    pub standard_deviation: f64,
    /// See BESTOF_ERROR_LEFT_SUB_GAUSSIAN.
    pub left_sub_gaussian: f64,
    /// See BESTOF_ERROR_RIGHT_SUB_GAUSSIAN.
    pub right_sub_gaussian: f64,
    /// See BESTOF_GOLD_SUB_GAUSSIAN.
    pub gold_sub_gaussian: f64,
}

/// How far a policy has moved from its reference. Upper bounds will do.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct bestof_drift {
    /// KL divergence of the policy from the reference, in nats.
    pub kl: f64,
    /// Total variation distance, in [0, 1].
    pub total_variation: f64,
    /// Chi-squared divergence of the policy from the reference.
    pub chi_squared: f64,
}

/// Where the gold gain must lie. An end that nothing known bounds is infinite and rests on 0.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct bestof_gold_interval {
    /// The gold gain is no less.
    pub low: f64,
    /// The gold gain is no more.
    pub high: f64,
    /// The flag of what low rests on.
    pub low_from: u32,
    /// The flag of what high rests on.
    pub high_from: u32,
}

/// The coefficients of a scaling law, from a fit.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct bestof_scaling_fit {
    /// The slope with which the gain sets out.
    pub alpha: f64,
    /// How strongly it is bent down; not positive where the curve shows no over-optimisation.
    pub beta: f64,
    /// sqrt(sum of w (gain - law)^2 / (points - 2)) over the points with w > 0; NaN for two of them.
    pub standard_error: f64,
}

/// What a tilted policy gains over a pool of samples.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct bestof_tilted_gains {
    /// KL divergence of the tilted policy from the pool, in nats.
    pub kl: f64,
    /// Mean proxy under the tilted policy less that of the pool.
    pub proxy_gain: f64,
    /// Mean gold under the tilted policy less that of the pool.
    pub gold_gain: f64,
    /// The gold gain is at most proxy_gain - overestimation.
    pub overestimation: f64,
}

/// How far proxy gain and gold gain can be apart when |e| <= sup, for a policy at this total variation from the
/// reference: 2 sup total_variation. Of an error in a range, pass half its width.
///
/// NaN unless sup >= 0 and total_variation is in [0, 1].
#[unsafe(no_mangle)]
pub extern "C" fn bestof_gold_shift_sup(sup: f64, total_variation: f64) -> f64 {
    golden::gold_shift_sup(sup, total_variation)
}

/// How far proxy gain and gold gain can be apart when e has this standard deviation under the reference, for a policy
/// at this chi-squared divergence from it: standard_deviation sqrt(chi_squared). For tails that are sub-Gaussian with
/// tau, bestof_sub_gaussian_bound(tau, kl) says the same: the right tail of e bounds the loss, the left the excess.
///
/// NaN unless both >= 0.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_gold_shift_standard_deviation(
    standard_deviation: f64,
    chi_squared: f64,
) -> f64 {
    golden::gold_shift_standard_deviation(standard_deviation, chi_squared)
}

/// The drift of best-of-n, an upper bound when rewards tie; each member rounded up.
/// Cost: a few logarithms.
///
/// BESTOF_E_DOMAIN unless n >= 1.
///
/// # Safety
/// drift must point to a bestof_drift, initialised or not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_drift_best_of_n(n: f64, drift: *mut bestof_drift) -> bestof_status {
    report(|| {
        check(drift)?;
        let golden::Drift {
            kl,
            total_variation,
            chi_squared,
        } = golden::Drift::best_of_n(n);
        if kl.is_nan() {
            return Err(Refusal(BESTOF_E_DOMAIN));
        }
        // SAFETY: checked; writable by the caller's contract.
        unsafe {
            drift.write(bestof_drift {
                kl,
                total_variation,
                chi_squared,
            });
        }
        Ok(())
    })
}

/// The interval of a policy's gold gain, from its proxy gain and from what is known: the intersection of the bounds
/// whose assumptions are given, and of no others. The ends are rounded outward.
///
/// BESTOF_E_NOT_FINITE for a proxy gain that is NaN or infinite; BESTOF_E_STRUCT_SIZE for a struct_size that no version
/// of the struct has, or one that ends before a member that flags names; BESTOF_E_DOMAIN for an unknown flag, a
/// divergence or a known figure that is negative or NaN, a total variation above 1, and when what is given contradicts
/// itself.
///
/// # Safety
/// drift must point to a bestof_drift, known must point to as many bytes as its struct_size says, out must point to a
/// bestof_gold_interval, initialised or not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_gold_gain_interval(
    proxy_gain: f64,
    drift: *const bestof_drift,
    known: *const bestof_error_facts,
    out: *mut bestof_gold_interval,
) -> bestof_status {
    report(|| {
        check(drift)?;
        check(out)?;
        // SAFETY: the caller's contract.
        let known = unsafe { facts(known) }?;
        // SAFETY: checked; initialised by the caller's contract.
        let drift = unsafe { drift.read() };
        let interval = golden::gold_gain_interval(
            proxy_gain,
            &golden::Drift {
                kl: drift.kl,
                total_variation: drift.total_variation,
                chi_squared: drift.chi_squared,
            },
            &known,
        )?;
        let written = bestof_gold_interval {
            low: interval.low,
            high: interval.high,
            low_from: flag(interval.low_from),
            high_from: flag(interval.high_from),
        };
        // SAFETY: checked; writable by the caller's contract.
        unsafe { out.write(written) };
        Ok(())
    })
}

/// Each flag, and where its member ends.
fn ends() -> [(u32, usize); 6] {
    macro_rules! end {
        ($member:ident) => {
            core::mem::offset_of!(bestof_error_facts, $member) + size_of::<f64>()
        };
    }
    [
        (BESTOF_ERROR_SUP, end!(sup)),
        (BESTOF_ERROR_RANGE, end!(range)),
        (BESTOF_ERROR_STANDARD_DEVIATION, end!(standard_deviation)),
        (BESTOF_ERROR_LEFT_SUB_GAUSSIAN, end!(left_sub_gaussian)),
        (BESTOF_ERROR_RIGHT_SUB_GAUSSIAN, end!(right_sub_gaussian)),
        (BESTOF_GOLD_SUB_GAUSSIAN, end!(gold_sub_gaussian)),
    ]
}

/// The facts of a struct of this version or an earlier one.
///
/// # Safety
/// `known` points to as many bytes as its first member says.
unsafe fn facts(known: *const bestof_error_facts) -> Result<golden::ErrorFacts, Refusal> {
    // SAFETY: the caller's contract; every member is a number, of which all bit patterns are values.
    let (c, size) = unsafe { prefix(known) }?;
    flags_within(c.flags, size, &ends())?;
    let given = |flag: u32, figure: f64| (c.flags & flag != 0).then_some(figure);
    Ok(golden::ErrorFacts {
        sup: given(BESTOF_ERROR_SUP, c.sup),
        range: given(BESTOF_ERROR_RANGE, c.range),
        standard_deviation: given(BESTOF_ERROR_STANDARD_DEVIATION, c.standard_deviation),
        left_sub_gaussian: given(BESTOF_ERROR_LEFT_SUB_GAUSSIAN, c.left_sub_gaussian),
        right_sub_gaussian: given(BESTOF_ERROR_RIGHT_SUB_GAUSSIAN, c.right_sub_gaussian),
        gold_sub_gaussian: given(BESTOF_GOLD_SUB_GAUSSIAN, c.gold_sub_gaussian),
    })
}

fn flag(evidence: Option<golden::Evidence>) -> u32 {
    match evidence {
        None => 0,
        Some(golden::Evidence::Sup) => BESTOF_ERROR_SUP,
        Some(golden::Evidence::Range) => BESTOF_ERROR_RANGE,
        Some(golden::Evidence::StandardDeviation) => BESTOF_ERROR_STANDARD_DEVIATION,
        Some(golden::Evidence::LeftSubGaussian) => BESTOF_ERROR_LEFT_SUB_GAUSSIAN,
        Some(golden::Evidence::RightSubGaussian) => BESTOF_ERROR_RIGHT_SUB_GAUSSIAN,
        Some(golden::Evidence::GoldSubGaussian) => BESTOF_GOLD_SUB_GAUSSIAN,
    }
}

/// Gains in proxy and gold of the policy tilted towards the proxy, proportional to exp(proxy / beta), over a pool of
/// samples of one prompt as the reference, and what overestimation must have cost:
/// gold_gain <= proxy_gain - overestimation.
///
/// BESTOF_E_EMPTY for len == 0, BESTOF_E_NOT_FINITE for a score that is NaN or infinite, BESTOF_E_DOMAIN unless
/// 0 < beta < INFINITY, and where sums of scores leave the doubles.
///
/// # Safety
/// proxy and gold must each hold len doubles, out must point to a bestof_tilted_gains, initialised or not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_tilted_transfer(
    proxy: *const f64,
    gold: *const f64,
    len: usize,
    beta: f64,
    out: *mut bestof_tilted_gains,
) -> bestof_status {
    report(|| {
        check(out)?;
        let (proxy, gold) = (Array::new(proxy, len)?, Array::new(gold, len)?);
        // SAFETY: the caller's contract.
        let (proxy, gold) = unsafe { (proxy.read(), gold.read()) };
        let golden::TiltedTransfer {
            kl,
            proxy_gain,
            gold_gain,
            overestimation,
        } = golden::tilted_transfer(proxy, gold, beta)?;
        // SAFETY: checked; writable by the caller's contract.
        unsafe {
            out.write(bestof_tilted_gains {
                kl,
                proxy_gain,
                gold_gain,
                overestimation,
            });
        }
        Ok(())
    })
}

/// Gold gain of the best of n by a proxy that is jointly Gaussian with the gold reward: correlation times
/// standard_deviation (the gold's) times bestof_normal_max_mean(n). It never turns.
///
/// NaN unless n >= 1, correlation is in [-1, 1] and 0 <= standard_deviation < INFINITY.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_gaussian_gold_gain(
    n: f64,
    correlation: f64,
    standard_deviation: f64,
) -> f64 {
    golden::gaussian_gold_gain(n, correlation, standard_deviation)
}

/// How far the best of n may stay behind a policy whose density over the reference is at most coverage, in the reward
/// that selects: height (1 - 1 / coverage)^n, height the policy's mean reward above the least reward there is.
///
/// NaN unless n >= 1, coverage >= 1, not both infinite, and 0 <= height < INFINITY.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_coverage_regret(n: f64, coverage: f64, height: f64) -> f64 {
    golden::coverage_regret(n, coverage, height)
}

/// What to add to bestof_coverage_regret() when the regret is counted in gold: standard_deviation (that of e under the
/// reference) times (sqrt(chi_squared) + (n - 1) / sqrt(2 n - 1)), chi_squared that of the policy compared with.
///
/// NaN unless n >= 1, 0 <= standard_deviation < INFINITY and chi_squared >= 0.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_error_regret(n: f64, standard_deviation: f64, chi_squared: f64) -> f64 {
    golden::error_regret(n, standard_deviation, chi_squared)
}

/// Gao's law for best-of-n: the gold gain d (alpha - beta d) at distance d = sqrt(KL). Empirical, no bound.
///
/// NaN unless 0 <= distance < INFINITY and both coefficients are finite.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_scaling_best_of_n(distance: f64, alpha: f64, beta: f64) -> f64 {
    golden::scaling_best_of_n(distance, alpha, beta)
}

/// Gao's law for reinforcement learning: the gold gain d (alpha - beta ln d) at distance d = sqrt(KL). Empirical, no
/// bound; it speaks of no distance close to 0, where its slope is infinite.
///
/// NaN unless 0 <= distance < INFINITY and both coefficients are finite.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_scaling_rl(distance: f64, alpha: f64, beta: f64) -> f64 {
    golden::scaling_rl(distance, alpha, beta)
}

/// The distance sqrt(KL) at which bestof_scaling_best_of_n() peaks: alpha / (2 beta), 0 for alpha <= 0.
///
/// NaN unless alpha is finite and 0 < beta < INFINITY: else there is no peak.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_scaling_best_of_n_peak(alpha: f64, beta: f64) -> f64 {
    golden::scaling_best_of_n_peak(alpha, beta)
}

/// The gold gain at that peak: alpha^2 / (4 beta), 0 for alpha <= 0.
///
/// NaN unless alpha is finite and 0 < beta < INFINITY.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_scaling_best_of_n_peak_gain(alpha: f64, beta: f64) -> f64 {
    golden::scaling_best_of_n_peak_gain(alpha, beta)
}

/// The distance sqrt(KL) from which bestof_scaling_best_of_n() is below the reference again: alpha / beta.
///
/// NaN unless alpha is finite and 0 < beta < INFINITY.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_scaling_best_of_n_zero(alpha: f64, beta: f64) -> f64 {
    golden::scaling_best_of_n_zero(alpha, beta)
}

/// The distance sqrt(KL) at which bestof_scaling_rl() peaks: exp(alpha / beta - 1).
///
/// NaN unless alpha is finite and 0 < beta < INFINITY.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_scaling_rl_peak(alpha: f64, beta: f64) -> f64 {
    golden::scaling_rl_peak(alpha, beta)
}

/// The gold gain at that peak: beta exp(alpha / beta - 1).
///
/// NaN unless alpha is finite and 0 < beta < INFINITY.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_scaling_rl_peak_gain(alpha: f64, beta: f64) -> f64 {
    golden::scaling_rl_peak_gain(alpha, beta)
}

/// The distance sqrt(KL) from which bestof_scaling_rl() is below the reference again: exp(alpha / beta).
///
/// NaN unless alpha is finite and 0 < beta < INFINITY.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_scaling_rl_zero(alpha: f64, beta: f64) -> f64 {
    golden::scaling_rl_zero(alpha, beta)
}

/// Fits alpha and beta of bestof_scaling_best_of_n() to a measured curve by least squares. distance[i] = sqrt(KL),
/// gain[i] the gold gain over the reference there, in any order; weights may be NULL for equal ones, best are the
/// inverse variances of the gains.
///
/// BESTOF_E_EMPTY for len == 0; BESTOF_E_NOT_FINITE for a number that is NaN or infinite; BESTOF_E_DOMAIN for a
/// negative distance or weight, and when fewer than two distances with weight can be told from 0 and from each other.
///
/// # Safety
/// distance, gain and weights must each hold len doubles, but weights may be NULL; out must point to a
/// bestof_scaling_fit, initialised or not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_scaling_best_of_n_fit(
    distance: *const f64,
    gain: *const f64,
    weights: *const f64,
    len: usize,
    out: *mut bestof_scaling_fit,
) -> bestof_status {
    // SAFETY: the caller's contract, handed on.
    unsafe {
        fit(
            golden::scaling_best_of_n_fit,
            distance,
            gain,
            weights,
            len,
            out,
        )
    }
}

/// Fits alpha and beta of bestof_scaling_rl(), as bestof_scaling_best_of_n_fit() does for the other law.
/// Cost: one pass.
///
/// # Safety
/// distance, gain and weights must each hold len doubles, but weights may be NULL; out must point to a
/// bestof_scaling_fit, initialised or not.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_scaling_rl_fit(
    distance: *const f64,
    gain: *const f64,
    weights: *const f64,
    len: usize,
    out: *mut bestof_scaling_fit,
) -> bestof_status {
    // SAFETY: the caller's contract, handed on.
    unsafe { fit(golden::scaling_rl_fit, distance, gain, weights, len, out) }
}

/// # Safety
/// That of bestof_scaling_best_of_n_fit().
unsafe fn fit(
    law: impl FnOnce(&[f64], &[f64], Option<&[f64]>) -> Result<golden::ScalingFit, bestof::Error>,
    distance: *const f64,
    gain: *const f64,
    weights: *const f64,
    len: usize,
    out: *mut bestof_scaling_fit,
) -> bestof_status {
    report(|| {
        check(out)?;
        let weighted = !weights.is_null();
        let distance = Array::new(distance, len)?;
        let gain = Array::new(gain, len)?;
        let weights = Array::new(weights, if weighted { len } else { 0 })?;
        // SAFETY: the caller's contract.
        let (distance, gain, weights) = unsafe { (distance.read(), gain.read(), weights.read()) };
        let golden::ScalingFit {
            alpha,
            beta,
            standard_error,
        } = law(distance, gain, weighted.then_some(weights))?;
        // SAFETY: checked; writable by the caller's contract.
        unsafe {
            out.write(bestof_scaling_fit {
                alpha,
                beta,
                standard_error,
            });
        }
        Ok(())
    })
}

/// The whole n at which a curve over n = 1, 2, ... is highest, the first of several: of bestof_curve()'s gold, averaged
/// over prompts, it is where the gold reward peaks. bestof_hedge() finds the real n.
/// Cost: one pass.
///
/// BESTOF_E_EMPTY for len == 0, BESTOF_E_NOT_FINITE for a value that is NaN or infinite.
///
/// # Safety
/// curve must hold len doubles, n must point to one size_t.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_curve_peak(
    curve: *const f64,
    len: usize,
    n: *mut usize,
) -> bestof_status {
    report(|| {
        check(n)?;
        let curve = Array::new(curve, len)?;
        // SAFETY: the caller's contract.
        let peak = golden::curve_peak(unsafe { curve.read() })?;
        // SAFETY: checked; writable by the caller's contract.
        unsafe { n.write(peak) };
        Ok(())
    })
}

/// Where the gold reward of best-of-n peaks.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct bestof_hedge_peak {
    /// The real number of draws: 1 when selecting by this proxy does not help, n_max when it pays to the end.
    pub n: f64,
    /// The gold gain there over n = 1.
    pub gain: f64,
}

/// HedgeTune: the real n in [1, n_max] at which the gold reward of best-of-n by proxy peaks, for pools of scored samples
/// as the references, each pool with the same weight. The pools follow one another in proxy and gold; pools[i] is how
/// many samples the i-th has. Samples of a pool with the same proxy share the mean of their gold. The highest peak of
/// all, where there are several.
///
/// scratch needs bestof_hedge_scratch_len(len) doubles; its contents are lost.
///
/// BESTOF_E_EMPTY for pool_count == 0 and for a pool without samples; BESTOF_E_CAPACITY when the pools do not add up to
/// len, and for a scratch too small; BESTOF_E_DOMAIN unless 1 <= n_max < INFINITY; BESTOF_E_NOT_FINITE for a score that
/// is NaN or infinite.
///
/// # Safety
/// proxy and gold must each hold len doubles, pools must hold pool_count lengths, scratch must hold scratch_len
/// doubles; out must point to a bestof_hedge_peak, initialised or not. scratch may overlap nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_hedge(
    proxy: *const f64,
    gold: *const f64,
    len: usize,
    pools: *const usize,
    pool_count: usize,
    n_max: f64,
    scratch: *mut f64,
    scratch_len: usize,
    out: *mut bestof_hedge_peak,
) -> bestof_status {
    report(|| {
        check(out)?;
        let (proxy, gold) = (Array::new(proxy, len)?, Array::new(gold, len)?);
        let pools = Array::new(pools, pool_count)?;
        let scratch = Array::new(scratch, scratch_len)?;
        disjoint(&[proxy, gold], &[scratch])?;
        disjoint(&[pools.bytes()], &[scratch.bytes()])?;
        // SAFETY: the caller's contract, and the scratch overlaps nothing.
        let (proxy, gold, pools, scratch) =
            unsafe { (proxy.read(), gold.read(), pools.read(), scratch.write()) };
        let golden::Hedge { n, gain } = golden::hedge(proxy, gold, pools, n_max, scratch)?;
        // SAFETY: checked; writable by the caller's contract.
        unsafe { out.write(bestof_hedge_peak { n, gain }) };
        Ok(())
    })
}

/// How many doubles of scratch bestof_hedge() needs for len samples of all pools together.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_hedge_scratch_len(len: usize) -> usize {
    golden::hedge_scratch_len(len)
}
