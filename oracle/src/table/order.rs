//! Rows of `bestof::order`.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use bestof::order;

use super::{Row, sizes};
use crate::big::Big;
use crate::generate::{Generator, Point};
use crate::reference::{self as exact, Answer, Polygamma, first};
use crate::vectors::{Vector, from_decimal, read};

fn ranks(g: &mut Generator) -> Point {
    let n = g.count();
    Point::whole(&[n, g.part(n)])
}

/// `bestof::order`.
#[must_use]
pub fn orders<B: Big>() -> Vec<Row<B>> {
    type Of<B> = fn(&Polygamma<B>, &Point) -> B;
    let polygamma = Arc::new(Polygamma::<B>::default());
    let row = |name, bound, kernel: fn(&Point) -> f64, f: Of<B>| {
        let polygamma = polygamma.clone();
        Row {
            name,
            bound,
            domain: "1 ≤ n ≤ f64::MAX",
            reals: 1,
            wholes: 0,
            draw: sizes,
            kernel,
            answer: Arc::new(move |p| Answer::Value(f(&polygamma, p))),
        }
    };
    let ranked = |name, kernel, f: Of<B>| Row {
        reals: 0,
        wholes: 2,
        domain: "1 ≤ k ≤ n < 2^64",
        draw: ranks,
        ..row(name, 2.0, kernel, f)
    };
    vec![
        normal(),
        row(
            "exp_max_mean",
            2.0,
            |p| order::exp_max_mean(p.x[0]),
            |g, p| g.exp_max_mean(p.x[0]),
        ),
        row(
            "exp_max_variance",
            2.0,
            |p| order::exp_max_variance(p.x[0]),
            |g, p| g.exp_max_variance(p.x[0]),
        ),
        Row {
            reals: 2,
            domain: "1 ≤ n ≤ f64::MAX; x: 2^-100 … 700 and about ln n",
            draw: |g| {
                let n = g.n();
                let x = match g.bits() % 4 {
                    0 => g.power(-100.0, 0.0),
                    1 => g.between(0.0, 40.0),
                    2 => (n.ln() + g.between(-4.0, 8.0)).max(1e-3),
                    _ => g.between(0.0, 700.0),
                };
                Point::real(&[n, x])
            },
            ..row(
                "exp_max_cdf",
                2.0,
                |p| order::exp_max_cdf(p.x[0], p.x[1]),
                |_, p| exact::exp_max_cdf(p.x[0], p.x[1]),
            )
        },
        Row {
            reals: 2,
            domain: "1 ≤ n ≤ f64::MAX; p: 2^-1070 … 1 − 2^-53",
            draw: |g| {
                let n = g.n();
                let p = match g.bits() % 3 {
                    0 => g.share(),
                    1 => g.power(-1070.0, -0.01),
                    _ => (-n * g.between(0.0, 3.0)).exp(),
                };
                Point::real(&[n, if p > 0.0 && p < 1.0 { p } else { 0.75 }])
            },
            ..row(
                "exp_max_quantile",
                2.0,
                |p| order::exp_max_quantile(p.x[0], p.x[1]),
                |_, p| exact::exp_max_quantile(p.x[0], p.x[1]),
            )
        },
        ranked(
            "exp_order_mean",
            |p| order::exp_order_mean(p.k[0], p.k[1]),
            |g, p| g.exp_order_mean(p.k[0], p.k[1]),
        ),
        ranked(
            "exp_order_variance",
            |p| order::exp_order_variance(p.k[0], p.k[1]),
            |g, p| g.exp_order_variance(p.k[0], p.k[1]),
        ),
        Row {
            wholes: 3,
            domain: "1 ≤ j, k ≤ n < 2^64",
            draw: |g| {
                let n = g.count();
                Point::whole(&[n, g.part(n), g.part(n)])
            },
            ..ranked(
                "exp_order_covariance",
                |p| order::exp_order_covariance(p.k[0], p.k[1], p.k[2]),
                |g, p| g.exp_order_variance(p.k[0], p.k[1].min(p.k[2])),
            )
        },
        row(
            "uniform_max_mean",
            2.0,
            |p| order::uniform_max_mean(p.x[0]),
            |_, p| exact::win_rate(&first(p)),
        ),
        row(
            "gumbel_max_mean",
            2.0,
            |p| order::gumbel_max_mean(p.x[0]),
            |g, p| g.gumbel_max_mean(p.x[0]),
        ),
        row(
            "logistic_max_mean",
            2.0,
            |p| order::logistic_max_mean(p.x[0]),
            |g, p| g.logistic_max_mean(p.x[0]),
        ),
    ]
}

/// Every vector of `normal_max_mean`, which has no closed form: its points, and its truth.
pub(super) static NORMAL: LazyLock<Vec<Vector>> = LazyLock::new(|| {
    ["normal_max_mean", "normal_max_mean_dense"]
        .into_iter()
        .filter_map(|name| read(name, 0).unwrap_or_else(|e| panic!("{e}")))
        .flatten()
        .collect()
});

/// The expected maximum of every such `n`, by its bits.
pub(super) fn normal_maxima<B: Big>() -> HashMap<u64, B> {
    NORMAL
        .iter()
        .filter_map(|v| Some((v.point.x[0].to_bits(), from_decimal(&v.expected, 256)?)))
        .collect()
}

fn normal<B: Big>() -> Row<B> {
    let truth = normal_maxima::<B>();
    Row {
        name: "normal_max_mean",
        bound: 4.0,
        domain: "the n of tests/vectors, over and over",
        reals: 1,
        wholes: 0,
        draw: |g| NORMAL[g.index() % NORMAL.len()].point,
        kernel: |p| order::normal_max_mean(p.x[0]),
        answer: Arc::new(move |p| {
            truth
                .get(&p.x[0].to_bits())
                .map_or(Answer::Exactly(f64::NAN), |x| Answer::Value(x.clone()))
        }),
    }
}
