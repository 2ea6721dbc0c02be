//! Bounds on the gain: laws and confidences over batches, one ceiling from every fact, its inverse, and the searches:
//! `cargo bench --bench bounds`.

use std::hint::black_box;

use bestof::bound::*;
use bestof::divergence::kl;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

const LEN: usize = 1024;

/// Log-uniform on [1, 10^6].
fn draws() -> Vec<f64> {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(1);
    let mut uniform = || (rng.next_u64() >> 11) as f64 * f64::powi(2.0, -53);
    (0..LEN).map(|_| 1e6_f64.powf(uniform())).collect()
}

fn laws(c: &mut Criterion) {
    let budgets: Vec<f64> = draws().into_iter().map(kl).collect();
    let mut group = c.benchmark_group("laws, batch");
    group.throughput(Throughput::Elements(LEN as u64));
    let mut out = vec![0.0; LEN];
    let mut over = |name: &str, f: &dyn Fn(&[f64], &mut [f64]) -> Result<(), bestof::Error>| {
        group.bench_function(name, |b| {
            b.iter(|| f(black_box(&budgets), black_box(&mut out)));
        });
    };
    over("gamma_bound", &|x, out| gamma_bound_batch(x, 2.0, 3.0, out));
    over("exponential_bound", &|x, out| {
        exponential_bound_batch(x, 3.0, out)
    });
    over("uniform_bound", &|x, out| {
        uniform_bound_batch(x, 0.0, 1.0, out)
    });
    over("sub_exponential_bound", &|x, out| {
        sub_exponential_bound_batch(x, 2.0, 3.0, out)
    });
    over("hoeffding_bound", &|x, out| {
        hoeffding_bound_batch(x, 0.0, 1.0, out)
    });
    over("kearns_saul_bound", &|x, out| {
        kearns_saul_bound_batch(x, 0.0, 1.0, 0.1, out)
    });
    group.finish();
}

fn ceilings(c: &mut Criterion) {
    let n = draws();
    let all = Ceiling {
        sigma: Some(0.5),
        sub_gamma: Some((0.25, 0.1)),
        standard_deviation: Some(0.3),
        lo: Some(0.0),
        hi: Some(1.0),
        mean: Some(0.4),
        symmetric: true,
        kl: None,
    };
    let spread = Ceiling {
        standard_deviation: Some(0.3),
        ..Ceiling::default()
    };
    let mut group = c.benchmark_group("ceiling");
    for (name, known) in [("every fact", all), ("standard deviation", spread)] {
        group.throughput(Throughput::Elements(LEN as u64));
        group.bench_function(name, |b| {
            b.iter(|| {
                for n in &n {
                    let _ = black_box(known.best_of_n(black_box(*n)));
                }
            });
        });
        group.throughput(Throughput::Elements(1));
        group.bench_function(format!("smallest n, {name}"), |b| {
            b.iter(|| known.min_n(black_box(0.35)));
        });
    }
    group.finish();
}

fn searches(c: &mut Criterion) {
    let mut group = c.benchmark_group("searches");
    group.bench_function("transport_bound, sub-gamma", |b| {
        b.iter(|| transport_bound(black_box(1.5), 0.5, |l| 1.5 * l * l / (1.0 - 2.0 * l)));
    });
    group.bench_function("transport_bound_on_grid, 1024 points", |b| {
        let lambda: Vec<f64> = (1..=LEN).map(|i| i as f64 / 256.0).collect();
        let psi: Vec<f64> = lambda.iter().map(|l| 0.5 * l * l).collect();
        b.iter(|| transport_bound_on_grid(black_box(1.5), &lambda, &psi));
    });
    group.bench_function("tail_adaptive_best_of_n", |b| {
        b.iter(|| tail_adaptive_best_of_n(0.2, 1.0, black_box(16.0)));
    });
    for m in [10, 100, 10_000, 1_000_000] {
        group.bench_function(format!("realised_kl_upper, m = {m}"), |b| {
            b.iter(|| realised_kl_upper(16.0, black_box(0.05), m));
        });
    }
    group.bench_function("best_of_n_mean_bound", |b| {
        b.iter(|| best_of_n_mean_bound(1.0, black_box(16.0), 0.05, 100));
    });
    group.finish();
}

criterion_group!(benches, laws, ceilings, searches);
criterion_main!(benches);
