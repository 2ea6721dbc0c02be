//! Rows of `bestof::estimate`.

use std::sync::Arc;

use bestof::estimate;

use super::Row;
use crate::big::Big;
use crate::generate::Point;
use crate::reference::{self, Answer};
use crate::reference_estimate as exact;

/// `bestof::estimate`.
#[must_use]
pub fn estimates<B: Big>() -> Vec<Row<B>> {
    vec![
        Row {
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
            answer: Arc::new(|p| Answer::Value(reference::pass_at_k(p.k[0], p.k[1], p.k[2]))),
        },
        Row {
            name: "all_pass_at_k",
            bound: 1.0,
            domain: "n < 2^64; c, k ≤ n, the smaller of k and n − c ≤ 400",
            reals: 0,
            wholes: 3,
            draw: |g| {
                let n = g.count();
                let few = (g.bits() % if g.index() % 16 == 0 { 401 } else { 33 }).min(n);
                // Where the answer is a normal number, and down to where it is none.
                let many = (g.power(-12.0, 0.0) * n as f64) as u64;
                let [failures, k] = if g.bits() & 1 == 0 {
                    [few, many]
                } else {
                    [many, few]
                };
                Point::whole(&[n, n - failures.min(n), k.min(n)])
            },
            kernel: |p| estimate::all_pass_at_k(p.k[0], p.k[1], p.k[2]),
            answer: Arc::new(|p| Answer::Value(exact::all_pass_at_k(p.k[0], p.k[1], p.k[2]))),
        },
        Row {
            name: "pass_at_k_variance",
            bound: 1.0,
            domain: "p: 2^-60 … 1 − 2^-40; n < 2^60, k ≤ 9",
            reals: 1,
            wholes: 2,
            draw: |g| {
                let k = g.bits() % 10;
                let n = k + g.power(0.0, 59.0) as u64 - 1;
                let p = match g.bits() % 3 {
                    0 => g.power(-60.0, 0.0),
                    1 => 1.0 - g.power(-40.0, 0.0),
                    _ => g.uniform(),
                };
                mixed(p, &[n.max(k), k])
            },
            kernel: |p| estimate::pass_at_k_variance(p.x[0], p.k[0], p.k[1]),
            answer: Arc::new(|p| Answer::Value(exact::pass_at_k_variance(p.x[0], p.k[0], p.k[1]))),
        },
        Row {
            name: "pass_at_k_variance_estimate",
            bound: 1.0,
            domain: "n < 2^64; c ≤ n, 2k ≤ n, the smaller of c and k ≤ 64",
            reals: 0,
            wholes: 3,
            draw: |g| {
                let n = g.count();
                let few = (g.bits() % 65).min(n / 2);
                let many = (g.power(-12.0, 0.0) * (n / 2) as f64) as u64;
                let [c, k] = if g.bits() & 1 == 0 {
                    [few, many]
                } else {
                    [many, few]
                };
                Point::whole(&[n, c, k.min(n / 2)])
            },
            kernel: |p| estimate::pass_at_k_variance_estimate(p.k[0], p.k[1], p.k[2]),
            answer: Arc::new(|p| {
                Answer::Value(exact::pass_at_k_variance_estimate(p.k[0], p.k[1], p.k[2]))
            }),
        },
        Row {
            name: "beta_binomial_coverage",
            bound: 1.0,
            domain: "a, b: 2^-20 … 2^20; k ≤ 400",
            reals: 2,
            wholes: 1,
            draw: |g| {
                let k = g.bits() % if g.index() % 16 == 0 { 401 } else { 17 };
                let mut point = mixed(g.power(-20.0, 20.0), &[k]);
                point.x[1] = g.power(-20.0, 20.0);
                point
            },
            kernel: |p| estimate::beta_binomial_coverage(p.x[0], p.x[1], p.k[0]),
            answer: Arc::new(|p| {
                Answer::Value(exact::beta_binomial_coverage(p.x[0], p.x[1], p.k[0]))
            }),
        },
        Row {
            name: "stitched_boundary",
            bound: 1.0,
            domain: "v, v_min: 2^-100 … 2^100; scale: 0, 2^-50 … 2^50; alpha: 2^-60 … 1 − 2^-53",
            reals: 4,
            wholes: 0,
            draw: |g| {
                let scale = if g.bits() % 4 == 0 {
                    0.0
                } else {
                    g.power(-50.0, 50.0)
                };
                Point::real(&[
                    g.power(-100.0, 100.0),
                    g.power(-100.0, 100.0),
                    scale,
                    g.share(),
                ])
            },
            kernel: |p| estimate::stitched_boundary(p.x[0], p.x[1], p.x[2], p.x[3]),
            answer: Arc::new(|p| Answer::Value(exact::stitched_boundary(p.x))),
        },
        Row {
            name: "normal_mixture_boundary",
            bound: 1.0,
            domain: "v: 0, 2^-100 … 2^100; rho: 2^-100 … 2^100; alpha: 2^-60 … 1 − 2^-53",
            reals: 3,
            wholes: 0,
            draw: |g| {
                let v = if g.bits() % 8 == 0 {
                    0.0
                } else {
                    g.power(-100.0, 100.0)
                };
                Point::real(&[v, g.power(-100.0, 100.0), g.share()])
            },
            kernel: |p| estimate::normal_mixture_boundary(p.x[0], p.x[1], p.x[2]),
            answer: Arc::new(|p| {
                Answer::Value(exact::normal_mixture_boundary(p.x[0], p.x[1], p.x[2]))
            }),
        },
        Row {
            name: "normal_mixture_rho",
            bound: 1.0,
            domain: "v: 2^-100 … 2^100; alpha: 2^-60 … 1 − 2^-53",
            reals: 2,
            wholes: 0,
            draw: |g| Point::real(&[g.power(-100.0, 100.0), g.share()]),
            kernel: |p| estimate::normal_mixture_rho(p.x[0], p.x[1]),
            answer: Arc::new(|p| Answer::Value(exact::normal_mixture_rho(p.x[0], p.x[1]))),
        },
        Row {
            name: "maurer_pontil_radius",
            bound: 1.0,
            domain: "variance: 0, 2^-100 … 2^100; range: 0, 2^-50 … 2^50; 2 ≤ m < 2^64; delta: 2^-60 … 1 − 2^-53",
            reals: 3,
            wholes: 1,
            draw: |g| {
                let variance = if g.bits() % 8 == 0 {
                    0.0
                } else {
                    g.power(-100.0, 100.0)
                };
                let range = if g.bits() % 8 == 0 {
                    0.0
                } else {
                    g.power(-50.0, 50.0)
                };
                let mut point = mixed(variance, &[g.count().max(2)]);
                point.x[1] = range;
                point.x[2] = g.share();
                point
            },
            kernel: |p| estimate::maurer_pontil_radius(p.x[0], p.x[1], p.k[0], p.x[2]),
            answer: Arc::new(|p| {
                Answer::Value(exact::maurer_pontil_radius(p.x[0], p.x[1], p.k[0], p.x[2]))
            }),
        },
    ]
}

/// A real and some whole numbers.
fn mixed(x: f64, counts: &[u64]) -> Point {
    let mut point = Point::whole(counts);
    point.x[0] = x;
    point
}
