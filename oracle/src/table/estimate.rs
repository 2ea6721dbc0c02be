//! Rows of `bestof::estimate`.

use std::sync::Arc;

use bestof::estimate;

use super::Row;
use crate::big::Big;
use crate::generate::Point;
use crate::reference::{self as exact, Answer};

/// `bestof::estimate`.
#[must_use]
pub fn estimates<B: Big>() -> Vec<Row<B>> {
    vec![Row {
        name: "pass_at_k",
        bound: 1.0,
        domain: "n < 2^64; c, k ≤ n, the smaller of them ≤ 64",
        reals: 0,
        wholes: 3,
        draw: |g| {
            let n = g.count();
            let few = (g.bits() % 65).min(n);
            let many = g.part(n);
            let [c, k] = if g.bits() & 1 == 0 {
                [few, many]
            } else {
                [many, few]
            };
            Point::whole(&[n, c, k])
        },
        kernel: |p| estimate::pass_at_k(p.k[0], p.k[1], p.k[2]),
        answer: Arc::new(|p| Answer::Value(exact::pass_at_k(p.k[0], p.k[1], p.k[2]))),
    }]
}
