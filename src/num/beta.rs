//! The regularised incomplete beta function, and Student's t through it.

use super::dd::{Dd, two_prod};
use super::exp::exp;
use super::gamma::{HALF_LN_2PI, STIRLING_FROM, ln_gamma, stirling_correction};
use super::ln::{ln_dd, log1p, log1p_minus};
use super::real::Scalar;

/// `ln Γ(x) − ((x − ½) ln x − x + ½ ln 2π)` for every `x > 0`.
#[inline(always)]
fn stirling_rest<S: Scalar>(x: Dd<S>) -> Dd<S> {
    if x.hi.get() >= STIRLING_FROM {
        return stirling_correction(x);
    }
    let leading = x.plus(S::splat(-0.5)).mul(ln_dd(x)).sub(x);
    ln_gamma(x).sub(leading.add(Dd::constant(HALF_LN_2PI.0, HALF_LN_2PI.1)))
}

/// `x^a y^b / B(a, b)` for `x + y = 1`, as deviations from the peak: no large logarithms cancel.
#[inline(always)]
fn power<S: Scalar>(a: Dd<S>, b: Dd<S>, x: Dd<S>, y: Dd<S>) -> Dd<S> {
    let one = S::splat(1.0);
    let whole = a.add(b).normal();
    // With u = x (a+b)/a − 1 and v likewise, a u + b v = 0: what is left of a ln(1+u) + b ln(1+v) is negative twice.
    let u = x.mul(whole).div(a).normal().plus(-one);
    let v = y.mul(whole).div(b).normal().plus(-one);
    let fall = a.mul(log1p_minus(u)).add(b.mul(log1p_minus(v)));
    let rest = stirling_rest(whole)
        .sub(stirling_rest(a))
        .sub(stirling_rest(b));
    let exponent = rest.sub(fall).normal();
    if exponent.hi.get() < -700.0 {
        return Dd::from(S::splat(0.0));
    }
    let root = a.mul(b).div(whole).sqrt();
    root.mul(exp(exponent))
        .mul(Dd::constant(ROOT_OF_2PI.0, ROOT_OF_2PI.1))
}

/// `1/√(2π)`.
const ROOT_OF_2PI: (f64, f64) = (0.3989422804014327, -2.49232720227773e-17);

/// Terms of the fraction; it needs a few times the root of the larger parameter.
const MOST_TERMS: u32 = 20_000;

/// Lentz's evaluation of the continued fraction `I_x(a, b)·B(a, b)/(x^a y^b)`, for `x` left of the peak and
/// `gap = a y − b x`, which is where all of the digits are when the law is narrow.
///
/// Source: Didonato and Morris 1992, Algorithm 708.
#[inline(always)]
fn fraction<S: Scalar>(a: S, b: S, x: S, y: S, gap: S) -> S {
    let one = S::splat(1.0);
    let from_gap = gap + one;
    let level = |m: S| {
        let twice = a + (m + m);
        let bend = m * (b - m) * x / (twice - one);
        let slope = (a + m) / (twice + one);
        m + bend + slope * m.fma(one + y, from_gap)
    };
    let mut value = a / (a + one) * from_gap;
    let mut c = value;
    let mut d = S::splat(0.0);
    for step in 1..MOST_TERMS {
        let m = S::splat(f64::from(step));
        let before = a + (m - one);
        let twice = before + m;
        let numerator = (before / twice) * ((before + b) / twice) * (m * (b - m) * x * x);
        let denominator = level(m);
        d = one / numerator.fma(d, denominator);
        c = denominator + numerator / c;
        let change = c * d;
        value = value * change;
        if (change - one).abs().get() < 1e-16 {
            break;
        }
    }
    one / value
}

/// `(I_x(a, b), I_y(b, a))`, two numbers that sum to 1, for `a, b > 0` and `x + y = 1`, both at least 0; the smaller with
/// relative accuracy. Below e^-700 it is 0.
#[inline(always)]
pub(crate) fn regularised<S: Scalar>(a: S, b: S, x: Dd<S>, y: Dd<S>) -> (S, S) {
    let (zero, one) = (S::splat(0.0), S::splat(1.0));
    if x.hi.get() <= 0.0 {
        return (zero, one);
    }
    if y.hi.get() <= 0.0 {
        return (one, zero);
    }
    let (a, b) = (Dd::from(a), Dd::from(b));
    let gap = a.mul(y).sub(b.mul(x)).value();
    let power = power(a, b, x, y).value();
    if gap.get() >= 0.0 {
        let lower = power * fraction(a.hi, b.hi, x.hi, y.hi, gap);
        (lower, one - lower)
    } else {
        let upper = power * fraction(b.hi, a.hi, y.hi, x.hi, -gap);
        (one - upper, upper)
    }
}

/// `P(T > t)` of Student's law with `freedom > 0` degrees of freedom.
#[inline(always)]
pub(crate) fn student_upper<S: Scalar>(t: S, freedom: S) -> S {
    let half = S::splat(0.5);
    let square = two_prod(t, t);
    let whole = square.plus(freedom);
    let x = Dd::from(freedom).div(whole).normal();
    let y = square.div(whole).normal();
    let (both, _) = regularised(half * freedom, half, x, y);
    if t.get() < 0.0 {
        half.fnma(both, S::splat(1.0))
    } else {
        half * both
    }
}

/// The density of Student's law with `freedom > 0` degrees of freedom.
#[inline(always)]
pub(crate) fn student_density<S: Scalar>(t: S, freedom: S) -> S {
    let half = S::splat(0.5);
    let share = two_prod(t, t).over(freedom).normal();
    let more = Dd::from(freedom).plus(S::splat(1.0)).times_pow2(half);
    let few = Dd::from(half * freedom);
    // Γ((ν+1)/2)/(Γ(ν/2) √(ν/2)) = e^(this), by Stirling's formula on both.
    let inverse = Dd::from(S::splat(1.0)).over(freedom).normal();
    let constant = few
        .mul(log1p(inverse))
        .plus(-half)
        .add(stirling_rest(more))
        .sub(stirling_rest(few));
    let exponent = constant.sub(more.mul(log1p(share))).normal();
    if exponent.hi.get() < -700.0 {
        return S::splat(0.0);
    }
    exp(exponent)
        .mul(Dd::constant(ROOT_OF_2PI.0, ROOT_OF_2PI.1))
        .value()
}

#[cfg(test)]
mod tests {
    use super::{regularised, student_density, student_upper};
    use crate::num::dd::{Dd, two_sum};

    fn close(found: f64, expected: f64, ulps: f64) {
        let error = (found - expected).abs() / (expected.abs() * f64::EPSILON);
        assert!(error <= ulps, "{found:e} for {expected:e}: {error}");
    }

    fn beta(a: f64, b: f64, x: f64) -> (f64, f64) {
        regularised(a, b, Dd::from(x), two_sum(1.0, -x))
    }

    #[test]
    fn closed_forms() {
        for i in 1..100 {
            let x = f64::from(i) / 100.0;
            close(beta(1.0, 1.0, x).0, x, 8.0);
            close(beta(3.0, 1.0, x).0, x * x * x, 8.0);
            close(beta(1.0, 2.0, x).1, (1.0 - x) * (1.0 - x), 8.0);
            let t = f64::from(i) / 7.0;
            // ν = 2: Q = ½ (1 − t/√(2+t²)) = 1/(√(2+t²) (√(2+t²) + t)).
            let root = libm::sqrt(2.0 + t * t);
            close(student_upper(t, 2.0), 1.0 / (root * (root + t)), 8.0);
            close(student_density(t, 2.0), 1.0 / (root * root * root), 4.0);
        }
    }

    #[test]
    fn known_values() {
        close(beta(0.5, 0.5, 0.3).0, 0.36901011956554537504, 32.0);
        close(beta(2.5, 7.25, 0.1).0, 0.10841578583098449466, 32.0);
        close(beta(30.0, 40.0, 0.5).1, 0.11420011267664848551, 32.0);
        close(beta(1000.0, 1200.0, 0.4).0, 1.0697860500631462907e-7, 32.0);
        close(beta(0.01, 3.0, 0.001).1, 0.05271897567452604263, 32.0);
        close(
            beta(5.0, 200000.0, 0.0001).1,
            0.000016928261590625969765,
            32.0,
        );
        close(beta(12.5, 0.5, 0.999).1, 0.12442439414396663477, 32.0);
        close(student_upper(0.5, 3.7), 0.32266781665996599035, 32.0);
        close(student_density(0.5, 3.7), 0.32001310564065993967, 8.0);
        close(student_upper(4.0, 9.0), 0.0015552141551929276931, 32.0);
        close(student_density(4.0, 9.0), 0.0023462987093978276684, 8.0);
        close(student_upper(1e-6, 5.0), 0.49999962039331017758, 32.0);
        close(student_density(1e-6, 5.0), 0.37960668982226666717, 8.0);
        close(
            student_upper(30.0, 1000.0),
            7.6873437220217411056e-142,
            32.0,
        );
        close(
            student_density(30.0, 1000.0),
            1.2151341190135476659e-140,
            8.0,
        );
        close(student_upper(2.0, 0.25), 0.30256179221838596611, 32.0);
        close(student_density(2.0, 0.25), 0.036568613378051506082, 8.0);
    }
}
