//! The gamma law of whole shape, the sum of so many unit exponentials: its tails and their quantiles.
//!
//! Each side has a form of its own in which every term is positive, so that neither tail is a difference; all work is done on
//! the logarithm of the mass, which is concave in the logarithm of the argument: Newton's steps cannot run away.

use super::dd::Dd;
use super::exp::{exp, exp_value};
use super::gamma::{HALF_LN_2PI, ln_gamma, stirling_correction};
use super::ln::{ln_any, ln_dd, log1p_minus};
use super::real::{Scalar, poly};

/// Which tail a mass lies in.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Side {
    Lower,
    Upper,
}

impl Side {
    /// The sign of the way into the tail.
    fn sign<S: Scalar>(self) -> S {
        S::splat(match self {
            Self::Lower => -1.0,
            Self::Upper => 1.0,
        })
    }
}

/// From here on `ln` of the density is taken about its peak.
const PEAK_FROM: u64 = 64;
/// From here on a tail is integrated: the series would take ten times the root of the shape in terms.
const INTEGRAL_FROM: u64 = 1 << 14;
/// More terms than any series needs below that.
const TERMS: u32 = 1 << 17;
/// Terms below this share of their sum are left out: 2^-75.
const NEGLIGIBLE: f64 = 2.6469779601696886e-23;
/// An integrand is left where it has fallen by e^-45.
const FALL: f64 = 45.0;

/// The nodes above 0, and their weights, of Gauss and Legendre's rule of 32 points on `[−1, 1]`; printed by tools/gamma.py.
const NODES: [(f64, f64); 16] = [
    (0.9972638618494816, 0.007018610009470096),
    (0.9856115115452684, 0.01627439473090567),
    (0.9647622555875064, 0.02539206530926206),
    (0.9349060759377397, 0.03427386291302143),
    (0.8963211557660521, 0.04283589802222668),
    (0.84936761373257, 0.050998059262376175),
    (0.7944837959679424, 0.058684093478535544),
    (0.7321821187402897, 0.06582222277636185),
    (0.6630442669302152, 0.0723457941088485),
    (0.5877157572407623, 0.07819389578707031),
    (0.5068999089322294, 0.08331192422694675),
    (0.42135127613063533, 0.08765209300440381),
    (0.33186860228212767, 0.09117387869576389),
    (0.23928736225213706, 0.09384439908080457),
    (0.1444719615827965, 0.09563872007927486),
    (0.04830766568773832, 0.0965400885147278),
];

/// `(e^u − 1 − u)/u²` for `|u| ≤ 1/8`, by Taylor: `1/2, 1/6, 1/24, …`.
const EXPM1_LESS: [f64; 10] = [
    0.5,
    0.16666666666666666,
    0.041666666666666664,
    0.008333333333333333,
    0.001388888888888889,
    0.0001984126984126984,
    2.48015873015873e-05,
    2.7557319223985893e-06,
    2.755731922398589e-07,
    2.505210838544172e-08,
];

/// `ln(x^a e^−x/Γ(a))`, the log-density of `ln x`.
// Apart, as the two below: what each of them keeps on the stack is gone when the next is called.
#[cfg_attr(not(feature = "small"), inline(always))]
#[cfg_attr(feature = "small", inline(never))]
fn ln_density<S: Scalar>(shape: u64, x: Dd<S>) -> Dd<S> {
    let a = Dd::<S>::integer(shape);
    if shape < PEAK_FROM {
        return a.mul(ln_dd(x)).sub(x).sub(ln_gamma(a));
    }
    // ½ ln(a/2π) less a times (t − ln(1+t)), t = x/a − 1, and what Stirling leaves out of Γ.
    let t = x.sub(a).div(a).normal();
    ln_dd(a)
        .times_pow2(S::splat(0.5))
        .sub(Dd::constant(HALF_LN_2PI.0, HALF_LN_2PI.1))
        .sub(stirling_correction(a))
        .sub(a.mul(log1p_minus(t)))
}

/// The mass of a tail over the density of `ln x`.
#[cfg_attr(not(feature = "small"), inline(always))]
#[cfg_attr(feature = "small", inline(never))]
fn ratio<S: Scalar>(side: Side, shape: u64, x: Dd<S>) -> Dd<S> {
    let one = Dd::from(S::splat(1.0));
    if shape >= INTEGRAL_FROM {
        return Dd::from(integral(side, shape, x));
    }
    let (mut term, mut sum) = (one, one);
    for k in 1..TERMS {
        let k = u64::from(k);
        term = match side {
            // 1/a (1 + x/(a+1) + x²/((a+1)(a+2)) + …)
            Side::Lower => term.mul(x).div(Dd::integer(shape.saturating_add(k))),
            // 1/x (1 + (a−1)/x + (a−1)(a−2)/x² + …), which ends.
            Side::Upper => term.mul(Dd::integer(shape.saturating_sub(k))).div(x),
        }
        .normal();
        sum = sum.add(term);
        if term.hi.get() <= sum.hi.get() * NEGLIGIBLE {
            break;
        }
    }
    match side {
        Side::Lower => sum.div(Dd::integer(shape)),
        Side::Upper => sum.div(x),
    }
}

/// The same as `∫ exp(−|x−a| v − x(e^±v − 1 ∓ v)) dv` over `v ≥ 0`, for large shapes and `x` on the tail's own side of the
/// shape or near it.
#[cfg_attr(not(feature = "small"), inline(always))]
fn integral<S: Scalar>(side: Side, shape: u64, x: Dd<S>) -> S {
    let half = S::splat(0.5);
    let sign = side.sign::<S>();
    let slope = x.sub(Dd::integer(shape)).value() * sign;
    let steep = slope.max(S::splat(0.0));
    let fall = S::splat(2.0 * FALL);
    let length = fall / (steep + steep.fma(steep, fall * x.hi).sqrt());
    let at = |node: f64| {
        let v = length * half.fma(S::splat(node), half);
        let u = sign * v;
        let exponent = slope.fma(v, x.hi * (u * u * poly(u, &EXPM1_LESS)));
        exp_value(Dd::from(-exponent))
    };
    let mut sum = S::splat(0.0);
    for (node, weight) in &NODES {
        sum = S::splat(*weight).fma(at(*node) + at(-*node), sum);
    }
    sum * length * half
}

/// The `x` at which the tail on this side has this mass, for `0 < mass ≤ ½` and whole `shape ≥ 1`; relative error about 2^-60.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn gamma_quantile<S: Scalar>(side: Side, shape: u64, mass: Dd<S>) -> Dd<S> {
    let one = S::splat(1.0);
    let target = ln_any(mass.hi).plus(mass.lo / mass.hi);
    let mut x = Dd::from(guess(side, shape, target.hi));
    let close = S::splat(CLOSE) / Dd::<S>::integer(shape).hi.sqrt();
    for _ in 0..STEPS {
        let ratio = ratio(side, shape, x);
        let miss = ln_density(shape, x)
            .add(ln_dd(ratio.normal()))
            .sub(target)
            .value();
        // ln mass has slope ∓1/ratio in ln x, and its slope in turn a − x ± 1/ratio times that.
        let hazard = one / ratio.hi;
        let sign = side.sign::<S>();
        let newton = sign * miss * ratio.hi;
        let beyond = Dd::integer(shape).sub(x).value();
        let bend = sign.fma(hazard, beyond) * S::splat(0.5);
        let halley = newton.fma(bend, one).max(S::splat(0.5)).min(S::splat(2.0));
        let step = newton / halley;
        x = x.mul(exp(Dd::from(step.max(-one).min(one)))).normal();
        if step.abs().get() < close.get() {
            break;
        }
    }
    x
}

/// A step of third order that is as short as this, in standard deviations, leaves nothing.
const CLOSE: f64 = 9.5367431640625e-07; // 2^-20
/// More than the farthest guess needs.
const STEPS: u32 = 64;

/// Wilson and Hilferty's normal cube root with a rational normal quantile, or the first term of the series far below.
#[cfg_attr(not(feature = "small"), inline(always))]
#[cfg_attr(feature = "small", inline(never))]
fn guess<S: Scalar>(side: Side, shape: u64, ln_mass: S) -> S {
    let one = S::splat(1.0);
    let a = Dd::<S>::integer(shape);
    let w = (ln_mass * S::splat(-2.0)).sqrt();
    // Abramowitz and Stegun 26.2.22.
    let top = S::splat(0.27061).fma(w, S::splat(2.30753));
    let bottom = S::splat(0.04481).fma(w, S::splat(0.99229)).fma(w, one);
    let z = (w - top / bottom) * side.sign();
    let ninth = one / (S::splat(9.0) * a.hi);
    let root = z.fma(ninth.sqrt(), one - ninth);
    let cube = a.hi * root * root * root;
    if root.get() > 0.5 {
        return cube;
    }
    // P ≤ x^a/Γ(a+1).
    let power = (ln_gamma(a.plus(one)).hi + ln_mass) / a.hi;
    exp(Dd::from(power.max(S::splat(-700.0)))).hi
}
