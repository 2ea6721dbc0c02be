//! References for `bestof::budget`.

use crate::big::Big;

const BITS: u32 = 256;

/// `π` by Gauss and Legendre's means.
#[must_use]
pub fn pi<B: Big>(bits: u32) -> B {
    let one = B::from_u64(1, bits + 32);
    let (mut a, mut b) = (one.clone(), one.clone() / one.scale(1).sqrt());
    let (mut t, mut power) = (one.scale(-2), 0);
    for _ in 0..10 {
        let next = (a.clone() + &b).scale(-1);
        b = (a.clone() * &b).sqrt();
        let step = a - &next;
        t = t - (step.clone() * step).scale(power);
        a = next;
        power += 1;
    }
    let sum = a + &b;
    sum.clone() * sum / t.scale(2)
}

/// `φ(x)` and `Q(x)` of the standard normal law, `x ≥ 0`.
fn density_and_upper<B: Big>(x: &B, root: &B) -> (B, B) {
    let density = (-(x.clone() * x).scale(-1)).exp() / root;
    let size = x.to_f64();
    if size < 4.0 {
        // Φ(x) − ½ = φ(x) (x + x³/3 + x⁵/15 + …): no term is negative.
        let square = x.clone() * x;
        let (mut term, mut sum) = (x.clone(), x.clone());
        let mut k = 1.0;
        while term.exponent().is_some_and(|e| e > -(BITS as i32)) {
            k += 2.0;
            term = term * &square / k;
            sum = sum + &term;
        }
        let half = B::from_f64(0.5, BITS);
        let upper = half - sum * &density;
        (density, upper)
    } else {
        // Laplace's continued fraction, from far enough back that 2^-130 of it is not felt.
        let mut below = x.clone();
        let terms = (1400.0 / (size * size)) as u32 + 24;
        for k in (1..=terms).rev() {
            below = B::from_f64(f64::from(k), BITS) / below + x;
        }
        let upper = density.clone() / below;
        (density, upper)
    }
}

/// The `z` with `φ(z) − z Q(z) = cost`, by Newton's steps from a number close to it; `root` is `√(2π)`.
#[must_use]
pub fn reservation_normal<B: Big>(cost: f64, near: f64, root: &B) -> B {
    let cost = B::from_f64(cost, BITS);
    let mut z = B::from_f64(near, BITS);
    for _ in 0..2 {
        let size = if z.is_negative() {
            -z.clone()
        } else {
            z.clone()
        };
        let (density, upper) = density_and_upper(&size, root);
        let right = density - size.clone() * &upper;
        let (loss, slope) = if z.is_negative() {
            (right + size, -upper + 1.0)
        } else {
            (right, upper)
        };
        z = z + (loss - &cost) / slope;
    }
    z
}

/// `−ln cost` up to 1, `1 − cost` above.
#[must_use]
pub fn reservation_exponential<B: Big>(cost: f64) -> B {
    let exact = B::from_f64(cost, BITS);
    if cost > 1.0 {
        -exact + 1.0
    } else {
        -exact.ln()
    }
}

/// `1 − √(2 cost)` up to ½, `½ − cost` above.
#[must_use]
pub fn reservation_uniform<B: Big>(cost: f64) -> B {
    let exact = B::from_f64(cost, BITS);
    if cost > 0.5 {
        -exact + 0.5
    } else {
        -exact.scale(1).sqrt() + 1.0
    }
}

/// `−ln(e^cost − 1)`, as `−cost − ln(1 − e^−cost)` where the power would be large.
#[must_use]
pub fn reservation_logistic<B: Big>(cost: f64) -> B {
    // e^cost − 1 loses as many bits as the cost is small.
    let bits = BITS + cost.log2().abs() as u32;
    let exact = B::from_f64(cost, bits);
    if cost > 500.0 {
        return -exact;
    }
    let rest = -(-exact.clone()).exp() + 1.0;
    -exact - rest.ln()
}

/// `more/(draws + more)`.
#[must_use]
pub fn record_probability<B: Big>(draws: u64, more: u64) -> B {
    let [draws, more] = [draws, more].map(|n| B::from_u64(n, BITS));
    more.clone() / (draws + more)
}

/// `P(Bin(ahead + behind + 1, ½) ≤ behind)`.
#[must_use]
pub fn majority_flip<B: Big>(ahead: u64, behind: u64) -> B {
    let trials = ahead + behind + 1;
    let bits = BITS + trials as u32;
    let mut term = B::from_u64(1, bits);
    let mut sum = term.clone() * 0.0;
    for i in 0..=behind {
        sum = sum + &term;
        term = term * B::from_u64(trials - i, 64) / B::from_u64(i + 1, 64);
    }
    sum.scale(-(trials as i32))
}
