//! Textbook formulas over big numbers, each at a precision that its cancellation cannot exhaust.
//!
//! A kernel's answer is judged to about 2^-10 ulp, which is 2^-63 of its value: a formula that loses `b` bits works with
//! `b + 100` or more. `d = n − 1` and `1 − p` are 2^-53 at the least, and the divergences are of order `d²` there.

pub mod policy;

use crate::big::Big;
use crate::generate::Point;

/// What a kernel should have returned.
pub enum Answer<B> {
    /// This number, rounded.
    Value(B),
    /// This double and no other: a limit.
    Exactly(f64),
    /// The root of an increasing function.
    Root(Root<B>),
}

/// A root, known by the function of which it is one.
pub struct Root<B> {
    /// Negative below the root, positive above.
    pub residual: Box<dyn Fn(&B) -> B>,
    /// Where the function begins.
    pub low: B,
    /// Where it ends.
    pub high: Option<B>,
}

/// Bits for formulas whose worst case is of order `d²` at `d = 2^-52`.
pub const BITS: u32 = 256;

fn exact<B: Big>(x: f64, bits: u32) -> B {
    B::from_f64(x, bits)
}

/// The bits that the exponent of `x` is worth, whichever its sign.
fn bits_of(x: f64) -> u32 {
    if x == 0.0 || x.is_infinite() {
        0
    } else {
        x.log2().abs() as u32 + 1
    }
}

/// `ln n − (n−1)/n`.
pub fn kl<B: Big>(n: &B) -> B {
    n.ln() - (n.clone() - 1.0) / n
}

/// `n − 1 − ln n`.
pub fn reverse_kl<B: Big>(n: &B) -> B {
    n.clone() - 1.0 - n.ln()
}

/// `(n−1)²/n`.
pub fn jeffreys<B: Big>(n: &B) -> B {
    let d = n.clone() - 1.0;
    d.clone() * d / n
}

/// `(n−1)²/(2n−1)`.
pub fn chi_squared<B: Big>(n: &B) -> B {
    let d = n.clone() - 1.0;
    d.clone() * d / (n.scale(1) - 1.0)
}

/// `(n−1) n^(−n/(n−1))`, as `(n−1)/n · e^(−ln n/(n−1))`; 0 at 1.
pub fn total_variation<B: Big>(n: &B) -> B {
    let d = n.clone() - 1.0;
    if d.exponent().is_none() {
        return d;
    }
    (-(n.ln() / &d)).exp() * d / n
}

/// `2 (√n − 1)²/(n+1)`.
pub fn hellinger_squared<B: Big>(n: &B) -> B {
    let d = n.sqrt() - 1.0;
    (d.clone() * d).scale(1) / (n.clone() + 1.0)
}

/// `n/(n+1)`.
pub fn win_rate<B: Big>(n: &B) -> B {
    n.clone() / (n.clone() + 1.0)
}

/// `(α ln n − ln(1 + α(n−1)))/(α−1)`, and its limits at orders 0, 1 and ∞.
pub fn renyi<B: Big>(n: &B, alpha: f64) -> B {
    if alpha == f64::INFINITY {
        n.ln()
    } else if alpha == 0.0 {
        n.clone() * 0.0
    } else if alpha == 1.0 {
        kl(n)
    } else {
        let mixed = (n.clone() - 1.0) * alpha + 1.0;
        (n.ln() * alpha - mixed.ln()) / (exact::<B>(alpha, n.precision()) - 1.0)
    }
}

/// Bits for [`renyi`]: it is `α d²/2` for small `α` and `d`, and divides by `α − 1` down to 2^-53.
#[must_use]
pub fn renyi_bits(alpha: f64) -> u32 {
    BITS + 96 + bits_of(alpha)
}

/// `1 − γ + γ (n−1)/n · (γ/n)^(1/(n−1))`; `(1−γ)₊` at `n = 1`, 0 from `γ = n`.
#[must_use]
pub fn hockey_stick<B: Big>(n: f64, gamma: f64) -> B {
    // γ may be of order n, and the result of order (1 − γ/n)².
    let bits = BITS + 64 + bits_of(n);
    let (n, gamma) = (exact::<B>(n, bits), exact::<B>(gamma, bits));
    let one = exact::<B>(1.0, bits);
    if gamma >= n {
        return one * 0.0;
    }
    if gamma.exponent().is_none() {
        return one;
    }
    let d = n.clone() - 1.0;
    if d.exponent().is_none() {
        return one - gamma;
    }
    let power = (gamma.clone() / &n).ln() / &d;
    // e^−4000 is beyond the bits kept beside 1 − γ where γ < 1, and γ ≥ 1 has no such power.
    let root = if power < exact(-4000.0, bits) {
        one.clone() * 0.0
    } else {
        power.exp()
    };
    one - &gamma + gamma * d / &n * root
}

/// `F^n (ln n + (n−1) ln F − (n−1)/n) + (1−F^n) ln((1−F^n)/ε)`, `F = 1 − ε`, for `0 < ε < 1`.
#[must_use]
pub fn kl_estimate<B: Big>(n: f64, epsilon: f64) -> B {
    let bits = BITS + 128 + 2 * bits_of(epsilon);
    let (n, epsilon) = (exact::<B>(n, bits), exact::<B>(epsilon, bits));
    let d = n.clone() - 1.0;
    if d.exponent().is_none() {
        return d;
    }
    let log = (-epsilon.clone() + 1.0).ln();
    let power = log.clone() * &n;
    // e^−4000 is beyond all bits kept beside 1 and ln ε.
    if power < exact(-4000.0, bits) {
        return -epsilon.ln();
    }
    let below = power.exp();
    let atom = -below.clone() + 1.0;
    let inside = n.ln() + d.clone() * log - d / &n;
    inside * below + (atom.clone() / epsilon).ln() * atom
}

/// `n ↦ f(n) − target`, on `n ≥ 1`.
pub fn inverse<B: Big>(bits: u32, target: f64, f: impl Fn(&B) -> B + 'static) -> Answer<B> {
    if target == 0.0 {
        return Answer::Exactly(1.0);
    }
    if target == f64::INFINITY {
        return Answer::Exactly(target);
    }
    let target = exact::<B>(target, bits);
    Answer::Root(Root {
        residual: Box::new(move |n| f(n) - &target),
        low: exact(1.0, bits),
        high: None,
    })
}

/// `1 + X + √(X(1+X))`.
#[must_use]
pub fn n_at_chi_squared<B: Big>(x: f64) -> B {
    let x = exact::<B>(x, BITS);
    let one = x.clone() + 1.0;
    (x * &one).sqrt() + one
}

/// `((2 + √(H(4−H)))/(2−H))²`; ∞ at `H = 2`.
pub fn n_at_hellinger_squared<B: Big>(h: f64) -> Answer<B> {
    if h == 2.0 {
        return Answer::Exactly(f64::INFINITY);
    }
    let h = exact::<B>(h, BITS);
    let rest = -h.clone() + 2.0;
    let root = (h.clone() * (-h + 4.0)).sqrt();
    let root = (root + 2.0) / rest;
    Answer::Value(root.clone() * root)
}

/// `q ln(q/p) + (1−q) ln((1−q)/(1−p))` for `0 < p < 1`, `p ≤ q ≤ 1`.
pub fn binary_kl<B: Big>(p: &B, q: &B) -> B {
    let (u, rest) = (-q.clone() + 1.0, -p.clone() + 1.0);
    let up = (q.clone() / p).ln() * q;
    if u.exponent().is_none() {
        up
    } else {
        up + (u.clone() / rest).ln() * u
    }
}

const BERNOULLI_BITS: u32 = 384;

/// The larger `q` with `kl(q‖p) = kl`, 1 where `kl ≥ −ln p`.
pub fn bernoulli_kl_upper<B: Big>(p: f64, kl: f64) -> Answer<B> {
    if p == 0.0 || p == 1.0 || kl == 0.0 {
        return Answer::Exactly(p);
    }
    let (p, kl) = (
        exact::<B>(p, BERNOULLI_BITS),
        exact::<B>(kl, BERNOULLI_BITS),
    );
    if kl >= -p.ln() {
        return Answer::Exactly(1.0);
    }
    Answer::Root(Root {
        low: p.clone(),
        high: Some(p.clone() * 0.0 + 1.0),
        residual: Box::new(move |q| binary_kl(&p, q) - &kl),
    })
}

/// `(hi − lo)(q − p)` with `p = (mean − lo)/(hi − lo)`.
pub fn bounded_bound<B: Big>(lo: f64, hi: f64, mean: f64, kl: f64) -> Answer<B> {
    if mean == lo || mean == hi || kl == 0.0 {
        return Answer::Exactly(0.0);
    }
    let [lo, hi, mean, kl] = [lo, hi, mean, kl].map(|x| exact::<B>(x, BERNOULLI_BITS));
    let range = hi.clone() - &lo;
    let p = (mean.clone() - lo) / &range;
    let most = hi - mean;
    if kl >= -p.ln() {
        return Answer::Value(most);
    }
    Answer::Root(Root {
        low: most.clone() * 0.0,
        high: Some(most),
        residual: Box::new(move |gain| {
            let q = gain.clone() / &range + &p;
            binary_kl(&p, &q) - &kl
        }),
    })
}

/// `σ √(2 kl)`.
#[must_use]
pub fn sub_gaussian_bound<B: Big>(sigma: f64, kl: f64) -> B {
    exact::<B>(kl, BITS).scale(1).sqrt() * sigma
}

/// `√(2 v kl) + c kl`.
#[must_use]
pub fn sub_gamma_bound<B: Big>(variance_factor: f64, scale: f64, kl: f64) -> B {
    let kl = exact::<B>(kl, BITS);
    (kl.scale(1) * variance_factor).sqrt() + kl * scale
}

/// `√(2 ((1−α) σ_policy² + α σ_reference²) D/α)`.
#[must_use]
pub fn tail_adaptive_bound<B: Big>(policy: f64, reference: f64, alpha: f64, renyi: f64) -> B {
    let [policy, reference, alpha, renyi] =
        [policy, reference, alpha, renyi].map(|x| exact::<B>(x, BITS));
    let rest = -alpha.clone() + 1.0;
    let mixed = rest * &policy * policy + alpha.clone() * &reference * reference;
    (mixed * renyi / alpha).scale(1).sqrt()
}

/// `(1 − e^−x)^n`.
#[must_use]
pub fn exp_max_cdf<B: Big>(n: f64, x: f64) -> B {
    if x <= 0.0 {
        return exact(0.0, BITS);
    }
    // 1 − e^−x is short of 1 by e^−x, or of 0 by x; neither may be lost, nor what n makes of it.
    let bits = BITS + (1.45 * x.min(1500.0)) as u32 + bits_of(x.min(1.0));
    let power = (-(-exact::<B>(x, bits)).exp() + 1.0).ln() * n;
    // Half the smallest subnormal is e^−745.2.
    if power < exact(-800.0, bits) {
        exact(0.0, bits)
    } else {
        power.exp()
    }
}

/// `−ln(1 − p^(1/n))`, `0 < p < 1`.
#[must_use]
pub fn exp_max_quantile<B: Big>(n: f64, p: f64) -> B {
    // 1 − p^(1/n) may be as small as −ln p/n, and p^(1/n) as small as p.
    let cost = -p.ln();
    let bits = BITS + bits_of(n) + bits_of(cost) + (1.45 * cost / n) as u32;
    let root = (exact::<B>(p, bits).ln() / exact::<B>(n, bits)).exp();
    -(-root + 1.0).ln()
}

/// `1 − C(n−c, k)/C(n, k)`, by as many factors as the smaller of `c` and `k`.
#[must_use]
pub fn pass_at_k<B: Big>(n: u64, c: u64, k: u64) -> B {
    let one = B::from_u64(1, BITS);
    let (few, many) = (c.min(k), c.max(k));
    if few > n - many {
        return one;
    }
    // C(n−c, k)/C(n, k) = C(n−k, c)/C(n, c).
    let mut fail = one.clone();
    for i in 0..few {
        fail = fail * B::from_u64(n - many - i, BITS) / B::from_u64(n - i, BITS);
    }
    one - fail
}

/// Digamma and trigamma for `x ≥ 1`: recurrence up to 32, Stirling's series with Bernoulli numbers beyond.
pub struct Polygamma<B> {
    /// `B_2k/2k`, k = 1, 2, …
    coefficients: Vec<B>,
    /// `−ψ(1)`.
    gamma: B,
    /// `ψ₁(1) = π²/6`.
    zeta: B,
}

impl<B: Big> Default for Polygamma<B> {
    fn default() -> Self {
        let zero = B::from_f64(0.0, Self::BITS);
        let mut this = Self {
            coefficients: Self::bernoulli(),
            gamma: zero.clone(),
            zeta: zero.clone(),
        };
        let one = zero + 1.0;
        this.gamma = -this.digamma(&one);
        this.zeta = this.trigamma(&one);
        this
    }
}

impl<B: Big> Polygamma<B> {
    const BITS: u32 = 256;

    /// From here on 30 terms leave less than `B_62/62/32^62 < 2^-265`.
    const START: f64 = 32.0;

    const TERMS: usize = 30;

    /// `|B_2k| = 2k T_k/(4^k (4^k − 1))` with the tangent numbers `T_k`, integers that fit in 512 bits.
    fn bernoulli() -> Vec<B> {
        let mut tangent = vec![B::from_u64(1, 512)];
        for k in 1..Self::TERMS {
            let next = tangent[k - 1].clone() * k as f64;
            tangent.push(next);
        }
        for k in 1..Self::TERMS {
            for j in k..Self::TERMS {
                tangent[j] = tangent[j - 1].clone() * (j - k) as f64
                    + tangent[j].clone() * (j - k + 2) as f64;
            }
        }
        let one = B::from_u64(1, 512);
        (1..)
            .zip(tangent)
            .map(|(k, t)| {
                let b = t.scale(-2 * k) / (one.scale(2 * k) - 1.0);
                if k % 2 == 0 { -b } else { b }
            })
            .collect()
    }

    /// `Σ 1/i^(1 or 2)` over the steps of the recurrence, and where it arrived.
    fn climb(x: &B, square: bool) -> (B, B) {
        let one = B::from_u64(1, Self::BITS);
        let (mut sum, mut x) = (one.clone() * 0.0, x.clone());
        let start = B::from_f64(Self::START, Self::BITS);
        while x < start {
            let term = one.clone() / &x;
            sum = if square {
                sum + term.clone() * term
            } else {
                sum + term
            };
            x = x + 1.0;
        }
        (sum, x)
    }

    /// `ψ(x)`, `x ≥ 1`.
    pub fn digamma(&self, x: &B) -> B {
        let (sum, x) = Self::climb(x, false);
        let one = B::from_u64(1, Self::BITS);
        let step = one.clone() / &x;
        let square = step.clone() * &step;
        let mut power = square.clone();
        let mut y = x.ln() - step.scale(-1) - sum;
        for coefficient in &self.coefficients {
            y = y - power.clone() * coefficient;
            power = power * &square;
        }
        y
    }

    /// `ψ₁(x)`, `x ≥ 1`.
    pub fn trigamma(&self, x: &B) -> B {
        let (sum, x) = Self::climb(x, true);
        let step = B::from_u64(1, Self::BITS) / &x;
        let square = step.clone() * &step;
        let mut power = square.clone() * &step;
        let mut y = sum + &step + square.scale(-1);
        for (k, coefficient) in (1..).zip(&self.coefficients) {
            y = y + power.clone() * coefficient * f64::from(2 * k);
            power = power * &square;
        }
        y
    }

    /// `ln Γ(x)`, `x > 0`.
    pub fn ln_gamma(&self, x: &B) -> B {
        let one = B::from_u64(1, Self::BITS);
        let start = B::from_f64(Self::START, Self::BITS);
        let (mut product, mut x) = (one.clone(), x.clone());
        while x < start {
            product = product * &x;
            x = x + 1.0;
        }
        let pi = (self.zeta.clone() * 6.0).sqrt();
        let mut y = (x.clone() - 0.5) * x.ln() - &x + pi.scale(1).ln().scale(-1) - product.ln();
        let step = one / &x;
        let square = step.clone() * &step;
        let mut power = step;
        for (k, coefficient) in (1..).zip(&self.coefficients) {
            y = y + power.clone() * coefficient / f64::from(2 * k - 1);
            power = power * &square;
        }
        y
    }

    /// `ln B(α(j−1)+1, α(n−j)+1) − α ln B(j, n−j+1)`: the logarithm of `E w^α`.
    pub fn order_statistic_moment(&self, n: u64, j: u64, alpha: f64) -> B {
        let beta = |alpha: f64| {
            let [low, high, all] =
                [j - 1, n - j, n - 1].map(|k| B::from_u64(k, Self::BITS) * alpha);
            self.ln_gamma(&(low + 1.0)) + self.ln_gamma(&(high + 1.0)) - self.ln_gamma(&(all + 2.0))
        };
        beta(alpha) + self.order_statistic_constant(n, j) * alpha
    }

    /// `−ln B(j, n−j+1)`.
    fn order_statistic_constant(&self, n: u64, j: u64) -> B {
        let [low, high, all] = [j, n - j, n].map(|k| B::from_u64(k, Self::BITS));
        self.ln_gamma(&(all + 1.0)) - self.ln_gamma(&low) - self.ln_gamma(&(high + 1.0))
    }

    /// `−ln B(j, n−j+1) + (j−1)(ψ(j) − ψ(n+1)) + (n−j)(ψ(n−j+1) − ψ(n+1))`.
    pub fn order_statistic_kl(&self, n: u64, j: u64) -> B {
        let [low, high, all] = [j - 1, n - j, n].map(|k| B::from_u64(k, Self::BITS));
        let top = self.digamma(&(all + 1.0));
        let term = |k: B| (self.digamma(&(k.clone() + 1.0)) - &top) * k;
        self.order_statistic_constant(n, j) + term(low) + term(high)
    }

    /// `H_n = ψ(n+1) + γ`.
    pub fn exp_max_mean(&self, n: f64) -> B {
        self.digamma(&(B::from_f64(n, Self::BITS) + 1.0)) + &self.gamma
    }

    /// `π²/6 − ψ₁(n+1)`.
    pub fn exp_max_variance(&self, n: f64) -> B {
        self.zeta.clone() - self.trigamma(&(B::from_f64(n, Self::BITS) + 1.0))
    }

    /// `H_n − H_{n−k}`.
    pub fn exp_order_mean(&self, n: u64, k: u64) -> B {
        let [n, rest] = [n, n - k].map(|n| B::from_u64(n, Self::BITS) + 1.0);
        self.digamma(&n) - self.digamma(&rest)
    }

    /// `Σ 1/i²` over `n−k < i ≤ n`.
    pub fn exp_order_variance(&self, n: u64, k: u64) -> B {
        let [n, rest] = [n, n - k].map(|n| B::from_u64(n, Self::BITS) + 1.0);
        self.trigamma(&rest) - self.trigamma(&n)
    }

    /// `γ + ln n`.
    pub fn gumbel_max_mean(&self, n: f64) -> B {
        B::from_f64(n, Self::BITS).ln() + &self.gamma
    }

    /// `ψ(n) + γ`; 0 at 1.
    pub fn logistic_max_mean(&self, n: f64) -> B {
        if n == 1.0 {
            B::from_f64(0.0, Self::BITS)
        } else {
            self.digamma(&B::from_f64(n, Self::BITS)) + &self.gamma
        }
    }
}

/// The first argument as a big number.
#[must_use]
pub fn first<B: Big>(point: &Point) -> B {
    exact(point.x[0], BITS)
}
