//! Textbook forms of the bounds that rest on a law of the reward or on a confidence.

use crate::big::Big;
use crate::reference::{Answer, Polygamma, Root, kl};

const BITS: u32 = 320;

fn exact<B: Big>(x: f64, bits: u32) -> B {
    B::from_f64(x, bits)
}

/// Bits for a root of a divergence that is of second order in what is asked.
fn bits_for(x: f64) -> u32 {
    BITS + 2 * x.log2().abs().min(1100.0) as u32
}

/// The gain of a gamma law: `shape·(t − ln(1+t)) = kl` at `t = gain/(shape·scale)`.
pub fn gamma_bound<B: Big>(shape: f64, scale: f64, kl: f64) -> Answer<B> {
    if kl == 0.0 || scale == 0.0 {
        return Answer::Exactly(0.0);
    }
    let bits = bits_for(kl) + bits_for(shape);
    let [shape, scale, kl] = [shape, scale, kl].map(|x| exact::<B>(x, bits));
    let unit = shape.clone() * scale;
    Answer::Root(Root {
        low: kl.clone() * 0.0,
        high: None,
        residual: Box::new(move |gain| {
            let t = gain.clone() / &unit;
            (t.clone() - (t + 1.0).ln()) * &shape - &kl
        }),
    })
}

/// Half the range times `coth x − 1/x`, by Newton's steps on `x coth x − 1 − ln(sinh x/x) = kl`.
pub fn uniform_bound<B: Big>(lo: f64, hi: f64, kl: f64) -> Answer<B> {
    if kl == 0.0 {
        return Answer::Exactly(0.0);
    }
    let bits = bits_for(kl.min(1.0));
    let budget = exact::<B>(kl, bits);
    let mut x = if kl < 0.6 {
        (budget.clone() * 6.0 + budget.clone() * &budget * 3.6).sqrt()
    } else {
        (budget.clone() + 1.0).exp().scale(-1)
    };
    let half = exact::<B>(0.5, bits);
    let one = half.scale(1);
    let mean = |x: &B| -> (B, B) {
        if *x > exact(5000.0, 64) {
            // The hyperbolic parts are below 2^-14000.
            let mean = one.clone() - one.clone() / x;
            let nats = x.scale(1).ln() - 1.0;
            return (mean, nats);
        }
        let (up, down) = (x.exp(), (-x.clone()).exp());
        let sine = (up.clone() - &down) * &half;
        let coth = (up + down) * &half / &sine;
        let nats = coth.clone() * x - 1.0 - (sine / x).ln();
        (coth - one.clone() / x, nats)
    };
    for _ in 0..8 {
        let (tilted, nats) = mean(&x);
        let slope = one.clone() - tilted.clone() * &tilted - tilted.scale(1) / &x;
        x = x.clone() + (budget.clone() - nats) / (x * slope);
    }
    let width = exact::<B>(hi, bits) - exact::<B>(lo, bits);
    Answer::Value(mean(&x).0 * width * half)
}

/// `ν √(2 kl)`, or `b kl + ν²/(2b)` from `kl = ν²/(2b²)` on.
pub fn sub_exponential_bound<B: Big>(nu: f64, b: f64, kl: f64) -> B {
    let [nu, b, kl] = [nu, b, kl].map(|x| exact::<B>(x, BITS));
    if b.clone() * &b * kl.scale(1) <= nu.clone() * &nu {
        kl.scale(1).sqrt() * nu
    } else {
        kl * &b + nu.clone() * nu / b.scale(1)
    }
}

/// `(hi−lo) √(kl/2)`.
pub fn hoeffding_bound<B: Big>(lo: f64, hi: f64, nats: f64) -> B {
    exact::<B>(nats, BITS).scale(-1).sqrt() * (exact::<B>(hi, BITS) - exact::<B>(lo, BITS))
}

/// `(hi−lo) σ √(2 kl)`, `σ² = (1−2p)/(2 ln((1−p)/p))`, or `p(1−p)` from `p = 1/2` on.
pub fn kearns_saul_bound<B: Big>(lo: f64, hi: f64, mean: f64, nats: f64) -> B {
    let [lo, hi, mean, nats] = [lo, hi, mean, nats].map(|x| exact::<B>(x, 2 * BITS));
    let width = hi - &lo;
    let p = (mean - lo) / &width;
    let q = -p.clone() + 1.0;
    if p.exponent().is_none() || q.exponent().is_none() {
        return p * 0.0;
    }
    let variance = if p < q {
        (q.clone() - &p).scale(-1) / (q / p).ln()
    } else {
        p * q
    };
    (variance * nats).scale(1).sqrt() * width
}

/// `ln(1/δ)/m`.
fn nats_each<B: Big>(delta: f64, m: u64) -> B {
    -(exact::<B>(delta, BITS).ln() / B::from_u64(m, BITS))
}

/// `σ √(2 kl) + √(2 (σ_policy²/m + σ²/k) ln(1/δ))`.
pub fn empirical_gain_bound<B: Big>(x: [f64; 4], m: u64, k: u64) -> B {
    let [sigma, policy, kl, delta] = x;
    let square = |x: f64| exact::<B>(x, BITS) * x;
    let noise =
        square(policy) * nats_each::<B>(delta, m) + square(sigma) * nats_each::<B>(delta, k);
    exact::<B>(kl, BITS).scale(1).sqrt() * sigma + noise.scale(1).sqrt()
}

/// `σ √(2 (D + α/(α−1) ln(1/δ)/m))`.
pub fn policy_mean_bound<B: Big>(x: [f64; 4], m: u64) -> B {
    let [sigma, alpha, renyi, delta] = x;
    let nats = nats_each::<B>(delta, m);
    let cost = if alpha == f64::INFINITY {
        nats
    } else {
        nats * alpha / (exact::<B>(alpha, BITS) - 1.0)
    };
    (cost + exact::<B>(renyi, BITS)).scale(1).sqrt() * sigma
}

/// The `y > 0` with `f(y) = nats` for `f = y − 1 + e^−y` or `f = e^y − 1 − y`, by Newton's steps from above.
fn excess<B: Big>(nats: &B, above: bool) -> B {
    let zero = nats.clone() * 0.0;
    if *nats == zero {
        return zero;
    }
    let most = nats.scale(1).sqrt() + nats;
    let mut y = if above { (most + 1.0).ln() } else { most };
    for _ in 0..10 {
        let (value, slope) = if above {
            let power = y.exp();
            (power.clone() - 1.0 - &y, power - 1.0)
        } else {
            let power = (-y.clone()).exp();
            (power.clone() - 1.0 + &y, -power + 1.0)
        };
        y = y - (value - nats) / slope;
    }
    y
}

/// `KL + t·(1 − e^−y)`, `y − 1 + e^−y = ln(1/δ)/m`: `ln n − t/N` with `N = e^y`.
fn chernoff_upper<B: Big>(n: f64, nats: &B) -> B {
    let n = exact::<B>(n, BITS);
    let share = (n.clone() - 1.0) / &n;
    let y = excess(nats, false);
    n.ln() - share * (-y).exp()
}

/// `ln n − t/N`, `ln N − (N−1)/N = ln(1/δ)/m`.
pub fn realised_kl_upper_chernoff<B: Big>(n: f64, delta: f64, m: u64) -> B {
    chernoff_upper(n, &nats_each(delta, m))
}

/// `ln n − t·N`, `N − 1 − ln N = ln(1/δ)/m`.
pub fn realised_kl_lower_chernoff<B: Big>(n: f64, delta: f64, m: u64) -> B {
    let n = exact::<B>(n, BITS);
    let share = (n.clone() - 1.0) / &n;
    let y: B = excess(&nats_each(delta, m), true);
    n.ln() - share * y.exp()
}

/// `σ √(2 (ln n − t/N + ln(1/δ)/m))`.
pub fn best_of_n_mean_bound<B: Big>(sigma: f64, n: f64, delta: f64, m: u64) -> B {
    let nats = nats_each::<B>(delta, m);
    (chernoff_upper(n, &nats) + nats).scale(1).sqrt() * sigma
}

/// Terms below this power of two of their sum are left out.
const NEGLIGIBLE: i32 = -130;

/// `P(G ≤ x)`, or `P(G > x)`, for the gamma law of whole shape: series of positive terms.
fn gamma_mass<B: Big>(gamma: &Polygamma<B>, shape: u64, x: &B, lower: bool) -> B {
    let bits = x.precision();
    let a = B::from_u64(shape, bits);
    let (mut term, mut sum) = (B::from_u64(1, bits), B::from_u64(1, bits));
    for k in 1.. {
        term = if lower {
            term * x / B::from_u64(shape + k, bits)
        } else if k < shape {
            term * B::from_u64(shape - k, bits) / x
        } else {
            break;
        };
        sum = sum + &term;
        if term < sum.scale(NEGLIGIBLE) {
            break;
        }
    }
    let log = a.clone() * x.ln() - x - gamma.ln_gamma(&a);
    let density = log.exp();
    density * sum / if lower { a } else { x.clone() }
}

/// The mean log-density ratio of `m` best-of-n answers that is exceeded, or not reached, with probability δ.
pub fn realised_kl<B: Big>(
    gamma: &'static Polygamma<B>,
    n: f64,
    delta: f64,
    m: u64,
    upper: bool,
) -> Answer<B> {
    if n == 1.0 {
        return Answer::Exactly(0.0);
    }
    const GAMMA_BITS: u32 = 256;
    let n = exact::<B>(n, GAMMA_BITS);
    let most = n.ln();
    let per_draw = (n.clone() - 1.0) / &n / B::from_u64(m, GAMMA_BITS);
    let least = kl(&n) - per_draw.clone() * (1e4 + 20.0 * m as f64);
    let delta = exact::<B>(delta, GAMMA_BITS);
    let zero = exact::<B>(0.0, GAMMA_BITS);
    Answer::Root(Root {
        low: least,
        high: Some(most.clone()),
        residual: Box::new(move |mean| {
            let x = (most.clone() - mean) / &per_draw;
            if x <= zero {
                return if upper {
                    delta.clone()
                } else {
                    -delta.clone() + 1.0
                };
            }
            // The mean is high where the gamma variable is low.
            let mass = gamma_mass(gamma, m, &x, upper);
            if upper {
                delta.clone() - mass
            } else {
                mass - &delta
            }
        }),
    })
}
