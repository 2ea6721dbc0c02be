//! Plans: what they decide, and what they refuse to load.

mod common;

use bestof::Error;
use bestof::budget::{
    Index, Objective, PLAN_BYTES, PLAN_MAX_DRAWS, PLAN_THRESHOLDS, Plan, Progress,
};
use common::Mix;

fn falling(last: u64) -> Plan {
    let mut thresholds = [0.0; PLAN_THRESHOLDS];
    for (i, threshold) in thresholds.iter_mut().enumerate() {
        *threshold = 0.9 - i as f64 / 100.0;
    }
    Plan::new(Index::Best, thresholds, last, Objective::Proxy, 0.01).unwrap()
}

fn relative(threshold: f64, last: u64) -> Plan {
    let index = Index::Excess { variance: 0.25 };
    Plan::new(
        index,
        [threshold; PLAN_THRESHOLDS],
        last,
        Objective::Gold,
        0.0,
    )
    .unwrap()
}

/// The draws after which the plan stops.
fn draws(plan: &Plan, rewards: impl IntoIterator<Item = f64>) -> u64 {
    let mut progress = Progress::new();
    for reward in rewards {
        progress.push(reward).unwrap();
        if plan.should_stop(&progress) {
            return progress.draws();
        }
    }
    panic!("not stopped after {progress:?}");
}

#[test]
fn classes_hold_every_number_of_draws_in_order() {
    assert!(Plan::class(0) >= PLAN_THRESHOLDS);
    assert_eq!(Plan::class(1), 0);
    let mut first_of = vec![1];
    for n in 2..=PLAN_MAX_DRAWS {
        let step = Plan::class(n) - Plan::class(n - 1);
        assert!(step <= 1, "{n}");
        if step == 1 {
            first_of.push(n);
        }
    }
    assert_eq!(
        first_of[..14],
        [1, 2, 3, 4, 5, 6, 7, 8, 10, 12, 14, 16, 20, 24]
    );
    assert_eq!(first_of.len(), PLAN_THRESHOLDS);
    assert_eq!(first_of.last(), Some(&PLAN_MAX_DRAWS));
    assert!(Plan::class(u64::MAX) >= PLAN_THRESHOLDS);
}

#[test]
fn the_best_stops_where_it_reaches_the_threshold() {
    let plan = falling(20);
    assert_eq!(draws(&plan, [0.9]), 1);
    assert_eq!(draws(&plan, [0.9_f64.next_down(), 0.1]), 2);
    assert_eq!(draws(&plan, [0.1, 0.2, 0.3, 0.88, 0.5]), 4);
    // Nothing good comes: the last draw ends it.
    assert_eq!(draws(&plan, [0.0; 30]), 20);
    assert_eq!(draws(&falling(1), [-1e300]), 1);
    let fixed = Plan::fixed(7, Objective::Proxy, 0.5).unwrap();
    assert_eq!(draws(&fixed, (0..9).map(|i| 1e300 * f64::from(i) / 9.0)), 7);
    assert!(!fixed.should_stop(&Progress::new()));
    let longest = Plan::fixed(PLAN_MAX_DRAWS, Objective::Proxy, 0.0).unwrap();
    assert_eq!(
        draws(&longest, (0..=PLAN_MAX_DRAWS).map(|i| i as f64)),
        PLAN_MAX_DRAWS
    );
}

#[test]
fn the_excess_knows_neither_shift_nor_root() {
    let mut mix = Mix(1);
    let index = Index::Excess { variance: 0.25 };
    for _ in 0..2000 {
        let threshold = 3.0 * mix.unit();
        let plan = relative(threshold, 1 << 16);
        let (mut progress, mut shifted) = (Progress::new(), Progress::new());
        let mut rewards: Vec<f64> = Vec::new();
        for _ in 0..=mix.below(12) {
            // Multiples of 2^-20: their sums are exact, shifted or not.
            let reward = (mix.unit() * 2f64.powi(20)).floor() * 2f64.powi(-20);
            rewards.push(reward);
            progress.push(reward).unwrap();
            shifted.push(reward + 64.0).unwrap();
        }
        let n = rewards.len() as f64;
        let mean = rewards.iter().sum::<f64>() / n;
        let squares: f64 = rewards.iter().map(|x| (x - mean).powi(2)).sum();
        let best = rewards.iter().copied().fold(f64::MIN, f64::max);
        let expected = (best - mean) / 0.5 / ((0.25 + squares) / (n * 0.25)).powf(0.75);
        assert!(
            (progress.index(index) - expected).abs() < 1e-12,
            "{rewards:?}"
        );
        assert!(
            (shifted.index(index) - expected).abs() < 1e-9,
            "{rewards:?}"
        );
        assert_eq!(progress.index(Index::Best), best);
        if (expected - threshold).abs() > 1e-9 {
            assert_eq!(
                plan.should_stop(&progress),
                expected > threshold,
                "{rewards:?}"
            );
            assert_eq!(
                plan.should_stop(&shifted),
                expected > threshold,
                "{rewards:?}"
            );
        }
    }
    assert_eq!(draws(&relative(0.0, 9), [1.0]), 1);
    assert_eq!(draws(&relative(f64::NEG_INFINITY, 9), [1.0]), 1);
    assert_eq!(draws(&relative(f64::INFINITY, 9), [1.0; 9]), 9);
    // Where powers overflow, there is no index: the last draw ends it, if nothing before.
    assert!(draws(&relative(1.0, 9), [f64::MAX, -f64::MAX].repeat(5)) <= 9);
}

#[test]
fn progress_takes_finite_rewards_only() {
    let mut progress = Progress::new();
    assert_eq!(progress, Progress::default());
    assert_eq!((progress.draws(), progress.best()), (0, f64::NEG_INFINITY));
    assert_eq!(progress.push(1.0), Ok(true));
    assert_eq!(progress.push(1.0), Ok(false));
    assert_eq!(progress.push(0.5), Ok(false));
    assert_eq!(progress.push(2.0), Ok(true));
    let before = progress;
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(progress.push(bad), Err(Error::NotFinite));
        assert_eq!(progress, before);
    }
    assert_eq!((progress.draws(), progress.best()), (4, 2.0));
}

#[test]
fn plans_out_of_their_domain_are_refused() {
    let flat = [0.5; PLAN_THRESHOLDS];
    let best = |thresholds, last, cost| {
        Plan::new(Index::Best, thresholds, last, Objective::Proxy, cost).map(|_| ())
    };
    assert_eq!(best(flat, 1, 0.0), Ok(()));
    assert_eq!(best(flat, PLAN_MAX_DRAWS, 1e300), Ok(()));
    assert_eq!(best(flat, 0, 0.0), Err(Error::Domain));
    assert_eq!(best(flat, PLAN_MAX_DRAWS + 1, 0.0), Err(Error::Domain));
    assert_eq!(best(flat, 5, -0.1), Err(Error::Domain));
    assert_eq!(best(flat, 5, f64::NAN), Err(Error::NotFinite));
    assert_eq!(best(flat, 5, f64::INFINITY), Err(Error::NotFinite));
    let mut broken = flat;
    broken[PLAN_THRESHOLDS - 1] = f64::NAN;
    assert_eq!(best(broken, 5, 0.0), Err(Error::NotFinite));
    for (variance, error) in [
        (0.0, Error::Domain),
        (-1.0, Error::Domain),
        (f64::NAN, Error::NotFinite),
        (f64::INFINITY, Error::NotFinite),
    ] {
        let index = Index::Excess { variance };
        assert_eq!(
            Plan::new(index, flat, 5, Objective::Gold, 0.0),
            Err(error),
            "{variance}"
        );
    }
}

fn plans() -> Vec<Plan> {
    vec![
        falling(20),
        relative(1.5, 12),
        Plan::fixed(PLAN_MAX_DRAWS, Objective::Gold, 0.0).unwrap(),
    ]
}

#[test]
fn bytes_come_back_as_the_same_plan() {
    for plan in plans() {
        let loaded = Plan::from_bytes(&plan.to_bytes()).unwrap();
        assert_eq!(loaded, plan);
        assert_eq!(loaded.index(), plan.index());
        assert_eq!(loaded.objective(), plan.objective());
        assert_eq!((loaded.last(), loaded.cost()), (plan.last(), plan.cost()));
    }
    assert_eq!(falling(20).threshold(9), 0.9 - 0.07);
    assert!(falling(20).threshold(0).is_nan());
}

/// The bytes of one plan are these on every machine, in this version.
#[test]
fn the_bytes_are_little_endian() {
    let bytes = relative(1.5, 12).to_bytes();
    assert_eq!(PLAN_BYTES, 560);
    let mut expected = b"plan\x01\0\0\0\x0c\0\0\0\0\0\0\0\x01\0\0\0\x01\0\0\0".to_vec();
    for x in [0.0, 0.25_f64].into_iter().chain([1.5; PLAN_THRESHOLDS]) {
        expected.extend(x.to_bits().to_le_bytes());
    }
    assert_eq!(bytes[..552], expected);
    assert_eq!(bytes[552..556], crc(&expected).to_le_bytes());
    assert_eq!(bytes[556..], [0; 4]);
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
            (crc >> 1) ^ (0xEDB8_8320 * (crc & 1))
        })
    })
}

#[test]
fn damaged_bytes_are_refused() {
    let mut mix = Mix(2);
    for plan in plans() {
        let bytes = plan.to_bytes();
        for at in 0..PLAN_BYTES {
            for bit in 0..8 {
                let mut flipped = bytes;
                flipped[at] ^= 1 << bit;
                assert_eq!(Plan::from_bytes(&flipped), Err(Error::Format));
            }
            assert_eq!(Plan::from_bytes(&bytes[..at]), Err(Error::Format));
            assert_eq!(Plan::from_bytes(&bytes[at + 1..]), Err(Error::Format));
        }
        let longer = [&bytes[..], &[0]].concat();
        assert_eq!(Plan::from_bytes(&longer), Err(Error::Format));
        for width in [2, 4, 8, PLAN_BYTES] {
            let mut swapped = bytes;
            swapped.chunks_mut(width).for_each(<[u8]>::reverse);
            assert_eq!(Plan::from_bytes(&swapped), Err(Error::Format));
        }
        for _ in 0..2000 {
            let mut damaged = bytes;
            for _ in 0..=mix.below(40) {
                damaged[mix.below(PLAN_BYTES)] = mix.next() as u8;
            }
            if damaged != bytes {
                assert_eq!(Plan::from_bytes(&damaged), Err(Error::Format));
            }
        }
    }
}

/// A checksum proves nothing about who wrote it: other versions, kinds and impossible plans, each with a good one.
#[test]
fn impossible_plans_with_a_good_checksum_are_refused() {
    let with = |at: usize, value: &[u8]| {
        let mut bytes = relative(1.5, 12).to_bytes();
        bytes[at..at + value.len()].copy_from_slice(value);
        let sum = crc(&bytes[..552]);
        bytes[552..556].copy_from_slice(&sum.to_le_bytes());
        Plan::from_bytes(&bytes)
    };
    let double = |x: f64| x.to_bits().to_le_bytes();
    assert!(with(32, &double(0.5)).is_ok());
    let cases: [(&str, usize, &[u8]); 12] = [
        ("another kind", 0, b"rwst"),
        ("version 0", 4, &[0]),
        ("version 2", 4, &[2]),
        ("no draws", 8, &[0]),
        ("too many draws", 10, &[3]),
        ("an unknown index", 16, &[2]),
        ("no variance for the best", 16, &[0]),
        ("an unknown objective", 20, &[2]),
        ("a negative cost", 24, &double(-1.0)),
        ("an infinite cost", 24, &double(f64::INFINITY)),
        ("no variance", 32, &double(0.0)),
        ("a threshold that is none", 544, &double(f64::NAN)),
    ];
    for (what, at, value) in cases {
        assert_eq!(with(at, value), Err(Error::Format), "{what}");
    }
}
