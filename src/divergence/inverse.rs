//! The real `n` at which a divergence equals a budget.
//!
//! Where there is a closed form it is evaluated in double-double. Elsewhere a polynomial guess, right to about 2^-18 in
//! `n − 1`, is followed by one step of third order on the residual of the divergence itself, taken in double-double:
//! no loop, and no digit lost where the textbook Lambert-W route rounds `e^(−1−k)`.

use super::algebraic::draws_beyond_one;
use super::kl::{kl_of_reciprocal, reverse_kl_dd};
use crate::num::dd::{Dd, patch, two_sum};
use crate::num::exp::{exp_value, expm1, rough_exp};
use crate::num::ln::{ln, plain_ln};
use crate::num::real::{Mask, Real, poly};
use crate::simd::{self, Kernel, batch_forms};

// tools/inverse.py prints the three guesses.

/// `1/n = e^−K·(1 − p·A(p))` with `p²/2 = 1 − e^−K`, error of 1/n relative to 1 − 1/n 2^-20.8.
pub(crate) const KL_GUESS: [f64; 9] = [
    0.9999994406664245,
    -0.8332736505588599,
    0.6516809171709946,
    -0.4882009704344904,
    0.33945846956343895,
    -0.20072220948390873,
    0.08866620360045262,
    -0.02468032145414423,
    0.003150131766673071,
];

/// `n − 1 = s + R·P(w)` with `s = √(2R)`, `w = s/(12+s)`, relative error of n−1 2^-19.4.
pub(crate) const REVERSE_KL_GUESS: [f64; 9] = [
    0.6666890200772791,
    0.6660910619904892,
    -0.3950994448354747,
    -0.7001066124572081,
    2.632083060660839,
    -4.16939250525394,
    3.8051296202579343,
    -1.9213564102075256,
    0.41596072423129943,
];

/// `n − 1 = y·P(w)·(1 + Y/32)` with `y = v/(1−v)`, `Y = −ln(1−v)`, `w = Y/(32+Y)`, relative error of n−1 2^-17.8.
const TOTAL_VARIATION_GUESS: [f64; 15] = [
    2.7182954805581034,
    28.504363688761536,
    5.722590773151308,
    893.8069828728409,
    -14279.43101296788,
    137301.76458415593,
    -1026048.9994518148,
    6024207.606045134,
    -26608777.31352767,
    85490374.7232792,
    -194954321.2751412,
    306259348.27304,
    -314633276.6431793,
    190152247.3517991,
    -51245846.76365352,
];

/// Below this budget the first two terms of the series in its square root are all that a double can hold.
const SERIES_BELOW: f64 = 9.094947017729282e-13; // 2^-40

/// `y` for `0 ≤ budget`, NaN elsewhere; ∞ from `top` on.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(super) fn finish<V: Real>(budget: V, top: f64, y: V) -> V {
    let y = V::select(V::splat(top).le(budget), V::splat(f64::INFINITY), y);
    V::select(V::splat(0.0).le(budget), y, V::splat(f64::NAN))
}

/// `1 + s + c·s²` with `s = √(2·budget)`.
#[cfg_attr(not(feature = "small"), inline(always))]
fn series<V: Real>(budget: V, c: f64) -> V {
    let s = (budget + budget).sqrt();
    V::splat(1.0) + s.fma(s * V::splat(c), s)
}

/// Beyond this budget `1/n` is below the last place of `ln n = K + 1 − 1/n`.
const KL_FLAT: f64 = 40.0;

#[derive(Clone, Copy)]
pub(super) struct NAtKl;

impl Kernel for NAtKl {
    const PAIRED: bool = true;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn eval<V: Real>(self, kl: V) -> V {
        let one = V::splat(1.0);
        let half = V::splat(0.5);
        let flat = V::splat(KL_FLAT);
        let safe = kl.max(V::splat(SERIES_BELOW)).min(flat);
        let (power, grown) = rough_exp(-safe);
        let p = (grown * V::splat(-2.0)).sqrt();
        let q = (power * p).fnma(poly(p, &KL_GUESS), power);

        // With q = 1/n the divergence is q − 1 − ln q, and no quotient is in it. Its slope in ln n is 1 − q, and half its
        // curvature over its slope q/(2(1−q)).
        let value = kl_of_reciprocal(q);
        let miss = (safe - value.hi) - value.lo;
        let rest = one - q;
        let both = one / (q * rest);
        let inverse = both * q;
        let step = miss * inverse;
        let h = step * (step * half).fnma(q * inverse, one);
        let growth = (h * half).fma(h, h);
        let n = both * rest;
        let tail = q.fnma(n, one);
        let y = n.fma(growth + tail, n);

        let y = patch!(y, kl.lt(V::splat(SERIES_BELOW)) => series(kl, 2.0 / 3.0));
        let y = patch!(y, flat.lt(kl) => exp_value(two_sum(kl.min(V::splat(800.0)), one)));
        V::select(V::splat(0.0).le(kl), y, V::splat(f64::NAN))
    }
}

#[derive(Clone, Copy)]
pub(super) struct NAtReverseKl;

impl Kernel for NAtReverseKl {
    const PAIRED: bool = true;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn eval<V: Real>(self, reverse_kl: V) -> V {
        let one = V::splat(1.0);
        let half = V::splat(0.5);
        // Beyond 2^60 what ln n adds is below the last place.
        let flat = V::splat(1.152921504606847e18);
        let safe = reverse_kl.max(V::splat(SERIES_BELOW)).min(flat);
        let s = (safe + safe).sqrt();
        let w = s / (s + V::splat(12.0));
        let n = one + safe.fma(poly(w, &REVERSE_KL_GUESS), s);

        // In n the divergence has slope (n−1)/n, and half its curvature over its slope is 1/(2n(n−1)).
        let value = reverse_kl_dd(n);
        let miss = two_sum(safe, -value.hi);
        let miss = miss.hi + (miss.lo - value.lo);
        let both = one / (n * (n - one));
        let step = miss * (n * n * both);
        let h = step * (step * half * both).fnma(one, one);
        let y = n + h;

        let y = patch!(y, reverse_kl.lt(V::splat(SERIES_BELOW)) => series(reverse_kl, 1.0 / 3.0));
        let y = V::select(flat.lt(reverse_kl), reverse_kl, y);
        V::select(V::splat(0.0).le(reverse_kl), y, V::splat(f64::NAN))
    }
}

#[derive(Clone, Copy)]
struct NAtChiSquared;

impl Kernel for NAtChiSquared {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn eval<V: Real>(self, chi_squared: V) -> V {
        let one = V::splat(1.0);
        // √(1+X)·(√X + √(1+X)); beyond 2^60 that is 2X to the last place.
        let flat = V::splat(1.152921504606847e18);
        let safe = chi_squared.min(flat);
        let root = Dd::from(safe).sqrt();
        let root = Dd::select(safe.eq(V::splat(0.0)), Dd::from(safe), root);
        let next = two_sum(one, safe).sqrt();
        let y = root.add(next).mul(next).value();
        let y = V::select(flat.lt(chi_squared), chi_squared + chi_squared, y);
        finish(chi_squared, f64::INFINITY, y)
    }
}

#[derive(Clone, Copy)]
struct NAtHellingerSquared;

impl Kernel for NAtHellingerSquared {
    #[cfg_attr(not(feature = "small"), inline(always))]
    fn eval<V: Real>(self, hellinger_squared: V) -> V {
        let two = V::splat(2.0);
        let zero = V::splat(0.0);
        // √n is the larger root of (2−H) w² − 4 w + (2−H) = 0.
        let rest = two_sum(two, -hellinger_squared);
        let product = two_sum(V::splat(4.0), -hellinger_squared).times(hellinger_squared);
        let root = Dd::select(hellinger_squared.eq(zero), Dd::from(zero), product.sqrt());
        let w = root.plus(two).div(rest);
        let y = w.mul(w).value();
        let y = V::select(hellinger_squared.eq(two), V::splat(f64::INFINITY), y);
        let valid = zero.le(hellinger_squared).and(hellinger_squared.le(two));
        V::select(valid, y, V::splat(f64::NAN))
    }
}

#[derive(Clone, Copy)]
struct NAtTotalVariation;

impl Kernel for NAtTotalVariation {
    const PAIRED: bool = true;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn eval<V: Real>(self, total_variation: V) -> V {
        let zero = V::splat(0.0);
        let one = V::splat(1.0);
        let half = V::splat(0.5);
        let scale = V::splat(32.0);
        let v = total_variation
            .max(V::splat(SERIES_BELOW))
            .min(V::splat(1.0 - f64::EPSILON / 2.0));
        let rest = two_sum(one, -v);
        let big = -plain_ln(rest.hi);
        let shifted = scale + big;
        let both = one / (rest.hi * shifted);
        let guess = poly(big * (both * rest.hi), &TOTAL_VARIATION_GUESS);
        let n = one + v * (both * shifted) * guess * (shifted * V::splat(1.0 / 32.0));

        // TV = t + t·E with E = e^−w − 1, w = ln n/(n−1), t = (n−1)/n: the residual is v − t − t·E, and v − t = 1/n − (1 − v)
        // is taken on the side that keeps its digits.
        let d = draws_beyond_one(n);
        let log = ln(n);
        let both = one / (n * d.hi);
        let inverse = both * n;
        let reciprocal = Dd::from(one).div_with(Dd::from(n), both * d.hi);
        let shrink = expm1(log.div_with(d, inverse).neg());
        let t = d.mul(reciprocal);
        let part = t.mul(shrink);
        let low = v.lt(half);
        let excess = Dd::select(low, Dd::from(v), reciprocal).sub(Dd::select(low, t, rest));
        let miss = excess.sub(part).hi;

        // d ln TV/dn = ln n/(n−1)² and its own derivative give Halley's step.
        let area = t.hi + part.hi;
        let square = inverse * inverse;
        let slope = log.hi * square;
        let bend = (reciprocal.hi - (log.hi + log.hi) * inverse) * square;
        let square = slope * slope;
        let y = n + miss * slope / area.fma(square, half * miss * (square + bend));

        let series = total_variation.fma(V::splat(core::f64::consts::E), one);
        let y = V::select(total_variation.lt(V::splat(SERIES_BELOW)), series, y);
        let y = V::select(total_variation.eq(one), V::splat(f64::INFINITY), y);
        let valid = zero.le(total_variation).and(total_variation.le(one));
        V::select(valid, y, V::splat(f64::NAN))
    }
}

/// Real `n` at which [`kl`](super::kl) equals `kl` nats.
///
/// Formula: `n = −1/W₀(−e^(−1−kl))`. Source: the inverse of Mroueh 2024, Lemma 1 (arXiv:2406.05883).
/// Validity: best-of-`n` stays within the budget; with tied rewards a larger `n` may too.
/// Domain: `kl ≥ 0` in nats; NaN outside; ∞ where `n` exceeds the doubles (`kl` above 708.78).
/// Accuracy: ≤ 2 ulp; worst seen 0.505 ulp at `kl = 0x1.05a115bca7118p-7`.
/// Cost: a polynomial guess and one step in double-double; one logarithm, one square root, three divisions.
#[inline]
#[must_use]
pub fn n_at_kl(kl: f64) -> f64 {
    simd::scalar(NAtKl, kl)
}
batch_forms!(n_at_kl => n_at_kl_batch, n_at_kl_batch_in_place, (), NAtKl);

/// Real `n` at which [`reverse_kl`](super::reverse_kl) equals `reverse_kl` nats.
///
/// Formula: `n = −W₋₁(−e^(−1−reverse_kl))`. Source: the inverse of Mroueh 2024, Proposition 1 (arXiv:2406.05883).
/// Validity: best-of-`n` stays within the budget; with tied rewards a larger `n` may too.
/// Domain: `reverse_kl ≥ 0` in nats; NaN outside.
/// Accuracy: ≤ 2 ulp; worst seen 0.505 ulp at `reverse_kl = 0x1.373176b97dfbfp-8`.
/// Cost: a polynomial guess and one step in double-double; one logarithm, one square root, three divisions.
#[inline]
#[must_use]
pub fn n_at_reverse_kl(reverse_kl: f64) -> f64 {
    simd::scalar(NAtReverseKl, reverse_kl)
}
batch_forms!(n_at_reverse_kl => n_at_reverse_kl_batch, n_at_reverse_kl_batch_in_place, (), NAtReverseKl);

/// Real `n` at which [`chi_squared`](super::chi_squared) equals `chi_squared`.
///
/// Formula: `n = 1 + X + √(X(1+X))`. Source: the inverse of Mroueh 2024, Proposition 1 (arXiv:2406.05883).
/// Validity: best-of-`n` stays within the budget; with tied rewards a larger `n` may too.
/// Domain: `chi_squared ≥ 0`; NaN outside; ∞ where `n` exceeds the doubles.
/// Accuracy: ≤ 2 ulp; worst seen 0.500 ulp at `chi_squared = 0x1.0eba021575656p+51`.
/// Cost: one square root.
#[inline]
#[must_use]
pub fn n_at_chi_squared(chi_squared: f64) -> f64 {
    simd::scalar(NAtChiSquared, chi_squared)
}
batch_forms!(n_at_chi_squared => n_at_chi_squared_batch, n_at_chi_squared_batch_in_place, (), NAtChiSquared);

/// Real `n` at which [`total_variation`](super::total_variation) equals `total_variation`.
///
/// Formula: the root of `(n−1)·n^(−n/(n−1)) = total_variation`. Source: the inverse of Mroueh 2024, Proposition 1
/// (arXiv:2406.05883).
/// Validity: best-of-`n` stays within the budget; with tied rewards a larger `n` may too.
/// Domain: `0 ≤ total_variation ≤ 1`; NaN outside; ∞ at 1.
/// Accuracy: ≤ 2 ulp; worst seen 0.518 ulp at `total_variation = 0x1.f20a3d738b288p-1`.
/// Cost: a polynomial guess and one step in double-double; two logarithms, one exponential.
#[inline]
#[must_use]
pub fn n_at_total_variation(total_variation: f64) -> f64 {
    simd::scalar(NAtTotalVariation, total_variation)
}
batch_forms!(n_at_total_variation => n_at_total_variation_batch, n_at_total_variation_batch_in_place, (), NAtTotalVariation);

/// Real `n` at which [`hellinger_squared`](super::hellinger_squared) equals `hellinger_squared`.
///
/// Formula: `√n = (2 + √(H(4−H))) / (2−H)`. Source: the inverse of Mroueh 2024, Proposition 1 (arXiv:2406.05883).
/// Validity: best-of-`n` stays within the budget; with tied rewards a larger `n` may too.
/// Domain: `0 ≤ hellinger_squared ≤ 2`; NaN outside; ∞ at 2.
/// Accuracy: ≤ 2 ulp; worst seen 0.500 ulp at `hellinger_squared = 0x1.c8a94a6b75764p+0`.
/// Cost: one division and one square root.
#[inline]
#[must_use]
pub fn n_at_hellinger_squared(hellinger_squared: f64) -> f64 {
    simd::scalar(NAtHellingerSquared, hellinger_squared)
}
batch_forms!(n_at_hellinger_squared => n_at_hellinger_squared_batch, n_at_hellinger_squared_batch_in_place, (), NAtHellingerSquared);
