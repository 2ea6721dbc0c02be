//! Logarithms with a tail: `ln x` as a sum of parts that a kernel can cancel against before it rounds.

use super::dd::{Dd, fast_two_sum, two_prod, two_sum, unless};
use super::real::{Mask, Real, poly};
use super::table::Table;

// tools/elementary.py prints every constant of this file.

/// `ln 2` with a head of 42 fractional bits: `k·LN2_HI + LN_HI[i]` is exact for every exponent `k`.
const LN2_HI: f64 = 0.6931471805598903;
const LN2_LO: f64 = 5.497923018708371e-14;

/// Row `i` serves mantissas in `[1 + i/16, 1 + (i+1)/16)`. Five fractional bits, and `|m·c − 1| ≤ 1/16`:
/// the reduced argument `m·c − 1` is exact.
const RECIPROCAL: [f64; 16] = [
    1.0, 0.90625, 0.875, 0.8125, 0.78125, 0.75, 0.71875, 0.6875, 0.65625, 0.625, 0.59375, 0.59375,
    0.5625, 0.53125, 0.53125, 0.5,
];
/// `−ln RECIPROCAL[i]`, head and tail.
const LN_HI: [f64; 16] = [
    0.0,
    0.09844007281321865,
    0.13353139262449076,
    0.20763936477828793,
    0.2468600779316148,
    0.28768207245184385,
    0.33024168687052224,
    0.3746934494413381,
    0.4212134650763346,
    0.4700036292456389,
    0.521296923633372,
    0.521296923633372,
    0.5753641449034603,
    0.6325225587434034,
    0.6325225587434034,
    0.6931471805598903,
];
const LN_LO: [f64; 16] = [
    0.0,
    3.3871241029241416e-14,
    3.1859736349078334e-14,
    -4.3425422595242564e-14,
    -8.899851356560444e-14,
    -6.292357389008195e-14,
    5.4612144489920215e-14,
    7.260466149925637e-14,
    -3.1063837541003616e-14,
    9.667719603235566e-14,
    -8.590204918402764e-14,
    -8.590204918402764e-14,
    1.0152652766306816e-13,
    1.0711543657844876e-13,
    1.0711543657844876e-13,
    5.497923018708371e-14,
];

/// `ln(1+r) = r + r²(−½ + r·P(r))` for −0.0395 ≤ r ≤ 0.0626, error relative to r 2^-60.6.
const LOG1P: [f64; 9] = [
    0.33333333333332954,
    -0.25000000000029265,
    0.20000000002299398,
    -0.16666666586874385,
    0.14285709864249355,
    -0.12500053071119746,
    0.11114531234996543,
    -0.10004001678026028,
    0.08181386716869644,
];

/// The same with two more terms, error relative to r 2^-71.4.
const LOG1P_FINE: [f64; 11] = [
    0.3333333333333333,
    -0.24999999999999967,
    0.1999999999999896,
    -0.16666666666814903,
    0.14285714289422055,
    -0.12499999785932743,
    0.11111105406958025,
    -0.10000112592710503,
    0.09094751628707565,
    -0.08326730238829316,
    0.06771352222866078,
];

/// `t − ln(1+t) = t²/2 − t³·P(t)` for |t| ≤ 1/8, error relative to the value 2^-65.9.
const LOG1P_MINUS: [f64; 15] = [
    0.3333333333333333,
    -0.25000000000000006,
    0.20000000000000023,
    -0.16666666666660754,
    0.1428571428569462,
    -0.12500000003255393,
    0.11111111118627677,
    -0.0999999915074095,
    0.09090907578523201,
    -0.08333451692627784,
    0.0769247994249128,
    -0.07133812067945033,
    0.06655507465908499,
    -0.06606237400561897,
    0.06264374110684479,
];

/// Reciprocal, head and tail.
static MANTISSA: Table<3> = Table::new([RECIPROCAL, LN_HI, LN_LO]);

/// `ln x = head + r + tail`: `head` a multiple of 2^-42, `r` exact and at most 1/16, `|tail| < 2^-9`.
///
/// Near `x = 1` the head is zero, so that nothing cancels inside.
pub(crate) struct LnParts<V> {
    pub(crate) head: V,
    pub(crate) r: V,
    pub(crate) tail: V,
}

/// The parts of `ln x` for positive normal `x`; absolute error below 2^-62 (measured through the kernels).
#[inline(always)]
pub(crate) fn ln_parts<V: Real>(x: V) -> LnParts<V> {
    let mut parts = LnParts::unbent(x);
    parts.bend();
    parts
}

impl<V: Real> LnParts<V> {
    /// The parts but for the curve of `ln(1+r)`.
    // Apart, as the next: what it keeps on the stack must not lie above the series.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn unbent(x: V) -> Self {
        let (k, m) = x.split();
        let [reciprocal, ln_hi, ln_lo] = m.lookup_mantissa(&MANTISSA);
        Self {
            head: k.fma(V::splat(LN2_HI), ln_hi),
            r: m.fma(reciprocal, V::splat(-1.0)),
            tail: k.fma(V::splat(LN2_LO), ln_lo),
        }
    }

    /// Adds the curve.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn bend(&mut self) {
        let r = self.r;
        let curve = r.fma(poly(r, &LOG1P), V::splat(-0.5));
        self.tail = (r * r).fma(curve, self.tail);
    }
}

/// `ln x = head + r + curve + tail` in parts of falling size, absolute error below 2^-66.
struct Fine<V> {
    head: V,
    r: V,
    curve: V,
    tail: V,
    /// What times `1 − r + r²` is `1/x`, but for 2^-12 of it: the slope at `x`, for which no quotient is needed.
    scale: V,
}

impl<V: Real> Fine<V> {
    /// The parts of `ln x` but for the curve of `ln(1+r)`.
    // Apart, as the next: what it keeps on the stack must not lie above the series.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn unbent(x: V) -> Self {
        let (k, m) = x.split();
        let [reciprocal, ln_hi, ln_lo] = m.lookup_mantissa(&MANTISSA);
        Self {
            head: k.fma(V::splat(LN2_HI), ln_hi),
            r: m.fma(reciprocal, V::splat(-1.0)),
            curve: V::splat(0.0),
            tail: k.fma(V::splat(LN2_LO), ln_lo),
            scale: reciprocal * (-k).max(V::splat(-1022.0)).pow2(),
        }
    }

    /// Adds the curve.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn bend(&mut self) {
        let half = V::splat(0.5);
        let r = self.r;
        let series = poly(r, &LOG1P_FINE);
        let square = two_prod(r, r);
        let cube = (square.hi * r).fma(series, -half * square.lo);
        self.curve = -half * square.hi;
        self.tail = cube + self.tail;
    }

    /// `ln(x + lo) − ln x` for `lo` below the last place of `x`.
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn moved_by(&self, lo: V) -> V {
        let share = lo * self.scale;
        share.fma(self.r.fms(self.r, self.r), share)
    }
}

/// The parts of `ln x` for positive normal `x`.
#[inline(always)]
fn ln_fine<V: Real>(x: V) -> Fine<V> {
    let mut parts = Fine::unbent(x);
    parts.bend();
    parts
}

/// `ln x` for positive normal `x` in one double, error about an ulp: for guesses, slopes and iterations.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn plain_ln<V: Real>(x: V) -> V {
    let LnParts { head, r, tail } = ln_parts(x);
    head + (r + tail)
}

/// `t − ln u` and `ln u` for `u = 1 + t` in one double each, relative errors below 2^-47.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn plain_log1p_minus<V: Real>(t: V, u: V) -> (V, V) {
    let near = t.abs().lt(V::splat(0.125));
    let log = plain_ln(u);
    let minus = t - log;
    if near.any() {
        let small = t * t * t.fnma(poly(t, &LOG1P_MINUS), V::splat(0.5));
        (
            V::select(near, small, minus),
            V::select(near, t - small, log),
        )
    } else {
        (minus, log)
    }
}

/// `ln x` for positive normal `x`, relative error about 2^-61 (2^-66 absolute).
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn ln<V: Real>(x: V) -> Dd<V> {
    let zero = V::splat(0.0);
    sum(&ln_fine(x), zero)
}

/// The parts in one double-double, and `more` that is below the last place of the head.
#[cfg_attr(not(feature = "small"), inline(always))]
fn sum<V: Real>(parts: &Fine<V>, more: V) -> Dd<V> {
    // The head is a multiple of r's last place: the sum is exact in either order of magnitude.
    let a = fast_two_sum(parts.head, parts.r);
    let b = two_sum(a.hi, parts.curve);
    fast_two_sum(b.hi, b.lo + (a.lo + (parts.tail + more)))
}

/// `ln x` for every positive finite `x`, subnormal ones too.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn ln_any<V: Real>(x: V) -> Dd<V> {
    let tiny = x.lt(V::splat(f64::MIN_POSITIVE));
    let y = ln(V::select(tiny, x * V::splat(18014398509481984.0), x)); // 2^54
    let shift = Dd::<V>::constant(-54.0 * LN2_HI, -54.0 * LN2_LO);
    Dd::select(tiny, y.add(shift), y)
}

/// `ln (x.hi + x.lo)`, for positive normal `x` with `|lo| ≤ ulp(hi)`.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn ln_dd<V: Real>(x: Dd<V>) -> Dd<V> {
    let parts = ln_fine(x.hi);
    sum(&parts, parts.moved_by(x.lo))
}

/// `ln(1 + t)` for `t > −1`, relative error about 2^-61 from the smallest `t` on.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn log1p<V: Real>(t: Dd<V>) -> Dd<V> {
    let near = t.hi.abs().lt(V::splat(0.03125));
    let u = two_sum(V::splat(1.0), t.hi);
    unless!(near, log1p_small(t), ln_dd(fast_two_sum(u.hi, u.lo + t.lo)))
}

/// [`log1p`] for `|t| < 1/32`, where the argument itself is the reduced one.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn log1p_small<V: Real>(t: Dd<V>) -> Dd<V> {
    let half = V::splat(0.5);
    let square = two_prod(t.hi, t.hi);
    let rest = (square.hi * t.hi).fma(poly(t.hi, &LOG1P_MINUS), -half * square.lo);
    let sum = two_sum(t.hi, -half * square.hi);
    fast_two_sum(sum.hi, sum.lo + t.hi.fnma(t.lo, rest + t.lo))
}

/// `t − ln(1 + t)` for `t > −1`, relative error about 2^-56 everywhere; `t²/2` near zero.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn log1p_minus<V: Real>(t: Dd<V>) -> Dd<V> {
    let u = two_sum(V::splat(1.0), t.hi);
    log1p_minus_of(t, fast_two_sum(u.hi, u.lo + t.lo))
}

/// [`log1p_minus`] for a caller who knows `u = 1 + t` better than the sum: near `t = −1` it is all that counts.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn log1p_minus_of<V: Real>(t: Dd<V>, u: Dd<V>) -> Dd<V> {
    let near = t.hi.abs().lt(V::splat(0.125));
    unless!(near, log1p_minus_small(t), log1p_minus_main(t, u))
}

/// [`log1p_minus_of`] to about 2^-54 of itself, for less: from a logarithm in fewer parts, and a caller who has `1/u`.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn light_log1p_minus_of<V: Real>(t: Dd<V>, u: Dd<V>, inverse: V) -> Dd<V> {
    let near = t.hi.abs().lt(V::splat(0.125));
    // The small case in its two parts: one frame less.
    unless!(
        near,
        log1p_minus_by(poly(t.hi, &LOG1P_MINUS), t),
        light_log1p_minus_main(t, u, inverse)
    )
}

#[cfg_attr(not(feature = "small"), inline(always))]
fn light_log1p_minus_main<V: Real>(t: Dd<V>, u: Dd<V>, inverse: V) -> Dd<V> {
    let LnParts { head, r, tail } = ln_parts(u.hi);
    let a = two_sum(t.hi, -head);
    let b = two_sum(a.hi, -r);
    Dd {
        hi: b.hi,
        lo: (a.lo + b.lo) + (u.lo.fnma(inverse, t.lo) - tail),
    }
}

/// [`log1p_minus_of`], and `ln u`.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn log1p_minus_and_ln<V: Real>(t: Dd<V>, u: Dd<V>) -> (Dd<V>, Dd<V>) {
    let near = t.hi.abs().lt(V::splat(0.125));
    let parts = ln_fine(u.hi);
    let more = parts.moved_by(u.lo);
    let (minus, log) = (less(t, &parts, more), sum(&parts, more));
    if near.any() {
        let small = log1p_minus_small(t);
        let log = Dd::select(near, t.sub(small), log);
        (Dd::select(near, small, minus), log)
    } else {
        (minus, log)
    }
}

/// [`log1p_minus`] for `|t| ≤ 1/8`.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn log1p_minus_small<V: Real>(t: Dd<V>) -> Dd<V> {
    log1p_minus_by(poly(t.hi, &LOG1P_MINUS), t)
}

/// The same from the series.
// Apart: what it keeps on the stack must not lie above the series.
#[cfg_attr(not(feature = "small"), inline(always))]
#[cfg_attr(feature = "small", inline(never))]
fn log1p_minus_by<V: Real>(series: V, t: Dd<V>) -> Dd<V> {
    let half = V::splat(0.5);
    let square = two_prod(t.hi, t.hi);
    let rest = (square.hi * t.hi).fnma(series, half * square.lo);
    // The slope at t is t/(1+t).
    let slope = t.lo * t.hi.fnma(t.hi, t.hi);
    fast_two_sum(half * square.hi, rest + slope)
}

#[cfg_attr(not(feature = "small"), inline(always))]
fn log1p_minus_main<V: Real>(t: Dd<V>, u: Dd<V>) -> Dd<V> {
    let parts = ln_fine(u.hi);
    less(t, &parts, parts.moved_by(u.lo))
}

/// `t` less the parts and `more`.
// Apart: what it keeps on the stack must not lie above the logarithm's.
#[cfg_attr(not(feature = "small"), inline(always))]
#[cfg_attr(feature = "small", inline(never))]
fn less<V: Real>(t: Dd<V>, parts: &Fine<V>, more: V) -> Dd<V> {
    let a = two_sum(t.hi, -parts.head);
    let b = two_sum(a.hi, -parts.r);
    let c = two_sum(b.hi, -parts.curve);
    let lo = (a.lo + b.lo) + c.lo + (t.lo - more) - parts.tail;
    fast_two_sum(c.hi, lo)
}
