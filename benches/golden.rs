//! From proxy to gold: scalars, the laws over slices, fits, and hedging on pools: `cargo bench --bench golden`.

use std::hint::black_box;

use bestof::golden::*;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

const LEN: usize = 1024;

/// A low-discrepancy sequence in (0, 1).
fn spread(i: usize) -> f64 {
    (i as f64 * 0.618_033_988_749_894_9 + 0.5).fract().max(1e-9)
}

fn scalar(c: &mut Criterion) {
    let x: Vec<f64> = (0..LEN).map(|i| 1.0 + 99.0 * spread(i)).collect();
    let mut group = c.benchmark_group("golden scalar");
    group.throughput(Throughput::Elements(LEN as u64));
    let mut over = |name: &str, f: &dyn Fn(f64) -> f64| {
        group.bench_function(name, |b| {
            b.iter(|| {
                for x in &x {
                    black_box(f(black_box(*x)));
                }
            });
        });
    };
    over("scaling_best_of_n", &|d| scaling_best_of_n(d, 1.2, 0.35));
    over("scaling_rl", &|d| scaling_rl(d, 1.2, 0.35));
    over("scaling_rl, plain ln", &|d| d * (1.2 - 0.35 * d.ln()));
    over("scaling_rl_peak", &|a| scaling_rl_peak(a, 10.0));
    over("gaussian_gold_gain", &|n| gaussian_gold_gain(n, 0.7, 2.0));
    over("coverage_regret", &|n| coverage_regret(n, 30.0, 2.0));
    over("error_regret", &|n| error_regret(n, 0.3, 4.0));
    let known = ErrorFacts {
        sup: Some(2.0),
        standard_deviation: Some(0.4),
        right_sub_gaussian: Some(0.5),
        ..ErrorFacts::default()
    };
    over("gold_gain_interval of best-of-n", &|n| {
        gold_gain_interval(1.0, &Drift::best_of_n(n), &known).map_or(f64::NAN, |i| i.low)
    });
    group.finish();
}

fn laws(c: &mut Criterion) {
    let d: Vec<f64> = (0..LEN).map(|i| 4.0 * spread(i)).collect();
    let gain: Vec<f64> = d.iter().map(|d| d * (1.2 - 0.35 * d)).collect();
    let mut out = vec![0.0; LEN];
    let mut group = c.benchmark_group("golden over 1024");
    group.throughput(Throughput::Elements(LEN as u64));
    group.bench_function("scaling_best_of_n", |b| {
        b.iter(|| scaling_best_of_n_batch(black_box(&d), 1.2, 0.35, &mut out));
    });
    group.bench_function("scaling_rl", |b| {
        b.iter(|| scaling_rl_batch(black_box(&d), 1.2, 0.35, &mut out));
    });
    group.bench_function("scaling_best_of_n_fit", |b| {
        b.iter(|| scaling_best_of_n_fit(black_box(&d), &gain, None));
    });
    group.bench_function("scaling_rl_fit", |b| {
        b.iter(|| scaling_rl_fit(black_box(&d), &gain, None));
    });
    let gold: Vec<f64> = (0..LEN).map(|i| spread(3 * i + 1)).collect();
    group.bench_function("tilted_transfer", |b| {
        b.iter(|| tilted_transfer(black_box(&d), &gold, 0.5));
    });
    group.finish();
}

/// A grid of 64 points an octave, as one would without bounds.
fn scan(rises: &[[f64; 2]], n_max: f64) -> f64 {
    let steps = (64.0 * n_max.log2()) as usize;
    let value = |n: f64| -> f64 { rises.iter().map(|[log, d]| -d * (n * log).exp()).sum() };
    let grid = (0..=steps).map(|i| f64::exp2(i as f64 / 64.0));
    grid.max_by(|a, b| value(*a).total_cmp(&value(*b)))
        .unwrap_or(1.0)
}

fn hedges(c: &mut Criterion) {
    let mut group = c.benchmark_group("hedge");
    for len in [100_usize, 1000, 10_000] {
        let proxy: Vec<f64> = (0..len).map(spread).collect();
        let gold: Vec<f64> = (0..len)
            .map(|i| spread(i) - 1.2 * spread(i).powi(8) + 0.3 * spread(7 * i + 3))
            .collect();
        let mut scratch = vec![0.0; hedge_scratch_len(len)];
        group.bench_function(BenchmarkId::new("bend with noise", len), |b| {
            b.iter(|| hedge(black_box(&proxy), &gold, &[len], len as f64, &mut scratch));
        });
        let mut order: Vec<usize> = (0..len).collect();
        order.sort_by(|a, b| proxy[*a].total_cmp(&proxy[*b]));
        let rises: Vec<[f64; 2]> = (1..len)
            .map(|i| {
                [
                    (i as f64 / len as f64).ln(),
                    gold[order[i]] - gold[order[i - 1]],
                ]
            })
            .collect();
        group.bench_function(
            BenchmarkId::new("scan of 64 n an octave, sorted", len),
            |b| {
                b.iter(|| scan(black_box(&rises), len as f64));
            },
        );
    }
    group.finish();
}

criterion_group!(golden, scalar, laws, hedges);
criterion_main!(golden);
