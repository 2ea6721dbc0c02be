//! Order statistics: special values, identities, and the samplers against sorted draws.

use bestof::Error;
use bestof::order::*;
use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

fn close(got: f64, expected: f64, relative: f64) {
    let error = (got - expected).abs();
    assert!(
        error <= relative * expected.abs(),
        "got {got:e}, expected {expected:e}"
    );
}

#[test]
fn special_values() {
    assert_eq!(exp_max_mean(1.0), 1.0);
    assert_eq!(exp_max_mean(2.0), 1.5);
    assert_eq!(exp_max_mean(f64::INFINITY), f64::INFINITY);
    assert_eq!(exp_max_variance(1.0), 1.0);
    assert_eq!(exp_max_variance(2.0), 1.25);
    close(
        exp_max_variance(f64::INFINITY),
        std::f64::consts::PI.powi(2) / 6.0,
        2e-16,
    );
    assert_eq!(logistic_max_mean(1.0).to_bits(), 0);
    assert_eq!(uniform_max_mean(3.0), 0.75);
    assert_eq!(gumbel_max_mean(1.0), 0.5772156649015329);
    for f in [
        exp_max_mean,
        exp_max_variance,
        uniform_max_mean,
        gumbel_max_mean,
        logistic_max_mean,
    ] {
        assert!(f(0.999).is_nan() && f(f64::NAN).is_nan() && f(f64::MAX).is_finite());
    }
    assert_eq!(exp_max_cdf(3.0, 0.0), 0.0);
    assert_eq!(exp_max_cdf(3.0, -1.0), 0.0);
    assert_eq!(exp_max_cdf(3.0, f64::INFINITY), 1.0);
    assert_eq!(exp_max_cdf(1e300, 1.0), 0.0);
    assert_eq!(exp_max_cdf(1.0, 700.0), 1.0);
    close(
        exp_max_cdf(1e300, 690.0),
        (-(1e300_f64.ln() - 690.0).exp()).exp(),
        1e-12,
    );
    assert!(exp_max_cdf(0.5, 1.0).is_nan() && exp_max_cdf(2.0, f64::NAN).is_nan());
    assert_eq!(exp_max_quantile(5.0, 0.0), 0.0);
    assert_eq!(exp_max_quantile(5.0, 1.0), f64::INFINITY);
    assert_eq!(exp_max_quantile(1.0, 1e-300), 1e-300);
    assert!(exp_max_quantile(5.0, 1.5).is_nan() && exp_max_quantile(0.5, 0.5).is_nan());
    assert!(exp_order_mean(3, 0).is_nan() && exp_order_mean(3, 4).is_nan());
    assert!(exp_order_covariance(3, 1, 4).is_nan());
}

#[test]
fn moments_agree_with_their_sums() {
    for n in 1_u64..200 {
        let (mut mean, mut variance) = (0.0, 0.0);
        for k in 1..=n {
            let i = (n - k + 1) as f64;
            mean += 1.0 / i;
            variance += 1.0 / (i * i);
            close(exp_order_mean(n, k), mean, 1e-14);
            close(exp_order_variance(n, k), variance, 1e-14);
            assert_eq!(exp_order_covariance(n, k, n), exp_order_variance(n, k));
        }
        close(exp_max_mean(n as f64), exp_order_mean(n, n), 2e-16);
        close(exp_max_variance(n as f64), exp_order_variance(n, n), 4e-16);
        close(
            logistic_max_mean(n as f64 + 1.0),
            exp_max_mean(n as f64),
            2e-16,
        );
    }
    // The smallest of n, and the first step below the largest, where the sums would cancel.
    for n in [1_u64 << 40, u64::MAX] {
        close(exp_order_mean(n, 1), 1.0 / n as f64, 2e-16);
        close(exp_order_variance(n, 1), (n as f64).powi(-2), 4e-16);
    }
}

#[test]
fn quantile_undoes_the_distribution() {
    for n in [1.0, 1.5, 7.0, 1e3, 1e12] {
        for p in [1e-9, 0.01, 0.3, 0.5, 0.9, 0.999] {
            close(exp_max_cdf(n, exp_max_quantile(n, p)), p, 1e-12);
        }
    }
}

/// Largest distance between two empirical distribution functions.
fn two_sample(mut a: Vec<f64>, mut b: Vec<f64>) -> f64 {
    a.sort_by(f64::total_cmp);
    b.sort_by(f64::total_cmp);
    let (mut i, mut j, mut worst) = (0, 0, 0.0_f64);
    while i < a.len() && j < b.len() {
        if a[i] <= b[j] {
            i += 1;
        } else {
            j += 1;
        }
        let gap = i as f64 / a.len() as f64 - j as f64 / b.len() as f64;
        worst = worst.max(gap.abs());
    }
    worst
}

const ROUNDS: usize = 20_000;
/// Two-sample Kolmogorov–Smirnov at level 1e-6: √(ln(2/α)/2)·√(2/ROUNDS).
const LIMIT: f64 = 0.0270;

fn real_draws(rng: &mut Xoshiro256PlusPlus, n: usize) -> Vec<f64> {
    let mut draws: Vec<f64> = (0..n)
        .map(|_| -(1.0 - (rng.next_u64() >> 11) as f64 * f64::powi(2.0, -53)).ln())
        .collect();
    draws.sort_by(f64::total_cmp);
    draws
}

#[test]
fn samplers_agree_with_sorted_draws() {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(7);
    const N: usize = 12;
    let mut real = vec![Vec::new(); N];
    let mut sorted = vec![Vec::new(); N];
    let mut top = vec![Vec::new(); N];
    let mut maximum = Vec::new();
    for _ in 0..ROUNDS {
        for (column, x) in real.iter_mut().zip(real_draws(&mut rng, N)) {
            column.push(x);
        }
        let mut out = [0.0; N];
        exp_sample_sorted(&mut rng, &mut out);
        assert!(out.is_sorted());
        for (column, x) in sorted.iter_mut().zip(out) {
            column.push(x);
        }
        exp_sample_top(&mut rng, N as u64, &mut out).unwrap();
        assert!(out.iter().rev().is_sorted());
        for (column, x) in top.iter_mut().rev().zip(out) {
            column.push(x);
        }
        maximum.push(exp_sample_max(&mut rng, N as f64).unwrap());
    }
    for k in 0..N {
        let mean = real[k].iter().sum::<f64>() / ROUNDS as f64;
        close(mean, exp_order_mean(N as u64, k as u64 + 1), 0.05);
        let to_sorted = two_sample(real[k].clone(), sorted[k].clone());
        let to_top = two_sample(real[k].clone(), top[k].clone());
        assert!(
            to_sorted < LIMIT && to_top < LIMIT,
            "rank {k}: {to_sorted} {to_top}"
        );
    }
    let to_maximum = two_sample(real[N - 1].clone(), maximum);
    assert!(to_maximum < LIMIT, "{to_maximum}");
    // The check can fail: neighbouring ranks are told apart.
    assert!(two_sample(real[N - 1].clone(), real[N - 2].clone()) > 5.0 * LIMIT);
}

#[test]
fn the_top_of_very_many_has_the_right_moments() {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(11);
    let n = 1_u64 << 50;
    let (mut first, mut third) = (0.0, 0.0);
    for _ in 0..ROUNDS {
        let mut out = [0.0; 3];
        exp_sample_top(&mut rng, n, &mut out).unwrap();
        first += out[0] / ROUNDS as f64;
        third += out[2] / ROUNDS as f64;
    }
    // Five standard errors of the mean.
    let error = 5.0 * (exp_order_variance(n, n) / ROUNDS as f64).sqrt();
    assert!((first - exp_order_mean(n, n)).abs() < error);
    assert!((third - exp_order_mean(n, n - 2)).abs() < error);
}

#[test]
fn a_refused_draw_leaves_everything_alone() {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(1);
    let before = rng.clone();
    let mut out = [5.0; 4];
    assert_eq!(exp_sample_top(&mut rng, 3, &mut out), Err(Error::Domain));
    assert_eq!(exp_sample_top(&mut rng, 0, &mut []), Err(Error::Domain));
    for n in [0.5, f64::NAN, f64::INFINITY] {
        assert_eq!(exp_sample_max(&mut rng, n), Err(Error::Domain));
    }
    assert_eq!(out, [5.0; 4]);
    assert_eq!(rng, before);
}

#[test]
fn a_seed_gives_the_same_doubles_everywhere() {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(42);
    let mut out = [0.0; 64];
    exp_sample_top(&mut rng, 1000, &mut out).unwrap();
    let hash = out.iter().fold(0xcbf2_9ce4_8422_2325_u64, |h, x| {
        (h ^ x.to_bits()).wrapping_mul(0x0100_0000_01b3)
    });
    assert_eq!(hash, 0x8813_4d96_32ff_14b8, "{hash:#x}");
}

#[test]
fn a_stream_gives_exponentials() {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(8);
    let mut stream = ExpStream::from_rng(&mut rng);
    let mut bulk = vec![0.0; 20_001];
    stream.fill(&mut bulk);
    let plain = real_draws(&mut rng, bulk.len());
    assert!(bulk.iter().all(|x| *x > 0.0 && *x < 36.75));
    assert!(two_sample(bulk.clone(), plain) < 1.95, "Kolmogorov–Smirnov");
    // Draws of one lane, and of neighbouring lanes, do not lean on each other.
    for lag in [1, 7, 8, 9, 512] {
        let products: f64 = bulk
            .iter()
            .zip(&bulk[lag..])
            .map(|(x, y)| (x - 1.0) * (y - 1.0))
            .sum();
        let deviations = products / ((bulk.len() - lag) as f64).sqrt();
        assert!(deviations.abs() < 4.0, "lag {lag}: {deviations}");
    }
}

#[test]
fn a_stream_gives_the_same_doubles_everywhere() {
    let mut stream = ExpStream::from_rng(&mut Xoshiro256PlusPlus::seed_from_u64(8));
    let resumed = ExpStream::from_state(stream.state());
    let mut out = [0.0; 1000];
    stream.fill(&mut out);
    let hash = out.iter().fold(0xcbf2_9ce4_8422_2325_u64, |h, x| {
        (h ^ x.to_bits()).wrapping_mul(0x100_0000_01b3)
    });
    assert_eq!(hash, 0x2cb2_f9d1_0327_5d1d, "{hash:#x}");
    // Whole eights go on where the last call stopped.
    let mut again = [0.0; 1000];
    let (first, second) = again.split_at_mut(56);
    let mut stream = resumed;
    stream.fill(first);
    stream.fill(second);
    assert_eq!(again, out);
}
