//! References of `bestof::estimate`: products and sums term by term.

use crate::big::Big;
use crate::reference::BITS;

/// `1/(draws + 1)`.
#[must_use]
pub fn record_probability<B: Big>(draws: u64) -> B {
    B::from_f64(1.0, BITS) / (B::from_u64(draws, BITS) + 1.0)
}

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
