//! The tilted policy, `π ∝ ref · e^(r/β)`: where KL-regularised RL ends, and the best policy at its divergence.
//!
//! The reference is the pool itself, each sample with the same mass; the weights normalise themselves. With
//! `x_i = (r_i − mean)/β` and `A = ln mean e^x`, sample `i` has the density ratio `e^(x_i − A)`. `A` is summed from
//! `e^x − 1 − x`, of which no value is negative, so that nothing cancels where the tilt is slight.

use crate::Error;
use crate::divergence::curves;
use crate::num::dd::{Dd, two_prod, two_sum};
use crate::num::exp::exp_value;
use crate::num::ln::{ln_dd, log1p};
use crate::num::real::{Real, Scalar};
use crate::simd::{self, Task};

/// What a tilt does to a pool.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tilted {
    /// Mean reward of the policy less that of the pool, in units of the reward.
    pub gain: f64,
    /// KL divergence of the policy from the pool, in nats.
    pub kl: f64,
    /// KL divergence of the pool from the policy, in nats.
    pub reverse_kl: f64,
    /// `(Σ w)²/Σ w²`: how many samples of equal weight would estimate as well.
    pub effective_samples: f64,
    /// Variance of the reward under the policy: the slope of `gain` in `1/β`.
    pub variance: f64,
}

/// Below this spread `A` is summed from small terms; beyond, relative to the best sample.
const SLIGHT: f64 = 1.0;

/// A pool under a tilt.
pub(crate) struct Pool<S> {
    mean: Dd<S>,
    beta: S,
    /// `A`.
    log_mean: Dd<S>,
}

impl<S: Scalar> Pool<S> {
    #[inline(always)]
    pub(crate) fn new(rewards: &[f64], beta: f64) -> Self {
        let mut pool = Self {
            mean: mean(rewards),
            beta: S::splat(beta),
            log_mean: Dd::from(S::splat(0.0)),
        };
        pool.log_mean = pool.log_of_mean(rewards);
        pool
    }

    /// `A`.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn log_of_mean(&self, rewards: &[f64]) -> Dd<S> {
        let most = self.greatest_exponent(rewards);
        if most.hi.get() < SLIGHT {
            log1p(self.mean_excess(rewards))
        } else {
            most.add(ln_dd(self.mean_share(rewards, most)))
        }
    }

    // Each pass apart: what one of them keeps on the stack is gone when the next begins.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn greatest_exponent(&self, rewards: &[f64]) -> Dd<S> {
        let mut most = Dd::from(S::splat(0.0));
        for r in rewards {
            let x = self.exponent(*r);
            if most.hi.get() < x.hi.get() {
                most = x;
            }
        }
        most
    }

    /// Mean of `e^x − 1`.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn mean_excess(&self, rewards: &[f64]) -> Dd<S> {
        let mut sum = Dd::from(S::splat(0.0));
        for r in rewards {
            let bend = curves(self.exponent(*r), Dd::from(S::splat(1.0))).1;
            // The rounding of the mean leaves a trace of a linear term.
            sum = sum.add(bend).add(self.exponent(*r));
        }
        sum.over(S::splat(rewards.len() as f64))
    }

    /// Mean of `e^(x − most)`.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn mean_share(&self, rewards: &[f64], most: Dd<S>) -> Dd<S> {
        let mut sum = Dd::from(S::splat(0.0));
        for r in rewards {
            sum = sum.plus(exp_value(self.exponent(*r).sub(most)));
        }
        sum.over(S::splat(rewards.len() as f64)).normal()
    }

    /// `(r − mean)/β`.
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn exponent(&self, reward: f64) -> Dd<S> {
        if self.beta.get() == f64::INFINITY {
            return Dd::from(S::splat(0.0));
        }
        self.deviation(reward).over(self.beta)
    }

    /// `r − mean`.
    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(crate) fn deviation(&self, reward: f64) -> Dd<S> {
        two_sum(S::splat(reward), -self.mean.hi).plus(-self.mean.lo)
    }

    /// `ln mean e^((r − mean)/β)`.
    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(crate) fn log_mean(&self) -> Dd<S> {
        self.log_mean
    }

    /// The logarithm of the density ratio.
    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(crate) fn log(&self, reward: f64) -> Dd<S> {
        self.exponent(reward).sub(self.log_mean)
    }
}

#[cfg_attr(not(feature = "small"), inline(always))]
#[cfg_attr(feature = "small", inline(never))]
fn mean<S: Scalar>(rewards: &[f64]) -> Dd<S> {
    rewards
        .iter()
        .fold(Dd::from(S::splat(0.0)), |sum, r| sum.plus(S::splat(*r)))
        .over(S::splat(rewards.len() as f64))
        .normal()
}

struct Measure<'a> {
    rewards: &'a [f64],
    beta: f64,
}

impl Task for Measure<'_> {
    type Output = Tilted;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> Tilted {
        Pool::<S>::new(self.rewards, self.beta).measured(self.rewards)
    }
}

impl<S: Scalar> Pool<S> {
    // Apart: what it keeps on the stack must not lie above the passes that made the pool.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn measured(&self, rewards: &[f64]) -> Tilted {
        let zero = Dd::from(S::splat(0.0));
        let one = Dd::from(S::splat(1.0));
        let len = S::splat(rewards.len() as f64);
        let (mut kl, mut reverse, mut squares) = (zero, zero, zero);
        for r in rewards {
            let log = self.log(*r);
            let (up, down) = curves(log, one);
            kl = kl.add(up);
            reverse = reverse.add(down);
            let w = exp_value(log);
            squares = squares.add(two_prod(w, w));
        }
        let kl = kl.over(len);
        let reverse = reverse.over(len);
        // The Jeffreys identity.
        let gain = if self.beta.get() < f64::INFINITY {
            kl.add(reverse).times(self.beta)
        } else {
            zero
        };
        Tilted {
            gain: gain.value().get(),
            kl: kl.value().get(),
            reverse_kl: reverse.value().get(),
            effective_samples: Dd::from(len).div(squares.over(len)).value().get(),
            variance: self.variance(rewards, self.mean.add(gain).value()),
        }
    }

    /// Of the reward under the policy, about its mean there.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn variance(&self, rewards: &[f64], middle: S) -> f64 {
        let mut spread = Dd::from(S::splat(0.0));
        for r in rewards {
            let off = S::splat(*r) - middle;
            spread = spread.plus(exp_value(self.log(*r)) * off * off);
        }
        spread.over(S::splat(rewards.len() as f64)).value().get()
    }
}

struct Law<'a> {
    rewards: &'a [f64],
    beta: f64,
    out: &'a mut [f64],
}

impl Task for Law<'_> {
    type Output = ();

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) {
        let len = S::splat(self.rewards.len() as f64);
        let pool = Pool::<S>::new(self.rewards, self.beta);
        for (r, w) in self.rewards.iter().zip(self.out) {
            *w = (exp_value(pool.log(*r)) / len).get();
        }
    }
}

/// The range of a pool of finite rewards.
///
/// # Errors
/// [`Error::Empty`], [`Error::NotFinite`], and [`Error::Domain`] when the range leaves the doubles.
pub(super) fn range(rewards: &[f64]) -> Result<(f64, f64), Error> {
    if rewards.is_empty() {
        return Err(Error::Empty);
    }
    let (mut least, mut most) = (f64::INFINITY, f64::NEG_INFINITY);
    for r in rewards {
        if !r.is_finite() {
            return Err(Error::NotFinite);
        }
        least = Real::min(least, *r);
        most = Real::max(most, *r);
    }
    // The sum over the pool must stay in the doubles too.
    let size = Real::max(most, -least);
    if (most - least).is_finite() && (size * rewards.len() as f64).is_finite() {
        Ok((least, most))
    } else {
        Err(Error::Domain)
    }
}

/// Refuses what is no pool, and no tilt of it.
pub(crate) fn check_tilt(rewards: &[f64], beta: f64) -> Result<(), Error> {
    let (least, most) = range(rewards)?;
    if beta > 0.0 && ((most - least) / beta).is_finite() {
        Ok(())
    } else {
        Err(Error::Domain)
    }
}

/// The tilted policy `π ∝ e^(r/β)` over a pool of rewards: its gain, its divergences, how many samples it is worth.
///
/// Formula: weights `e^(r_i/β)/Σ e^(r_j/β)`, `kl = Σ w ln(N w)`, `reverse_kl = −Σ ln(N w)/N`, `gain = β (kl + reverse_kl)`.
/// Source: Mroueh 2024, Section 3 (arXiv:2406.05883); the Jeffreys identity.
/// Validity: exact for the pool as the reference; for the law it was drawn from, a self-normalised estimate, of use while
/// `effective_samples` is large.
/// Domain: finite rewards, their range over `beta` too; `beta > 0` in units of the reward, also ∞, the reference itself.
/// Accuracy: gain and divergences to a few ulp, also where the tilt is slight; worst seen 2e-15 relative.
/// Cost: three passes, two exponentials in double-doubles a sample.
///
/// # Errors
/// [`Error::Empty`] without rewards; [`Error::NotFinite`] for a reward that is NaN or infinite; [`Error::Domain`] for a
/// `beta` that is not positive or NaN, and where a range or a sum leaves the doubles.
pub fn tilted_policy(rewards: &[f64], beta: f64) -> Result<Tilted, Error> {
    check_tilt(rewards, beta)?;
    Ok(simd::run(Measure { rewards, beta }))
}

/// The weights of [`tilted_policy`], which sum to 1.
///
/// Shape: `out` is as long as `rewards`. Cost: three passes, two exponentials in double-doubles a sample.
///
/// # Errors
/// Those of [`tilted_policy`], and [`Error::Capacity`] when the lengths differ.
pub fn tilted_law(rewards: &[f64], beta: f64, out: &mut [f64]) -> Result<(), Error> {
    check_tilt(rewards, beta)?;
    if rewards.len() != out.len() {
        return Err(Error::Capacity);
    }
    simd::run(Law { rewards, beta, out });
    Ok(())
}

/// Halvings and Newton steps; both together end in twenty or so.
const STEPS: usize = 200;

/// The `β` at which a quantity that rises with `1/β` reaches `target`: Newton in `1/β`, inside a bracket.
fn solve(
    rewards: &[f64],
    target: f64,
    start: f64,
    value_and_slope: impl Fn(&Tilted, f64) -> (f64, f64),
) -> Result<f64, Error> {
    let (mut low, mut high) = (0.0, f64::INFINITY);
    let mut inverse = start;
    for _ in 0..STEPS {
        let (value, slope) = match tilted_policy(rewards, 1.0 / inverse) {
            Ok(ref tilted) => value_and_slope(tilted, inverse),
            Err(error) => return Err(error),
        };
        if value < target {
            low = inverse;
        } else {
            high = inverse;
        }
        let step = (target - value) / slope;
        // Where the quantity saturates, its slope says nothing of where.
        let mut next = Real::min(inverse + step, 8.0 * inverse);
        if !(next > low && next < high) {
            next = if high < f64::INFINITY {
                0.5 * (low + high)
            } else {
                2.0 * low
            };
        }
        let moved = Real::abs(next - inverse);
        inverse = next;
        if moved <= 4.0 * f64::EPSILON * inverse {
            break;
        }
    }
    Ok(1.0 / inverse)
}

/// The tilt of a pool at which its KL divergence from the pool is `kl`: the `beta` for [`tilted_policy`].
///
/// Formula: the root of `tilted_policy(β).kl = kl`, with slope `Var_π r/β` in `1/β`; ∞ at `kl = 0`.
/// Source: Mroueh 2024, Section 3 (arXiv:2406.05883).
/// Domain: `0 ≤ kl < ln(N/m)` in nats, where `m` of the `N` samples share the best reward.
/// Cost: five to twenty calls of [`tilted_policy`].
///
/// # Errors
/// [`Error::Empty`], [`Error::NotFinite`] for a reward; [`Error::Domain`] for a `kl` that is negative, NaN, or out of reach.
pub fn beta_at_kl(rewards: &[f64], kl: f64) -> Result<f64, Error> {
    let (_, most) = range(rewards)?;
    if kl == 0.0 {
        return Ok(f64::INFINITY);
    }
    let best = rewards.iter().filter(|r| **r == most).count();
    let law = best as f64 / rewards.len() as f64;
    let reach = simd::run(MinusLn(law));
    if !(kl > 0.0 && kl < reach) {
        return Err(Error::Domain);
    }
    let variance = simd::run(Variance(rewards));
    let start = Real::sqrt((kl + kl) / variance);
    solve(rewards, kl, start, |at, inverse| {
        (at.kl, at.variance * inverse)
    })
}

/// The tilt of a pool at which its mean reward is `gain` above the pool's: the `beta` for [`tilted_policy`].
///
/// Formula: the root of `tilted_policy(β).gain = gain`, with slope `Var_π r` in `1/β`; ∞ at `gain = 0`.
/// Source: Mroueh 2024, Section 3 (arXiv:2406.05883).
/// Domain: `0 ≤ gain < max r − mean r`, in units of the reward.
/// Cost: five to twenty calls of [`tilted_policy`].
///
/// # Errors
/// [`Error::Empty`], [`Error::NotFinite`] for a reward; [`Error::Domain`] for a `gain` that is negative, NaN, or out of
/// reach.
pub fn beta_at_gain(rewards: &[f64], gain: f64) -> Result<f64, Error> {
    let (_, most) = range(rewards)?;
    if gain == 0.0 {
        return Ok(f64::INFINITY);
    }
    let mean = rewards.iter().sum::<f64>() / rewards.len() as f64;
    if !(gain > 0.0 && gain < most - mean) {
        return Err(Error::Domain);
    }
    let variance = simd::run(Variance(rewards));
    solve(rewards, gain, gain / variance, |at, _| {
        (at.gain, at.variance)
    })
}

/// Of the reward in the pool itself.
struct Variance<'a>(&'a [f64]);

impl Task for Variance<'_> {
    type Output = f64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn run<S: Scalar>(self) -> f64 {
        let pool = Pool::<S>::new(self.0, f64::INFINITY);
        pool.variance(self.0, pool.mean.value())
    }
}

struct MinusLn(f64);

impl Task for MinusLn {
    type Output = f64;

    fn run<S: Scalar>(self) -> f64 {
        ln_dd(Dd::from(S::splat(self.0))).neg().value().get()
    }
}

struct LawKl<'a>(&'a [f64]);

impl Task for LawKl<'_> {
    type Output = f64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> f64 {
        let one = Dd::from(S::splat(1.0));
        let len = S::splat(self.0.len() as f64);
        let mut sum = Dd::from(S::splat(0.0));
        for w in self.0 {
            let ratio = two_prod(S::splat(*w), len);
            sum = sum.add(if *w < f64::MIN_POSITIVE {
                one
            } else {
                curves(ln_dd(ratio), one).0
            });
        }
        sum.over(len).value().get()
    }
}

/// KL divergence of a law over a pool from the pool itself, each sample of which has the same mass, in nats.
///
/// Formula: `Σ w_i ln(N w_i)`, summed from `N w ln(N w) − N w + 1`. Source: the definition.
/// Validity: exact for weights that sum to 1.
/// Shape: one weight a sample, `w ≥ 0`. Cost: a pass for the range, one with a logarithm in double-doubles a sample.
///
/// # Errors
/// [`Error::Empty`] without weights; [`Error::NotFinite`] for one that is NaN or infinite; [`Error::Domain`] for a negative
/// one.
pub fn law_kl(weights: &[f64]) -> Result<f64, Error> {
    range(weights)?;
    if weights.iter().any(|w| *w < 0.0) {
        return Err(Error::Domain);
    }
    Ok(simd::run(LawKl(weights)))
}

struct Identity {
    beta: f64,
    sigma: Option<f64>,
    kl: f64,
    reverse_kl: f64,
}

impl Task for Identity {
    type Output = f64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> f64 {
        let (beta, kl) = (S::splat(self.beta), S::splat(self.kl));
        let y = match self.sigma {
            None => two_sum(kl, S::splat(self.reverse_kl)).times(beta),
            Some(sigma) => Dd::from(kl + kl)
                .sqrt()
                .times(S::splat(sigma))
                .over(beta)
                .plus(-kl),
        };
        y.value().get()
    }
}

/// Reward gain of the tilted policy `π ∝ ref · e^(r/β)`, from its two KL divergences; in units of the reward.
///
/// Formula: `β (KL(π‖ref) + KL(ref‖π))`. Source: Mroueh 2024, Section 3 (arXiv:2406.05883), the Jeffreys identity.
/// Validity: exact, for any reference and reward.
/// Domain: `0 ≤ beta < ∞`, `0 ≤ kl, reverse_kl < ∞` in nats; NaN outside.
/// Accuracy: ≤ 1 ulp; worst seen 0.500 ulp at `beta = 0x1.a298e21afddb6p+2,
/// kl = 0x1.606e162aae055p-18, reverse_kl = 0x1.21059ff5a61bdp-16`.
/// Cost: an addition and a multiplication in double-doubles.
#[must_use]
pub fn tilted_gain(beta: f64, kl: f64, reverse_kl: f64) -> f64 {
    let finite = |x: f64| (0.0..f64::INFINITY).contains(&x);
    if finite(beta) && finite(kl) && finite(reverse_kl) {
        simd::run(Identity {
            beta,
            sigma: None,
            kl,
            reverse_kl,
        })
    } else {
        f64::NAN
    }
}

/// Ceiling on the KL divergence of the reference from the tilted policy, `KL(ref‖π)` in nats, where the reward is
/// sub-Gaussian.
///
/// Formula: `√(2σ² kl)/β − kl`, and 0 where that is negative. Source: Mroueh 2024, Section 3 (arXiv:2406.05883): the Jeffreys
/// identity and the transportation bound.
/// Validity: upper bound for rewards whose right tail under the reference is sub-Gaussian with proxy `sigma`; a negative
/// value of the formula shows that this is not so.
/// Domain: `0 < beta < ∞`, `0 ≤ sigma < ∞` in units of the reward, `0 ≤ kl < ∞` in nats; NaN outside.
/// Accuracy: ≤ 1 ulp; worst seen 0.499 ulp at `beta = 0x1.55f9365e1fca0p-8,
/// sigma = 0x1.d4578c3116ed4p-1, kl = 0x1.822f2b9765083p-36`.
/// Cost: a square root and a division in double-doubles.
#[must_use]
pub fn tilted_reverse_kl_bound(beta: f64, sigma: f64, kl: f64) -> f64 {
    let finite = |x: f64| (0.0..f64::INFINITY).contains(&x);
    if !(beta > 0.0 && finite(beta) && finite(sigma) && finite(kl)) {
        f64::NAN
    } else if kl == 0.0 || sigma == 0.0 {
        0.0
    } else {
        let value = simd::run(Identity {
            beta,
            sigma: Some(sigma),
            kl,
            reverse_kl: 0.0,
        });
        Real::max(value, 0.0)
    }
}
