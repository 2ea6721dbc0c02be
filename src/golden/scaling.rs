//! Gao's laws of over-optimisation: how the gold gain grows, peaks and falls with the distance `√KL` from the reference.

use crate::num::dd::{Dd, two_prod};
use crate::num::exp::{exp_parts, exp_value};
use crate::num::ln::ln_any;
use crate::num::real::{Mask, Real, Scalar};
use crate::simd::{self, Kernel, Task, batch_forms};

#[derive(Clone, Copy)]
struct BestOfN {
    alpha: f64,
    beta: f64,
}

impl Kernel for BestOfN {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn eval<V: Real>(self, distance: V) -> V {
        let (alpha, beta) = (V::splat(self.alpha), V::splat(self.beta));
        let y = two_prod(beta, distance).neg().plus(alpha).times(distance);
        // A product that leaves the range of doubles has no tail.
        let plain = (alpha - beta * distance) * distance;
        let y = V::select(plain.abs().lt(V::splat(f64::INFINITY)), y.value(), plain);
        on_distances(distance, self.alpha, self.beta, y)
    }
}

#[derive(Clone, Copy)]
struct Rl {
    alpha: f64,
    beta: f64,
}

impl Kernel for Rl {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn eval<V: Real>(self, distance: V) -> V {
        let (zero, one) = (V::splat(0.0), V::splat(1.0));
        let apart = zero.lt(distance).and(distance.lt(V::splat(f64::INFINITY)));
        let (alpha, beta) = (V::splat(self.alpha), V::splat(self.beta));
        let log = ln_any(V::select(apart, distance, one));
        let y = log.times(-beta).plus(alpha).times(distance);
        let plain = (alpha - beta * log.hi) * distance;
        let y = V::select(plain.abs().lt(V::splat(f64::INFINITY)), y.value(), plain);
        on_distances(distance, self.alpha, self.beta, y)
    }
}

/// `y` for finite distances and parameters, 0 at distance 0.
#[cfg_attr(not(feature = "small"), inline(always))]
fn on_distances<V: Real>(distance: V, alpha: f64, beta: f64, y: V) -> V {
    let zero = V::splat(0.0);
    let finite = |x: V| x.abs().lt(V::splat(f64::INFINITY));
    let valid = zero
        .le(distance)
        .and(finite(distance))
        .and(finite(V::splat(alpha)))
        .and(finite(V::splat(beta)));
    let y = V::select(distance.eq(zero), zero, y);
    V::select(valid, y, V::splat(f64::NAN))
}

/// What of a law is asked for.
#[derive(Clone, Copy)]
enum Landmark {
    SquarePeakGain,
    LogPeak,
    LogPeakGain,
    LogZero,
}

struct At {
    landmark: Landmark,
    alpha: f64,
    beta: f64,
}

impl Task for At {
    type Output = f64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> f64 {
        let (alpha, beta) = (S::splat(self.alpha), S::splat(self.beta));
        let ratio = Dd::from(alpha).over(beta);
        match self.landmark {
            Landmark::SquarePeakGain => ratio.times(alpha * S::splat(0.25)).value().get(),
            Landmark::LogPeak => exp_value(ratio.plus(S::splat(-1.0))).get(),
            Landmark::LogPeakGain => {
                // Half the logarithm twice: a small beta may bring back what has left the doubles.
                let (m, k) = exp_parts(ratio.plus(S::splat(-1.0)).times_pow2(S::splat(0.5)));
                m.mul(m).times(beta).value().scale(k).scale(k).get()
            }
            Landmark::LogZero => exp_value(ratio).get(),
        }
    }
}

/// Beyond this ratio of `alpha` to `beta` a power of e times any double has left the doubles.
const ENDLESS: f64 = 2600.0;

/// Whether a law turns at all.
fn turns(alpha: f64, beta: f64) -> bool {
    alpha.is_finite() && beta > 0.0 && beta < f64::INFINITY
}

/// A landmark of the logarithmic law.
fn log_landmark(landmark: Landmark, alpha: f64, beta: f64) -> f64 {
    if !turns(alpha, beta) {
        f64::NAN
    } else if alpha / beta > ENDLESS {
        f64::INFINITY
    } else if alpha / beta < -ENDLESS {
        0.0
    } else {
        simd::run(At {
            landmark,
            alpha,
            beta,
        })
    }
}

/// `value` of the square law, 0 where it never rises.
fn square_landmark(alpha: f64, beta: f64, value: impl FnOnce() -> f64) -> f64 {
    if !turns(alpha, beta) {
        f64::NAN
    } else if alpha <= 0.0 {
        0.0
    } else {
        value()
    }
}

/// Gold gain of best-of-n at a distance `d = √KL` from the reference, by Gao's law; in units of the gold reward.
///
/// Formula: `d (α − β d)`. Source: Gao et al. 2022 (arXiv:2210.10760), `R_bon`.
/// Validity: an empirical law, not a bound: fit `α` and `β` with [`scaling_best_of_n_fit`](super::scaling_best_of_n_fit).
/// The `d` of `n` draws is the root of [`kl`](crate::divergence::kl).
/// Domain: finite `distance ≥ 0`, finite `alpha` and `beta`; NaN outside. Limits: 0 at 0.
/// Accuracy: ≤ 1 ulp, next to the zero crossing too; worst seen 0.500 ulp at `distance = 0x1.02ec7427e495fp+3, alpha = -0x1.980fbbe84b1cbp-9, beta = 0x1.93742d8410d7ep-12`.
/// Cost: a few operations; no branch.
#[inline]
#[must_use]
pub fn scaling_best_of_n(distance: f64, alpha: f64, beta: f64) -> f64 {
    simd::scalar(BestOfN { alpha, beta }, distance)
}
batch_forms!(scaling_best_of_n => scaling_best_of_n_batch, scaling_best_of_n_batch_in_place, (alpha, beta), BestOfN { alpha, beta });

/// Gold gain of a policy trained by reinforcement learning at a distance `d = √KL` from the reference, by Gao's law; in
/// units of the gold reward.
///
/// Formula: `d (α − β ln d)`. Source: Gao et al. 2022 (arXiv:2210.10760), `R_RL`.
/// Validity: an empirical law, not a bound: fit `α` and `β` with [`scaling_rl_fit`](super::scaling_rl_fit). Its slope at 0 is
/// infinite, so that it speaks of no distance close to 0.
/// Domain: finite `distance ≥ 0`, finite `alpha` and `beta`; NaN outside. Limits: 0 at 0.
/// Accuracy: ≤ 1 ulp; worst seen 0.500 ulp at `distance = 0x1.4711aa7bcadbbp+2, alpha = 0x1.1db13640b0977p+0, beta = 0x1.0c9f56a708c8ep-2`.
/// Next to the zero crossing, where `α` and `β ln d` cancel to less than 2^-6 of themselves, 2^-60 of `α d` instead.
/// Cost: one logarithm.
#[inline]
#[must_use]
pub fn scaling_rl(distance: f64, alpha: f64, beta: f64) -> f64 {
    simd::scalar(Rl { alpha, beta }, distance)
}
batch_forms!(scaling_rl => scaling_rl_batch, scaling_rl_batch_in_place, (alpha, beta), Rl { alpha, beta });

/// The distance `√KL` at which [`scaling_best_of_n`] peaks.
///
/// Formula: `α/(2β)`, 0 for `α ≤ 0`. Source: Gao et al. 2022 (arXiv:2210.10760).
/// Validity: exact for the law. The `n` there is [`n_at_kl`](crate::divergence::n_at_kl) of its square.
/// Domain: finite `alpha`, finite `beta > 0` (else there is no peak); NaN outside.
/// Accuracy: ≤ 1 ulp; worst seen 0.500 ulp at `alpha = 0x1.22ceb94df9a52p+0, beta = 0x1.85d97604ccf62p-2`.
/// Cost: one division.
#[must_use]
pub fn scaling_best_of_n_peak(alpha: f64, beta: f64) -> f64 {
    square_landmark(alpha, beta, || 0.5 * (alpha / beta))
}

/// The gold gain at the peak of [`scaling_best_of_n`], in units of the gold reward.
///
/// Formula: `α²/(4β)`, 0 for `α ≤ 0`. Source: Gao et al. 2022 (arXiv:2210.10760).
/// Validity: exact for the law.
/// Domain: finite `alpha`, finite `beta > 0`; NaN outside.
/// Accuracy: ≤ 1 ulp; worst seen 0.500 ulp at `alpha = 0x1.549db55dc6195p+5, beta = 0x1.1b4ed1ffe643cp-4`.
/// Cost: one division.
#[must_use]
pub fn scaling_best_of_n_peak_gain(alpha: f64, beta: f64) -> f64 {
    let landmark = Landmark::SquarePeakGain;
    square_landmark(alpha, beta, || {
        simd::run(At {
            landmark,
            alpha,
            beta,
        })
    })
}

/// The distance `√KL` from which [`scaling_best_of_n`] is below the reference again.
///
/// Formula: `α/β`, 0 for `α ≤ 0`. Source: Gao et al. 2022 (arXiv:2210.10760).
/// Validity: exact for the law.
/// Domain: finite `alpha`, finite `beta > 0`; NaN outside.
/// Accuracy: ≤ 1 ulp; worst seen 0.500 ulp at `alpha = 0x1.43a10db5f4edbp+6, beta = 0x1.a09dc05ff6d35p-4`.
/// Cost: one division.
#[must_use]
pub fn scaling_best_of_n_zero(alpha: f64, beta: f64) -> f64 {
    square_landmark(alpha, beta, || alpha / beta)
}

/// The distance `√KL` at which [`scaling_rl`] peaks.
///
/// Formula: `e^(α/β − 1)`. Source: Gao et al. 2022 (arXiv:2210.10760).
/// Validity: exact for the law.
/// Domain: finite `alpha`, finite `beta > 0`; NaN outside.
/// Accuracy: ≤ 1 ulp; worst seen 0.500 ulp at `alpha = 0x1.ea043d6882f0bp+1, beta = 0x1.fb7c8c79ab726p-3`.
/// Cost: one division and one exponential.
#[must_use]
pub fn scaling_rl_peak(alpha: f64, beta: f64) -> f64 {
    log_landmark(Landmark::LogPeak, alpha, beta)
}

/// The gold gain at the peak of [`scaling_rl`], in units of the gold reward.
///
/// Formula: `β e^(α/β − 1)`. Source: Gao et al. 2022 (arXiv:2210.10760).
/// Validity: exact for the law.
/// Domain: finite `alpha`, finite `beta > 0`; NaN outside.
/// Accuracy: ≤ 1 ulp; worst seen 0.500 ulp at `alpha = -0x1.07defb783eb59p-1, beta = 0x1.c1c2ab9be4c26p-3`.
/// Cost: one division and one exponential.
#[must_use]
pub fn scaling_rl_peak_gain(alpha: f64, beta: f64) -> f64 {
    log_landmark(Landmark::LogPeakGain, alpha, beta)
}

/// The distance `√KL` from which [`scaling_rl`] is below the reference again.
///
/// Formula: `e^(α/β)`. Source: Gao et al. 2022 (arXiv:2210.10760).
/// Validity: exact for the law.
/// Domain: finite `alpha`, finite `beta > 0`; NaN outside.
/// Accuracy: ≤ 1 ulp; worst seen 0.722 ulp at `alpha = -0x1.0a237837fc104p-3, beta = 0x1.808eded4ee75ap-13`.
/// Cost: one division and one exponential.
#[must_use]
pub fn scaling_rl_zero(alpha: f64, beta: f64) -> f64 {
    log_landmark(Landmark::LogZero, alpha, beta)
}
