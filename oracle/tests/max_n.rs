//! `max_n` decides without rounding: at every divergence's value, an ulp below it and an ulp above.

use bestof::divergence::Divergence;
use bestof_oracle::Backend;
use bestof_oracle::budgets::{DIVERGENCES, wrong_budget};
use bestof_oracle::generate::Generator;

/// Sizes drawn up to 2^53, per divergence, besides all the small ones.
const DRAWN: usize = 1_000;

fn exact(divergences: &[Divergence]) {
    let mut generator = Generator::new("max_n");
    let drawn: Vec<u64> = (0..DRAWN)
        .map(|_| generator.power(11.5, 53.0) as u64)
        .collect();
    for &divergence in divergences {
        for n in (1..=3_000).chain(drawn.iter().copied()) {
            if let Some(budget) = wrong_budget::<Backend>(divergence, n) {
                panic!("max_n({divergence:?}, {budget:e}), near n = {n}");
            }
        }
    }
}

// In threes, so that the tests run side by side.
#[test]
fn the_first_divergences_are_exact() {
    exact(&DIVERGENCES[..3]);
}

#[test]
fn the_next_divergences_are_exact() {
    exact(&DIVERGENCES[3..6]);
}

#[test]
fn renyi_divergences_are_exact() {
    exact(&DIVERGENCES[6..]);
}
