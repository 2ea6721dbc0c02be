//! Rows of `bestof::golden`.

use std::sync::Arc;

use bestof::golden;

use super::Row;
use super::order::{NORMAL, normal_maxima};
use crate::big::Big;
use crate::generate::{Generator, Point};
use crate::reference::Answer;
use crate::reference_golden as exact;

/// `bestof::golden`.
#[must_use]
pub fn transfers<B: Big>() -> Vec<Row<B>> {
    let row = |name, reals, domain, draw, kernel, answer: fn(&Point) -> B| Row {
        name,
        bound: 1.0,
        domain,
        reals,
        wholes: 0,
        draw,
        kernel,
        answer: Arc::new(move |p| Answer::Value(answer(p))),
    };
    let landmark = |name, kernel, answer| row(name, 2, LANDMARKS, coefficients, kernel, answer);
    vec![
        row(
            "gold_shift_sup",
            2,
            "ε: 0, 2^-10 … 2^10; 0 ≤ TV ≤ 1",
            |g| Point::real(&[g.reward(), g.share()]),
            |p| golden::gold_shift_sup(p.x[0], p.x[1]),
            |p| exact::gold_shift_sup(p.x[0], p.x[1]),
        ),
        row(
            "gold_shift_standard_deviation",
            2,
            "s: 2^-10 … 2^10; χ²: 0 … 720, minute, moderate",
            |g| Point::real(&[g.reward(), g.nats()]),
            |p| golden::gold_shift_standard_deviation(p.x[0], p.x[1]),
            |p| exact::gold_shift_standard_deviation(p.x[0], p.x[1]),
        ),
        gaussian(),
        Row {
            bound: 2.0,
            ..row(
                "coverage_regret",
                3,
                "1 ≤ n ≤ f64::MAX; coverage: 1 + 2^-20 … 2^60, n/2000 … 1000 n; height: 2^-10 … 2^10",
                |g| {
                    let n = g.n();
                    let coverage = match g.bits() % 3 {
                        0 => 1.0 + g.power(-20.0, 10.0),
                        1 => g.power(0.0, 60.0),
                        _ => (n * g.power(-11.0, 10.0)).clamp(1.0, f64::MAX),
                    };
                    Point::real(&[n, coverage, g.reward()])
                },
                |p| golden::coverage_regret(p.x[0], p.x[1], p.x[2]),
                |p| exact::coverage_regret(p.x[0], p.x[1], p.x[2]),
            )
        },
        row(
            "error_regret",
            3,
            "1 ≤ n ≤ f64::MAX; s: 2^-10 … 2^10; χ²: 0 … 720, minute, moderate",
            |g| Point::real(&[g.n(), g.reward(), g.nats()]),
            |p| golden::error_regret(p.x[0], p.x[1], p.x[2]),
            |p| exact::error_regret(p.x[0], p.x[1], p.x[2]),
        ),
        row(
            "scaling_best_of_n",
            3,
            "d: 0, 2^-20 … 2^20, next to the zero; |α|, β: 2^-10 … 2^10",
            |g| {
                let [alpha, beta, ..] = coefficients(g).x;
                let distance = match g.bits() % 4 {
                    0 => (alpha / beta * (1.0 + g.power(-52.0, 0.0))).abs(),
                    _ => distance(g),
                };
                Point::real(&[distance, alpha, beta])
            },
            |p| golden::scaling_best_of_n(p.x[0], p.x[1], p.x[2]),
            |p| exact::scaling_best_of_n(p.x[0], p.x[1], p.x[2]),
        ),
        row(
            "scaling_rl",
            3,
            "d: 0, 2^-20 … 2^20; |α|, β: 2^-10 … 2^10; where |α − β ln d| ≥ 2^-6 |α|",
            |g| {
                let [alpha, beta, ..] = coefficients(g).x;
                let distance = distance(g);
                let kept = alpha - beta * distance.ln();
                let near = kept.abs() < alpha.abs() / 64.0;
                Point::real(&[if near { 1.0 } else { distance }, alpha, beta])
            },
            |p| golden::scaling_rl(p.x[0], p.x[1], p.x[2]),
            |p| exact::scaling_rl(p.x[0], p.x[1], p.x[2]),
        ),
        landmark(
            "scaling_best_of_n_peak",
            |p| golden::scaling_best_of_n_peak(p.x[0], p.x[1]),
            |p| rising(p, exact::scaling_best_of_n_peak),
        ),
        landmark(
            "scaling_best_of_n_peak_gain",
            |p| golden::scaling_best_of_n_peak_gain(p.x[0], p.x[1]),
            |p| rising(p, exact::scaling_best_of_n_peak_gain),
        ),
        landmark(
            "scaling_best_of_n_zero",
            |p| golden::scaling_best_of_n_zero(p.x[0], p.x[1]),
            |p| rising(p, exact::scaling_best_of_n_zero),
        ),
        landmark(
            "scaling_rl_peak",
            |p| golden::scaling_rl_peak(p.x[0], p.x[1]),
            |p| exact::scaling_rl_peak(p.x[0], p.x[1]),
        ),
        landmark(
            "scaling_rl_peak_gain",
            |p| golden::scaling_rl_peak_gain(p.x[0], p.x[1]),
            |p| exact::scaling_rl_peak_gain(p.x[0], p.x[1]),
        ),
        landmark(
            "scaling_rl_zero",
            |p| golden::scaling_rl_zero(p.x[0], p.x[1]),
            |p| exact::scaling_rl_zero(p.x[0], p.x[1]),
        ),
    ]
}

const LANDMARKS: &str = "|α|: 2^-10 … 2^10; β: 2^-10 … 2^10, |α|/2000 … |α|";

/// `α` of either sign, `β > 0`.
fn coefficients(g: &mut Generator) -> Point {
    let size = g.reward();
    let beta = if g.bits().is_multiple_of(2) {
        g.reward()
    } else {
        size * g.power(-11.0, 0.0)
    };
    let alpha = if g.bits().is_multiple_of(4) {
        -size
    } else {
        size
    };
    Point::real(&[alpha, beta])
}

fn distance(g: &mut Generator) -> f64 {
    match g.bits() % 4 {
        0 => g.power(-20.0, 20.0),
        1 if g.index().is_multiple_of(64) => 0.0,
        _ => g.between(0.0, 8.0),
    }
}

/// `value` at the coefficients, 0 for a law that never rises.
fn rising<B: Big>(p: &Point, value: fn(f64, f64) -> B) -> B {
    if p.x[0] > 0.0 {
        value(p.x[0], p.x[1])
    } else {
        B::from_u64(1, 64) * 0.0
    }
}

fn gaussian<B: Big>() -> Row<B> {
    let maxima = normal_maxima::<B>();
    Row {
        name: "gaussian_gold_gain",
        bound: 2.0,
        domain: "the n of tests/vectors, over and over; −1 ≤ ρ ≤ 1; s: 2^-10 … 2^10",
        reals: 3,
        wholes: 0,
        draw: |g| {
            let n = NORMAL[g.index() % NORMAL.len()].point.x[0];
            let correlation = match g.bits() % 4 {
                0 => 1.0,
                1 => -g.share(),
                _ => g.share(),
            };
            Point::real(&[n, correlation, g.reward()])
        },
        kernel: |p| golden::gaussian_gold_gain(p.x[0], p.x[1], p.x[2]),
        answer: Arc::new(move |p| {
            let [n, correlation, s, _] = p.x;
            maxima
                .get(&n.to_bits())
                .map_or(Answer::Exactly(f64::NAN), |m| {
                    Answer::Value(exact::gaussian_gold_gain(m, correlation, s))
                })
        }),
    }
}
