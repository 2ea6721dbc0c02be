//! Where a function that only ever rises steps down, by rounding.

use bestof::divergence::{chi_squared, hellinger_squared, kl, renyi, reverse_kl, total_variation};

/// A divergence by its name.
pub type Named = (&'static str, fn(f64) -> f64);

/// The divergences that are searched for falls.
pub const DIVERGENCES: [Named; 7] = [
    ("kl", kl),
    ("reverse_kl", reverse_kl),
    ("chi_squared", chi_squared),
    ("total_variation", total_variation),
    ("hellinger_squared", hellinger_squared),
    ("renyi(n, 0.5)", |n| renyi(n, 0.5)),
    ("renyi(n, 2)", |n| renyi(n, 2.0)),
];

/// How often the function falls between consecutive numbers.
pub fn count(f: fn(f64) -> f64, numbers: impl Iterator<Item = f64>) -> usize {
    numbers
        .map(f)
        .scan(f64::NEG_INFINITY, |last, y| {
            let falls = y < *last || y.is_nan();
            *last = y;
            Some(usize::from(falls))
        })
        .sum()
}

/// Falls over the integers from 1 to `last`.
pub fn over_integers(f: fn(f64) -> f64, last: u32) -> usize {
    count(f, (1..=last).map(f64::from))
}

/// Falls over `points` doubles, an equal run of neighbours in each binade from a place of its own.
pub fn over_neighbours(f: fn(f64) -> f64, points: usize) -> usize {
    let run = (points / 1024).max(2) as u64;
    (0..1024_u64)
        .map(|k| {
            let start = (1023 + k) << 52 | (k.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 13);
            let start = start.min(((1024 + k) << 52) - run);
            count(f, (start..start + run).map(f64::from_bits))
        })
        .sum()
}
