//! The whole best-of-n curve of a pool of `N` samples, beside the textbook recurrence over weights.

use std::hint::black_box;

use bestof::estimate::{curve, curve_scratch_len};
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};

/// `w₁(i) = 1/N`, `w_{n+1}(i) = w_n(i) (i−n)(n+1)/(n(N−n))`, stopped below rank `n`; `ascending` is the sorted pool.
fn textbook(ascending: &[f64], weights: &mut [f64], out: &mut [f64]) {
    let len = ascending.len() as f64;
    weights.fill(1.0 / len);
    for (below, y) in out.iter_mut().enumerate() {
        let n = below as f64 + 1.0;
        let factor = (n + 1.0) / (n * (len - n));
        let mut sum = 0.0;
        for (i, (w, x)) in weights.iter_mut().zip(ascending).enumerate().skip(below) {
            sum += *w * x;
            *w *= (i as f64 + 1.0 - n) * factor;
        }
        *y = sum;
    }
}

fn benches(c: &mut Criterion) {
    let mut group = c.benchmark_group("curve");
    for len in [64_usize, 256, 1024] {
        let ascending: Vec<f64> = (0..len).map(|i| (i as f64).sqrt()).collect();
        let mut shuffled = ascending.clone();
        shuffled.sort_by_key(|x| x.to_bits().wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let gold: Vec<f64> = shuffled.iter().map(|x| x.sin()).collect();
        let mut scratch = vec![0.0; curve_scratch_len(len)];
        let (mut out, mut gold_out) = (vec![0.0; len], vec![0.0; len]);

        group.bench_function(BenchmarkId::new("sorted", len), |b| {
            b.iter(|| curve(black_box(&ascending), None, &mut scratch, &mut out, None));
        });
        group.bench_function(BenchmarkId::new("shuffled", len), |b| {
            b.iter(|| curve(black_box(&shuffled), None, &mut scratch, &mut out, None));
        });
        group.bench_function(BenchmarkId::new("shuffled with gold", len), |b| {
            b.iter(|| {
                let gold = Some(gold.as_slice());
                curve(
                    black_box(&shuffled),
                    gold,
                    &mut scratch,
                    &mut out,
                    Some(&mut gold_out),
                )
            });
        });
        group.bench_function(BenchmarkId::new("textbook, sorted", len), |b| {
            b.iter(|| textbook(black_box(&ascending), &mut scratch[..len], &mut out));
        });
    }
    group.finish();
}

criterion_group!(curves, benches);
criterion_main!(curves);
