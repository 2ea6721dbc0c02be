//! Decisions: nanoseconds a draw and a request, `cargo bench --bench budget`.

use std::hint::black_box;

use bestof::budget::{
    Gain, Request, StudentPrior, StudentStop, majority_settled, majority_table, record_probability,
    reservation_normal, share, share_scratch_len, student_rule, student_rule_len,
    student_scratch_len,
};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

fn uniform(rng: &mut Xoshiro256PlusPlus) -> f64 {
    (rng.next_u64() >> 11) as f64 * f64::powi(2.0, -53)
}

const PRIOR: StudentPrior = StudentPrior {
    mean: 0.0,
    mean_draws: 1.0,
    variance: 1.0,
    freedom: 3.0,
};

fn stopping(c: &mut Criterion) {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(1);
    let rewards: Vec<f64> = (0..1024)
        .map(|_| (0..4).map(|_| uniform(&mut rng)).sum::<f64>() - 2.0)
        .collect();
    let mut rule = vec![0.0; student_rule_len(64)];
    let mut scratch = vec![0.0; student_scratch_len()];
    student_rule(&PRIOR, 0.01, &mut rule, &mut scratch).expect("a prior");
    let start = StudentStop::new(&PRIOR).expect("a prior");
    let mut table = [0; 64];
    majority_table(0.05, &mut table).expect("a risk");

    let mut group = c.benchmark_group("a decision for each of 1024 draws");
    group.throughput(Throughput::Elements(1024));
    group.bench_function("Student's rule, one step a draw", |b| {
        b.iter(|| {
            let (mut state, mut requests) = (start, 0);
            for reward in &rewards {
                if state.step(black_box(*reward), &rule).expect("finite") {
                    state = start;
                    requests += 1;
                }
            }
            requests
        });
    });
    group.bench_function("Student's expected improvement", |b| {
        b.iter(|| {
            let mut state = start;
            let mut sum = 0.0;
            for reward in &rewards {
                state.record(black_box(*reward)).expect("finite");
                sum += state.expected_improvement();
            }
            sum
        });
    });
    group.bench_function("majority of votes", |b| {
        b.iter(|| {
            let mut votes = [0_u64; 2];
            let mut settled = 0_u64;
            for reward in &rewards {
                votes[usize::from(*reward > 0.0)] += 1;
                let [a, b] = votes;
                if majority_settled(black_box(&table), a.max(b), a.min(b)) || a + b > 100 {
                    votes = [0; 2];
                    settled += 1;
                }
            }
            settled
        });
    });
    group.bench_function("record probability", |b| {
        b.iter(|| {
            (0..1024_u64)
                .map(|n| record_probability(black_box(n), 1))
                .sum::<f64>()
        });
    });
    group.bench_function("reservation value, normal, from scratch", |b| {
        b.iter(|| {
            rewards
                .iter()
                .map(|x| reservation_normal(black_box(x.abs())))
                .sum::<f64>()
        });
    });
    group.finish();

    let mut group = c.benchmark_group("once");
    group.sample_size(10);
    group.bench_function("Student's rule for 64 draws", |b| {
        b.iter(|| student_rule(black_box(&PRIOR), 0.01, &mut rule, &mut scratch));
    });
    group.finish();
}

fn sharing(c: &mut Criterion) {
    const LEN: usize = 1_000_000;
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(2);
    let mut requests = |kind: u64| -> Vec<Request<'static>> {
        (0..LEN)
            .map(|_| {
                let size = 0.1 + uniform(&mut rng);
                let gain = match if kind < 3 { kind } else { rng.next_u64() % 3 } {
                    0 => Gain::Normal { deviation: size },
                    1 => Gain::Exponential { scale: size },
                    _ => Gain::Bernoulli {
                        probability: uniform(&mut rng),
                        value: 1.0,
                    },
                };
                Request {
                    gain,
                    least: 1,
                    most: 1000,
                }
            })
            .collect()
    };
    let mut draws = vec![0; LEN];
    let mut scratch = vec![0; share_scratch_len(LEN)];
    let mut group = c.benchmark_group("share over a million requests");
    group.sample_size(10);
    group.throughput(Throughput::Elements(LEN as u64));
    for (kind, name) in ["normal", "exponential", "right or wrong", "mixed"]
        .iter()
        .enumerate()
    {
        let requests = requests(kind as u64);
        for each in [8, 64] {
            group.bench_function(format!("{name}, {each} draws each"), |b| {
                b.iter(|| {
                    let request = |i: usize| requests[i];
                    share(request, 0.0, each * LEN as u64, &mut draws, &mut scratch)
                });
            });
        }
    }
    group.finish();
}

criterion_group!(benches, stopping, sharing);
criterion_main!(benches);
