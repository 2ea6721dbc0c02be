//! The best win rate at a KL divergence, and how close best-of-n comes to it.
//!
//! Of all policies at a divergence the tilt of the reward's rank wins most often: density `c e^(cu)/(e^c − 1)` in the rank
//! `u`. Its win rate is `Λ′(c)` and its divergence `cΛ′(c) − Λ(c)`, with `Λ(c) = ln((e^c − 1)/c)`, so that along the frontier
//! a nat buys `1/c` of win rate: that slope takes the last step of each inverse.

use crate::num::dd::{Dd, two_sum};
use crate::num::exp::{exp_value, expm1, expm1_minus};
use crate::num::ln::{ln_dd, log1p_minus};
use crate::num::real::{Scalar, poly};
use crate::simd::{self, Task};

// tools/frontier.py prints both series.

/// `Λ′(c) = ½ + c/12 + c³ Σ B_2k/(2k)! c^(2k−4)`, k ≥ 2.
const WIN: [f64; 11] = [
    -0.001388888888888889,
    3.306878306878307e-05,
    -8.267195767195768e-07,
    2.08767569878681e-08,
    -5.284190138687493e-10,
    1.3382536530684679e-11,
    -3.3896802963225827e-13,
    8.586062056277845e-15,
    -2.174868698558062e-16,
    5.5090028283602295e-18,
    -1.3954464685812522e-19,
];
/// `cΛ′(c) − Λ(c) = c²/24 + c⁴ Σ (2k−1) B_2k/(2k (2k)!) c^(2k−4)`, k ≥ 2.
const KL: [f64; 11] = [
    -0.0010416666666666667,
    2.755731922398589e-05,
    -7.233796296296296e-07,
    1.878908128908129e-08,
    -4.843840960463536e-10,
    1.2426641064207202e-11,
    -3.1778252778024217e-13,
    8.109058608706854e-15,
    -2.0661252636301587e-16,
    5.25859360888931e-18,
    -1.3373028657237003e-19,
];
const TWELFTH: (f64, f64) = (0.08333333333333333, 4.625929269271485e-18);
const TWENTY_FOURTH: (f64, f64) = (0.041666666666666664, 2.3129646346357427e-18);

/// Beyond this tilt `e^(−c)` is nothing beside 1.
const STEEP: f64 = 64.0;

/// Newton steps: five or six are taken.
const STEPS: usize = 24;

/// Win rate above one half, divergence, and `c Λ″(c)`, the slope of the divergence in `c`.
struct Tilt<S> {
    win: Dd<S>,
    kl: Dd<S>,
    slope: S,
}

#[cfg_attr(not(feature = "small"), inline(always))]
fn tilt<S: Scalar>(c: S) -> Tilt<S> {
    let one = S::splat(1.0);
    let square = c * c;
    if c.get() < 1.0 {
        let (win, kl) = (poly(square, &WIN), poly(square, &KL));
        let main = Dd::constant(TWELFTH.0, TWELFTH.1).plus(square * win);
        let kl = Dd::constant(TWENTY_FOURTH.0, TWENTY_FOURTH.1).plus(square * kl);
        // Λ″ = 1/12 − c²/240 + …; the first two terms are enough for a slope below 1.
        let bend = square.fma(S::splat(1.0 / 6048.0), S::splat(-1.0 / 240.0));
        return Tilt {
            win: main.times(c),
            kl: kl.times(c).times(c),
            slope: c * square.fma(bend, S::splat(1.0 / 12.0)),
        };
    }
    let inverse = Dd::from(one).over(c);
    let log = ln_dd(Dd::from(c));
    if c.get() > STEEP {
        return Tilt {
            win: Dd::from(S::splat(0.5)).sub(inverse),
            kl: log.plus(-one),
            slope: inverse.hi,
        };
    }
    let rest = expm1(Dd::from(-c)).neg();
    let fade = Dd::from(one).sub(rest).div(rest);
    Tilt {
        win: fade.plus(S::splat(0.5)).sub(inverse),
        kl: fade.times(c).plus(-one).add(log).sub(ln_dd(rest.normal())),
        slope: inverse.hi - c * fade.hi / rest.hi,
    }
}

/// The tilt with this divergence, to a few digits short of a double, for `0 < kl ≤ 40`.
#[cfg_attr(not(feature = "small"), inline(always))]
fn tilt_at_kl<S: Scalar>(kl: S) -> S {
    let mut c = if kl.get() < 0.5 {
        (kl * S::splat(24.0)).sqrt()
    } else {
        exp_value(two_sum(kl, S::splat(1.0)))
    };
    for _ in 0..STEPS {
        // In ln c, where the divergence is convex below and straight above.
        let here = tilt(c);
        let step = (kl - here.kl.value()) / (here.slope * c);
        c = c * exp_value(Dd::from(step));
        if step.abs().get() < 1e-9 {
            break;
        }
    }
    c
}

/// The tilt with this win rate above one half, to a few digits short of a double, for `0 < win < ½`.
#[cfg_attr(not(feature = "small"), inline(always))]
fn tilt_at_win<S: Scalar>(win: Dd<S>) -> S {
    let mut c = if win.hi.get() < 0.25 {
        win.hi * S::splat(12.0)
    } else {
        S::splat(1.0) / Dd::from(S::splat(0.5)).sub(win).value()
    };
    for _ in 0..STEPS {
        let here = tilt(c);
        let step = win.sub(here.win).value() * c / here.slope;
        c = c + step;
        if step.abs().get() < 1e-9 * c.get() {
            break;
        }
    }
    c
}

/// The best win rate above one half at a divergence.
#[cfg_attr(not(feature = "small"), inline(always))]
fn best_win<S: Scalar>(kl: Dd<S>) -> Dd<S> {
    let c = tilt_at_kl(kl.hi);
    let here = tilt(c);
    here.win.add(kl.sub(here.kl).over(c))
}

/// The least divergence at a win rate above one half.
#[cfg_attr(not(feature = "small"), inline(always))]
fn least_kl<S: Scalar>(win: Dd<S>) -> Dd<S> {
    let c = tilt_at_win(win);
    let here = tilt(c);
    here.kl.add(win.sub(here.win).times(c))
}

#[derive(Clone, Copy)]
enum Kind {
    TiltKl,
    TiltWin,
    BestWin,
    LeastKl,
    WinGap,
    KlExcess,
}

struct Frontier {
    kind: Kind,
    x: f64,
}

impl Task for Frontier {
    type Output = f64;

    #[cfg_attr(not(feature = "small"), inline(always))]
    fn run<S: Scalar>(self) -> f64 {
        let half = S::splat(0.5);
        let x = S::splat(self.x);
        let y = match self.kind {
            Kind::TiltKl => tilt(x).kl,
            Kind::TiltWin => tilt(x).win.plus(half),
            Kind::BestWin => best_win(Dd::from(x)).plus(half),
            Kind::LeastKl => least_kl(two_sum(x, -half)),
            Kind::WinGap => win_gap(x),
            Kind::KlExcess => kl_excess(x),
        };
        y.value().get()
    }
}

/// `KL(n)`, and `n/(n+1) − ½`.
#[cfg_attr(not(feature = "small"), inline(always))]
fn best_of_n<S: Scalar>(n: S) -> (Dd<S>, Dd<S>) {
    let d = two_sum(n, S::splat(-1.0));
    let next = two_sum(n, S::splat(1.0));
    // −ln(1/n) − (n−1)/n, in t = −(n−1)/n.
    let kl = log1p_minus(d.over(n).neg());
    (kl, d.div(next).times_pow2(S::splat(0.5)))
}

/// Beyond [`STEEP`] the tilt at best-of-n's divergence is `n e^(1/n)`: the gap is `x (1/(1+x) − e^(−x))`, `x = 1/n`.
#[cfg_attr(not(feature = "small"), inline(always))]
fn win_gap<S: Scalar>(n: S) -> Dd<S> {
    let one = S::splat(1.0);
    if n.get() > STEEP {
        let x = Dd::from(one).over(n);
        let (gone, minus) = (expm1(x.neg()).neg(), expm1_minus(x));
        return x.mul(gone).sub(minus).mul(x).div(x.plus(one));
    }
    let (kl, win) = best_of_n(n);
    best_win(kl.normal()).sub(win)
}

/// Beyond [`STEEP`] the tilt at best-of-n's win rate is `n + 1`, and the excess `x − ln(1+x)`, `x = 1/n`.
#[cfg_attr(not(feature = "small"), inline(always))]
fn kl_excess<S: Scalar>(n: S) -> Dd<S> {
    if n.get() > STEEP {
        return log1p_minus(Dd::from(S::splat(1.0)).over(n));
    }
    let (kl, win) = best_of_n(n);
    kl.sub(least_kl(win.normal()))
}

fn run(kind: Kind, x: f64) -> f64 {
    simd::run(Frontier { kind, x })
}

/// KL divergence from the reference of the policy of density `c e^(cu)/(e^c − 1)` in the reward's rank `u`, in nats.
///
/// Formula: `c/(1−e^(−c)) − 1 − c + ln(c/(1−e^(−c)))`. Source: Gui et al. 2024, BoNBoN (arXiv:2406.00832), derived.
/// Validity: exact when no two responses tie in reward.
/// Domain: `c ≥ 0`; NaN outside. Limits: 0 at 0, ∞ at ∞.
/// Accuracy: ≤ 1 ulp; worst seen 0.500 ulp at `c = 0x1.dd31ad70ed46bp+5`.
/// Cost: a polynomial below 1, an exponential and two logarithms in double-doubles beyond.
#[must_use]
pub fn tilt_kl(c: f64) -> f64 {
    if c > 0.0 && c < f64::INFINITY {
        run(Kind::TiltKl, c)
    } else if c >= 0.0 {
        c
    } else {
        f64::NAN
    }
}

/// Probability that the policy of density `c e^(cu)/(e^c − 1)` in the reward's rank `u` beats a fresh reference answer.
///
/// Formula: `1/(1−e^(−c)) − 1/c`. Source: Gui et al. 2024, BoNBoN (arXiv:2406.00832), derived.
/// Validity: exact when no two responses tie in reward; the largest win rate at the divergence [`tilt_kl`].
/// Domain: `c ≥ 0`; NaN outside. Limits: ½ at 0, 1 at ∞.
/// Accuracy: ≤ 1 ulp; worst seen 0.500 ulp at `c = 0x1.e1ee2321e30e7p+49`.
/// Cost: a polynomial below 1, an exponential in double-doubles beyond.
#[must_use]
pub fn tilt_win_rate(c: f64) -> f64 {
    if c > 0.0 && c < f64::INFINITY {
        run(Kind::TiltWin, c)
    } else if c == 0.0 {
        0.5
    } else if c > 0.0 {
        1.0
    } else {
        f64::NAN
    }
}

/// Largest win rate over the reference that any policy reaches at KL divergence `kl`.
///
/// Formula: [`tilt_win_rate`] of the `c` with `tilt_kl(c) = kl`. Source: Gui et al. 2024, BoNBoN (arXiv:2406.00832).
/// Validity: exact when no two responses tie in reward; an upper bound otherwise.
/// Domain: `kl ≥ 0` in nats; NaN outside. Limits: ½ at 0, 1 at ∞.
/// Accuracy: ≤ 2 ulp; worst seen 0.500 ulp at `kl = 0x1.9c09d617954b3p+4`.
/// Cost: five or six steps of Newton's method, each at the cost of [`tilt_kl`].
#[must_use]
pub fn frontier_win_rate(kl: f64) -> f64 {
    if kl == 0.0 {
        0.5
    } else if kl > 40.0 {
        // 1 − e^(−kl−1).
        1.0
    } else if kl > 0.0 {
        run(Kind::BestWin, kl)
    } else {
        f64::NAN
    }
}

/// Least KL divergence, in nats, at which a policy reaches a win rate over the reference.
///
/// Formula: [`tilt_kl`] of the `c` with `tilt_win_rate(c) = win_rate`. Source: Gui et al. 2024, BoNBoN (arXiv:2406.00832).
/// Validity: exact when no two responses tie in reward; a lower bound otherwise.
/// Domain: `½ ≤ win_rate ≤ 1`; NaN outside. Limits: 0 at ½, ∞ at 1.
/// Accuracy: ≤ 2 ulp; worst seen 0.513 ulp at `win_rate = 0x1.25b3375bc007cp-1`.
/// Cost: five or six steps of Newton's method, each at the cost of [`tilt_kl`].
#[must_use]
pub fn frontier_kl(win_rate: f64) -> f64 {
    if win_rate == 0.5 {
        0.0
    } else if win_rate == 1.0 {
        f64::INFINITY
    } else if win_rate > 0.5 && win_rate < 1.0 {
        run(Kind::LeastKl, win_rate)
    } else {
        f64::NAN
    }
}

/// How far the win rate of best-of-`n` lies below the best at its KL divergence.
///
/// Formula: `frontier_win_rate(kl(n)) − n/(n+1)`; about `1/(2n³)`, at most 0.0093. Source: Gui et al. 2024, BoNBoN
/// (arXiv:2406.00832), derived.
/// Validity: exact when no two responses tie in reward.
/// Domain: real `n ≥ 1`; NaN outside. Limits: 0 at 1 and at ∞.
/// Accuracy: ≤ 4 ulp; worst seen 1.323 ulp at `n = 0x1.e3a3ce94c5617p+5`.
/// Cost: that of [`frontier_win_rate`] up to 64, two exponentials in double-doubles beyond.
#[must_use]
pub fn best_of_n_win_gap(n: f64) -> f64 {
    if n == 1.0 || n == f64::INFINITY {
        0.0
    } else if n > 1.0 {
        run(Kind::WinGap, n)
    } else {
        f64::NAN
    }
}

/// How many nats best-of-`n` spends beyond the least at its win rate.
///
/// Formula: `kl(n) − frontier_kl(n/(n+1))`; about `1/(2n²)`, at most 0.0237. Source: Gui et al. 2024, BoNBoN
/// (arXiv:2406.00832), derived.
/// Validity: exact when no two responses tie in reward.
/// Domain: real `n ≥ 1`; NaN outside. Limits: 0 at 1 and at ∞.
/// Accuracy: ≤ 4 ulp; worst seen 0.983 ulp at `n = 0x1.234p+0`.
/// Cost: that of [`frontier_kl`] up to 64, a logarithm in double-doubles beyond.
#[must_use]
pub fn best_of_n_kl_excess(n: f64) -> f64 {
    if n == 1.0 || n == f64::INFINITY {
        0.0
    } else if n > 1.0 {
        run(Kind::KlExcess, n)
    } else {
        f64::NAN
    }
}
