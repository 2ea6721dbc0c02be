//! The real `n` at which a Rényi divergence equals a budget.
//!
//! Closed forms at the orders ½, 2 and ∞. Elsewhere the divergence is taken once, in double-double, at a guess, and then
//! recentred there: what is left is a short series in doubles.

use super::inverse::{NAtKl, NAtReverseKl, finish};
use super::renyi::renyi_dd;
use crate::num::dd::{Dd, patch};
use crate::num::exp::{exp_parts, exp_value, expm1, rough_exp};
use crate::num::ln::plain_ln;
use crate::num::real::{Mask, Real, poly};
use crate::simd::{self, Kernel, batch_forms};

#[derive(Clone, Copy)]
struct NAtRenyi {
    alpha: f64,
}

const FAINT_BELOW: f64 = 1.4551915228366852e-11; // 2^-36

/// `|α − 1|` below which two terms of `ln α/(α−1)` are enough for a guess.
const SLOPE_SERIES_BELOW: f64 = 0.0009765625; // 2^-10

/// Steps after which every start has converged, with as many to spare. Most need one.
const RENYI_STEPS: usize = 8;

impl Kernel for NAtRenyi {
    const PAIRED: bool = true;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn eval<V: Real>(self, divergence: V) -> V {
        let zero = V::splat(0.0);
        let one = V::splat(1.0);
        if self.alpha == 1.0 {
            return NAtKl.eval(divergence);
        }
        if let Some(power) = powers_beyond_exponential(self.alpha) {
            return finish(divergence, f64::INFINITY, in_closed_form(divergence, power));
        }
        if self.alpha == 0.0 {
            return V::select(divergence.eq(zero), one, V::splat(f64::NAN));
        }
        if self.alpha > 0.0 {
            finish(divergence, f64::INFINITY, self.solve(divergence))
        } else {
            V::splat(f64::NAN)
        }
    }
}

/// `p` where `n = e^D·(1 + √(1 − e^−D))^p` inverts the order: 0 for ∞, 1 for 2, 2 for ½.
#[inline(always)]
fn powers_beyond_exponential(alpha: f64) -> Option<u32> {
    if alpha == f64::INFINITY {
        Some(0)
    } else if alpha == 2.0 {
        Some(1)
    } else if alpha == 0.5 {
        Some(2)
    } else {
        None
    }
}

/// `e^D·(1 + √(1 − e^−D))^power` for `D ≥ 0`.
#[inline(always)]
fn in_closed_form<V: Real>(divergence: V, power: u32) -> V {
    let zero = Dd::from(V::splat(0.0));
    let divergence = divergence.min(V::splat(720.0));
    let (exponential, k) = exp_parts(Dd::from(divergence));
    let rest = expm1(Dd::from(-divergence)).neg();
    let root = Dd::select(rest.hi.eq(zero.hi), zero, rest.sqrt());
    let factor = root.plus(V::splat(1.0));
    let mut y = exponential;
    for _ in 0..power {
        y = y.mul(factor);
    }
    y.value().scale(k)
}

impl NAtRenyi {
    /// For `0 < α < ∞`.
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn solve<V: Real>(self, divergence: V) -> V {
        let one = V::splat(1.0);
        let half = V::splat(0.5);
        let alpha = V::splat(self.alpha);
        let inverse = (one / alpha).min(V::splat(f64::MAX));
        let top = V::splat(709.7827128933841);
        let safe = divergence.min(top);
        let root = (safe + safe).sqrt() / alpha.sqrt();
        let mut log = self.guess(safe).min(top);
        let mut y = log;
        for _ in 0..RENYI_STEPS {
            let (n, _) = power(log);
            let miss = Dd::from(safe).sub(renyi_dd(n, self.alpha)).hi;
            let at = Recentred::new(n, self.alpha, inverse);
            let h = at.root(miss);
            let wild = h.abs().le(log.min(one) * V::splat(CLOSE)).not();
            y = n.fma(h * poly(h, &GROWTH), n);
            if !wild.any() {
                break;
            }
            let step = at.third_order(miss);
            let next = log + step;
            let next = V::select(V::splat(0.0).lt(next), next, log * half).min(top);
            // At the end of the doubles the step leads beyond.
            y = V::select(wild, n.fma(step, n), y);
            let wild = wild.and(next.eq(log).not());
            if !wild.any() {
                break;
            }
            log = V::select(wild, next, log);
        }

        let faint = V::splat(FAINT_BELOW);
        patch!(y, root.lt(faint) => {
            let tiny = faint_draws(safe, root, alpha);
            V::select(tiny.lt(faint), one + tiny, y)
        })
    }

    /// `ln n` to a few thousandths: `D + p·ln(1 + s)`, `s = √(1 − e^−D)`, as in [`in_closed_form`], with the power `p` between its
    /// limits `√(2/α)` for small divergences and `log₂ α/(α−1)` for large ones.
    #[inline(always)]
    fn guess<V: Real>(self, divergence: V) -> V {
        let zero = V::splat(0.0);
        let one = V::splat(1.0);
        let alpha = V::splat(self.alpha);
        // ln α/(α−1), without a branch, so that a batch does it once.
        let e = alpha - one;
        let log = plain_ln(alpha);
        let slope = V::select(
            e.abs().lt(V::splat(SLOPE_SERIES_BELOW)),
            e.fnma(V::splat(0.5), one),
            log / e,
        );
        let near = (V::splat(2.0) / alpha).sqrt();
        let far = slope * V::splat(core::f64::consts::LOG2_E);
        let (_, fallen) = rough_exp(-divergence.min(V::splat(700.0)));
        let s = (-fallen).max(zero).sqrt();
        let bend = one / (log * log).fma(V::splat(0.085), V::splat(1.39));
        let weight = s / (one - s).fma(bend, s);
        let power = weight.fma(far - near, near);
        let grown = V::select(s.lt(V::splat(FAINT_BELOW)), s, plain_ln(one + s));
        let log = grown.fma(power, divergence);
        if self.alpha >= 0.5 {
            return log;
        }
        // The power grows too fast for small orders: Newton's step on ln n = ln(1 + (e^((1−α)D + α ln n) − 1)/α).
        let most = V::splat(700.0);
        let inner = (one - alpha).fma(divergence, alpha * log.min(most));
        let (exponential, more) = rough_exp(inner.min(most));
        let n = one + more / alpha;
        let rate = exponential / n;
        let next = (rate.fnma(log, plain_ln(n.min(V::splat(f64::MAX))))) / (one - rate);
        // Where ln n is small, the power is right and the step has no digits.
        V::select(log.lt(V::splat(SLOPE_SERIES_BELOW)), log, next)
    }
}

/// `n − 1` where it is below 2^-36: there the divergence is `(x − ln(1+x))/α` with `x = α(n−1)`, to the last place of `n`.
#[inline(always)]
fn faint_draws<V: Real>(divergence: V, root: V, alpha: V) -> V {
    let one = V::splat(1.0);
    let x = alpha * divergence;
    let far = (NAtReverseKl.eval(x) - one) / alpha;
    let near = root * (root * alpha).fma(V::splat(1.0 / 3.0), one);
    V::select(x.lt(V::splat(9.5367431640625e-7)), near, far)
}

/// `(e^h − 1)/h`, Taylor's series.
const GROWTH: [f64; 7] = [
    1.0,
    1.0 / 2.0,
    1.0 / 6.0,
    1.0 / 24.0,
    1.0 / 120.0,
    1.0 / 720.0,
    1.0 / 5040.0,
];

/// `(h − 1 + e^−h)/h²`, Taylor's series.
const DECAY: [f64; 7] = [
    1.0 / 2.0,
    -1.0 / 6.0,
    1.0 / 24.0,
    -1.0 / 120.0,
    1.0 / 720.0,
    -1.0 / 5040.0,
    1.0 / 40320.0,
];

/// `(z − ln(1+z))/z²`, Taylor's series.
const LOG_REST: [f64; 8] = [
    1.0 / 2.0,
    -1.0 / 3.0,
    1.0 / 4.0,
    -1.0 / 5.0,
    1.0 / 6.0,
    -1.0 / 7.0,
    1.0 / 8.0,
    -1.0 / 9.0,
];

/// `D_α(n·e^h) − D_α(n) = slope·h + weight·R(h)` with `R(t) = g·z·μ + (t − g)`, `g = 1 − e^−t`, `z = tilt·g`,
/// `μ = (z − ln(1+z))/z²`: short series in a short `h`. From `α = ½` on; below, of `−h`, or the terms would cancel.
struct Recentred<V> {
    n: V,
    /// `1/(n−1)`
    over: V,
    /// `1/α + n − 1`
    shifted: V,
    /// `1/(1 + α(n−1))`
    v: V,
    sign: V,
    slope: V,
    weight: V,
    tilt: V,
}

impl<V: Real> Recentred<V> {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn new(n: V, alpha: f64, inverse: V) -> Self {
        let one = V::splat(1.0);
        let d = n - one;
        let shifted = (d + inverse).min(V::splat(f64::MAX));
        let share = one / shifted;
        let v = inverse * share;
        let turned = n * share;
        let (sign, weight, tilt) = if alpha >= 0.5 {
            (one, v, (one - inverse) * share)
        } else {
            (-one, turned * (one / V::splat(1.0 - alpha)), -turned)
        };
        Self {
            n,
            over: one / d,
            shifted,
            v,
            sign,
            slope: d * share,
            weight,
            tilt,
        }
    }

    /// The step that makes up for a missing divergence, from slope and curvature.
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn third_order(&self, miss: V) -> V {
        let step = miss * (self.shifted * self.over);
        let curve = V::splat(0.5) * (self.n * self.over) * self.v;
        step * (step * curve).fnma(V::splat(1.0), V::splat(1.0))
    }

    /// The `h` that makes up for it, where it is short against 1 and `n − 1`.
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn root(&self, miss: V) -> V {
        let one = V::splat(1.0);
        let h = self.third_order(miss);
        // One step of third order on the series.
        let t = h * self.sign;
        let bend = t * t * poly(t, &DECAY);
        let g = t - bend;
        let z = self.tilt * g;
        let rest = (g * z).fma(poly(z, &LOG_REST), bend);
        let missing = self.weight.fnma(rest, self.slope.fnma(h, miss));
        let grown = one + z;
        let slope = self.slope.fma(grown, self.sign * self.weight * (g + z));
        let step = missing * grown / slope;
        let curve = V::splat(0.5) * (self.n * self.over) * self.v;
        h + step * step.fnma(curve, one)
    }
}

/// `e^log` and `e^log − 1` for `0 ≤ log`, roughly, within the doubles.
#[cfg_attr(not(feature = "small"), inline(always))]
fn power<V: Real>(log: V) -> (V, V) {
    let one = V::splat(1.0);
    let most = V::splat(709.7);
    let (high, low) = rough_exp(log.min(most));
    // The rough exponential overflows a little early.
    let high = patch!(high, most.lt(log) => exp_value(Dd::from(log)).min(V::splat(f64::MAX)));
    let large = one.lt(log);
    let n = V::select(large, high, low + one);
    (n, V::select(large, high - one, low))
}

/// A step so short that the series hold.
const CLOSE: f64 = 0.015625; // 2^-6

/// Real `n` at which [`renyi`](super::renyi) of order `alpha` equals `divergence` nats.
///
/// Formula: the root of `(α ln n − ln(1 + α(n−1)))/(α−1) = divergence`. Source: the inverse of Mroueh 2024,
/// Proposition 1 (arXiv:2406.05883).
/// Validity: best-of-`n` stays within the budget; with tied rewards a larger `n` may too.
/// Domain: `divergence ≥ 0` in nats, `alpha ≥ 0`; NaN outside, and at `alpha = 0` for any divergence but 0;
/// ∞ where `n` exceeds the doubles.
/// Accuracy: ≤ 2 ulp; worst seen 0.890 ulp at `divergence = 0x1.6ffbc2d0bb3e2p-39, alpha = 0x1.3c24119e2f878p-41`.
/// Cost: closed forms at α = 0, ½, 1, 2, ∞; else a guess and one divergence in double-double.
#[inline]
#[must_use]
pub fn n_at_renyi(divergence: f64, alpha: f64) -> f64 {
    simd::scalar(NAtRenyi { alpha }, divergence)
}
batch_forms!(n_at_renyi => n_at_renyi_batch, n_at_renyi_batch_in_place, (alpha), NAtRenyi { alpha });
