//! pass^k, powers of two, variances and coverage against enumeration over every outcome, closed forms and simulation.

use bestof::Error;
use bestof::estimate::{
    all_pass_at_k, beta_binomial_coverage, fit_beta_binomial, pass_at_k, pass_at_k_variance,
    pass_at_k_variance_estimate, pass_at_powers_of_two,
};

mod common;

use common::Mix;

fn close(found: f64, expected: f64, relative: f64) -> bool {
    (found - expected).abs() <= relative * expected.abs()
}

/// `C(n, c) p^c (1−p)^(n−c)` for every `c`.
fn binomial(n: u64, p: f64) -> Vec<f64> {
    let mut row = vec![1.0];
    for _ in 0..n {
        let mut next = vec![0.0; row.len() + 1];
        for (c, x) in row.iter().enumerate() {
            next[c] += x * (1.0 - p);
            next[c + 1] += x * p;
        }
        row = next;
    }
    row
}

#[test]
fn all_pass_is_the_failure_of_the_others() {
    for n in 1..=30_u64 {
        for c in 0..=n {
            for k in 0..=n {
                let y = all_pass_at_k(n, c, k);
                assert!((y - (1.0 - pass_at_k(n, n - c, k))).abs() <= 2e-16);
                let product: f64 = (0..k)
                    .map(|i| c.saturating_sub(i) as f64 / (n - i) as f64)
                    .product();
                assert!(
                    close(y, product, 1e-14),
                    "({n}, {c}, {k}): {y:e} {product:e}"
                );
            }
        }
    }
    assert_eq!(all_pass_at_k(10, 3, 1), 0.3);
    assert_eq!(all_pass_at_k(10, 10, 10), 1.0);
    assert_eq!(all_pass_at_k(10, 3, 4), 0.0);
    assert_eq!(all_pass_at_k(10, 3, 0), 1.0);
    assert!(all_pass_at_k(10, 11, 1).is_nan() && all_pass_at_k(10, 1, 11).is_nan());
    // 1/C(n, k), far below the smallest factor: C(1000, 500) = 2.7028824094543656951561…e299.
    assert!(close(
        all_pass_at_k(1000, 500, 500),
        1.0 / 2.702882409454366e299,
        1e-14
    ));
    assert!(close(
        all_pass_at_k(500, 200, 200),
        all_pass_at_k(500, 300, 300),
        1e-13
    ));
}

#[test]
fn powers_of_two_are_pass_at_k() {
    for (n, c, len) in [
        (1, 1, 1),
        (20, 3, 5),
        (1000, 17, 10),
        (u64::MAX, 12_345, 64),
    ] {
        let mut out = vec![7.0; len];
        pass_at_powers_of_two(n, c, &mut out).unwrap();
        for (i, y) in out.iter().enumerate() {
            assert_eq!(y.to_bits(), pass_at_k(n, c, 1 << i).to_bits());
        }
    }
    let mut out = [7.0; 5];
    assert_eq!(pass_at_powers_of_two(15, 3, &mut out), Err(Error::Domain));
    assert_eq!(pass_at_powers_of_two(16, 17, &mut out), Err(Error::Domain));
    assert_eq!(
        pass_at_powers_of_two(u64::MAX, 1, &mut [7.0; 65]),
        Err(Error::Domain)
    );
    assert_eq!(pass_at_powers_of_two(16, 3, &mut []), Err(Error::Empty));
    assert_eq!(out, [7.0; 5]);
}

#[test]
fn variance_over_every_outcome() {
    assert!(close(
        pass_at_k_variance(0.1, 20, 5),
        0.05073540849038312693498452,
        4e-16
    ));
    for n in [1, 2, 3, 5, 12, 25] {
        for p in [0.02, 0.3, 0.5, 0.97] {
            let weights = binomial(n, p);
            for k in 1..=n {
                // In failures: the successes are next to 1 where p is.
                let mean = (1.0_f64 - p).powi(k as i32);
                let expected: f64 = (0..=n)
                    .zip(&weights)
                    .map(|(c, w)| w * (all_pass_at_k(n, n - c, k) - mean).powi(2))
                    .sum();
                let y = pass_at_k_variance(p, n, k);
                assert!(
                    close(y, expected, 1e-12),
                    "({p}, {n}, {k}): {y:e} {expected:e}"
                );

                if 2 * k <= n {
                    let average: f64 = (0..=n)
                        .zip(&weights)
                        .map(|(c, w)| w * pass_at_k_variance_estimate(n, c, k))
                        .sum();
                    assert!(
                        close(average, y, 1e-12),
                        "({p}, {n}, {k}): {average:e} {y:e}"
                    );
                }
            }
        }
    }
}

#[test]
fn variance_at_its_ends() {
    assert_eq!(pass_at_k_variance(0.0, 10, 3), 0.0);
    assert_eq!(pass_at_k_variance(1.0, 10, 3), 0.0);
    assert_eq!(pass_at_k_variance(0.5, 10, 0), 0.0);
    assert!(close(
        pass_at_k_variance(0.25, 1000, 1),
        0.1875 / 1000.0,
        4e-16
    ));
    for (p, n, k) in [
        (-0.1, 10, 3),
        (1.1, 10, 3),
        (f64::NAN, 10, 3),
        (0.5, 10, 11),
    ] {
        assert!(pass_at_k_variance(p, n, k).is_nan());
    }
    // A million samples, half of them in each subset: few overlaps count, and they are found.
    let y = pass_at_k_variance(1e-6, 1_000_000, 500_000);
    assert!(y > 0.0 && y < 0.2, "{y}");
    assert_eq!(pass_at_k_variance_estimate(10, 0, 3), 0.0);
    assert_eq!(pass_at_k_variance_estimate(10, 10, 3), 0.0);
    assert!(close(
        pass_at_k_variance_estimate(10, 4, 1),
        0.24 / 9.0,
        4e-16
    ));
    assert!(pass_at_k_variance_estimate(10, 4, 6).is_nan());
    assert!(pass_at_k_variance_estimate(10, 11, 1).is_nan());
    // No pair of disjoint subsets fails: the square alone is left.
    let failure = 1.0 - pass_at_k(10, 3, 5);
    assert!(close(
        pass_at_k_variance_estimate(10, 3, 5),
        failure * failure,
        1e-14
    ));
}

#[test]
fn coverage_in_closed_form() {
    for b in [9.5367431640625e-7, 0.3, 1.0, 17.5, 1e4, 1_048_576.0] {
        for k in [
            0,
            1,
            2,
            255,
            256,
            257,
            300,
            1000,
            1 << 20,
            1 << 40,
            u64::MAX,
        ] {
            let x = k as f64;
            // a = 1: k/(b+k). a = 2: k (2b + k + 1)/((b+k)(b+k+1)).
            let one = beta_binomial_coverage(1.0, b, k);
            let two = beta_binomial_coverage(2.0, b, k);
            assert!(close(one, x / (b + x), 2e-15), "b = {b}, k = {k}: {one:e}");
            let expected = x / (b + x) * ((2.0 * b + x + 1.0) / (b + x + 1.0));
            assert!(
                close(two, expected, 2e-15),
                "b = {b}, k = {k}: {two:e} {expected:e}"
            );
        }
    }
    for a in [1e-6, 0.37, 5.0, 1e6] {
        for b in [1e-6, 0.7, 12.0, 1e6] {
            assert!(close(beta_binomial_coverage(a, b, 1), a / (a + b), 4e-16));
            // One more draw, across the change of method.
            for k in 250..265 {
                let now = beta_binomial_coverage(a, b, k);
                let next = now + (1.0 - now) * (a / (a + b + k as f64));
                assert!(close(beta_binomial_coverage(a, b, k + 1), next, 4e-15));
            }
        }
    }
    for (a, b) in [
        (0.0, 1.0),
        (1.0, -1.0),
        (f64::NAN, 1.0),
        (1.0, f64::INFINITY),
        (1e7, 1.0),
    ] {
        assert!(beta_binomial_coverage(a, b, 5).is_nan());
    }
}

/// `Σ ln (B(a + c, b + n − c)/B(a, b))` as sums of logarithms.
fn likelihood(samples: &[u64], passes: &[u64], a: f64, b: f64) -> f64 {
    let rise = |x: f64, count: u64| (0..count).map(|j| (x + j as f64).ln()).sum::<f64>();
    samples
        .iter()
        .zip(passes)
        .map(|(n, c)| rise(a, *c) + rise(b, n - c) - rise(a + b, *n))
        .sum()
}

/// Counts whose rates follow Beta(2, 3): the second of four uniforms in order.
fn prompts(count: usize, samples: u64, mix: &mut Mix) -> (Vec<u64>, Vec<u64>) {
    let n = vec![samples; count];
    let passes = n
        .iter()
        .map(|n| {
            let mut uniforms = [mix.unit(), mix.unit(), mix.unit(), mix.unit()];
            uniforms.sort_by(f64::total_cmp);
            (0..*n).filter(|_| mix.unit() < uniforms[1]).count() as u64
        })
        .collect();
    (n, passes)
}

#[test]
fn the_fit_is_the_top_of_the_likelihood() {
    let mut mix = Mix(1);
    for (count, samples) in [(2, 3), (5, 4), (30, 10), (400, 25)] {
        let (n, c) = prompts(count, samples, &mut mix);
        let [a, b] = fit_beta_binomial(&n, &c).unwrap();
        let top = likelihood(&n, &c, a, b);
        for (x, y) in [
            (1.001, 1.0),
            (0.999, 1.0),
            (1.0, 1.001),
            (1.0, 0.999),
            (1.001, 1.001),
            (0.999, 0.999),
        ] {
            let (x, y) = ((a * x).clamp(1e-6, 1e6), (b * y).clamp(1e-6, 1e6));
            let there = likelihood(&n, &c, x, y);
            assert!(
                there <= top + 1e-9 * top.abs(),
                "{count}: ({a}, {b}) {top} ({x}, {y}) {there}"
            );
        }
    }
    let (n, c) = prompts(3000, 30, &mut mix);
    let [a, b] = fit_beta_binomial(&n, &c).unwrap();
    assert!((a - 2.0).abs() < 0.25 && (b - 3.0).abs() < 0.35, "{a}, {b}");
    // Ten times further than the samples reach.
    let truth = beta_binomial_coverage(2.0, 3.0, 300);
    let failure = 1.0 - beta_binomial_coverage(a, b, 300);
    assert!((failure / (1.0 - truth)).ln().abs() < 0.8, "{failure:e}");
}

#[test]
fn limits_of_the_fit() {
    // One rate for all: no spread, as far as that goes.
    let [a, b] = fit_beta_binomial(&[100; 20], &[25; 20]).unwrap();
    assert!(close(a / (a + b), 0.25, 1e-5) && a > 1e4, "{a}, {b}");
    assert!(close(
        beta_binomial_coverage(a, b, 8),
        1.0 - 0.75_f64.powi(8),
        1e-3
    ));
    // All or nothing.
    let [a, b] = fit_beta_binomial(&[50; 4], &[0, 50, 50, 0]).unwrap();
    assert!(a < 1e-3 && b < 1e-3, "{a}, {b}");
    assert!(close(beta_binomial_coverage(a, b, 1000), 0.5, 1e-2));

    assert_eq!(fit_beta_binomial(&[3, 2], &[1]), Err(Error::Capacity));
    assert_eq!(fit_beta_binomial(&[3, 2], &[1, 3]), Err(Error::Domain));
    assert_eq!(fit_beta_binomial(&[], &[]), Err(Error::Empty));
    assert_eq!(fit_beta_binomial(&[0, 0], &[0, 0]), Err(Error::Empty));
    assert_eq!(fit_beta_binomial(&[3, 2], &[0, 0]), Err(Error::Domain));
    assert_eq!(fit_beta_binomial(&[3, 2], &[3, 2]), Err(Error::Domain));
    // Prompts without samples say nothing.
    let with = fit_beta_binomial(&[3, 0, 5, 4], &[1, 0, 4, 1]);
    assert_eq!(with, fit_beta_binomial(&[3, 5, 4], &[1, 4, 1]));
}
