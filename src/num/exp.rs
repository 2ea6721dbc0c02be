//! Exponentials of double-double arguments.

use super::dd::{Dd, fast_two_sum, two_prod, two_sum, unless};
use super::real::{Real, poly};
use super::table::Table;

// tools/elementary.py prints every constant of this file.

/// `2^(i/16)`, head and tail.
const EXP2_HI: [f64; 16] = [
    1.0,
    1.0442737824274138,
    1.0905077326652577,
    1.1387886347566916,
    1.189207115002721,
    1.241857812073484,
    1.2968395546510096,
    1.3542555469368927,
    1.4142135623730951,
    1.4768261459394993,
    1.5422108254079407,
    1.6104903319492543,
    1.681792830507429,
    1.7562521603732995,
    1.8340080864093424,
    1.9152065613971474,
];
const EXP2_LO: [f64; 16] = [
    0.0,
    8.551889705537965e-17,
    -3.046782079812471e-17,
    8.912812676025408e-17,
    3.982015231465646e-17,
    4.658027591836937e-17,
    2.5382502794888315e-17,
    7.70094837980299e-17,
    -9.667293313452913e-17,
    -3.483994556892796e-17,
    7.949834809697621e-17,
    2.4707192569797888e-17,
    8.199010020581497e-17,
    2.960140695448873e-17,
    3.283107224245627e-17,
    -1.0619946056195963e-16,
];
static POWER: Table<2> = Table::new([EXP2_HI, EXP2_LO]);
/// `(ln 2)/16`, head of 43 fractional bits.
const STEP_HI: f64 = 0.04332169878489367;
const STEP_LO: f64 = 1.0291218489310676e-13;
const STEPS_PER_UNIT: f64 = 23.083120654223414;
/// `1.5·2^52`: adding it rounds to an integer, left in the low bits.
const ROUNDER: f64 = 6755399441055744.0;

/// `e^r − 1 = r + r²/2 + r³·E(r)` for |r| ≤ (ln 2)/32, error relative to r 2^-69.5.
const EXPM1: [f64; 6] = [
    0.1666666666666667,
    0.04166666666666668,
    0.008333333332657495,
    0.0013888888887834,
    0.000198415183663828,
    2.4801888674406888e-05,
];

/// `e^{−v} − 1 + v = v²(½ − v·S(v))` for 0 ≤ v ≤ ½, error relative to the value 2^-63.8.
const EXPM1_MINUS: [f64; 10] = [
    0.16666666666666666,
    -0.04166666666666571,
    0.008333333333300785,
    -0.0013888888883441485,
    0.0001984126931711555,
    -2.4801556074794655e-05,
    2.7556127758234738e-06,
    -2.7528097955402495e-07,
    2.4604696752478762e-08,
    -1.693848419403875e-09,
];

/// `e^x = 2^k · 2^(i/16) · (1 + r + curve + lo)`: the exponent, the table's power, the reduced argument, half its square.
struct Reduced<V> {
    k: V,
    power: Dd<V>,
    r: V,
    curve: V,
    lo: V,
}

#[inline(always)]
fn reduce<V: Real>(x: Dd<V>) -> Reduced<V> {
    let mut reduced = Reduced::unbent(x);
    reduced.bend();
    reduced
}

impl<V: Real> Reduced<V> {
    /// The parts of `e^x` but for the curve of `e^r`.
    // Apart, as the next: what it keeps on the stack must not lie above the series.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn unbent(x: Dd<V>) -> Self {
        let rounder = V::splat(ROUNDER);
        let shifted = x.hi.fma(V::splat(STEPS_PER_UNIT), rounder);
        let steps = shifted - rounder;
        let exact = steps.fnma(V::splat(STEP_HI), x.hi);
        // The tail of x can be as large as the last place of a large head: it belongs to r before r is squared.
        let Dd { hi: r, lo } = fast_two_sum(exact, steps.fnma(V::splat(STEP_LO), x.lo));
        let [power_hi, power_lo] = shifted.lookup_low_bits(&POWER);
        Self {
            k: (steps * V::splat(0.0625)).floor(),
            power: Dd {
                hi: power_hi,
                lo: power_lo,
            },
            r,
            curve: V::splat(0.0),
            lo,
        }
    }

    /// Adds the curve.
    #[cfg_attr(not(feature = "small"), inline(always))]
    #[cfg_attr(feature = "small", inline(never))]
    fn bend(&mut self) {
        let half = V::splat(0.5);
        let r = self.r;
        let series = poly(r, &EXPM1);
        let square = two_prod(r, r);
        self.curve = half * square.hi;
        self.lo = (square.hi * r).fma(series, half.fma(square.lo, self.lo));
    }
}

/// What is left of `power · (r + curve + lo)` beside the heads of its first two products, given with their tails.
#[inline(always)]
fn products<V: Real>(reduced: &Reduced<V>) -> (Dd<V>, Dd<V>, V) {
    let Reduced {
        power,
        r,
        curve,
        lo,
        ..
    } = reduced;
    let step = two_prod(power.hi, *r);
    let bend = two_prod(power.hi, *curve);
    let rest = power.hi.fma(*lo, power.lo.fma(*r, power.lo));
    (step, bend, rest + (step.lo + bend.lo))
}

/// `e^x` for `−1400 ≤ x ≤ 1400` as `(m, k)`, the number `m · 2^k` with `m` in about `[1, 2]`; relative error about 2^-66.
#[inline(always)]
pub(crate) fn exp_parts<V: Real>(x: Dd<V>) -> (Dd<V>, V) {
    whole(&reduce(x))
}

/// The parts of `e^x` in one number, beside the exponent.
// Apart, as the next: what it keeps on the stack must not lie above the reduction's.
#[cfg_attr(not(feature = "small"), inline(always))]
#[cfg_attr(feature = "small", inline(never))]
fn whole<V: Real>(reduced: &Reduced<V>) -> (Dd<V>, V) {
    let (step, bend, rest) = products(reduced);
    let a = fast_two_sum(reduced.power.hi, step.hi);
    let b = fast_two_sum(a.hi, bend.hi);
    (fast_two_sum(b.hi, b.lo + (a.lo + rest)), reduced.k)
}

/// `e^x` as a double-double, for results that are normal and finite with room to spare.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn exp<V: Real>(x: Dd<V>) -> Dd<V> {
    let (m, k) = exp_parts(x);
    m.times_pow2(k.max(V::splat(-1022.0)).pow2())
}

/// `e^x` rounded once, for every `x` that is not NaN: 0 below, ∞ above.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn exp_value<V: Real>(x: Dd<V>) -> V {
    let limit = V::splat(800.0);
    let clamped = Dd {
        hi: x.hi.max(-limit).min(limit),
        lo: x.lo,
    };
    let (m, k) = exp_parts(clamped);
    m.value().scale(k)
}

/// `e^x − 1` for `−745 ≤ x ≤ 700`, relative error about 2^-61 from the smallest `x` on.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn expm1<V: Real>(x: Dd<V>) -> Dd<V> {
    whole_less_one(&reduce(x))
}

/// The parts of `e^x` in one number less 1.
#[cfg_attr(not(feature = "small"), inline(always))]
#[cfg_attr(feature = "small", inline(never))]
fn whole_less_one<V: Real>(reduced: &Reduced<V>) -> Dd<V> {
    let (step, bend, rest) = products(reduced);
    // Below 2^-1022 the power is nothing beside the 1.
    let scale = reduced.k.max(V::splat(-1022.0)).pow2();
    let a = two_sum(reduced.power.hi * scale, V::splat(-1.0));
    let b = two_sum(a.hi, step.hi * scale);
    let c = two_sum(b.hi, bend.hi * scale);
    fast_two_sum(c.hi, c.lo + (b.lo + scale.fma(rest, a.lo)))
}

/// `(e^x, e^x − 1)` for `−700 ≤ x ≤ 709`, relative errors below 2^-28: for first guesses.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn rough_exp<V: Real>(x: V) -> (V, V) {
    let rounder = V::splat(ROUNDER);
    let shifted = x.fma(V::splat(STEPS_PER_UNIT), rounder);
    let steps = shifted - rounder;
    let r = steps.fnma(V::splat(STEP_HI), x);
    let curve = r.fma(
        r.fma(V::splat(1.0 / 24.0), V::splat(1.0 / 6.0)),
        V::splat(0.5),
    );
    let bend = (r * r).fma(curve, r);
    let [power, _] = shifted.lookup_low_bits(&POWER);
    let power = power.shift_exponent(shifted);
    (
        power.fma(bend, power),
        power.fma(bend, power - V::splat(1.0)),
    )
}

/// `e^{−v} − 1 + v` for `v ≥ 0`, relative error about 2^-55; `v²/2` near zero.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn expm1_minus<V: Real>(v: Dd<V>) -> Dd<V> {
    let far = V::splat(0.5).le(v.hi);
    let within = Dd {
        hi: v.hi.min(V::splat(745.0)),
        lo: v.lo,
    };
    unless!(far, expm1(within.neg()).add(v), expm1_minus_small(v))
}

/// [`expm1_minus`] for `v < ½`.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn expm1_minus_small<V: Real>(v: Dd<V>) -> Dd<V> {
    let half = V::splat(0.5);
    let square = two_prod(v.hi, v.hi);
    let tail = (square.hi * v.hi).fnma(poly(v.hi, &EXPM1_MINUS), half * square.lo);
    fast_two_sum(half * square.hi, v.hi.fma(v.lo, tail))
}
