//! Policies beside best-of-n: the exponential tilt that KL-regularised RL ends in, best-of-Poisson, soft best-of-n, and
//! the best win rate that a divergence allows.

use bestof::policy;

use crate::memory::{Array, check, disjoint};
use crate::status::{bestof_status, report};

/// What a tilt does to a pool of rewards.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct bestof_tilted_pool {
    /// Mean reward of the policy less that of the pool, in units of the reward.
    pub gain: f64,
    /// KL divergence of the policy from the pool, in nats.
    pub kl: f64,
    /// KL divergence of the pool from the policy, in nats.
    pub reverse_kl: f64,
    /// How many samples of equal weight would estimate as well.
    pub effective_samples: f64,
    /// Variance of the reward under the policy.
    pub variance: f64,
}

/// The tilted policy, proportional to e^(r / beta), over a pool of rewards.
///
/// beta > 0 in units of the reward, also INFINITY, which is the pool itself. gain == beta (kl + reverse_kl).
/// BESTOF_E_EMPTY for len == 0, BESTOF_E_NOT_FINITE for a reward that is NaN or infinite, BESTOF_E_DOMAIN for a beta
/// outside its domain, and where a range or a sum leaves the doubles.
///
/// # Safety
/// rewards must hold len doubles, out must point to one bestof_tilted_pool.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_tilted_policy(
    rewards: *const f64,
    len: usize,
    beta: f64,
    out: *mut bestof_tilted_pool,
) -> bestof_status {
    report(|| {
        check(out)?;
        let rewards = Array::new(rewards, len)?;
        // SAFETY: the caller's contract.
        let tilted = policy::tilted_policy(unsafe { rewards.read() }, beta)?;
        let policy::Tilted {
            gain,
            kl,
            reverse_kl,
            effective_samples,
            variance,
        } = tilted;
        let value = bestof_tilted_pool {
            gain,
            kl,
            reverse_kl,
            effective_samples,
            variance,
        };
        // SAFETY: checked; writable by the caller's contract.
        unsafe { out.write(value) };
        Ok(())
    })
}

/// The weights of the tilted policy, which sum to 1; those of bestof_tilted_policy().
///
/// BESTOF_E_EMPTY for len == 0, BESTOF_E_NOT_FINITE for a reward that is NaN or infinite, BESTOF_E_DOMAIN for a beta
/// outside its domain, and where a range or a sum leaves the doubles.
///
/// # Safety
/// rewards and out must hold len doubles, and not overlap.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_tilted_law(
    rewards: *const f64,
    len: usize,
    beta: f64,
    out: *mut f64,
) -> bestof_status {
    report(|| {
        let rewards = Array::new(rewards, len)?;
        let out = Array::new(out, len)?;
        disjoint(&[rewards], &[out])?;
        // SAFETY: the caller's contract, and the output does not overlap the input.
        policy::tilted_law(unsafe { rewards.read() }, beta, unsafe { out.write() })?;
        Ok(())
    })
}

/// The beta at which the tilted policy's KL divergence from the pool is kl, in nats; INFINITY at kl == 0.
///
/// BESTOF_E_EMPTY for len == 0, BESTOF_E_NOT_FINITE for a reward that is NaN or infinite, BESTOF_E_DOMAIN for a kl
/// that is negative, NaN, or out of reach: not below ln(len / m), with m samples sharing the best reward.
///
/// # Safety
/// rewards must hold len doubles, beta must point to one double.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_beta_at_kl(
    rewards: *const f64,
    len: usize,
    kl: f64,
    beta: *mut f64,
) -> bestof_status {
    report(|| {
        check(beta)?;
        let rewards = Array::new(rewards, len)?;
        // SAFETY: the caller's contract.
        let value = policy::beta_at_kl(unsafe { rewards.read() }, kl)?;
        // SAFETY: checked; writable by the caller's contract.
        unsafe { beta.write(value) };
        Ok(())
    })
}

/// The beta at which the tilted policy's mean reward is gain above the pool's; INFINITY at gain == 0.
///
/// BESTOF_E_EMPTY for len == 0, BESTOF_E_NOT_FINITE for a reward that is NaN or infinite, BESTOF_E_DOMAIN for a gain
/// that is negative, NaN, or out of reach: not below the best reward less the mean.
///
/// # Safety
/// rewards must hold len doubles, beta must point to one double.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_beta_at_gain(
    rewards: *const f64,
    len: usize,
    gain: f64,
    beta: *mut f64,
) -> bestof_status {
    report(|| {
        check(beta)?;
        let rewards = Array::new(rewards, len)?;
        // SAFETY: the caller's contract.
        let value = policy::beta_at_gain(unsafe { rewards.read() }, gain)?;
        // SAFETY: checked; writable by the caller's contract.
        unsafe { beta.write(value) };
        Ok(())
    })
}

/// KL divergence of a law over a pool from the pool itself, each sample of which has the same mass, in nats.
/// Cost: one pass, a logarithm a sample.
///
/// weights sum to 1. BESTOF_E_EMPTY for len == 0, BESTOF_E_NOT_FINITE for a weight that is NaN or infinite,
/// BESTOF_E_DOMAIN for a negative one.
///
/// # Safety
/// weights must hold len doubles, out must point to one double.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_law_kl(
    weights: *const f64,
    len: usize,
    out: *mut f64,
) -> bestof_status {
    report(|| {
        check(out)?;
        let weights = Array::new(weights, len)?;
        // SAFETY: the caller's contract.
        let value = policy::law_kl(unsafe { weights.read() })?;
        // SAFETY: checked; writable by the caller's contract.
        unsafe { out.write(value) };
        Ok(())
    })
}

/// The law of soft best-of-n over a pool of rewards: n draws with replacement, of which one is kept with probability
/// proportional to e^(r / beta).
///
/// n is real, 1 <= n < INFINITY; beta > 0, and the rewards within a range of 600 beta. scratch is as long as the pool.
/// BESTOF_E_EMPTY for len == 0, BESTOF_E_NOT_FINITE for a reward that is NaN or infinite, BESTOF_E_DOMAIN for n, beta
/// or a range outside their domains.
///
/// # Safety
/// rewards, scratch and out must hold len doubles; none may overlap another.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn bestof_soft_best_of_n(
    rewards: *const f64,
    len: usize,
    n: f64,
    beta: f64,
    scratch: *mut f64,
    out: *mut f64,
) -> bestof_status {
    report(|| {
        let rewards = Array::new(rewards, len)?;
        let scratch = Array::new(scratch, len)?;
        let out = Array::new(out, len)?;
        disjoint(&[rewards], &[scratch, out])?;
        // SAFETY: the caller's contract, and no output overlaps anything.
        let (rewards, scratch, out) = unsafe { (rewards.read(), scratch.write(), out.write()) };
        policy::soft_best_of_n(rewards, n, beta, scratch, out)?;
        Ok(())
    })
}

/// Ceiling on the KL divergence of soft best-of-n from its reference, in nats: ln(n / (1 + (n - 1) e^-spread)), with
/// spread the range of the rewards in units of beta.
///
/// NaN unless 1 <= n < INFINITY and spread >= 0.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_soft_best_of_n_kl_bound(n: f64, spread: f64) -> f64 {
    policy::soft_best_of_n_kl_bound(n, spread)
}

/// Ceiling on the KL divergence of the tilted policy from soft best-of-n at the same beta, in nats:
/// ln(1 + chi_squared / n), with the chi-squared divergence of the tilted policy from the reference.
///
/// NaN unless 1 <= n < INFINITY and 0 <= chi_squared < INFINITY.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_tilt_to_soft_kl_bound(n: f64, chi_squared: f64) -> f64 {
    policy::tilt_to_soft_kl_bound(n, chi_squared)
}

/// Reward gain of the tilted policy from its two KL divergences, exactly: beta (kl + reverse_kl).
///
/// NaN unless all three are finite and not negative.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_tilted_gain(beta: f64, kl: f64, reverse_kl: f64) -> f64 {
    policy::tilted_gain(beta, kl, reverse_kl)
}

/// Ceiling on the KL divergence of the reference from the tilted policy, in nats, where the reward is sub-Gaussian:
/// sigma sqrt(2 kl) / beta - kl, and 0 where that is negative.
///
/// NaN unless all three are finite, beta > 0, and the others not negative.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_tilted_reverse_kl_bound(beta: f64, sigma: f64, kl: f64) -> f64 {
    policy::tilted_reverse_kl_bound(beta, sigma, kl)
}

/// KL divergence from the reference of best-of-Poisson, the best of 1 + Poisson(mu) draws, in nats.
///
/// NaN unless mu >= 0. 0 at mu = 0, INFINITY at INFINITY.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_poisson_kl(mu: f64) -> f64 {
    policy::poisson_kl(mu)
}

/// Probability that a best-of-Poisson answer beats a fresh reference answer: 1 - 1 / mu + (1 - e^-mu) / mu^2.
///
/// NaN unless mu >= 0. 1/2 at mu = 0, 1 at INFINITY.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_poisson_win_rate(mu: f64) -> f64 {
    policy::poisson_win_rate(mu)
}

/// KL divergence from the reference, in nats, of the policy of density c e^(c u) / (e^c - 1) in the reward's rank u.
///
/// NaN unless c >= 0. 0 at c = 0, INFINITY at INFINITY.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_tilt_kl(c: f64) -> f64 {
    policy::tilt_kl(c)
}

/// Win rate over the reference of the policy of density c e^(c u) / (e^c - 1) in the reward's rank u: the largest at
/// the divergence bestof_tilt_kl(c).
///
/// NaN unless c >= 0. 1/2 at c = 0, 1 at INFINITY.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_tilt_win_rate(c: f64) -> f64 {
    policy::tilt_win_rate(c)
}

/// Largest win rate over the reference that any policy reaches at the KL divergence kl, in nats.
///
/// NaN unless kl >= 0. 1/2 at kl = 0, 1 at INFINITY.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_frontier_win_rate(kl: f64) -> f64 {
    policy::frontier_win_rate(kl)
}

/// Least KL divergence, in nats, at which a policy reaches a win rate over the reference.
///
/// NaN unless 1/2 <= win_rate <= 1. 0 at 1/2, INFINITY at 1.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_frontier_kl(win_rate: f64) -> f64 {
    policy::frontier_kl(win_rate)
}

/// How far the win rate of best-of-n lies below the best at its KL divergence; at most 0.0093.
///
/// NaN unless n >= 1. 0 at n = 1 and at INFINITY.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_best_of_n_win_gap(n: f64) -> f64 {
    policy::best_of_n_win_gap(n)
}

/// How many nats best-of-n spends beyond the least at its win rate; at most 0.0237.
///
/// NaN unless n >= 1. 0 at n = 1 and at INFINITY.
#[unsafe(no_mangle)]
pub extern "C" fn bestof_best_of_n_kl_excess(n: f64) -> f64 {
    policy::best_of_n_kl_excess(n)
}
