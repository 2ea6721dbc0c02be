//! Textbook formulas of `bestof::policy`.

use bestof::policy;

use crate::big::Big;
use crate::reference::kl;

/// A slight tilt's divergence is of order `c²` among terms of order `c`, and its digits are wanted after the inverse too.
const BITS: u32 = 448;

/// A double, to the precision of this file.
pub fn big<B: Big>(x: f64) -> B {
    B::from_f64(x, BITS)
}

/// The tilted rank's win rate, divergence, and the slope of the win rate in `c`.
pub struct Tilt<B> {
    /// `1/(1−e^−c) − 1/c`.
    pub win: B,
    /// `c·win − c − ln(1−e^−c) + ln c`.
    pub kl: B,
    slope: B,
}

/// The tilt of the rank by `c > 0`.
pub fn tilt<B: Big>(c: &B) -> Tilt<B> {
    let one = big::<B>(1.0);
    // e^−4000 is beyond all bits.
    let fade = if *c > big(4000.0) {
        one.clone() * 0.0
    } else {
        (-c.clone()).exp()
    };
    let rest = one.clone() - &fade;
    let win = one.clone() / &rest - one.clone() / c;
    let kl = fade.clone() / &rest * c - 1.0 - rest.ln() + c.ln();
    let slope = one / c / c - fade / &rest / rest;
    Tilt { win, kl, slope }
}

/// The root of an increasing function of the tilt: a start by bisection in doubles, and Newton's method from there.
fn solve<B: Big>(rough: fn(f64) -> f64, target: f64, miss: impl Fn(&B) -> (B, B)) -> B {
    let (mut low, mut high) = (-130.0_f64, 130.0_f64);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if rough(middle.exp2()) < target {
            low = middle;
        } else {
            high = middle;
        }
    }
    let mut c = big::<B>((0.5 * (low + high)).exp2());
    let mut rest = i32::MAX;
    // Until the step is nothing beside what a gap leaves of a double.
    while rest > -160 {
        let (miss, slope) = miss(&c);
        let step = miss / slope;
        rest = (step.clone() / &c).exponent().unwrap_or(i32::MIN);
        c = c - step;
    }
    c
}

/// The best win rate at a divergence.
pub fn frontier_win_rate<B: Big>(kl: &B) -> B {
    let c = solve(policy::tilt_kl, kl.to_f64(), |c: &B| {
        let here = tilt(c);
        (here.kl - kl, here.slope * c)
    });
    tilt(&c).win
}

/// The least divergence at a win rate.
pub fn frontier_kl<B: Big>(win: &B) -> B {
    let c = solve(policy::tilt_win_rate, win.to_f64(), |c: &B| {
        let here = tilt(c);
        (here.win - win, here.slope)
    });
    tilt(&c).kl
}

/// The frontier's win rate at best-of-`n`'s divergence, less `n/(n+1)`.
#[must_use]
pub fn best_of_n_win_gap<B: Big>(n: f64) -> B {
    let n = big::<B>(n);
    frontier_win_rate(&kl(&n)) - n.clone() / (n + 1.0)
}

/// Best-of-`n`'s divergence less the frontier's at `n/(n+1)`.
#[must_use]
pub fn best_of_n_kl_excess<B: Big>(n: f64) -> B {
    let n = big::<B>(n);
    kl(&n) - frontier_kl(&(n.clone() / (n + 1.0)))
}

/// `ln(1+μ) − 1 + e^(−μ−1)(Ei(μ+1) − Ei(1))/μ`, with `Ei(x) − Ei(1) = ln x + Σ (x^k − 1)/(k k!)`.
#[must_use]
pub fn poisson_kl<B: Big>(mu: f64) -> B {
    let mu = big::<B>(mu);
    let one = big::<B>(1.0);
    let x = mu.clone() + 1.0;
    let mut sum = x.ln();
    let (mut power, mut factorial) = (one.clone(), one.clone());
    let end = big::<B>(1.0).scale(-440);
    for k in 1..2000_u32 {
        power = power * &x;
        factorial = factorial * f64::from(k);
        let term = (power.clone() - &one) / &factorial / f64::from(k);
        sum = sum + &term;
        // Of the term alone: for the slightest μ the sum is of order μ.
        if f64::from(k) > x.to_f64() && term < end.clone() * &mu {
            break;
        }
    }
    x.ln() - 1.0 + (-x).exp() * sum / mu
}

/// `1 − 1/μ + (1 − e^−μ)/μ²`.
#[must_use]
pub fn poisson_win_rate<B: Big>(mu: f64) -> B {
    let mu = big::<B>(mu);
    let one = big::<B>(1.0);
    let gone = one.clone() - (-mu.clone()).exp();
    one.clone() - one / &mu + gone / &mu / mu
}

/// `ln(n/(1 + (n−1) e^−s))`.
#[must_use]
pub fn soft_best_of_n_kl_bound<B: Big>(n: f64, spread: f64) -> B {
    let n = big::<B>(n);
    let left = (-big::<B>(spread)).exp();
    n.ln() - ((n - 1.0) * left + 1.0).ln()
}
