//! Rows of `bestof::divergence`.

use std::sync::Arc;

use bestof::divergence;

use super::{Row, Truth, of_n};
use crate::big::Big;
use crate::generate::{Generator, Point};
use crate::reference::{self as exact, Answer, Polygamma, first, inverse};

/// `bestof::divergence`, forwards.
#[must_use]
pub fn divergences<B: Big>() -> Vec<Row<B>> {
    vec![
        of_n("kl", 1.0, |p| divergence::kl(p.x[0]), exact::kl),
        of_n(
            "reverse_kl",
            1.0,
            |p| divergence::reverse_kl(p.x[0]),
            exact::reverse_kl,
        ),
        of_n(
            "jeffreys",
            1.0,
            |p| divergence::jeffreys(p.x[0]),
            exact::jeffreys,
        ),
        of_n(
            "chi_squared",
            1.0,
            |p| divergence::chi_squared(p.x[0]),
            exact::chi_squared,
        ),
        of_n(
            "total_variation",
            1.0,
            |p| divergence::total_variation(p.x[0]),
            exact::total_variation,
        ),
        of_n(
            "hellinger_squared",
            1.0,
            |p| divergence::hellinger_squared(p.x[0]),
            exact::hellinger_squared,
        ),
        of_n(
            "win_rate",
            1.0,
            |p| divergence::win_rate(p.x[0]),
            exact::win_rate,
        ),
        Row {
            name: "renyi",
            bound: 2.0,
            domain: "1 ≤ n ≤ f64::MAX; α: 0, 2^-100 … 2^100, ∞",
            reals: 2,
            wholes: 0,
            draw: |g| {
                let n = g.n();
                Point::real(&[n, g.order()])
            },
            kernel: |p| divergence::renyi(p.x[0], p.x[1]),
            answer: Arc::new(|p| {
                let n = B::from_f64(p.x[0], exact::renyi_bits(p.x[1]));
                Answer::Value(exact::renyi(&n, p.x[1]))
            }),
        },
        Row {
            name: "hockey_stick",
            bound: 2.0,
            domain: "1 ≤ n ≤ f64::MAX; γ: 0, 2^-60 … n(1 − 2^-53), beyond n",
            reals: 2,
            wholes: 0,
            draw: |g| {
                let n = g.n();
                let gamma = match g.bits() % 6 {
                    0 => n * g.uniform(),
                    1 => n * (1.0 - g.power(-53.0, 0.0)),
                    2 => g.power(-60.0, 0.0),
                    3 => g.power(0.0, n.log2()),
                    4 => 1.0 + g.power(-52.0, 0.0),
                    _ => [0.0, 0.5, 1.0, 2.0, n][g.index() % 5],
                };
                Point::real(&[n, gamma])
            },
            kernel: |p| divergence::hockey_stick(p.x[0], p.x[1]),
            answer: Arc::new(|p| Answer::Value(exact::hockey_stick(p.x[0], p.x[1]))),
        },
    ]
}

/// `bestof::divergence`, under ties.
#[must_use]
pub fn ties<B: Big>() -> Vec<Row<B>> {
    let row = |name, domain, draw, kernel, answer: fn(&Point) -> Answer<B>| Row {
        name,
        bound: 1.0,
        domain,
        reals: 2,
        wholes: 0,
        draw,
        kernel,
        answer: Arc::new(answer),
    };
    let shared: fn(&mut Generator) -> Point = |g| {
        let n = g.n();
        Point::real(&[n, g.share()])
    };
    vec![
        row(
            "kl_estimate",
            "1 ≤ n ≤ f64::MAX; ε: 2^-60 … 1 − 2^-53, 1/n …",
            |g| {
                let n = g.n();
                let epsilon = match g.index() % 3 {
                    0 => (g.power(-6.0, 6.0) / n).min(0.5),
                    _ => g.share(),
                };
                Point::real(&[n, epsilon])
            },
            |p| divergence::kl_estimate(p.x[0], p.x[1]),
            |p| Answer::Value(exact::kl_estimate(p.x[0], p.x[1])),
        ),
        row(
            "kl_gap_bound",
            "1 ≤ n ≤ 2^500; collision: 2^-60 … 1 − 2^-53",
            |g| {
                let n = g.n().min(2_f64.powi(500));
                Point::real(&[n, g.share()])
            },
            |p| divergence::kl_gap_bound(p.x[0], p.x[1]),
            |p| {
                let n = first::<B>(p);
                Answer::Value((n.clone() - 1.0) * n.scale(1) * p.x[1])
            },
        ),
        row(
            "win_rate_gap_bound",
            "1 ≤ n ≤ f64::MAX; collision: 2^-60 … 1 − 2^-53",
            shared,
            |p| divergence::win_rate_gap_bound(p.x[0], p.x[1]),
            |p| Answer::Value(((first::<B>(p) - 1.0) * p.x[1]).scale(-1)),
        ),
    ]
}

fn nats(g: &mut Generator) -> Point {
    Point::real(&[g.nats()])
}

/// A value of a divergence that has no upper limit.
fn unbounded(g: &mut Generator) -> Point {
    let x = g.nats();
    Point::real(&[if g.bits() & 1 == 0 {
        x
    } else {
        g.power(0.0, 1021.0)
    }])
}

/// `bestof::divergence`, backwards.
#[must_use]
pub fn inverses<B: Big>() -> Vec<Row<B>> {
    let row = |name, domain, draw, kernel, answer: fn(&Point) -> Answer<B>| Row {
        name,
        bound: 2.0,
        domain,
        reals: 1,
        wholes: 0,
        draw,
        kernel,
        answer: Arc::new(answer),
    };
    vec![
        row(
            "n_at_kl",
            "0 … 720 nats",
            nats,
            |p| divergence::n_at_kl(p.x[0]),
            |p| inverse(exact::BITS, p.x[0], exact::kl),
        ),
        row(
            "n_at_reverse_kl",
            "0 … 2^1021 nats",
            unbounded,
            |p| divergence::n_at_reverse_kl(p.x[0]),
            |p| inverse(exact::BITS, p.x[0], exact::reverse_kl),
        ),
        row(
            "n_at_chi_squared",
            "0 … 2^1021",
            unbounded,
            |p| divergence::n_at_chi_squared(p.x[0]),
            |p| Answer::Value(exact::n_at_chi_squared(p.x[0])),
        ),
        row(
            "n_at_total_variation",
            "2^-60 … 1 − 2^-53",
            |g| Point::real(&[g.share()]),
            |p| divergence::n_at_total_variation(p.x[0]),
            |p| inverse(exact::BITS, p.x[0], exact::total_variation),
        ),
        row(
            "n_at_hellinger_squared",
            "2^-59 … 2",
            |g| Point::real(&[2.0 * g.share()]),
            |p| divergence::n_at_hellinger_squared(p.x[0]),
            |p| exact::n_at_hellinger_squared(p.x[0]),
        ),
        Row {
            name: "n_at_renyi",
            bound: 2.0,
            domain: "0 … 720 nats; α: 2^-100 … 2^100, ∞",
            reals: 2,
            wholes: 0,
            draw: |g| {
                let order = g.order();
                let order = if order == 0.0 { 0.5 } else { order };
                Point::real(&[g.nats(), order])
            },
            kernel: |p| divergence::n_at_renyi(p.x[0], p.x[1]),
            answer: Arc::new(|p| {
                let alpha = p.x[1];
                inverse(exact::renyi_bits(alpha), p.x[0], move |n| {
                    exact::renyi(n, alpha)
                })
            }),
        },
    ]
}

/// `bestof::divergence`, of one order statistic.
#[must_use]
pub fn order_statistics<B: Big>() -> Vec<Row<B>> {
    let gamma = Arc::new(Polygamma::<B>::default());
    let ranks: fn(&mut Generator) -> Point = |g| {
        let n = match g.index() % 2 {
            0 => g.count().max(2),
            _ => g.power(1.0, 12.0) as u64,
        };
        Point::whole(&[n, g.part(n)])
    };
    let of = |f: fn(&Polygamma<B>, u64, u64) -> B| -> Arc<Truth<B>> {
        let gamma = Arc::clone(&gamma);
        Arc::new(move |p: &Point| Answer::Value(f(&gamma, p.k[0], p.k[1])))
    };
    vec![
        Row {
            name: "order_statistic_kl",
            bound: 1.0,
            domain: "1 ≤ j ≤ n, 2 ≤ n < 2^64",
            reals: 0,
            wholes: 2,
            draw: ranks,
            kernel: |p| divergence::order_statistic_kl(p.k[0], p.k[1]),
            answer: of(Polygamma::order_statistic_kl),
        },
        Row {
            name: "order_statistic_chi_squared",
            bound: 1.0,
            domain: "1 ≤ j ≤ n, 2 ≤ n < 2^64",
            reals: 0,
            wholes: 2,
            draw: ranks,
            kernel: |p| divergence::order_statistic_chi_squared(p.k[0], p.k[1]),
            answer: of(|gamma, n, j| gamma.order_statistic_moment(n, j, 2.0).exp() - 1.0),
        },
        Row {
            name: "order_statistic_renyi",
            bound: 2.0,
            domain: "1 ≤ j ≤ n, 2 ≤ n < 2^64; α: 2^-4 … 2^60",
            reals: 1,
            wholes: 2,
            draw: |g| {
                let n = match g.index() % 2 {
                    0 => g.count().max(2),
                    _ => g.power(1.0, 12.0) as u64,
                };
                let order = match g.order() {
                    order if (0.0625..1.0e18).contains(&order) => order,
                    _ => 1.0 + g.power(-20.0, 6.0),
                };
                Point {
                    k: [n, g.part(n), 0],
                    ..Point::real(&[order])
                }
            },
            kernel: |p| divergence::order_statistic_renyi(p.k[0], p.k[1], p.x[0]),
            answer: Arc::new(move |p| {
                let (n, j, alpha) = (p.k[0], p.k[1], p.x[0]);
                Answer::Value(if alpha == 1.0 {
                    gamma.order_statistic_kl(n, j)
                } else {
                    let order = B::from_f64(alpha, exact::BITS) - 1.0;
                    gamma.order_statistic_moment(n, j, alpha) / order
                })
            }),
        },
    ]
}
