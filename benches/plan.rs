//! What a server pays for a plan: loading it, and one draw of a request.

use std::hint::black_box;

use bestof::budget::{Index, Objective, PLAN_THRESHOLDS, Plan, Progress};
use criterion::{Criterion, criterion_group, criterion_main};

fn benches(c: &mut Criterion) {
    let mut group = c.benchmark_group("plan");
    let mut progress = Progress::new();
    for reward in [0.2, 0.5, 0.3] {
        let _ = progress.push(reward);
    }
    for (name, index) in [
        ("best", Index::Best),
        ("excess", Index::Excess { variance: 0.04 }),
    ] {
        let thresholds = [2.0; PLAN_THRESHOLDS];
        let Ok(plan) = Plan::new(index, thresholds, 64, Objective::Proxy, 0.01) else {
            continue;
        };
        group.bench_function(format!("should_stop, {name}"), |b| {
            b.iter(|| black_box(&plan).should_stop(black_box(&progress)));
        });
        let bytes = plan.to_bytes();
        group.bench_function(format!("from_bytes, {name}"), |b| {
            b.iter(|| Plan::from_bytes(black_box(&bytes)));
        });
    }
    group.bench_function("push", |b| {
        b.iter(|| black_box(&mut progress).push(black_box(0.4)));
    });
    group.finish();
}

criterion_group!(plans, benches);
criterion_main!(plans);
