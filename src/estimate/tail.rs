//! The right tail of a pool: the smallest sub-Gaussian variance it is compatible with, and how large the law's may be.

use super::pool::{Pool, common_exponent, curve_scratch_len};
use crate::Error;
use crate::num::dd::{Dd, two_sum};
use crate::num::exp::{exp, expm1};
use crate::num::ln::{ln_dd, log1p, plain_ln};
use crate::num::real::{Real, Scalar, scale_f64};
use crate::simd::{self, Task};

/// Points of the search in an octave of `λ`, and their ratio: 2^(1/8).
const RATIO: f64 = 1.0905077326652577;
/// The search begins where `λ` times the largest deviation is this.
const SMALL: f64 = 0.015625; // 2^-6
/// Exponents up to which `e^x − 1 − x` is summed as it is.
const PLAIN: f64 = 600.0;
/// Sections of the interval around the best point: what is left of it is below 2^-26.
const SECTIONS: usize = 38;
/// `(√5 − 1)/2`.
const GOLDEN: f64 = 0.6180339887498949;

/// Smallest variance `σ²` with which the pool's law is sub-Gaussian to the right, in squared reward units: the `sigma` of
/// [`sub_gaussian_bound`](crate::bound::sub_gaussian_bound) is its root.
///
/// Formula: `sup_{λ>0} 2ψ(λ)/λ²`, `ψ(λ) = ln (1/N) Σ e^(λ(x_i − mean))`.  Source: Boucheron, Lugosi, Massart 2013, section 2.3.
/// Validity: of the pool itself, taken as the law. Of the law it came from it is an estimate from below: a tail that the
/// pool has not seen counts for nothing. [`sub_gaussian_variance_upper`] is a bound. The left tail is that of `−x`.
/// Domain: finite rewards.  Limits: 0 where all are equal; never below the pool's variance (with `N`, not `N − 1`).
/// Accuracy: a maximum among points `2^(1/8)` apart, refined: ≤ 1e-9 of itself for the highest peak. A peak that fits
/// between two points is missed, and then the result is at most 9.1% too low, because `ψ(λ)/λ` rises.
/// Cost: `N` exponentials a point, eight points an octave of `λ` up to twice the largest deviation over the variance.
///
/// # Errors
/// [`Error::Empty`] for no rewards, [`Error::NotFinite`] for NaN and infinities.
pub fn sub_gaussian_variance(rewards: &[f64]) -> Result<f64, Error> {
    if rewards.is_empty() {
        return Err(Error::Empty);
    }
    let exponent = common_exponent(rewards)?;
    Ok(simd::run(Proxy { rewards, exponent }))
}

struct Proxy<'a> {
    rewards: &'a [f64],
    exponent: f64,
}

/// Rewards about their mean, and the largest of the deviations.
#[derive(Clone, Copy)]
struct Centred<'a, S> {
    rewards: &'a [f64],
    scale: f64,
    mean: Dd<S>,
    largest: f64,
}

impl<S: Scalar> Centred<'_, S> {
    #[inline(always)]
    fn deviations(&self) -> impl Iterator<Item = Dd<S>> + '_ {
        self.rewards.iter().map(|x| {
            let x = S::splat(scale_f64(*x, self.scale));
            two_sum(x, -self.mean.hi).plus(-self.mean.lo)
        })
    }

    /// `2ψ(λ)/λ²`.
    #[inline(always)]
    fn proxy(&self, lambda: f64) -> f64 {
        let lambda = S::splat(lambda);
        let count = S::splat(self.rewards.len() as f64);
        let mut sum = Dd::from(S::splat(0.0));
        let psi = if (lambda * S::splat(self.largest)).get() <= PLAIN {
            // The mean of the deviations is 0: taking their linear part from each leaves small terms only.
            for deviation in self.deviations() {
                let x = deviation.times(lambda).normal();
                let low = Dd::from(S::splat(-740.0));
                let x = Dd::select(x.hi.lt(low.hi), low, x);
                sum = sum.add(expm1(x).sub(x));
            }
            log1p(sum.over(count).normal())
        } else {
            // All about the largest one.
            let top = Dd::from(S::splat(self.largest));
            for deviation in self.deviations() {
                let x = deviation.sub(top).times(lambda).normal();
                if x.hi.get() > -700.0 {
                    sum = sum.add(exp(x));
                }
            }
            ln_dd(sum.over(count).normal()).add(top.times(lambda))
        };
        psi.over(lambda).over(lambda).value().get() * 2.0
    }
}

impl Task for Proxy<'_> {
    type Output = f64;

    #[inline(always)]
    fn run<S: Scalar>(self) -> f64 {
        let Self { rewards, exponent } = self;
        let count = S::splat(rewards.len() as f64);
        let mut sum = Dd::from(S::splat(0.0));
        for x in rewards {
            sum = sum.plus(S::splat(scale_f64(*x, -exponent)));
        }
        let mut centred = Centred {
            rewards,
            scale: -exponent,
            mean: sum.over(count).normal(),
            largest: 0.0,
        };
        let (mut squares, mut widest) = (Dd::from(S::splat(0.0)), 0.0_f64);
        let mut largest = 0.0_f64;
        for deviation in centred.deviations() {
            squares = squares.add(deviation.mul(deviation));
            largest = Real::max(largest, deviation.value().get());
            widest = Real::max(widest, Real::abs(deviation.value().get()));
        }
        centred.largest = largest;
        let variance = squares.over(count).value().get();
        // Deviations that are nothing but the rounding of the mean are none.
        if largest <= 0.0 || variance < f64::MIN_POSITIVE || rewards.is_sorted_by(|a, b| a == b) {
            return 0.0;
        }
        let (mut best, mut at) = (variance, 0.0);
        let mut lambda = SMALL / widest;
        // Beyond, 2ψ/λ² ≤ 2 largest/λ is smaller than what there is.
        while lambda * best < 2.0 * largest {
            let proxy = centred.proxy(lambda);
            if proxy > best {
                (best, at) = (proxy, lambda);
            }
            lambda *= RATIO;
        }
        if at > 0.0 {
            best = Real::max(best, refine(&centred, at));
        }
        let scaled = scale_f64(best, exponent);
        scale_f64(scaled, exponent)
    }
}

/// The maximum next to a point that is better than its neighbours.
#[inline(always)]
fn refine<S: Scalar>(centred: &Centred<'_, S>, at: f64) -> f64 {
    let (mut low, mut high) = (at / RATIO, at * RATIO);
    let mut left = high - GOLDEN * (high - low);
    let mut right = low + GOLDEN * (high - low);
    let (mut at_left, mut at_right) = (centred.proxy(left), centred.proxy(right));
    for _ in 0..SECTIONS {
        if at_left < at_right {
            (low, left, at_left) = (left, right, at_right);
            right = low + GOLDEN * (high - low);
            at_right = centred.proxy(right);
        } else {
            (high, right, at_right) = (right, left, at_left);
            left = high - GOLDEN * (high - low);
            at_left = centred.proxy(left);
        }
    }
    Real::max(at_left, at_right)
}

/// Upper confidence bound on the right sub-Gaussian variance of the law that the rewards were drawn from, in squared reward
/// units.
///
/// Formula: `sup_{λ>0} 2Ψ(λ)/λ²` with `Ψ(λ)` a bound on `ln E e^(λ(x − E x))` over all laws whose distribution function is
/// within `ε = √(ln(2/alpha)/(2N))` of the pool's: `ln E = min_m (E e^(λx)/m + ln m − 1)`, a convex function of the reward
/// for each `m`, so that the worst law has `ε` more at both ends of the range and as much less around `ln(m)/λ`.
/// Source: Dvoretzky, Kiefer, Wolfowitz with Massart's constant (doi:10.1214/aop/1176990746); the extremal law is derived here.
/// Validity: independent rewards from one law on `[low, high]`; then, with probability `1 − alpha`, the law is sub-Gaussian to
/// the right with this variance. Nothing else about the law is assumed, and no bound is possible without the range: a rare
/// enough reward can be as large as it likes. Never above Hoeffding's `(high − low)²/4`.
/// Domain: finite `low <` `high`, every reward between them, `0 < alpha < 1`.
/// Accuracy: from above: at most 7% more than the supremum, because it is taken over points `2^(1/16)` apart and `2Ψ/λ²` between
/// two is at most that ratio times the value at the upper one.
/// Cost: one sort, and four exponentials a reward and point, about 200 points. No allocation.
///
/// # Errors
/// Nothing is written to `scratch` but for success.
/// - [`Error::Empty`]: no rewards;
/// - [`Error::NotFinite`]: a reward, `low` or `high` is NaN or infinite;
/// - [`Error::Domain`]: a reward outside `[low, high]`, an empty range or one wider than the doubles, an `alpha` outside its
///   domain;
/// - [`Error::Capacity`]: `scratch` shorter than [`curve_scratch_len`](super::curve_scratch_len).
pub fn sub_gaussian_variance_upper(
    rewards: &[f64],
    [low, high]: [f64; 2],
    alpha: f64,
    scratch: &mut [f64],
) -> Result<f64, Error> {
    if rewards.is_empty() {
        return Err(Error::Empty);
    }
    common_exponent(&[low, high])?;
    common_exponent(rewards)?;
    let inside = rewards.iter().all(|x| low <= *x && *x <= high);
    let width = high - low;
    if !(inside && width > 0.0 && width.is_finite() && alpha > 0.0 && alpha < 1.0) {
        return Err(Error::Domain);
    }
    if scratch.len() < curve_scratch_len(rewards.len()) {
        return Err(Error::Capacity);
    }
    let pool = Pool::scaled([rewards], [0.0], scratch)?;
    for (depth, [x]) in pool.first.iter_mut().zip(pool.rows.iter()) {
        *depth = ((high - x) / width).clamp(0.0, 1.0);
    }
    let share = simd::run(Upper {
        depths: pool.first,
        alpha,
    });
    Ok(share * width * width)
}

/// Ratio of the points, 2^(1/16).
const FINE: f64 = 1.0442737824274138;
/// Where they begin, for rewards in an interval of width 1, and by how much `2ψ/λ²` may be larger below:
/// `φ(λ)/(φ(−λ)(1 − λ²/16))` with `φ(x) = 2(e^x − 1 − x)/x²`.
const FIRST: f64 = 0.03125;
const BELOW_FIRST: f64 = 1.0212;
/// Steps towards the best `m`; each value is a bound.
const STEPS: usize = 4;

struct Upper<'a> {
    /// How far below the top of the range each reward lies, as a share of the range; descending.
    depths: &'a [f64],
    alpha: f64,
}

impl Upper<'_> {
    /// `Ψ(λ)`: the mean of `e^(λz)` and of `z`, `z` minus the depth, under the law that is worst for `m`, and so on.
    #[inline(always)]
    fn psi<S: Scalar>(&self, lambda: f64, epsilon: f64) -> f64 {
        let count = self.depths.len() as f64;
        let power = |depth: f64| {
            exp(Dd::from(S::splat(-Real::min(lambda * depth, 700.0))))
                .hi
                .get()
        };
        // The turning point of the convex function: depth −ln(m)/λ.
        let mut turn = 0.5;
        let mut psi = f64::INFINITY;
        for step in 0..=STEPS {
            let (mut mass, mut mean) = (0.0, 0.0);
            // From the bottom of the range to the turn, F + ε of the law is at its upper edge; above, at its lower.
            let mut last = 1.0;
            let mut last_power = power(1.0);
            let (at_turn, mut crossed) = (power(turn), false);
            let ends = self.depths.iter().copied().chain([0.0]);
            for (rank, depth) in ends.enumerate() {
                let share = rank as f64 / count;
                if !crossed && depth <= turn {
                    crossed = true;
                    let below = Real::min(share + epsilon, 1.0);
                    mass -= below * (at_turn - last_power);
                    mean -= below * (last - turn);
                    (last, last_power) = (turn, at_turn);
                }
                let here = power(depth);
                let weight = if crossed {
                    Real::min(1.0 - share + epsilon, 1.0)
                } else {
                    -Real::min(share + epsilon, 1.0)
                };
                mass += weight * (here - last_power);
                mean += weight * (last - depth);
                (last, last_power) = (depth, here);
            }
            // Both relative to the turn.
            let mass = at_turn + mass;
            let mean = mean - turn;
            if step > 0 {
                let ratio = mass / at_turn;
                psi = Real::min(psi, ratio - 1.0 - lambda * turn - lambda * mean);
            }
            // m = E e^(λz) turns at its own logarithm.
            turn = (-plain_ln(S::splat(Real::max(mass, f64::MIN_POSITIVE))).get() / lambda)
                .clamp(0.0, 1.0);
        }
        psi
    }
}

impl Task for Upper<'_> {
    type Output = f64;

    #[inline(always)]
    fn run<S: Scalar>(self) -> f64 {
        let count = self.depths.len() as f64;
        let alpha = S::splat(Real::max(self.alpha, f64::MIN_POSITIVE));
        let confidence = plain_ln(S::splat(2.0)) - plain_ln(alpha);
        let epsilon = (confidence / S::splat(2.0 * count)).sqrt().get();
        let hoeffding = 0.25;
        let mut lambda = FIRST;
        let first = 2.0 * self.psi::<S>(lambda, epsilon) / (lambda * lambda);
        let mut bound = first * BELOW_FIRST;
        // Beyond, 2ψ/λ² ≤ 2/λ is smaller than what there is.
        while lambda * Real::min(bound, hoeffding) < 2.0 {
            lambda *= FINE;
            let value = 2.0 * self.psi::<S>(lambda, epsilon) / (lambda * lambda);
            bound = Real::max(bound, value * FINE);
            if bound >= hoeffding {
                return hoeffding;
            }
        }
        Real::min(bound, hoeffding)
    }
}
