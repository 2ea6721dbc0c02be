//! The gamma function: `ln Γ` in double-double, and what Stirling's formula leaves out.

use super::dd::Dd;
use super::ln::{ln_dd, log1p};
use super::real::{Scalar, poly};

// tools/gamma.py prints every constant of this file.

/// `ln Γ(2+z)` begins `z·c[0] + z²·c[1] + …`, head and tail: `1 − γ`, then `(−1)^k (ζ(k)−1)/k`.
const NEAR_TWO_HEAD: [(f64, f64); 6] = [
    (0.42278433509846713, 4.942915152430645e-18),
    (0.3224670334241132, 1.520336175199238e-17),
    (-0.0673523010531981, 6.87667631175899e-18),
    (0.020580808427784546, 1.4629392512775695e-18),
    (-0.007385551028673986, 4.1051370891788617e-19),
    (0.0028905103307415234, -7.357950161901912e-20),
];
/// From `z^7` on; for `|z| ≤ ½` the first term left out is below 2^-84.
const NEAR_TWO_REST: [f64; 34] = [
    -0.001192753911703261,
    0.0005096695247430425,
    -0.00022315475845357939,
    9.945751278180853e-05,
    -4.492623673813314e-05,
    2.050721277567069e-05,
    -9.439488275268397e-06,
    4.374866789907488e-06,
    -2.039215753801366e-06,
    9.55141213040742e-07,
    -4.492469198764566e-07,
    2.1207184805554665e-07,
    -1.0043224823968099e-07,
    4.7698101693639804e-08,
    -2.2711094608943164e-08,
    1.0838659214896955e-08,
    -5.183475041970047e-09,
    2.4836745438024785e-09,
    -1.1921401405860912e-09,
    5.731367241678862e-10,
    -2.7595228851242334e-10,
    1.330476437424449e-10,
    -6.4229645638381e-11,
    3.1044247747322276e-11,
    -1.5021384080754142e-11,
    7.275974480239079e-12,
    -3.527742476575915e-12,
    1.711991790559618e-12,
    -8.315385841420285e-13,
    4.04220052528944e-13,
    -1.9664756310966165e-13,
    9.573630387838556e-14,
    -4.6640760264283744e-14,
    2.2737369600659724e-14,
];

/// `B_2k/(2k(2k−1))`: 1/12, then the rest.
const STIRLING_HEAD: (f64, f64) = (0.08333333333333333, 4.625929269271485e-18);
const STIRLING_REST: [f64; 8] = [
    -0.002777777777777778,
    0.0007936507936507937,
    -0.0005952380952380953,
    0.0008417508417508417,
    -0.0019175269175269176,
    0.00641025641025641,
    -0.029550653594771242,
    0.17964437236883057,
];
/// `ln Γ(1+2d) − 2 ln Γ(1+d) = d²·(c[0] + d·c[1] + …)`, `c[k−2] = (−1)^k ζ(k)(2^k − 2)/k`: head, then the rest; for
/// `|d| ≤ 1/8` the first term left out is below 2^-68 of the value.
const DOUBLING_HEAD: (f64, f64) = (1.6449340668482264, 3.040672350398476e-17);
const DOUBLING_REST: [f64; 33] = [
    -2.4041138063191885,
    3.7881313179889835,
    -6.22156653086022,
    10.512544973839308,
    -18.150286992874612,
    31.87945605928473,
    -56.780475593477995,
    102.301645578063,
    -186.0919190803662,
    341.2506231957703,
    -630.0773094089744,
    1170.2145262106094,
    -2184.466816943389,
    4095.9375942242555,
    -7710.058882793788,
    14563.500037382837,
    -27594.0526552217,
    52428.75001498929,
    -99864.33334285778,
    190650.13636970092,
    -364722.0434821298,
    699050.6250024727,
    -1342177.240001583,
    2581110.11538563,
    -4971026.925926577,
    9586980.535714705,
    -18512790.034483027,
    35791394.10000017,
    -69273666.03225818,
    134217727.96875007,
    -260301048.21212125,
    505290270.0882353,
    -981706810.4857143,
];
/// `½ ln 2π`.
pub(crate) const HALF_LN_2PI: (f64, f64) = (0.9189385332046728, -3.8782941580672414e-17);

/// From here on Stirling's series is right to 2^-75.
pub(crate) const STIRLING_FROM: f64 = 16.0;

/// `ln Γ(x) − ((x − ½) ln x − x + ½ ln 2π)` for `x ≥ 16`, absolute error below 2^-75: what a difference of several
/// `ln Γ` adds to the difference of their leading terms.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn stirling_correction<S: Scalar>(x: Dd<S>) -> Dd<S> {
    let inverse = Dd::from(S::splat(1.0)).div(x);
    let square = inverse.hi * inverse.hi;
    let rest = square * inverse.hi * poly(square, &STIRLING_REST);
    inverse
        .mul(Dd::constant(STIRLING_HEAD.0, STIRLING_HEAD.1))
        .plus(rest)
}

/// `ln Γ(2+z)` for `|z| ≤ ½`, relative error about 2^-66 down to the zero at `z = 0`.
#[cfg_attr(not(feature = "small"), inline(always))]
fn ln_gamma_near_two<S: Scalar>(z: Dd<S>) -> Dd<S> {
    let mut sum = Dd::from(z.hi * poly(z.hi, &NEAR_TWO_REST));
    for (hi, lo) in NEAR_TWO_HEAD.iter().rev() {
        sum = sum.add(Dd::constant(*hi, *lo)).mul(z);
    }
    sum
}

/// `ln Γ(x)` for `x > 0` up to 2^1000, with `x` normalised; relative error about 2^-60, to the zeros at 1 and 2.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn ln_gamma<S: Scalar>(x: Dd<S>) -> Dd<S> {
    let one = S::splat(1.0);
    let size = x.hi.get();
    if size >= STIRLING_FROM {
        let half = S::splat(0.5);
        // (x − ½)(ln x − 1) + (½ ln 2π − ½) + correction: no two terms of a size and of opposite signs.
        let main = x.plus(-half).mul(ln_dd(x).plus(-one));
        return main
            .add(Dd::constant(HALF_LN_2PI.0, HALF_LN_2PI.1).plus(-half))
            .add(stirling_correction(x));
    }
    if size < 0.5 {
        // Γ(x) = Γ(2+x)/(x(1+x)).
        return ln_gamma_near_two(x).sub(log1p(x)).sub(ln_dd(x));
    }
    if size < 1.5 {
        let z = x.plus(-one);
        return ln_gamma_near_two(z).sub(log1p(z));
    }
    // Γ(x) = (x−1)(x−2)…y Γ(y) with y from 3/2 to 5/2.
    let mut product = Dd::from(one);
    let mut y = x;
    while y.hi.get() > 2.5 {
        y = y.plus(-one);
        product = product.mul(y);
    }
    let log = ln_gamma_near_two(y.plus(S::splat(-2.0)));
    if size > 2.5 {
        log.add(ln_dd(product.normal()))
    } else {
        log
    }
}

/// `ln Γ(1+2d) − 2 ln Γ(1+d)` for `0 ≤ d ≤ 2^900`, `d` normalised; relative error below 2^-54 down to the double zero at 0.
#[cfg_attr(not(feature = "small"), inline(always))]
pub(crate) fn ln_gamma_doubling<S: Scalar>(d: Dd<S>) -> Dd<S> {
    if d.hi.get() > 0.125 {
        let one = S::splat(1.0);
        let two = S::splat(2.0);
        let once = ln_gamma(d.plus(one));
        return ln_gamma(d.times_pow2(two).plus(one)).sub(once.times_pow2(two));
    }
    Dd::constant(DOUBLING_HEAD.0, DOUBLING_HEAD.1)
        .plus(d.hi * poly(d.hi, &DOUBLING_REST))
        .mul(d)
        .mul(d)
}

#[cfg(test)]
mod tests {
    use super::ln_gamma;
    use crate::num::dd::Dd;
    use crate::num::ln::{ln, ln_any, log1p};

    fn close(got: Dd<f64>, expected: Dd<f64>) {
        let miss = got.sub(expected).value().abs();
        assert!(
            miss <= expected.hi.abs() * 2.0_f64.powi(-60),
            "{} + {}",
            got.hi,
            got.lo
        );
    }

    #[test]
    fn factorials_and_a_half() {
        let mut factorial = Dd::from(1.0);
        for n in 1..=170 {
            factorial = factorial.times(f64::from(n)).normal();
            // ln of a double-double by hand: ln_dd is what is tested.
            let log = ln(factorial.hi).plus(factorial.lo / factorial.hi);
            close(ln_gamma(Dd::from(f64::from(n) + 1.0)), log);
        }
        let half_ln_pi = Dd::constant(0.5723649429247001, 5.132975581353913e-18);
        close(ln_gamma(Dd::from(0.5)), half_ln_pi);
    }

    #[test]
    fn zeros_keep_their_digits() {
        // ln Γ(1+z) + ln(1+z) = ln Γ(2+z), across the branches.
        for z in [-0.75, -0.4999, -1e-9, 1e-40, 0.3, 0.51, 1.6, 15.5] {
            let below = ln_gamma(Dd::from(1.0).plus(z));
            let above = ln_gamma(Dd::from(2.0).plus(z));
            close(above.sub(log1p(Dd::from(z))), below);
        }
        assert_eq!(ln_gamma(Dd::from(1.0)).value(), 0.0);
        assert_eq!(ln_gamma(Dd::from(2.0)).value(), 0.0);
        // −γ and 1 − γ are the slopes there.
        let z = 2.0_f64.powi(-80);
        let slope = |x: Dd<f64>| ln_gamma(x).value() / z;
        assert_eq!(slope(Dd { hi: 1.0, lo: z }), -0.5772156649015329);
        assert_eq!(slope(Dd { hi: 2.0, lo: z }), 0.42278433509846713);
        close(ln_gamma(Dd::from(1e-300)), ln_any(1e-300).neg());
    }
}
