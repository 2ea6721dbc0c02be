//! Scalar and batch kernels, each beside the plain form that people retype: `cargo bench --bench kernels`.

use std::hint::black_box;

use bestof::bound::{
    bernoulli_kl_upper_batch, bounded_bound_batch, sub_gamma_bound_batch, sub_gaussian_bound_batch,
    tail_adaptive_bound_batch,
};
use bestof::divergence::*;
use bestof::order::{ExpStream, exp_sample_max, exp_sample_sorted, exp_sample_top};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

const LEN: usize = 1024;

fn uniform(rng: &mut Xoshiro256PlusPlus) -> f64 {
    (rng.next_u64() >> 11) as f64 * f64::powi(2.0, -53)
}

/// Log-uniform on [1, 10^6].
fn draws() -> Vec<f64> {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(1);
    (0..LEN).map(|_| 1e6_f64.powf(uniform(&mut rng))).collect()
}

fn naive(n: f64) -> f64 {
    n.ln() - (n - 1.0) / n
}

/// The Lambert-W route, `n = −1/W₀(−e^(−1−k))`, by Halley's iteration.
fn naive_inverse(kl: f64) -> f64 {
    let z = -(-1.0 - kl).exp();
    let mut w = if kl < 1.0 {
        -1.0 + (2.0 * kl).sqrt()
    } else {
        z
    };
    for _ in 0..6 {
        let e = w.exp();
        let f = w * e - z;
        w -= f / (e * (w + 1.0) - (w + 2.0) * f / (2.0 * w + 2.0));
    }
    -1.0 / w
}

fn scalar(c: &mut Criterion) {
    let n = draws();
    let budgets: Vec<f64> = n.iter().map(|n| kl(*n)).collect();
    let mut group = c.benchmark_group("scalar");
    group.throughput(Throughput::Elements(LEN as u64));
    let mut over = |name: &str, x: &[f64], f: &dyn Fn(f64) -> f64| {
        group.bench_function(name, |b| {
            b.iter(|| {
                for x in x {
                    black_box(f(black_box(*x)));
                }
            });
        });
    };
    over("kl", &n, &kl);
    over("kl, plain ln", &n, &naive);
    over("ln alone", &n, &f64::ln);
    over("total_variation", &n, &total_variation);
    over("renyi, order 2", &n, &|n| renyi(n, 2.0));
    over("n_at_kl", &budgets, &n_at_kl);
    over("n_at_kl, plain Lambert W", &budgets, &naive_inverse);
    over("n_at_reverse_kl", &budgets, &n_at_reverse_kl);
    over("n_at_renyi, order 2", &budgets, &|d| n_at_renyi(d, 2.0));
    over("max_n by KL", &budgets, &|k| {
        max_n(Divergence::Kl, k).map_or(0.0, |n| n as f64)
    });
    group.finish();
}

type Batch<'a> = &'a dyn Fn(&[f64], &mut [f64]) -> Result<(), bestof::Error>;

fn batch(c: &mut Criterion) {
    let n = draws();
    let of = |f: fn(f64) -> f64| -> Vec<f64> { n.iter().map(|n| f(*n)).collect() };
    let (k, r, x2) = (of(kl), of(reverse_kl), of(chi_squared));
    let (tv, h) = (of(total_variation), of(hellinger_squared));
    let mut out = vec![0.0; LEN];
    let mut group = c.benchmark_group("batch of 1024");
    group.throughput(Throughput::Elements(LEN as u64));
    let mut over = |name: &str, x: &[f64], f: Batch| {
        group.bench_function(name, |b| b.iter(|| f(black_box(x), black_box(&mut out))));
    };
    over("kl, plain ln", &n, &|x, out| {
        for (y, n) in out.iter_mut().zip(x) {
            *y = naive(*n);
        }
        Ok(())
    });
    over("kl", &n, &kl_batch);
    over("reverse_kl", &n, &reverse_kl_batch);
    over("jeffreys", &n, &jeffreys_batch);
    over("chi_squared", &n, &chi_squared_batch);
    over("total_variation", &n, &total_variation_batch);
    over("hellinger_squared", &n, &hellinger_squared_batch);
    over("win_rate", &n, &win_rate_batch);
    over("renyi, order 0.3", &n, &|x, out| renyi_batch(x, 0.3, out));
    over("renyi, order 2", &n, &|x, out| renyi_batch(x, 2.0, out));
    over("hockey_stick", &n, &|x, out| {
        hockey_stick_batch(x, 1.5, out)
    });
    over("n_at_kl", &k, &n_at_kl_batch);
    over("n_at_reverse_kl", &r, &n_at_reverse_kl_batch);
    over("n_at_chi_squared", &x2, &n_at_chi_squared_batch);
    over("n_at_total_variation", &tv, &n_at_total_variation_batch);
    over("n_at_hellinger_squared", &h, &n_at_hellinger_squared_batch);
    over("n_at_renyi, order 2", &k, &|x, out| {
        n_at_renyi_batch(x, 2.0, out)
    });
    over("sub_gaussian_bound", &k, &|x, out| {
        sub_gaussian_bound_batch(x, 1.3, out)
    });
    over("sub_gamma_bound", &k, &|x, out| {
        sub_gamma_bound_batch(x, 1.3, 0.4, out)
    });
    over("tail_adaptive_bound", &k, &|x, out| {
        tail_adaptive_bound_batch(x, 1.3, 0.4, 0.5, out)
    });
    over("bernoulli_kl_upper", &k, &|x, out| {
        bernoulli_kl_upper_batch(x, 0.1, out)
    });
    over("bounded_bound", &k, &|x, out| {
        bounded_bound_batch(x, 0.0, 1.0, 0.1, out)
    });
    group.finish();
}

fn samplers(c: &mut Criterion) {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(3);
    let mut group = c.benchmark_group("samplers");
    group.bench_function("1024 exponentials", |b| {
        let mut stream = ExpStream::from_rng(&mut rng);
        let mut out = [0.0; LEN];
        b.iter(|| stream.fill(black_box(&mut out)));
    });
    group.bench_function("top 8 of 1024", |b| {
        let mut out = [0.0; 8];
        b.iter(|| exp_sample_top(&mut rng, 1024, black_box(&mut out)));
    });
    group.bench_function("top 8 of 1024, sorting plain draws", |b| {
        let mut all = [0.0; 1024];
        b.iter(|| {
            for x in &mut all {
                *x = -(1.0 - uniform(&mut rng)).ln();
            }
            all.select_nth_unstable_by(1024 - 8, f64::total_cmp);
            black_box(&mut all);
        });
    });
    group.bench_function("maximum of 1024", |b| {
        b.iter(|| exp_sample_max(&mut rng, black_box(1024.0)));
    });
    group.bench_function("all 1024, sorted", |b| {
        let mut out = [0.0; 1024];
        b.iter(|| exp_sample_sorted(&mut rng, black_box(&mut out)));
    });
    group.finish();
}

criterion_group!(benches, scalar, batch, samplers);
criterion_main!(benches);
