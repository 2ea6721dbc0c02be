//! The tail-adaptive bound at its best order, for best-of-n.

use super::search::least_over_ray;
use super::transport::TailAdaptive;
use crate::Error;
use crate::divergence::{kl_dd, renyi};
use crate::num::dd::{Dd, two_sum};
use crate::num::real::Scalar;
use crate::simd::{self, Task};

/// The tail-adaptive bound at an order.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AdaptiveLimit {
    /// No larger gain is possible; in the reward's units.
    pub gain: f64,
    /// The Rényi order behind it, in `(0, 1]`.
    pub alpha: f64,
}

/// Ceiling on the reward gain of best-of-`n` from the tails under both policies, at the Rényi order that makes
/// [`tail_adaptive_bound`](super::tail_adaptive_bound) least; in units of the reward.
///
/// Formula: `min_α √(2 ((1−α) σ_policy² + α σ_reference²) D_α / α)` over `0 < α ≤ 1`. Source: Mroueh 2024, tail-adaptive bound
/// (arXiv:2406.05883).
/// Validity: upper bound at every order, hence at the one found, also if answers tie; needs the left tail of the reward under
/// best-of-`n` to be sub-Gaussian with `sigma_policy` and the right tail under the reference with `sigma_reference`. Never
/// above the sub-Gaussian bound of `sigma_reference`, which is that of order 1.
/// Domain: finite sigmas `≥ 0`, finite real `n ≥ 1`.
/// Accuracy: 2 ulp of the bound at its order; within 2^-40 of the least (tests/transport.rs, against a scan).
/// Cost: 60 to 140 Rényi divergences.
///
/// # Errors
/// [`Error::Domain`] outside the domain, [`Error::NotFinite`] for a sigma that is NaN or infinite.
pub fn tail_adaptive_best_of_n(
    sigma_policy: f64,
    sigma_reference: f64,
    n: f64,
) -> Result<AdaptiveLimit, Error> {
    check(sigma_policy, sigma_reference, n)?;
    let at = |alpha: f64| {
        let kernel = TailAdaptive {
            sigma_policy,
            sigma_reference,
            alpha,
        };
        simd::scalar(kernel, renyi(n, alpha))
    };
    // α = 1/(1+x).
    let (x, gain) = least_over_ray(|x| {
        let alpha = 1.0 / (1.0 + x);
        if alpha > 0.0 {
            at(alpha)
        } else {
            f64::INFINITY
        }
    });
    let one = AdaptiveLimit {
        gain: at(1.0),
        alpha: 1.0,
    };
    Ok(if gain < one.gain {
        AdaptiveLimit {
            gain,
            alpha: 1.0 / (1.0 + x),
        }
    } else {
        one
    })
}

/// Whether the tail under best-of-`n` is so much lighter than that under the reference that a Rényi order a little below 1
/// gives a smaller bound than the sub-Gaussian one.
///
/// Formula: `σ_policy² · 2 KL < σ_reference² · t²` with `t = (n−1)/n`: the variance of the log-density ratio under best-of-`n`
/// is `t²`. Source: the derivative at `α = 1` of the tail-adaptive bound of Mroueh 2024 (arXiv:2406.05883).
/// Validity: exact for orders next to 1; where it is false a far smaller order may still be the better one.
/// Domain and errors: as for [`tail_adaptive_best_of_n`]. False at `n = 1`.
/// Cost: one logarithm.
///
/// # Errors
/// As for [`tail_adaptive_best_of_n`].
pub fn tail_adaptive_helps(sigma_policy: f64, sigma_reference: f64, n: f64) -> Result<bool, Error> {
    check(sigma_policy, sigma_reference, n)?;
    Ok(n > 1.0
        && simd::run(Helps {
            sigma_policy,
            sigma_reference,
            n,
        }))
}

fn check(sigma_policy: f64, sigma_reference: f64, n: f64) -> Result<(), Error> {
    if !sigma_policy.is_finite() || !sigma_reference.is_finite() {
        Err(Error::NotFinite)
    } else if sigma_policy < 0.0 || sigma_reference < 0.0 || !(1.0..f64::INFINITY).contains(&n) {
        Err(Error::Domain)
    } else {
        Ok(())
    }
}

struct Helps {
    sigma_policy: f64,
    sigma_reference: f64,
    n: f64,
}

impl Task for Helps {
    type Output = bool;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> bool {
        let n = S::splat(self.n);
        let spread = kl_dd(n).times_pow2(S::splat(2.0)).sqrt();
        let tilt = two_sum(n, S::splat(-1.0)).over(n);
        let policy = spread.times(S::splat(self.sigma_policy));
        let reference: Dd<S> = tilt.times(S::splat(self.sigma_reference));
        policy.sub(reference).value().get() < 0.0
    }
}
