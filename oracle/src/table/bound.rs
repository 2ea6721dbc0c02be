//! Rows of `bestof::bound`.

use std::sync::Arc;

use bestof::bound;

use super::Row;
use crate::big::Big;
use crate::generate::{Generator, Point};
use crate::reference::{self as exact, Answer};

/// `bestof::bound`.
#[must_use]
pub fn bounds<B: Big>() -> Vec<Row<B>> {
    let row = |name, reals, domain, draw, kernel, answer: fn(&Point) -> Answer<B>| Row {
        name,
        bound: 1.0,
        domain,
        reals,
        wholes: 0,
        draw,
        kernel,
        answer: Arc::new(answer),
    };
    vec![
        row(
            "sub_gaussian_bound",
            2,
            "σ: 0, 2^-10 … 2^10; 0 … 720 nats",
            |g| Point::real(&[g.reward(), g.nats()]),
            |p| bound::sub_gaussian_bound(p.x[0], p.x[1]),
            |p| Answer::Value(exact::sub_gaussian_bound(p.x[0], p.x[1])),
        ),
        row(
            "sub_gamma_bound",
            3,
            "v, c: 0, 2^-10 … 2^10; 0 … 720 nats",
            |g| {
                let scale = if g.index() % 16 == 0 { 0.0 } else { g.reward() };
                Point::real(&[g.reward(), scale, g.nats()])
            },
            |p| bound::sub_gamma_bound(p.x[0], p.x[1], p.x[2]),
            |p| Answer::Value(exact::sub_gamma_bound(p.x[0], p.x[1], p.x[2])),
        ),
        row(
            "tail_adaptive_bound",
            4,
            "σ: 2^-10 … 2^10; 2^-60 ≤ α ≤ 1; 0 … 720 nats",
            |g| {
                let alpha = if g.index() % 16 == 0 { 1.0 } else { g.share() };
                Point::real(&[g.reward(), g.reward(), alpha, g.nats()])
            },
            |p| bound::tail_adaptive_bound(p.x[0], p.x[1], p.x[2], p.x[3]),
            |p| Answer::Value(exact::tail_adaptive_bound(p.x[0], p.x[1], p.x[2], p.x[3])),
        ),
        Row {
            bound: 4.0,
            ..row(
                "bernoulli_kl_upper",
                2,
                "p: 2^-60 … 1 − 2^-53; 2^-70 nats … −ln p and beyond",
                |g| {
                    let p = g.share();
                    Point::real(&[p, gap_nats(g, p)])
                },
                |p| bound::bernoulli_kl_upper(p.x[0], p.x[1]),
                |p| exact::bernoulli_kl_upper(p.x[0], p.x[1]),
            )
        },
        row(
            "bounded_bound",
            4,
            "hi, −lo: 2^-10 … 2^10, lo < mean < hi; 2^-70 nats … −ln p and beyond",
            |g| {
                let (lo, hi, p) = (-g.reward(), g.reward(), g.share());
                let mean = (lo + (hi - lo) * p).clamp(lo, hi);
                let nats = gap_nats(g, p);
                Point::real(&[lo, hi, mean, nats])
            },
            |p| bound::bounded_bound(p.x[0], p.x[1], p.x[2], p.x[3]),
            |p| exact::bounded_bound(p.x[0], p.x[1], p.x[2], p.x[3]),
        ),
    ]
}

/// A divergence that leaves room above `p`, mostly.
fn gap_nats(g: &mut Generator, p: f64) -> f64 {
    match g.bits() % 8 {
        0 => g.between(0.0, 5.0),
        1 => g.power(-70.0, 0.0),
        2 => -p.ln() * (1.0 - g.power(-50.0, 0.0)),
        _ => -p.ln() * g.power(-20.0, 0.0),
    }
}
