//! Rows of `bestof::bound`: laws of the reward, and confidences.

use std::sync::Arc;

use bestof::bound;
use bestof::divergence::kl;

use super::Row;
use crate::big::Big;
use crate::generate::{Generator, Point};
use crate::reference::{Answer, Polygamma};
use crate::tails as exact;

/// Bounds from a law of the reward.
#[must_use]
pub fn laws<B: Big>() -> Vec<Row<B>> {
    let row = |name, bound, reals, domain, draw, kernel, answer: fn(&Point) -> Answer<B>| Row {
        name,
        bound,
        domain,
        reals,
        wholes: 0,
        draw,
        kernel,
        answer: Arc::new(answer),
    };
    vec![
        row(
            "gamma_bound",
            2.0,
            3,
            "shape, scale: 2^-10 … 2^10; 0 … 720 nats",
            |g| Point::real(&[g.reward(), g.reward(), g.nats()]),
            |p| bound::gamma_bound(p.x[0], p.x[1], p.x[2]),
            |p| exact::gamma_bound(p.x[0], p.x[1], p.x[2]),
        ),
        row(
            "exponential_bound",
            2.0,
            2,
            "scale: 2^-10 … 2^10; 0 … 720 nats",
            |g| Point::real(&[g.reward(), g.nats()]),
            |p| bound::exponential_bound(p.x[0], p.x[1]),
            |p| exact::gamma_bound(1.0, p.x[0], p.x[1]),
        ),
        row(
            "uniform_bound",
            2.0,
            3,
            "hi, −lo: 2^-10 … 2^10; 0 … 720 nats",
            |g| Point::real(&[-g.reward(), g.reward(), g.nats()]),
            |p| bound::uniform_bound(p.x[0], p.x[1], p.x[2]),
            |p| exact::uniform_bound(p.x[0], p.x[1], p.x[2]),
        ),
        row(
            "sub_exponential_bound",
            1.0,
            3,
            "ν, b: 0, 2^-10 … 2^10; 0 … 720 nats",
            |g| {
                let b = if g.index() % 16 == 0 { 0.0 } else { g.reward() };
                Point::real(&[g.reward(), b, g.nats()])
            },
            |p| bound::sub_exponential_bound(p.x[0], p.x[1], p.x[2]),
            |p| Answer::Value(exact::sub_exponential_bound(p.x[0], p.x[1], p.x[2])),
        ),
        row(
            "hoeffding_bound",
            1.0,
            3,
            "hi, −lo: 2^-10 … 2^10; 0 … 720 nats",
            |g| Point::real(&[-g.reward(), g.reward(), g.nats()]),
            |p| bound::hoeffding_bound(p.x[0], p.x[1], p.x[2]),
            |p| Answer::Value(exact::hoeffding_bound(p.x[0], p.x[1], p.x[2])),
        ),
        row(
            "kearns_saul_bound",
            1.0,
            4,
            "hi, −lo: 2^-10 … 2^10, lo < mean < hi; 0 … 720 nats",
            |g| {
                let (lo, hi, p) = (-g.reward(), g.reward(), g.share());
                let p = if g.index() % 8 == 0 {
                    0.5 - g.power(-52.0, -1.0)
                } else {
                    p
                };
                let mean = (lo + (hi - lo) * p).clamp(lo, hi);
                Point::real(&[lo, hi, mean, g.nats()])
            },
            |p| bound::kearns_saul_bound(p.x[0], p.x[1], p.x[2], p.x[3]),
            |p| Answer::Value(exact::kearns_saul_bound(p.x[0], p.x[1], p.x[2], p.x[3])),
        ),
    ]
}

/// Bounds that hold with a probability.
#[must_use]
pub fn confidences<B: Big>() -> Vec<Row<B>> {
    // One for the life of the process: the closures of a root need it.
    let gamma: &'static Polygamma<B> = Box::leak(Box::default());
    let row = |name, bound, reals, wholes, domain, draw, kernel| Row {
        name,
        bound,
        domain,
        reals,
        wholes,
        draw,
        kernel,
        answer: Arc::new(|_: &Point| Answer::Exactly(0.0)),
    };
    let value = |row: Row<B>, f: fn(&Point) -> B| Row {
        answer: Arc::new(move |p: &Point| Answer::Value(f(p))),
        ..row
    };
    vec![
        value(
            row(
                "empirical_gain_bound",
                1.0,
                4,
                2,
                "σ: 2^-10 … 2^10; 0 … 720 nats; 2^-60 ≤ δ < 1; 1 ≤ m, k < 2^64",
                |g| {
                    let x = [g.reward(), g.reward(), g.nats(), g.share()];
                    with_counts(&x, &[g.count(), g.count()])
                },
                |p| bound::empirical_gain_bound(p.x[0], p.x[1], p.x[2], p.x[3], p.k[0], p.k[1]),
            ),
            |p| exact::empirical_gain_bound(p.x, p.k[0], p.k[1]),
        ),
        value(
            row(
                "policy_mean_bound",
                1.0,
                4,
                1,
                "σ: 2^-10 … 2^10; α > 1; 0 … 720 nats; 2^-60 ≤ δ < 1; 1 ≤ m < 2^64",
                |g| {
                    let alpha = 1.0 + g.power(-52.0, 20.0);
                    let alpha = if g.index() % 16 == 0 {
                        f64::INFINITY
                    } else {
                        alpha
                    };
                    with_counts(&[g.reward(), alpha, g.nats(), g.share()], &[g.count()])
                },
                |p| bound::policy_mean_bound(p.x[0], p.x[1], p.x[2], p.x[3], p.k[0]),
            ),
            |p| exact::policy_mean_bound(p.x, p.k[0]),
        ),
        value(
            row(
                "best_of_n_mean_bound",
                1.0,
                3,
                1,
                "σ: 2^-10 … 2^10; 1 ≤ n ≤ f64::MAX; 2^-60 ≤ δ < 1; 1 ≤ m < 2^64",
                |g| with_counts(&[g.reward(), g.n(), g.share()], &[g.count()]),
                |p| bound::best_of_n_mean_bound(p.x[0], p.x[1], p.x[2], p.k[0]),
            ),
            |p| exact::best_of_n_mean_bound(p.x[0], p.x[1], p.x[2], p.k[0]),
        ),
        value(
            row(
                "realised_kl_upper_chernoff",
                1.0,
                2,
                1,
                "1 ≤ n ≤ f64::MAX; 2^-60 ≤ δ < 1; 1 ≤ m < 2^64",
                |g| with_counts(&[g.n(), g.share()], &[g.count()]),
                |p| bound::realised_kl_upper_chernoff(p.x[0], p.x[1], p.k[0]),
            ),
            |p| exact::realised_kl_upper_chernoff(p.x[0], p.x[1], p.k[0]),
        ),
        value(
            row(
                "realised_kl_lower_chernoff",
                2.0,
                2,
                1,
                "1 ≤ n ≤ f64::MAX; 2^-60 ≤ δ < 1; 1 ≤ m < 2^64; the result no nearer to 0 than KL/64",
                |g| clear(g, bound::realised_kl_lower_chernoff, Generator::count),
                |p| bound::realised_kl_lower_chernoff(p.x[0], p.x[1], p.k[0]),
            ),
            |p| exact::realised_kl_lower_chernoff(p.x[0], p.x[1], p.k[0]),
        ),
        Row {
            answer: Arc::new(move |p: &Point| {
                exact::realised_kl(gamma, p.x[0], p.x[1], p.k[0], true)
            }),
            ..row(
                "realised_kl_upper",
                2.0,
                2,
                1,
                "1 ≤ n ≤ f64::MAX; 2^-60 ≤ δ ≤ 1/2; 1 ≤ m ≤ 2^18",
                |g| {
                    let delta = g.share();
                    let delta = if delta > 0.5 { 1.0 - delta } else { delta };
                    with_counts(&[g.n(), delta], &[few(g)])
                },
                |p| bound::realised_kl_upper(p.x[0], p.x[1], p.k[0]),
            )
        },
        Row {
            answer: Arc::new(move |p: &Point| {
                exact::realised_kl(gamma, p.x[0], p.x[1], p.k[0], false)
            }),
            ..row(
                "realised_kl_lower",
                2.0,
                2,
                1,
                "1 ≤ n ≤ f64::MAX; 2^-60 ≤ δ < 1; 1 ≤ m ≤ 2^18; the result no nearer to 0 than KL/64",
                |g| clear(g, bound::realised_kl_lower, few),
                |p| bound::realised_kl_lower(p.x[0], p.x[1], p.k[0]),
            )
        },
    ]
}

fn with_counts(reals: &[f64], counts: &[u64]) -> Point {
    Point {
        k: Point::whole(counts).k,
        ..Point::real(reals)
    }
}

/// Numbers of draws, of which the larger cost the reference more.
fn few(g: &mut Generator) -> u64 {
    let most = if g.bits().is_multiple_of(256) {
        18.0
    } else {
        7.0
    };
    g.power(0.0, most) as u64
}

/// A point whose result keeps clear of the 0 at which it changes sign.
fn clear(
    g: &mut Generator,
    f: fn(f64, f64, u64) -> f64,
    draws: fn(&mut Generator) -> u64,
) -> Point {
    let n = g.n();
    loop {
        let (delta, m) = (g.share(), draws(g));
        if f(n, delta, m).abs() >= kl(n) / 64.0 {
            return with_counts(&[n, delta], &[m]);
        }
    }
}
