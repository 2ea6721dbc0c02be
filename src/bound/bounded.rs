//! Rewards in a known range: the inverse of the binary KL divergence.
//!
//! With `q = p + δ` and `u = 1 − q`, `kl(q‖p) = q·G(−δ/q) + u·G(δ/u)`, `G(t) = t − ln(1+t)`: two terms that are never
//! negative, so that the gap `δ` keeps every digit however small it is.

use crate::num::dd::{Dd, two_sum, unless};
use crate::num::ln::{ln, log1p_minus_and_ln, plain_ln, plain_log1p_minus};
use crate::num::real::{Mask, Real};
use crate::simd::{self, Kernel, batch_forms};

/// Steps after which every start has converged, with as many to spare.
const STEPS: usize = 24;

/// The last step was so short that one more, of third order, in double-double leaves nothing.
const CLOSE: f64 = 0.001953125; // 2^-9

/// The largest `δ` with `kl(p + δ ‖ p) ≤ kl`, from `p`, `1 − p` and `ln p`, for `0 < p < 1`, `0 < kl < −ln p`.
///
/// `p` and `1 − p` must be normalised: the steps near certainty live in their last places.
#[cfg_attr(not(feature = "small"), inline(always))]
fn gap<V: Real>(p: Dd<V>, rest: Dd<V>, ln_p: Dd<V>, kl: V) -> Dd<V> {
    let zero = V::splat(0.0);
    let one = V::splat(1.0);
    let two = V::splat(2.0);

    // Pinsker, Bernstein and the lower tail each bound δ from above.
    let pinsker = (kl / two).sqrt();
    let third = kl / V::splat(3.0);
    let bernstein = third + third.fma(third, two * p.hi * kl).sqrt();
    let lower = (two * rest.hi * kl).sqrt();
    let start = pinsker.min(bernstein).min(lower);
    // Close to certainty: u (1 + ln((1−p)/(p u))) bounds what is missing from −ln p.
    let missing = -ln_p.plus(kl).value();
    let spread =
        one + plain_ln(rest.hi) - ln_p.hi - plain_ln(missing.max(V::splat(f64::MIN_POSITIVE)));
    let near_one = rest.hi - missing / (two * spread.max(two));
    // Certainty itself has no slope.
    let most = rest.hi * V::splat(1.0 - f64::EPSILON);
    let mut delta = start.min(near_one).min(most);

    let mut active = zero.le(zero);
    for _ in 0..STEPS {
        // The two terms of `residual`, in single doubles.
        let q = (p.hi + delta) + p.lo;
        let u = (rest.hi - delta) + rest.lo;
        let inverse = one / (q * u);
        let (inverse_q, inverse_u) = (u * inverse, q * inverse);
        let (up, ln_up) = plain_log1p_minus(-delta * inverse_q, p.hi * inverse_q);
        let (down, ln_down) = plain_log1p_minus(delta * inverse_u, rest.hi * inverse_u);
        let miss = q.fma(up, u.fma(down, -kl));
        let slope = ln_down - ln_up;
        let curve = V::splat(0.5) * inverse;
        // Not over slope², which underflows for the smallest budgets.
        let inverse_slope = one / slope;
        let step = miss * inverse_slope;
        let step = step / (step * inverse_slope).fnma(curve, one);
        let next = delta - step;
        let next = V::select(zero.lt(next), next, delta / two).min(most);
        delta = V::select(active, next, delta);
        let room = rest.hi - delta;
        active = active.and((delta.min(room) * V::splat(CLOSE)).lt(step.abs()));
        if !active.any() {
            break;
        }
    }
    let (miss, slope, curve) = residual(p, rest, Dd::from(delta), kl);
    let step = miss / slope;
    two_sum(delta, -(step * curve.fma(step, one)))
}

/// `kl(p+δ‖p) − kl`, its slope in `δ`, and half the ratio of second to first derivative.
#[cfg_attr(not(feature = "small"), inline(always))]
fn residual<V: Real>(p: Dd<V>, rest: Dd<V>, delta: Dd<V>, kl: V) -> (V, V, V) {
    let q = p.add(delta);
    let u = rest.sub(delta);
    let inverse = Dd::from(V::splat(1.0)).div(q.mul(u));
    let (inverse_q, inverse_u) = (u.mul(inverse), q.mul(inverse));
    let (up, ln_up) = log1p_minus_and_ln(delta.mul(inverse_q).neg(), p.mul(inverse_q));
    let (down, ln_down) = log1p_minus_and_ln(delta.mul(inverse_u), rest.mul(inverse_u));
    let miss = q.mul(up).add(u.mul(down)).plus(-kl).value();
    let slope = ln_down.hi - ln_up.hi;
    let curve = V::splat(0.5) * inverse.hi / slope;
    (miss, slope, curve)
}

const FAINT: f64 = 1.1830521861667747e-271; // 2^-900
const COMMON: f64 = 1.90109156629516e-211; // 2^-700

/// `δ` on the whole domain, from `p` and `1 − p`: 0 at the ends, `1 − p` once certainty is within reach.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(super) fn gap_everywhere<V: Real>(p: Dd<V>, rest: Dd<V>, kl: V) -> Dd<V> {
    let zero = V::splat(0.0);
    let half = Dd::from(V::splat(0.5));
    // What depends on p alone is chosen by p alone: a batch does it once.
    let proper = zero.lt(p.hi).and(zero.lt(rest.hi));
    let safe = Dd::select(proper, p, half);
    let safe_rest = Dd::select(proper, rest, half);
    let limit = ln(safe.hi).plus(safe.lo / safe.hi);
    let kl = kl.min(V::splat(f64::MAX));
    let inside = proper.and(zero.lt(kl));
    let certain = zero.le(limit.plus(kl).value());
    let sought = inside.and(certain.not());
    let y = gap(
        safe,
        safe_rest,
        limit,
        V::select(sought, kl, limit.hi * V::splat(-0.5)),
    );
    // Of the smallest budgets the steps cannot keep the digits: there the divergence is δ²/(2p(1−p)) to the last place.
    let common = V::splat(COMMON);
    let faint = kl
        .lt(V::splat(FAINT))
        .and(common.lt(p.hi))
        .and(common.lt(rest.hi));
    let y = unless!(
        faint,
        Dd::from((p.hi * (rest.hi + rest.hi)).sqrt() * kl.sqrt()),
        y
    );
    let y = Dd::select(certain, rest, y);
    Dd::select(inside, y, Dd::from(zero))
}

#[derive(Clone, Copy)]
pub(crate) struct BernoulliKlUpper {
    pub(crate) p: f64,
}

impl Kernel for BernoulliKlUpper {
    const PAIRED: bool = true;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn eval<V: Real>(self, kl: V) -> V {
        let zero = V::splat(0.0);
        let p = V::splat(self.p);
        let q = Dd::from(p)
            .add(gap_everywhere(Dd::from(p), two_sum(V::splat(1.0), -p), kl))
            .value();
        let valid = zero.le(p).and(p.le(V::splat(1.0))).and(zero.le(kl));
        V::select(valid, q, V::splat(f64::NAN))
    }
}

#[derive(Clone, Copy)]
pub(crate) struct Bounded {
    pub(crate) lo: f64,
    pub(crate) hi: f64,
    pub(crate) mean: f64,
}

impl Kernel for Bounded {
    const PAIRED: bool = true;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn eval<V: Real>(self, kl: V) -> V {
        let zero = V::splat(0.0);
        let (lo, hi, mean) = (V::splat(self.lo), V::splat(self.hi), V::splat(self.mean));
        let range = two_sum(hi, -lo);
        let p = two_sum(mean, -lo).div(range).normal();
        let flat = hi.eq(lo);
        let rest = two_sum(hi, -mean).div(range).normal();
        let y = gap_everywhere(p, rest, kl).mul(range).value();
        let y = V::select(flat, zero, y);
        let finite = range.hi.lt(V::splat(f64::INFINITY));
        let valid = lo.le(mean).and(mean.le(hi)).and(finite).and(zero.le(kl));
        V::select(valid, y, V::splat(f64::NAN))
    }
}

/// Largest success probability `q` with binary KL divergence `kl(q‖p) ≤ kl`.
///
/// Formula: the larger root of `q ln(q/p) + (1−q) ln((1−q)/(1−p)) = kl`, 1 where `kl ≥ −ln p`.
/// Source: the Cramér transform of a Bernoulli reward, Mroueh 2024, Proposition 3 (arXiv:2406.05883).
/// Domain: `0 ≤ p ≤ 1`, `kl ≥ 0` in nats; NaN outside. Limits: `p` at `kl = 0`; 0 at `p = 0`.
/// Accuracy: ≤ 4 ulp; worst seen 0.505 ulp at `p = 0x1.780dbc3d7b028p-3, kl = 0x1.0b2b3db98a4bcp-9`.
/// Cost: two or three steps in plain doubles, one in double-double; two logarithms each.
#[inline]
#[must_use]
pub fn bernoulli_kl_upper(p: f64, kl: f64) -> f64 {
    simd::scalar(BernoulliKlUpper { p }, kl)
}
batch_forms!(bernoulli_kl_upper => bernoulli_kl_upper_batch, bernoulli_kl_upper_batch_in_place, (p), BernoulliKlUpper { p });

/// Ceiling on the reward gain of a policy at KL divergence `kl` from its reference, for rewards in `[lo, hi]` of which the
/// reference mean is known; in units of the reward.
///
/// Formula: `(hi − lo)(q − p)` with `p = (mean − lo)/(hi − lo)` and `q` as in [`bernoulli_kl_upper`].
/// Source: Mroueh 2024, Proposition 3 (arXiv:2406.05883), with the binary Cramér transform.
/// Validity: upper bound over all rewards in the range with that mean; attained by a two-valued reward.
/// Domain: finite `lo ≤ mean ≤ hi` with a finite difference, `kl ≥ 0` in nats; NaN outside.
/// Accuracy: ≤ 1 ulp; worst seen 0.594 ulp at `lo = -0x1.abf467191898dp-4, hi = 0x1.6dea7e59b1f20p-1, mean = 0x1.6dea7e59b1f1fp-1, kl = 0x1.de0b21f2db4f6p-61`.
/// Cost: that of [`bernoulli_kl_upper`], and two divisions.
#[inline]
#[must_use]
pub fn bounded_bound(lo: f64, hi: f64, mean: f64, kl: f64) -> f64 {
    simd::scalar(Bounded { lo, hi, mean }, kl)
}
batch_forms!(bounded_bound => bounded_bound_batch, bounded_bound_batch_in_place, (lo, hi, mean), Bounded { lo, hi, mean });
