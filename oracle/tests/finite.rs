//! Laws with ties against big numbers: every divergence and the win rate, of a few levels and of many.

use bestof::divergence::{Divergence, finite_divergence, finite_win_rate};
use bestof_oracle::Backend;
use bestof_oracle::big::Big;
use bestof_oracle::error::in_ulp;
use bestof_oracle::generate::Generator;
use bestof_oracle::reference::Answer;

/// Enough for `n` an ulp above 1, where the terms of some divergences lose four times 52 bits.
const BITS: u32 = 448;

/// No result may be further from the truth, in ulp.
const BOUND: f64 = 1.0;

const DIVERGENCES: [Divergence; 12] = [
    Divergence::Kl,
    Divergence::ReverseKl,
    Divergence::Jeffreys,
    Divergence::ChiSquared,
    Divergence::TotalVariation,
    Divergence::HellingerSquared,
    Divergence::Renyi(0.01),
    Divergence::Renyi(0.5),
    Divergence::Renyi(0.9),
    Divergence::Renyi(1.000_001),
    Divergence::Renyi(2.0),
    Divergence::Renyi(40.0),
];

/// Probabilities of a level under the reference and under best-of-n, and their log ratio.
struct Level<B> {
    reference: B,
    best: B,
    log: B,
}

fn levels<B: Big>(pmf: &[f64], n: f64) -> Vec<Level<B>> {
    let zero = || B::from_f64(0.0, BITS);
    let n = B::from_f64(n, BITS);
    let total = pmf.iter().fold(zero(), |sum, p| sum + *p);
    let mut mass = zero();
    let mut below: Option<B> = None;
    let mut levels = Vec::new();
    for p in pmf.iter().filter(|p| **p > 0.0) {
        mass = mass + *p;
        let upto = (mass.clone() / &total).ln() * &n;
        let reference = B::from_f64(*p, BITS) / &total;
        // Logarithms to the end: F^n may be below the numbers.
        let step = match &below {
            Some(below) => (-(below.clone() - &upto).exp() + 1.0).ln(),
            None => zero(),
        };
        let log = upto.clone() + step - reference.ln();
        let best = log.exp() * &reference;
        below = Some(upto);
        levels.push(Level {
            reference,
            best,
            log,
        });
    }
    levels
}

fn sum<B: Big>(levels: &[Level<B>], term: impl Fn(&Level<B>) -> B) -> B {
    let zero = B::from_f64(0.0, BITS);
    levels.iter().fold(zero, |sum, level| sum + term(level))
}

fn divergence<B: Big>(divergence: Divergence, levels: &[Level<B>]) -> Option<B> {
    Some(match divergence {
        Divergence::Kl => sum(levels, |x| x.best.clone() * &x.log),
        Divergence::ReverseKl => -sum(levels, |x| x.reference.clone() * &x.log),
        Divergence::Jeffreys => sum(levels, |x| (x.best.clone() - &x.reference) * &x.log),
        Divergence::ChiSquared => sum(levels, |x| {
            let miss = x.best.clone() - &x.reference;
            miss.clone() * &miss / &x.reference
        }),
        Divergence::TotalVariation => sum(levels, |x| {
            let miss = x.best.clone() - &x.reference;
            if miss.is_negative() { -miss } else { miss }
        })
        .scale(-1),
        Divergence::HellingerSquared => sum(levels, |x| {
            let miss = x.best.sqrt() - x.reference.sqrt();
            miss.clone() * &miss
        }),
        Divergence::Renyi(alpha) => {
            let order = B::from_f64(alpha, BITS);
            sum(levels, |x| {
                x.reference.clone() * (x.log.clone() * &order).exp()
            })
            .ln()
                / (order.clone() - 1.0)
        }
        _ => return None,
    })
}

/// A law of `len` levels, from even to dominated by a few, some levels without mass.
fn law(g: &mut Generator, len: usize) -> Vec<f64> {
    let spread = g.uniform() * g.uniform() * 40.0;
    let mut pmf: Vec<f64> = (0..len)
        .map(|_| {
            if g.uniform() < 0.05 {
                0.0
            } else {
                g.power(-spread, 0.0)
            }
        })
        .collect();
    pmf.push(g.uniform() + 1e-3);
    pmf
}

/// Draws, from just above 1 to many times the levels.
fn draws(g: &mut Generator) -> f64 {
    match g.index() % 3 {
        0 => 1.0 + g.power(-40.0, 0.0),
        1 => 1.0 + (g.uniform() * 63.0).floor() + 1.0,
        _ => g.power(0.0, 40.0),
    }
}

fn hold(seed: &str, lens: impl Iterator<Item = usize>) {
    let mut g = Generator::new(seed);
    let mut worst = vec![(0.0, String::new()); DIVERGENCES.len() + 1];
    for len in lens {
        let pmf = law(&mut g, len);
        let n = draws(&mut g);
        g.advance();
        let levels = levels::<Backend>(&pmf, n);
        let mut below = Backend::from_f64(0.0, BITS);
        let mut win = Backend::from_f64(0.0, BITS);
        for x in &levels {
            win = win + x.best.clone() * (below.clone() + x.reference.scale(-1));
            below = below + &x.reference;
        }
        let answers = DIVERGENCES
            .iter()
            .map(|d| (finite_divergence(*d, &pmf, n), divergence(*d, &levels)));
        let answers = answers.chain([(finite_win_rate(&pmf, n), Some(win))]);
        for ((got, answer), worst) in answers.zip(&mut worst) {
            let answer = answer.expect("a named divergence");
            if levels.len() == 1 {
                continue;
            }
            let error = in_ulp(&Answer::Value(answer), got.expect("a law"));
            if error > worst.0 {
                *worst = (error, format!("{} levels, n = {n:e}", pmf.len()));
            }
        }
    }
    let names = DIVERGENCES.iter().map(|d| format!("{d:?}"));
    for (name, (error, place)) in names.chain(["win rate".into()]).zip(&worst) {
        println!("{name}: {error:.3} ulp at {place}");
    }
    let most = worst.iter().map(|x| x.0).fold(0.0, f64::max);
    assert!(most <= BOUND, "{most} ulp");
}

#[test]
fn few_levels() {
    hold("few levels", (0..2_000).map(|i| 1 + i % 24));
}

#[test]
fn many_levels() {
    hold("many levels", (0..4).map(|i| 1000 << i));
}
