//! Bounds that hold with a probability: what finitely many scored answers can show, and how far they seem to have drifted.
//!
//! The log-density ratio of a best-of-n answer is `ln n − t·Z` with `t = (n−1)/n` and a unit exponential `Z`, so its mean over
//! `m` answers is `ln n − t·G/m` with `G` of the gamma law of shape `m`: exact quantiles, no approximation.

use super::cramer::{excess_above, excess_below};
use super::transport::{SQRT_2, root};
use crate::divergence::kl_dd;
use crate::num::dd::{Dd, two_sum};
use crate::num::gamma_law::{Side, gamma_quantile};
use crate::num::ln::ln_any;
use crate::num::real::Scalar;
use crate::simd::{self, Task};

/// `ln(1/δ)/m`, the nats that a confidence costs each of `m` draws.
#[cfg_attr(not(feature = "small"), inline(always))]
fn nats_each<S: Scalar>(delta: f64, draws: u64) -> Dd<S> {
    ln_any(S::splat(delta)).neg().div(Dd::integer(draws))
}

/// `(n−1)/n`.
#[cfg_attr(not(feature = "small"), inline(always))]
fn tilt<S: Scalar>(n: f64) -> Dd<S> {
    two_sum(S::splat(n), S::splat(-1.0)).over(S::splat(n))
}

/// `σ √(2x)`.
#[cfg_attr(not(feature = "small"), inline(always))]
fn deviation<S: Scalar>(sigma: f64, x: Dd<S>) -> Dd<S> {
    if x.hi.get() == 0.0 {
        return x;
    }
    let y = x
        .sqrt()
        .mul(Dd::constant(SQRT_2.0, SQRT_2.1))
        .times(S::splat(sigma));
    // An overflow has no tail.
    if y.hi.get() < f64::INFINITY {
        y
    } else {
        Dd::from(y.hi)
    }
}

struct EmpiricalGain {
    sigma: f64,
    sigma_policy: f64,
    kl: f64,
    delta: f64,
    m: u64,
    k: u64,
}

impl Task for EmpiricalGain {
    type Output = f64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> f64 {
        // In units of the larger sigma no square overflows, and none that matters underflows.
        let unit = self.sigma.max(self.sigma_policy);
        if unit == 0.0 {
            return 0.0;
        }
        let share = |sigma: f64| Dd::from(S::splat(sigma)).over(S::splat(unit));
        let (reference, policy) = (share(self.sigma), share(self.sigma_policy));
        let noise = policy
            .mul(policy)
            .mul(nats_each(self.delta, self.m))
            .add(reference.mul(reference).mul(nats_each(self.delta, self.k)));
        let drift = root(S::splat(self.kl))
            .mul(Dd::constant(SQRT_2.0, SQRT_2.1))
            .mul(reference);
        let sum = deviation(1.0, noise).add(drift);
        sum.times(S::splat(unit)).value().get()
    }
}

struct PolicyMean {
    sigma: f64,
    alpha: f64,
    renyi: f64,
    delta: f64,
    m: u64,
}

impl Task for PolicyMean {
    type Output = f64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> f64 {
        let nats = nats_each::<S>(self.delta, self.m);
        // α/(α−1) = 1 + 1/(α−1).
        let less = two_sum(S::splat(self.alpha), S::splat(-1.0));
        let more = if self.alpha < f64::INFINITY {
            nats.div(less)
        } else {
            Dd::from(S::splat(0.0))
        };
        let sum = nats.add(more).plus(S::splat(self.renyi));
        deviation(self.sigma, sum).value().get()
    }
}

struct BestOfNMean {
    sigma: f64,
    n: f64,
    delta: f64,
    m: u64,
}

impl Task for BestOfNMean {
    type Output = f64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> f64 {
        let nats = nats_each::<S>(self.delta, self.m);
        let drift = chernoff_upper(self.n, nats);
        deviation(self.sigma, drift.add(nats)).value().get()
    }
}

/// `KL + t·q` with `−q − ln(1−q) = nats`: the least of `D_α + nats/(α−1)` over the orders, at `α − 1 = q/((1−q)t)`.
#[cfg_attr(not(feature = "small"), inline(always))]
fn chernoff_upper<S: Scalar>(n: f64, nats: Dd<S>) -> Dd<S> {
    kl_dd(S::splat(n)).add(tilt(n).mul(excess_below(nats)))
}

struct Realised {
    n: f64,
    delta: f64,
    m: u64,
    upper: bool,
    chernoff: bool,
}

impl Task for Realised {
    type Output = f64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> f64 {
        if self.n == 1.0 {
            return 0.0;
        }
        if self.chernoff {
            let nats = nats_each(self.delta, self.m);
            let y = if self.upper {
                chernoff_upper(self.n, nats)
            } else {
                kl_dd(S::splat(self.n)).sub(tilt(self.n).mul(excess_above(nats)))
            };
            return y.value().get();
        }
        // The mean is high where the gamma variable is low.
        let delta = S::splat(self.delta);
        let (near, far) = if self.upper {
            (Side::Lower, Side::Upper)
        } else {
            (Side::Upper, Side::Lower)
        };
        let x = if self.delta <= 0.5 {
            gamma_quantile(near, self.m, Dd::from(delta))
        } else {
            gamma_quantile(far, self.m, two_sum(S::splat(1.0), -delta))
        };
        let draws = Dd::integer(self.m);
        let shift = draws.sub(x).div(draws).mul(tilt(self.n));
        kl_dd(S::splat(self.n)).add(shift).value().get()
    }
}

fn is_scale(sigma: f64) -> bool {
    (0.0..f64::INFINITY).contains(&sigma)
}

/// Ceiling on the observed gain, the mean reward of `m` answers of a policy less that of `k` answers of its reference, that
/// holds with probability at least `1 − delta`; in units of the reward.
///
/// Formula: `σ √(2·kl) + √(2 (σ_policy²/m + σ²/k) ln(1/δ))`. Source: Mroueh 2024, Theorem 2 (arXiv:2406.05883).
/// Validity: upper bound; needs the right tail of the reward under the policy to be sub-Gaussian with `sigma_policy`, and both
/// tails under the reference with `sigma`.
/// Domain: finite sigmas `≥ 0`, finite `kl ≥ 0` in nats, `0 < delta ≤ 1`, `m, k ≥ 1`; NaN outside.
/// Accuracy: ≤ 1 ulp; worst seen 0.500 ulp at `sigma = 0x1.c4c0418f2df6dp+4, sigma_policy = 0x1.3922d48fd06eep+6, kl = 0x1.bd636b70071ccp+1, delta = 0x1.3397ae3003459p-22, m = 47, k = 12933787642935791616`.
/// Cost: one logarithm, two square roots, four divisions.
#[must_use]
pub fn empirical_gain_bound(
    sigma: f64,
    sigma_policy: f64,
    kl: f64,
    delta: f64,
    m: u64,
    k: u64,
) -> f64 {
    let scales = is_scale(sigma) && is_scale(sigma_policy) && is_scale(kl);
    if scales && delta > 0.0 && delta <= 1.0 && m > 0 && k > 0 {
        simd::run(EmpiricalGain {
            sigma,
            sigma_policy,
            kl,
            delta,
            m,
            k,
        })
    } else {
        f64::NAN
    }
}

/// Ceiling on the mean reward of `m` answers of a policy less the reference's mean, that holds with probability at least
/// `1 − delta` whatever the reward's tail under the policy, from a Rényi divergence; in units of the reward.
///
/// Formula: `σ √(2 (D_α + α/(α−1) · ln(1/δ)/m))`. Source: Mroueh 2024, Theorem 3 (arXiv:2406.05883).
/// Validity: upper bound; needs the right tail of the centred reward under the reference to be sub-Gaussian with `sigma`.
/// Domain: finite `sigma ≥ 0`, `alpha > 1` (also ∞), finite `renyi ≥ 0` in nats, `0 < delta ≤ 1`, `m ≥ 1`; NaN outside.
/// Accuracy: ≤ 1 ulp; worst seen 0.500 ulp at `sigma = 0x1.969a87eeab0aap+6, alpha = 0x1.7e23b18a14d24p+1, renyi = 0x1.0000000000000p-1022, delta = 0x1.7d724ca2a7a89p-52, m = 814567335`.
/// Cost: one logarithm, one square root, two divisions.
#[must_use]
pub fn policy_mean_bound(sigma: f64, alpha: f64, renyi: f64, delta: f64, m: u64) -> f64 {
    if is_scale(sigma) && alpha > 1.0 && is_scale(renyi) && delta > 0.0 && delta <= 1.0 && m > 0 {
        simd::run(PolicyMean {
            sigma,
            alpha,
            renyi,
            delta,
            m,
        })
    } else {
        f64::NAN
    }
}

/// Ceiling on the mean reward of `m` best-of-`n` answers less the reference's mean, that holds with probability at least
/// `1 − delta`: [`policy_mean_bound`] at the order that makes it least; in units of the reward.
///
/// Formula: `σ √(2 (ln n − t/N + ln(1/δ)/m))` with `t = (n−1)/n` and `ln N − (N−1)/N = ln(1/δ)/m`: the least over all orders
/// in closed form. It is the sub-Gaussian bound at `KL` as `m` grows, and at most that at `ln n + ln(1/δ)/m`.
/// Source: Mroueh 2024, Theorem 3 (arXiv:2406.05883).
/// Validity: upper bound, also if answers tie; needs the right tail of the centred reward under the reference to be
/// sub-Gaussian with `sigma`.
/// Domain: finite `sigma ≥ 0`, finite real `n ≥ 1`, `0 < delta ≤ 1`, `m ≥ 1`; NaN outside.
/// Accuracy: ≤ 1 ulp; worst seen 0.616 ulp at `sigma = 0x1.254f026ddb644p-10, n = 0x1.1995f27d12b50p+0, delta = 0x1.666a6784128e9p-20, m = 17364908652`.
/// Cost: three logarithms, one square root, four divisions; no search.
#[must_use]
pub fn best_of_n_mean_bound(sigma: f64, n: f64, delta: f64, m: u64) -> f64 {
    let draws = (1.0..f64::INFINITY).contains(&n) && m > 0;
    if is_scale(sigma) && draws && delta > 0.0 && delta <= 1.0 {
        simd::run(BestOfNMean { sigma, n, delta, m })
    } else {
        f64::NAN
    }
}

fn realised(n: f64, delta: f64, m: u64, upper: bool, chernoff: bool) -> f64 {
    let share = delta > 0.0 && (delta < 1.0 || chernoff && delta == 1.0);
    if (1.0..f64::INFINITY).contains(&n) && share && m > 0 {
        simd::run(Realised {
            n,
            delta,
            m,
            upper,
            chernoff,
        })
    } else {
        f64::NAN
    }
}

/// The value that the realised divergence, the mean log-density ratio of `m` best-of-`n` answers, exceeds with probability
/// `delta`; in nats.
///
/// Formula: `ln n − t·g/m` with `t = (n−1)/n` and `g` the `delta`-quantile of the gamma law of shape `m`, a whole number.
/// Source: after Mroueh 2024, Theorem 3 (arXiv:2406.05883): the ratio's law is exactly exponential.
/// Validity: exact when no two responses tie in reward.
/// Domain: finite real `n ≥ 1`, `0 < delta < 1`, `m ≥ 1`; NaN outside. Limits: 0 at `n = 1`; the KL divergence as `m` grows.
/// Accuracy: ≤ 2 ulp where `delta ≤ ½` (beyond, a few ulp of `ln n`); worst seen 0.523 ulp at `n = 0x1.21e8e19b37e03p+0, delta = 0x1.328e86c371774p-3, m = 71`.
/// Cost: about four steps, each a series of ten times the root of `m` terms; from `m = 16384` on an integral of 32 points.
#[must_use]
pub fn realised_kl_upper(n: f64, delta: f64, m: u64) -> f64 {
    realised(n, delta, m, true, false)
}

/// The value that the realised divergence, the mean log-density ratio of `m` best-of-`n` answers, stays below with probability
/// `delta`; in nats. It may be negative.
///
/// Formula: `ln n − t·g/m` with `t = (n−1)/n` and `g` the `(1−delta)`-quantile of the gamma law of shape `m`, a whole number.
/// Source: after Mroueh 2024, Theorem 3 (arXiv:2406.05883): the ratio's law is exactly exponential.
/// Validity: exact when no two responses tie in reward.
/// Domain: finite real `n ≥ 1`, `0 < delta < 1`, `m ≥ 1`; NaN outside. Limits: 0 at `n = 1`; the KL divergence as `m` grows.
/// Accuracy: ≤ 2 ulp where it is no nearer to 0 than a 64th of the KL divergence; worst seen 1.558 ulp at `n = 0x1.2acaed6113bc7p+0, delta = 0x1.7a3e7554ca964p-3, m = 119`.
/// Cost: that of [`realised_kl_upper`].
#[must_use]
pub fn realised_kl_lower(n: f64, delta: f64, m: u64) -> f64 {
    realised(n, delta, m, false, false)
}

/// A value that the realised divergence of `m` best-of-`n` answers exceeds with probability at most `delta`; in nats.
///
/// Formula: `ln n − t/N` with `t = (n−1)/n` and `ln N − (N−1)/N = ln(1/δ)/m`, the least over the orders `α > 1` of
/// `D_α + ln(1/δ)/(m(α−1))`. Source: Mroueh 2024, Theorem 3 (arXiv:2406.05883), by Chernoff.
/// Validity: upper bound on [`realised_kl_upper`], also if answers tie.
/// Domain: finite real `n ≥ 1`, `0 < delta ≤ 1`, `m ≥ 1`; NaN outside.
/// Accuracy: ≤ 1 ulp; worst seen 0.693 ulp at `n = 0x1.1f45b4db0b560p+0, delta = 0x1.ac29ca259f919p-1, m = 12218791804127118`.
/// Cost: three logarithms and four divisions; no search.
#[must_use]
pub fn realised_kl_upper_chernoff(n: f64, delta: f64, m: u64) -> f64 {
    realised(n, delta, m, true, true)
}

/// A value that the realised divergence of `m` best-of-`n` answers stays below with probability at most `delta`; in nats. It
/// may be negative.
///
/// Formula: `ln n − t·N` with `t = (n−1)/n` and `N − 1 − ln N = ln(1/δ)/m`. Source: Chernoff's bound on the gamma law.
/// Validity: lower bound on [`realised_kl_lower`], when no two responses tie in reward.
/// Domain: finite real `n ≥ 1`, `0 < delta ≤ 1`, `m ≥ 1`; NaN outside.
/// Accuracy: ≤ 2 ulp where it is no nearer to 0 than a 64th of the KL divergence; worst seen 1.540 ulp at `n = 0x1.14985504af254p+0, delta = 0x1.8acf21ff04d70p-1, m = 262`.
/// Cost: three logarithms, a square root and four divisions; no search.
#[must_use]
pub fn realised_kl_lower_chernoff(n: f64, delta: f64, m: u64) -> f64 {
    realised(n, delta, m, false, true)
}
