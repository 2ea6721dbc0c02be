//! Laws over reward levels, and any f-divergence: `cargo bench --bench ties`.

use std::hint::black_box;

use bestof::divergence::*;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

/// The textbook sum, in plain doubles: `Σ P ln(P/p)` with `P = F^n − G^n`.
fn textbook_kl(pmf: &[f64], n: f64) -> f64 {
    let total: f64 = pmf.iter().sum();
    let (mut below, mut sum) = (0.0_f64, 0.0);
    for p in pmf {
        let p = p / total;
        let mass = (below + p).powf(n) - below.powf(n);
        if mass > 0.0 {
            sum += mass * (mass / p).ln();
        }
        below += p;
    }
    sum
}

fn laws(c: &mut Criterion) {
    let mut group = c.benchmark_group("levels");
    for len in [8_usize, 1000, 1_000_000] {
        let pmf: Vec<f64> = (0..len as u64)
            .map(|i| (i.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) as f64 + 1.0)
            .collect();
        group.throughput(Throughput::Elements(len as u64));
        group.sample_size(if len > 10_000 { 10 } else { 100 });
        let mut of = |name: &str, f: &dyn Fn(&[f64]) -> f64| {
            group.bench_function(BenchmarkId::new(name, len), |b| {
                b.iter(|| f(black_box(&pmf)))
            });
        };
        of("textbook KL", &|pmf| textbook_kl(pmf, 16.0));
        for (name, divergence) in [
            ("KL", Divergence::Kl),
            ("reverse KL", Divergence::ReverseKl),
            ("Jeffreys", Divergence::Jeffreys),
            ("χ²", Divergence::ChiSquared),
            ("total variation", Divergence::TotalVariation),
            ("Hellinger²", Divergence::HellingerSquared),
            ("Rényi ½", Divergence::Renyi(0.5)),
            ("Rényi 2", Divergence::Renyi(2.0)),
        ] {
            of(name, &|pmf| {
                finite_divergence(divergence, pmf, 16.0).unwrap_or(f64::NAN)
            });
        }
        of("Le Cam", &|pmf| {
            finite_f_divergence(pmf, 16.0, |t| (t - 1.0) * (t - 1.0) / (t + 1.0))
                .unwrap_or(f64::NAN)
        });
        of("win rate", &|pmf| {
            finite_win_rate(pmf, 16.0).unwrap_or(f64::NAN)
        });
    }
    group.finish();
}

fn generators(c: &mut Criterion) {
    let le_cam = |t: f64| (t - 1.0) * (t - 1.0) / (t + 1.0);
    let mut group = c.benchmark_group("f-divergence");
    for n in [2.0, 100.0, 1e6] {
        group.bench_function(BenchmarkId::new("Le Cam", n), |b| {
            b.iter(|| f_divergence(black_box(n), le_cam));
        });
    }
    group.finish();
}

criterion_group!(benches, laws, generators);
criterion_main!(benches);
