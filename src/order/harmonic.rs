//! Harmonic sums of real length: `H_b − H_a` and `Σ 1/i²` from `a+1` to `b`, without the cancellation of subtracting two.

use crate::num::dd::{Dd, two_sum};
use crate::num::ln::{ln_dd, log1p};
use crate::num::real::Scalar;

/// Euler's constant.
pub(crate) const EULER_GAMMA: (f64, f64) = (0.5772156649015329, -4.942915152430645e-18);
/// `ζ(2) = π²/6`.
const ZETA_2: (f64, f64) = (1.6449340668482264, 3.040672350398476e-17);

/// From here on the asymptotic series is right to 2^-66; smaller arguments are moved up by the recurrence.
const SERIES_FROM: f64 = 16.0;

/// `H_n = γ + ln y + Σ c_k y^(−2k)`, `y = n + ½`, `c_k = (1 − 2^(1−2k)) B_2k / 2k`.
const LOG_SERIES: [f64; 7] = [
    0.041666666666666664,
    -0.007291666666666667,
    0.0038442460317460315,
    -0.004134114583333333,
    0.007560961174242424,
    -0.021082496875953906,
    0.08332316080729167,
];
/// `ψ₁(n+1) = (1 + Σ e_k y^(−2k))/y`, `e_k = −2k c_k`.
const RECIPROCAL_SERIES: [f64; 7] = [
    -0.08333333333333333,
    0.029166666666666667,
    -0.023065476190476192,
    0.03307291666666667,
    -0.07560961174242424,
    0.2529899625114469,
    -1.1665242513020833,
];

/// `Σ c_k u^k` and its divided difference between `u` and `v`.
#[cfg_attr(not(feature = "small"), inline(always))]
fn series<S: Scalar>(c: &[f64; 7], u: S, v: S) -> (S, S) {
    let (mut value, mut slope) = (S::splat(0.0), S::splat(0.0));
    for c in c.iter().rev() {
        slope = slope.fma(v, value);
        value = value.fma(u, S::splat(*c));
    }
    // One more power of u: the series starts at k = 1.
    (value * u, slope.fma(v, value))
}

/// `H_n` for real `n ≥ 16`.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn harmonic_large<S: Scalar>(n: Dd<S>) -> Dd<S> {
    let y = n.plus(S::splat(0.5));
    let inverse = S::splat(1.0) / y.hi;
    let (rest, _) = series(&LOG_SERIES, inverse * inverse, S::splat(0.0));
    ln_dd(y)
        .add(Dd::constant(EULER_GAMMA.0, EULER_GAMMA.1))
        .plus(rest)
}

/// `H_(a+d) − H_a` for real `a ≥ 0`, `d ≥ 0`: every term is non-negative, and proportional to `d` where `d` is small.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn harmonic_step<S: Scalar>(a: Dd<S>, d: Dd<S>) -> Dd<S> {
    let (low, sum) = harmonic_climb(a, d);
    let y = low.plus(S::splat(0.5));
    sum.add(log1p(d.div(y))).plus(log_series_step(y, d))
}

/// The least `low = a + i` from which the series holds, and the step's first `i` terms.
// Apart, as the next: what it keeps on the stack must not lie above the logarithm's.
#[cfg_attr(not(feature = "small"), inline(always))]
#[cfg_attr(feature = "small", inline(never))]
fn harmonic_climb<S: Scalar>(a: Dd<S>, d: Dd<S>) -> (Dd<S>, Dd<S>) {
    let mut low = a;
    let mut sum = Dd::from(S::splat(0.0));
    while low.hi.get() < SERIES_FROM {
        low = low.plus(S::splat(1.0));
        sum = sum.add(d.div(low.mul(low.add(d))));
    }
    (low, sum)
}

/// What the series grows by from `y` to `y + d`.
#[cfg_attr(not(feature = "small"), inline(always))]
#[cfg_attr(feature = "small", inline(never))]
fn log_series_step<S: Scalar>(y: Dd<S>, d: Dd<S>) -> S {
    let one = S::splat(1.0);
    let z = y.add(d);
    let (u, v) = (one / y.hi, one / z.hi);
    let (_, slope) = series(&LOG_SERIES, u * u, v * v);
    // z^−2 − y^−2 = −d (y+z)/(yz)², in factors that cannot overflow.
    let change = -(d.hi * v) * u * (u + v);
    change * slope
}

/// `Σ 1/i²` over `a < i ≤ a+d`, for real `a ≥ 0`, `d ≥ 0`.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn inverse_square_step<S: Scalar>(a: Dd<S>, d: Dd<S>) -> Dd<S> {
    let one = S::splat(1.0);
    let mut low = a;
    let mut sum = Dd::from(S::splat(0.0));
    while low.hi.get() < SERIES_FROM {
        low = low.plus(one);
        let high = low.add(d);
        // 1/x² − 1/z² = (d/z)(1 + x/z)/x².
        let share = d.div(high);
        let ratio = low.div(high).plus(one);
        sum = sum.add(share.mul(ratio).div(low).div(low));
    }
    let y = low.plus(S::splat(0.5));
    let z = y.add(d);
    let (u, v) = (one / y.hi, one / z.hi);
    let (value, slope) = series(&RECIPROCAL_SERIES, u * u, v * v);
    let change = -(d.hi * v) * u * (u + v);
    let main = d.div(z).div(y);
    sum.add(main).plus((main.hi * value) - v * change * slope)
}

/// `Σ 1/i²` over `1 ≤ i ≤ n` for real `n ≥ 16`: `ζ(2)` less the tail.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn inverse_square_large<S: Scalar>(n: S) -> Dd<S> {
    let one = S::splat(1.0);
    let y = two_sum(n, S::splat(0.5));
    let u = Dd::from(one).div(y);
    let (value, _) = series(&RECIPROCAL_SERIES, u.hi * u.hi, S::splat(0.0));
    Dd::constant(ZETA_2.0, ZETA_2.1)
        .sub(u)
        .plus(-(u.hi * value))
}
