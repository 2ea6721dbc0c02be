//! Streaming states a reward, and what a pool's errors cost beside its curve: `cargo bench --bench estimate`.

use std::hint::black_box;

use bestof::estimate::{
    Confidence, Method, RewardStats, TopK, curve, curve_scratch_len, curve_standard_error,
    sub_gaussian_variance, uniform_ranks,
};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

const LEN: usize = 1024;

fn rewards() -> Vec<f64> {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(1);
    (0..LEN)
        .map(|_| (rng.next_u64() >> 11) as f64 * f64::powi(2.0, -53))
        .collect()
}

/// Mean and variance in plain doubles, as people retype them.
#[derive(Default)]
struct Welford {
    count: f64,
    mean: f64,
    squares: f64,
}

impl Welford {
    fn push(&mut self, x: f64) {
        self.count += 1.0;
        let step = x - self.mean;
        self.mean += step / self.count;
        self.squares += step * (x - self.mean);
    }
}

fn streams(c: &mut Criterion) {
    let rewards = rewards();
    let mut group = c.benchmark_group("stream");
    group.throughput(Throughput::Elements(LEN as u64));
    group.bench_function("RewardStats, four moments", |b| {
        b.iter(|| {
            let mut stats = RewardStats::new();
            for x in &rewards {
                let _ = stats.push(black_box(*x));
            }
            stats
        });
    });
    group.bench_function("Welford, two moments", |b| {
        b.iter(|| {
            let mut stats = Welford::default();
            for x in &rewards {
                stats.push(black_box(*x));
            }
            (stats.mean, stats.squares)
        });
    });
    group.bench_function("TopK<16>", |b| {
        b.iter(|| {
            let mut top = TopK::<16>::new();
            for (id, x) in (0..).zip(&rewards) {
                let _ = top.push(black_box(*x), id);
            }
            top
        });
    });
    let (low, high, sigma) = (0.0, 1.0, 0.5);
    for (name, method) in [
        (
            "empirical Bernstein, plug-in",
            Method::EmpiricalBernstein { low, high },
        ),
        (
            "empirical Bernstein, stitched",
            Method::StitchedBernstein { low, high },
        ),
        (
            "sub-Gaussian, stitched",
            Method::StitchedSubGaussian { sigma },
        ),
        (
            "sub-Gaussian, normal mixture",
            Method::NormalMixture {
                sigma,
                draws: 100.0,
            },
        ),
    ] {
        group.bench_function(name, |b| {
            b.iter(|| {
                let mut confidence = Confidence::new(method, 0.05);
                if let Ok(confidence) = &mut confidence {
                    for x in &rewards {
                        let _ = confidence.push(black_box(*x));
                    }
                }
                confidence
            });
        });
    }
    group.finish();

    let mut group = c.benchmark_group("state");
    let mut stats = RewardStats::new();
    let _ = stats.push_all(&rewards);
    let other = stats;
    group.bench_function("summary", |b| b.iter(|| black_box(&stats).summary()));
    group.bench_function("merge", |b| {
        b.iter(|| {
            let mut stats = stats;
            let _ = stats.merge(black_box(&other));
            stats
        });
    });
    group.bench_function("to bytes and back", |b| {
        b.iter(|| RewardStats::from_bytes(&black_box(&stats).to_bytes()));
    });
    group.finish();
}

fn pools(c: &mut Criterion) {
    let rewards = rewards();
    let mut group = c.benchmark_group("pool of 1024");
    let mut scratch = vec![0.0; curve_scratch_len(LEN)];
    let mut out = vec![0.0; LEN];
    group.bench_function("curve", |b| {
        b.iter(|| {
            curve(
                black_box(&rewards),
                None,
                &mut scratch,
                &mut out[..LEN - 1],
                None,
            )
        });
    });
    group.bench_function("curve's standard errors", |b| {
        b.iter(|| {
            curve_standard_error(
                black_box(&rewards),
                None,
                &mut scratch,
                &mut out[..LEN - 1],
                None,
            )
        });
    });
    group.bench_function("sub-Gaussian variance", |b| {
        b.iter(|| sub_gaussian_variance(black_box(&rewards)));
    });
    group.bench_function("uniform ranks", |b| {
        b.iter(|| uniform_ranks(black_box(&rewards), &mut scratch, &mut out));
    });
    group.finish();
}

criterion_group!(estimates, streams, pools);
criterion_main!(estimates);
