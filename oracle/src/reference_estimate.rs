//! References of `bestof::estimate`: products and sums term by term.

use crate::big::Big;
use crate::reference::BITS;

/// `C(n−c,k)/C(n,k)`, a product over the smaller of `c` and `k`.
fn failure<B: Big>(n: u64, c: u64, k: u64, bits: u32) -> B {
    let (few, many) = (c.min(k), c.max(k));
    let mut product = B::from_f64(1.0, bits);
    for drawn in 0..few {
        let left = n - drawn;
        product = product * B::from_u64(left.saturating_sub(many), bits) / B::from_u64(left, bits);
    }
    product
}

/// `C(c,k)/C(n,k)`.
#[must_use]
pub fn all_pass_at_k<B: Big>(n: u64, c: u64, k: u64) -> B {
    failure(n, n - c, k, BITS)
}

/// `Σ_j C(k,j) C(n−k,k−j)/C(n,k) (q^(2k−j) − q^(2k))`.
#[must_use]
pub fn pass_at_k_variance<B: Big>(p: f64, n: u64, k: u64) -> B {
    let whole = |x: u64| B::from_u64(x, BITS);
    // m (m−1) … (m−r+1)/r!
    let choose = |m: u64, r: u64| {
        (0..r).fold(whole(1), |product, i| {
            product * whole(m.saturating_sub(i)) / whole(i + 1)
        })
    };
    let q = -B::from_f64(p, BITS) + 1.0;
    let powers: Vec<B> = (0..=2 * k)
        .scan(whole(1), |power, _| {
            let this = power.clone();
            *power = power.clone() * &q;
            Some(this)
        })
        .collect();
    let mut sum = B::from_f64(0.0, BITS);
    for j in 1..=k {
        let overlap = choose(k, j) * choose(n - k, k - j);
        let last = powers[2 * k as usize].clone();
        sum = sum + overlap * (powers[(2 * k - j) as usize].clone() - last);
    }
    sum / choose(n, k)
}

/// `(C(n−c,k)/C(n,k))² − C(n−c,2k)/C(n,2k)`.
#[must_use]
pub fn pass_at_k_variance_estimate<B: Big>(n: u64, c: u64, k: u64) -> B {
    // Both are near 1 for counts far below n ~ 2^64, and differ by kc·k/n² then.
    let bits = BITS + 384;
    let once: B = failure(n, c, k, bits);
    once.clone() * &once - failure::<B>(n, c, 2 * k, bits)
}

/// `1 − B(a,b+k)/B(a,b)`.
#[must_use]
pub fn beta_binomial_coverage<B: Big>(a: f64, b: f64, k: u64) -> B {
    let (a, b) = (B::from_f64(a, BITS), B::from_f64(b, BITS));
    let one = B::from_f64(1.0, BITS);
    let mut failure = one.clone();
    for drawn in 0..k {
        let failures = B::from_u64(drawn, BITS) + &b;
        failure = failure * &failures / (failures.clone() + &a);
    }
    one - failure
}

/// `√(k₁² v l + (k₂ c l)²) + k₂ c l` with `v` at least `v_min`, `η = 2`, `s = 1.4`.
#[must_use]
pub fn stitched_boundary<B: Big>([v, v_min, scale, alpha]: [f64; 4]) -> B {
    let real = |x: f64| B::from_f64(x, BITS);
    let s = real(14.0) / 10.0;
    let ln_two = real(2.0).ln();
    let epochs = (real(v.max(v_min)) * 2.0 / real(v_min)).ln();
    let zeta = crate::vectors::from_decimal::<B>(ZETA, BITS).expect("digits");
    let l = epochs.ln() * &s + zeta.ln() - ln_two.ln() * &s - real(alpha).ln();
    let root_two = real(2.0).sqrt();
    let k1_squared = root_two.clone() * 0.75 + 1.0;
    let by_scale = (root_two + 1.0) / 2.0 * scale * &l;
    let square = k1_squared * v.max(v_min) * &l + by_scale.clone() * &by_scale;
    let root = if square.exponent().is_none() {
        square
    } else {
        square.sqrt()
    };
    root + by_scale
}

/// `ζ(1.4)`.
const ZETA: &str = "3.10554727797758039978292721568892379240234693684729293763703337593022581675971654734800364460038909";

/// `√((v+ρ)(ln(1 + v/ρ) + 2 ln(1/α)))`.
#[must_use]
pub fn normal_mixture_boundary<B: Big>(v: f64, rho: f64, alpha: f64) -> B {
    let real = |x: f64| B::from_f64(x, 2 * BITS);
    let (v, rho, confidence) = (real(v), real(rho), -real(alpha).ln() * 2.0);
    let growth = (v.clone() / &rho + 1.0).ln();
    ((v + rho) * (growth + confidence)).sqrt()
}

/// `v/(2 ln(1/α) + ln(1 + 2 ln(1/α)))`.
#[must_use]
pub fn normal_mixture_rho<B: Big>(v: f64, alpha: f64) -> B {
    let confidence = -B::from_f64(alpha, BITS).ln() * 2.0;
    let below = (confidence.clone() + 1.0).ln() + confidence;
    B::from_f64(v, BITS) / below
}

/// `√(2 V ln(2/δ)/m) + 7 R ln(2/δ)/(3(m−1))`.
#[must_use]
pub fn maurer_pontil_radius<B: Big>(variance: f64, range: f64, m: u64, delta: f64) -> B {
    let confidence = (B::from_f64(2.0, BITS) / B::from_f64(delta, BITS)).ln();
    let count = B::from_u64(m, BITS);
    let bias = confidence.clone() * range * 7.0 / ((count.clone() - 1.0) * 3.0);
    if variance == 0.0 {
        return bias;
    }
    (confidence * variance * 2.0 / count).sqrt() + bias
}
