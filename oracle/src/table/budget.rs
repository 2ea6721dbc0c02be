//! Rows of `bestof::budget`.

use std::sync::Arc;

use bestof::budget;

use super::Row;
use crate::big::Big;
use crate::generate::{Generator, Point};
use crate::reference::Answer;
use crate::reference_budget as exact;

/// A cost: minute, moderate, about the places where a value is 0, large.
fn costs(g: &mut Generator) -> Point {
    let cost = match g.bits() % 6 {
        0 => g.power(-1000.0, 0.0),
        1 => g.power(-20.0, 4.0),
        2 => g.between(0.0, 2.0),
        3 => {
            let centre = [0.398_942_280_401_432_7, 1.0, 0.5, core::f64::consts::LN_2];
            let away = g.power(-52.0, -1.0);
            let side = if g.bits() & 1 == 0 { away } else { -away };
            centre[g.index() % 4] * (1.0 + side)
        }
        4 => g.power(0.0, 60.0),
        _ => g.between(0.0, 0.01),
    };
    Point::real(&[cost.max(1e-300)])
}

/// `bestof::budget`.
#[must_use]
pub fn budgets<B: Big>() -> Vec<Row<B>> {
    let row = |name, bound, kernel, answer: fn(&Point) -> B| Row {
        name,
        bound,
        domain: "2^-1000 ≤ cost ≤ 2^60",
        reals: 1,
        wholes: 0,
        draw: costs,
        kernel,
        answer: Arc::new(move |p: &Point| Answer::Value(answer(p))),
    };
    let root = exact::pi::<B>(256).scale(1).sqrt();
    vec![
        Row {
            answer: Arc::new(move |p: &Point| {
                // Newton's steps end at the same root wherever they start; the kernel's own answer is close.
                let near = budget::reservation_normal(p.x[0]);
                Answer::Value(exact::reservation_normal(p.x[0], near, &root))
            }),
            ..row(
                "reservation_normal",
                2.0,
                |p| budget::reservation_normal(p.x[0]),
                |p| exact::reservation_exponential(p.x[0]),
            )
        },
        row(
            "reservation_exponential",
            1.0,
            |p| budget::reservation_exponential(p.x[0]),
            |p| exact::reservation_exponential(p.x[0]),
        ),
        row(
            "reservation_uniform",
            1.0,
            |p| budget::reservation_uniform(p.x[0]),
            |p| exact::reservation_uniform(p.x[0]),
        ),
        row(
            "reservation_logistic",
            2.0,
            |p| budget::reservation_logistic(p.x[0]),
            |p| exact::reservation_logistic(p.x[0]),
        ),
        Row {
            reals: 0,
            wholes: 2,
            domain: "0 ≤ draws, more < 2^64",
            draw: |g| {
                let draws = if g.bits() % 8 == 0 { 0 } else { g.count() };
                Point::whole(&[draws, g.count()])
            },
            ..row(
                "record_probability",
                1.0,
                |p| budget::record_probability(p.k[0], p.k[1]),
                |p| exact::record_probability(p.k[0], p.k[1]),
            )
        },
        Row {
            reals: 0,
            wholes: 2,
            domain: "ahead, behind ≤ 300",
            draw: |g| Point::whole(&[g.bits() % 301, g.bits() % 301]),
            ..row(
                "majority_flip",
                64.0,
                |p| budget::majority_flip(p.k[0], p.k[1]),
                |p| exact::majority_flip(p.k[0], p.k[1]),
            )
        },
    ]
}
