//! Rows of `bestof::policy`.

use std::sync::Arc;

use bestof::policy;

use super::Row;
use crate::big::Big;
use crate::generate::{Generator, Point};
use crate::reference::{Answer, policy as exact};

/// A tilt of the rank: slight, moderate, beyond where `e^(−c)` counts, and beside the changes of formula.
fn tilt(g: &mut Generator) -> Point {
    let c = match g.index() % 4 {
        0 => g.power(-40.0, 0.0),
        1 => g.between(0.5, 80.0),
        2 => g.power(0.0, 50.0),
        _ => [1.0, 1.0_f64.next_down(), 64.0, 64.0_f64.next_up(), 1e300][g.index() / 4 % 5],
    };
    Point::real(&[c])
}

/// A mean number of further draws.
fn mean_draws(g: &mut Generator) -> Point {
    let mu = match g.index() % 3 {
        0 => g.power(-40.0, 0.0),
        1 => g.between(0.5, 100.0),
        _ => g.power(-2.0, 7.0),
    };
    Point::real(&[mu])
}

/// A pool size short of where the gap's square leaves all bits.
fn draws(g: &mut Generator) -> Point {
    let n = g.n();
    Point::real(&[if !(1.0 + 1e-9..=1e6).contains(&n) {
        g.between(1.0, 100.0)
    } else {
        n
    }])
}

/// `bestof::policy`.
#[must_use]
pub fn policies<B: Big>() -> Vec<Row<B>> {
    let row = |name, bound, domain, reals, draw, kernel, answer: fn(&Point) -> B| Row {
        name,
        bound,
        domain,
        reals,
        wholes: 0,
        draw,
        kernel,
        answer: Arc::new(move |p: &Point| Answer::Value(answer(p))),
    };
    let two_or_three: fn(&mut Generator) -> Point =
        |g| Point::real(&[g.reward(), g.power(-60.0, 20.0), g.power(-60.0, 20.0)]);
    vec![
        row(
            "tilt_kl",
            1.0,
            "2^-40 ≤ c ≤ 1e300",
            1,
            tilt,
            |p| policy::tilt_kl(p.x[0]),
            |p| exact::tilt::<B>(&exact::big(p.x[0])).kl,
        ),
        row(
            "tilt_win_rate",
            1.0,
            "2^-40 ≤ c ≤ 1e300",
            1,
            tilt,
            |p| policy::tilt_win_rate(p.x[0]),
            |p| exact::tilt::<B>(&exact::big(p.x[0])).win,
        ),
        row(
            "frontier_win_rate",
            2.0,
            "2^-80 … 40 nats",
            1,
            |g| {
                let kl = match g.index() % 3 {
                    0 => g.power(-80.0, 0.0),
                    1 => g.between(0.0, 6.0),
                    _ => g.between(0.0, 40.0),
                };
                Point::real(&[kl])
            },
            |p| policy::frontier_win_rate(p.x[0]),
            |p| exact::frontier_win_rate::<B>(&exact::big(p.x[0])),
        ),
        row(
            "frontier_kl",
            2.0,
            "½ + 2^-40 … 1 − 2^-50",
            1,
            |g| {
                let win = match g.index() % 3 {
                    0 => 0.5 + g.power(-40.0, -1.1),
                    1 => g.between(0.5, 1.0),
                    _ => 1.0 - g.power(-50.0, -1.1),
                };
                Point::real(&[win])
            },
            |p| policy::frontier_kl(p.x[0]),
            |p| exact::frontier_kl::<B>(&exact::big(p.x[0])),
        ),
        row(
            "best_of_n_win_gap",
            4.0,
            "1 + 1e-9 ≤ n ≤ 1e6",
            1,
            draws,
            |p| policy::best_of_n_win_gap(p.x[0]),
            |p| exact::best_of_n_win_gap::<B>(p.x[0]),
        ),
        row(
            "best_of_n_kl_excess",
            4.0,
            "1 + 1e-9 ≤ n ≤ 1e6",
            1,
            draws,
            |p| policy::best_of_n_kl_excess(p.x[0]),
            |p| exact::best_of_n_kl_excess::<B>(p.x[0]),
        ),
        row(
            "poisson_kl",
            4.0,
            "2^-40 ≤ μ ≤ 128",
            1,
            mean_draws,
            |p| policy::poisson_kl(p.x[0]),
            |p| exact::poisson_kl::<B>(p.x[0]),
        ),
        row(
            "poisson_win_rate",
            1.0,
            "2^-40 ≤ μ ≤ 128",
            1,
            mean_draws,
            |p| policy::poisson_win_rate(p.x[0]),
            |p| exact::poisson_win_rate::<B>(p.x[0]),
        ),
        row(
            "tilted_gain",
            1.0,
            "β: 2^-10 … 2^10; 2^-60 … 2^20 nats",
            3,
            two_or_three,
            |p| policy::tilted_gain(p.x[0], p.x[1], p.x[2]),
            |p| (exact::big::<B>(p.x[1]) + p.x[2]) * p.x[0],
        ),
        row(
            "tilted_reverse_kl_bound",
            1.0,
            "β, σ: 2^-10 … 2^10; kl down to 2^-60, up to half of where the bound is 0",
            3,
            |g| {
                let (beta, sigma) = (g.reward(), g.reward());
                // √(2σ² kl)/β − kl vanishes at kl = 2(σ/β)².
                let end = 2.0 * (sigma / beta) * (sigma / beta);
                Point::real(&[beta, sigma, end * g.power(-60.0, -1.0)])
            },
            |p| policy::tilted_reverse_kl_bound(p.x[0], p.x[1], p.x[2]),
            |p| {
                let kl = exact::big::<B>(p.x[2]);
                kl.scale(1).sqrt() * p.x[1] / p.x[0] - kl
            },
        ),
        row(
            "soft_best_of_n_kl_bound",
            2.0,
            "1 < n ≤ 2^1023; spread: 2^-60 … 2^9",
            2,
            |g| {
                let n = g.n();
                let n = if n == 1.0 { 2.0 } else { n };
                Point::real(&[n, g.power(-60.0, 9.0)])
            },
            |p| policy::soft_best_of_n_kl_bound(p.x[0], p.x[1]),
            |p| exact::soft_best_of_n_kl_bound::<B>(p.x[0], p.x[1]),
        ),
        row(
            "tilt_to_soft_kl_bound",
            1.0,
            "1 ≤ n ≤ 2^40; χ²: 2^-60 … 2^60",
            2,
            |g| Point::real(&[g.power(0.0, 40.0), g.power(-60.0, 60.0)]),
            |p| policy::tilt_to_soft_kl_bound(p.x[0], p.x[1]),
            |p| (exact::big::<B>(p.x[1]) / p.x[0] + 1.0).ln(),
        ),
    ]
}
