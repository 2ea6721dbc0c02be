//! Rewards in a known range: the inverse of the binary KL divergence.
//!
//! With `q = p + δ` and `u = 1 − q`, `kl(q‖p) = q·G(−δ/q) + u·G(δ/u)`, `G(t) = t − ln(1+t)`: two terms that are never
//! negative, so that the gap `δ` keeps every digit however small it is.

use crate::num::dd::{Dd, two_sum, unless};
use crate::num::ln::{light_log1p_minus_of, ln, plain_ln};
use crate::num::real::{Mask, Real, Scalar, poly};
use crate::simd::{self, Kernel, batch_forms};

/// Steps after which every start has converged, with as many to spare. Most need one.
const STEPS: usize = 12;

/// A step so short, against what is left on either side, that the series below hold.
const CLOSE: f64 = 0.03125; // 2^-5

/// `((1+a)·ln(1+a) − a)/a²`, Taylor's series.
const RECENTRED: [f64; 9] = [
    1.0 / 2.0,
    -1.0 / 6.0,
    1.0 / 12.0,
    -1.0 / 20.0,
    1.0 / 30.0,
    -1.0 / 42.0,
    1.0 / 56.0,
    -1.0 / 72.0,
    1.0 / 90.0,
];

/// `ln(1+a)/a`, Taylor's series, for a slope.
const RECENTRED_SLOPE: [f64; 6] = [
    1.0,
    -1.0 / 2.0,
    1.0 / 3.0,
    -1.0 / 4.0,
    1.0 / 5.0,
    -1.0 / 6.0,
];

/// `ln(1+t)/t` for `0 ≤ t ≤ 1`, relative error 2^-8.5 (tools/bounded.py, which says too how good the guess is).
const ROUGH_LOG1P: [f64; 3] = [
    0.9971741737961299,
    -0.44377934976614086,
    0.14171103128851448,
];

/// What of the guess depends on `p` alone.
struct Guess<V> {
    ln_ceiling: V,
    inverse_root: V,
    start: V,
    slope: V,
    bend: V,
    near: V,
    far: V,
    rise: V,
}

impl<V: Real> Guess<V> {
    /// With `A = −ln p`, from `p` and `1 − p`.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn new(p: V, rest: V, ceiling: V) -> Self {
        let one = V::splat(1.0);
        let inverse_root = one / (ceiling + ceiling).sqrt();
        let share = ceiling / rest;
        Self {
            ln_ceiling: plain_ln(ceiling),
            inverse_root,
            start: ceiling * (p / rest).sqrt(),
            slope: rest * inverse_root,
            bend: (share * share).fms(p.fma(V::splat(4.0 / 3.0), V::splat(1.0 / 3.0)), one),
            near: ceiling.fma(V::splat(0.11), V::splat(0.56)).max(one),
            far: (ceiling * ceiling).fma(V::splat(0.0225), V::splat(0.78)),
            rise: ceiling
                .fnma(V::splat(0.012), V::splat(1.055))
                .max(V::splat(1.01)),
        }
    }

    /// The odds `δ : 1 − q` within 3 % from `p = 0.003` on, within a factor of some units everywhere, from `kl` and `−ln p − kl`.
    ///
    /// `Z = δ/(1−q)·(−ln p − kl)/s` with `s = √(2 kl)` is smooth in `ℓ = −ln(1 − s/√(−2 ln p))`, which is nearly a line far out.
    /// Its start and its first slope are known, the rest is fitted.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn odds(&self, kl: V, missing: V) -> (V, V) {
        let s = (kl + kl).sqrt();
        let t = s * self.inverse_root;
        let log = t.fma(poly(t, &ROUGH_LOG1P), self.ln_ceiling - plain_ln(missing));
        let below = self.far.fma(log, self.near);
        let above = (self.slope * log).fma(self.rise.fma(below, self.bend), self.start * below);
        (s * above, missing * below)
    }
}

/// `p`, `1 − p` and `ln p`.
pub(super) struct Law<V> {
    p: Dd<V>,
    rest: Dd<V>,
    ln_p: Dd<V>,
}

impl<S: Scalar> Law<S> {
    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(super) fn new(p: Dd<S>, rest: Dd<S>) -> Self {
        let ln_p = ln_share(p);
        Self { p, rest, ln_p }
    }

    /// [`gap`] for `kl ≥ 2^-900` and neither `p` nor `1 − p` 0: `1 − p` once certainty is within reach.
    #[cfg_attr(not(feature = "small"), inline(always))]
    pub(super) fn gap(&self, kl: f64) -> Dd<S> {
        let kl = S::splat(kl).min(S::splat(f64::MAX));
        if self.ln_p.plus(kl).value().get() < 0.0 {
            gap(self, kl, guess(self, kl))
        } else {
            self.rest
        }
    }
}

/// [`Guess::odds`] of a law.
// Apart from what makes it better, whose stack it would share.
#[cfg_attr(not(feature = "small"), inline(always))]
#[cfg_attr(feature = "small", inline(never))]
fn guess<V: Real>(law: &Law<V>, kl: V) -> (V, V) {
    let missing = -law.ln_p.plus(kl).value();
    Guess::new(law.p.hi, law.rest.hi, -law.ln_p.hi).odds(kl, missing)
}

/// The largest `δ` with `kl(p + δ ‖ p) ≤ kl`, for `0 < p < 1`, `0 < kl < −ln p`.
///
/// From a guess `q`, `kl(q + h ‖ p) = kl(q‖p) + L·h + kl(q + h ‖ q)` with `L` the slope at `q`, and for a short `h` the last
/// term is a short series: one evaluation in double-double, one equation in doubles.
#[cfg_attr(not(feature = "small"), inline(always))]
fn gap<V: Real>(law: &Law<V>, kl: V, (up, down): (V, V)) -> Dd<V> {
    let Law { p, rest, .. } = *law;
    // Of δ and 1 − q the smaller is the unknown: neither end takes digits from it.
    let mut low = up.lt(down);
    let mut near = rest.hi * (up.min(down) / (up + down));
    let mut delta = rest;
    for _ in 0..STEPS {
        let far = rest.loosely_plus(-near);
        let start = Dd::select(low, Dd::from(near), far);
        let u = Dd::select(low, far, Dd::from(near));
        let at = Residual::new(p, rest, start, u, kl);
        let h = at.root();
        let wild = h.abs().le(near * V::splat(CLOSE)).not();
        delta = start.loosely_plus(h);
        if !wild.any() {
            break;
        }
        let step = at.halley();
        let step = V::select(low, step, -step);
        let next = near + step.max(near * V::splat(-0.75)).min(near * V::splat(0.875));
        // Where a last place of −ln p is more than 1 − q, no step is short.
        let to = V::select(low, next, rest.hi - next);
        delta = Dd::select(wild, Dd::from(to), delta);
        near = V::select(wild, next, near);
        let switch = wild.and((rest.hi * V::splat(0.5)).lt(near));
        near = V::select(switch, rest.hi - near, near);
        low = switch.and(low.not()).or(switch.not().and(low));
    }
    delta
}

/// `to·G(t)` and `ln(1 + t)` for `t = step/to` and `1 + t = of/to`, from `1/to`.
// Apart: what it keeps on the stack for one side is gone when the other's turn comes.
#[cfg_attr(not(feature = "small"), inline(always))]
#[cfg_attr(feature = "small", inline(never))]
fn part<V: Real>(step: Dd<V>, of: Dd<V>, to: Dd<V>, inverse: V) -> (Dd<V>, V) {
    let t = step.div_with(to, inverse);
    let minus = light_log1p_minus_of(t, of.div_with(to, inverse), to.hi * (V::splat(1.0) / of.hi));
    (to.mul(minus), t.hi - minus.value())
}

/// `kl − kl(p+δ‖p)` and the slope of the divergence, with `1/q` and `1/(1−q)`.
struct Residual<V> {
    miss: V,
    slope: V,
    inverse_slope: V,
    inverse_q: V,
    inverse_u: V,
}

impl<V: Real> Residual<V> {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn new(p: Dd<V>, rest: Dd<V>, delta: Dd<V>, u: Dd<V>, kl: V) -> Self {
        let one = V::splat(1.0);
        let q = p.loosely_add(delta);
        let inverse = one / (q.hi * u.hi);
        let (inverse_q, inverse_u) = (u.hi * inverse, q.hi * inverse);
        let (up, fall) = part(delta.neg(), p, q, inverse_q);
        let (down, rise) = part(delta, rest, u, inverse_u);
        let value = up.loosely_add(down);
        let miss = (kl - value.hi) - value.lo;
        Self {
            miss,
            slope: rise - fall,
            inverse_slope: one / (rise - fall),
            inverse_q,
            inverse_u,
        }
    }

    /// Halley's step.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn halley(&self) -> V {
        let step = self.miss * self.inverse_slope;
        let curve = V::splat(0.5) * (self.inverse_q + self.inverse_u) * self.inverse_slope;
        step / step.fma(curve, V::splat(1.0))
    }

    /// The root `h`, where it is short against `q` and `1 − q`.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn root(&self) -> V {
        let one = V::splat(1.0);
        let half = V::splat(0.5);
        // The inverted series, to fourth order.
        let step = self.miss * self.inverse_slope;
        let (a, b) = (step * self.inverse_q, step * self.inverse_u);
        let second = half * (a + b) * self.inverse_slope;
        let third = second * (b - a) * V::splat(1.0 / 3.0);
        let fourth = second * a.fma(a - b, b * b) * V::splat(1.0 / 6.0);
        let bend = (second + second).fma(second, -third);
        let five = V::splat(5.0) * second;
        let twist = five.fma(second.fms(second, third), fourth);
        let h = step * (one - second + bend - twist);
        // One step of third order on the recentred divergence.
        let (a, b) = (h * self.inverse_q, -(h * self.inverse_u));
        let curve = self
            .inverse_q
            .fma(poly(a, &RECENTRED), self.inverse_u * poly(b, &RECENTRED));
        let bent = self.inverse_q.fma(
            poly(a, &RECENTRED_SLOPE),
            self.inverse_u * poly(b, &RECENTRED_SLOPE),
        );
        let inverse_slope = one / h.fma(bent, self.slope);
        let miss = h.fnma(h.fma(curve, self.slope), self.miss);
        let step = miss * inverse_slope;
        let curve = half * (self.inverse_q + self.inverse_u) * inverse_slope;
        h + step * step.fnma(curve, one)
    }
}

pub(super) const FAINT: f64 = 1.1830521861667747e-271; // 2^-900
const COMMON: f64 = 1.90109156629516e-211; // 2^-700

/// `ln p`.
#[cfg_attr(not(feature = "small"), inline(always))]
fn ln_share<V: Real>(p: Dd<V>) -> Dd<V> {
    ln(p.hi).plus(p.lo / p.hi)
}

/// `δ` on the whole domain, from `p` and `1 − p`: 0 at the ends, `1 − p` once certainty is within reach.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(super) fn gap_everywhere<V: Real>(p: Dd<V>, rest: Dd<V>, kl: V) -> Dd<V> {
    let zero = V::splat(0.0);
    let half = Dd::from(V::splat(0.5));
    // What depends on p alone is chosen by p alone: a batch does it once.
    let proper = zero.lt(p.hi).and(zero.lt(rest.hi));
    let safe = Dd::select(proper, p, half);
    let safe_rest = Dd::select(proper, rest, half);
    let limit = ln_share(safe);
    let kl = kl.min(V::splat(f64::MAX));
    let inside = proper.and(zero.lt(kl));
    let certain = zero.le(limit.plus(kl).value());
    let sought = inside.and(certain.not());
    let law = Law {
        p: safe,
        rest: safe_rest,
        ln_p: limit,
    };
    let reached = V::select(sought, kl, limit.hi * V::splat(-0.5));
    let y = gap(&law, reached, guess(&law, reached));
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
            .loosely_add(gap_everywhere(Dd::from(p), two_sum(V::splat(1.0), -p), kl))
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
        let share = |part: Dd<V>| part.div(two_sum(hi, -lo)).normal();
        let p = share(two_sum(mean, -lo));
        let rest = share(two_sum(hi, -mean));
        let gap = gap_everywhere(p, rest, kl);
        let range = two_sum(hi, -lo);
        let y = V::select(hi.eq(lo), zero, gap.mul(range).value());
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
/// Accuracy: ≤ 4 ulp; worst seen 0.554 ulp at `p = 0x1.0f5c09f16138fp-19, kl = 0x1.17b27db2d198bp+2`.
/// Cost: a guess and one evaluation in double-double, more below `p = 0.003`; four logarithms, three square roots.
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
/// Accuracy: ≤ 1 ulp; worst seen 0.613 ulp at `lo = -0x1.91fc209bb2faep-7, hi = 0x1.8db71c1c5aeebp-2, mean = -0x1.7a000d59f4311p-7, kl = 0x1.ef2de65832c6dp-17`.
/// Cost: that of [`bernoulli_kl_upper`], and two divisions.
#[inline]
#[must_use]
pub fn bounded_bound(lo: f64, hi: f64, mean: f64, kl: f64) -> f64 {
    simd::scalar(Bounded { lo, hi, mean }, kl)
}
batch_forms!(bounded_bound => bounded_bound_batch, bounded_bound_batch_in_place, (lo, hi, mean), Bounded { lo, hi, mean });
