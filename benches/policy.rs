//! Policies beside best-of-n: `cargo bench --bench policy`.

use std::hint::black_box;

use bestof::divergence::{order_statistic_kl, order_statistic_renyi};
use bestof::policy::*;
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};

fn scalars(c: &mut Criterion) {
    let mut group = c.benchmark_group("policy");
    group.bench_function("tilt_kl", |b| b.iter(|| tilt_kl(black_box(3.7))));
    group.bench_function("frontier_win_rate", |b| {
        b.iter(|| frontier_win_rate(black_box(1.3)));
    });
    group.bench_function("frontier_kl", |b| b.iter(|| frontier_kl(black_box(0.83))));
    group.bench_function("best_of_n_win_gap", |b| {
        b.iter(|| best_of_n_win_gap(black_box(16.0)));
    });
    for mu in [0.5, 10.0] {
        group.bench_function(BenchmarkId::new("poisson_kl", mu), |b| {
            b.iter(|| poisson_kl(black_box(mu)));
        });
    }
    group.bench_function("order_statistic_kl", |b| {
        b.iter(|| order_statistic_kl(black_box(100), black_box(90)));
    });
    group.bench_function("order_statistic_renyi", |b| {
        b.iter(|| order_statistic_renyi(black_box(100), black_box(90), black_box(2.0)));
    });
    group.finish();
}

fn pools(c: &mut Criterion) {
    let mut group = c.benchmark_group("pool");
    for len in [64_usize, 1024] {
        let rewards: Vec<f64> = (0..len as u64)
            .map(|i| (i.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) as f64 / f64::powi(2.0, 24))
            .collect();
        let (mut scratch, mut law) = (vec![0.0; len], vec![0.0; len]);
        group.bench_function(BenchmarkId::new("tilted", len), |b| {
            b.iter(|| tilted_policy(black_box(&rewards), 0.1));
        });
        group.bench_function(BenchmarkId::new("beta_at_kl", len), |b| {
            b.iter(|| beta_at_kl(black_box(&rewards), 1.0));
        });
        group.bench_function(BenchmarkId::new("soft_best_of_n", len), |b| {
            b.iter(|| soft_best_of_n(black_box(&rewards), 16.0, 0.1, &mut scratch, &mut law));
        });
        // The textbook weights, in plain doubles.
        group.bench_function(BenchmarkId::new("textbook softmax", len), |b| {
            b.iter(|| {
                let most = black_box(&rewards).iter().fold(f64::MIN, |a, r| a.max(*r));
                for (w, r) in law.iter_mut().zip(&rewards) {
                    *w = ((r - most) / 0.1).exp();
                }
                let sum: f64 = law.iter().sum();
                law.iter_mut().for_each(|w| *w /= sum);
            });
        });
    }
    group.finish();
}

criterion_group!(benches, scalars, pools);
criterion_main!(benches);
