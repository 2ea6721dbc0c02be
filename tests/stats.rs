//! Streaming statistics against exact rationals: any order, any split, any size of reward; and their bytes.

use bestof::Error;
use bestof::estimate::{RewardStats, STATS_BYTES, Summary};
use num_bigint::BigInt;

mod common;

use common::{FIXED_BITS, Mix, fixed, ratio};

fn stats_of(rewards: &[f64]) -> RewardStats {
    let mut stats = RewardStats::new();
    stats.push_all(rewards).unwrap();
    stats
}

/// Rewards of different shapes: uniform, on a large offset, heavy-tailed, two-valued, an outlier first, nearly constant,
/// powers of two.
fn shapes(len: usize, mix: &mut Mix) -> Vec<Vec<f64>> {
    let mut make =
        |f: &dyn Fn(usize, &mut Mix) -> f64| -> Vec<f64> { (0..len).map(|i| f(i, mix)).collect() };
    vec![
        make(&|_, m| m.unit()),
        make(&|_, m| 1e9 + m.unit()),
        make(&|_, m| 1.0 / m.unit()),
        make(&|_, m| if m.unit() < 0.3 { 1.0 } else { 0.1 }),
        make(&|i, m| if i == 0 { -1e12 } else { m.unit() }),
        make(&|_, m| 0.1 + f64::EPSILON * (m.below(3) as f64)),
        make(&|_, m| 2.0_f64.powi(m.below(60) as i32 - 30)),
    ]
}

/// Exact central sums `N^(p−1) Σ (x − mean)^p` over fixed-point rewards, `p = 2, 3, 4`, and the sum.
fn exact_sums(rewards: &[f64]) -> (BigInt, [BigInt; 3]) {
    let count = BigInt::from(rewards.len());
    let sum: BigInt = rewards.iter().map(|x| fixed(*x)).sum();
    let mut sums = [BigInt::from(0), BigInt::from(0), BigInt::from(0)];
    for x in rewards {
        let d = fixed(*x) * &count - &sum;
        let square = &d * &d;
        sums[1] += &square * &d;
        sums[2] += &square * &square;
        sums[0] += square;
    }
    // Each deviation is N times itself: Σ d^p = N^p Σ (x − mean)^p.
    (sum, sums)
}

fn ulp(x: f64) -> f64 {
    x.abs().next_up() - x.abs()
}

/// Errors against exact sums: mean, variance in ulp; skewness and kurtosis relative to the larger of them and 1.
fn errors(rewards: &[f64], found: &Summary) -> [f64; 4] {
    let count = BigInt::from(rewards.len());
    let (sum, [d2, d3, d4]) = exact_sums(rewards);
    let mean_miss = fixed(found.mean) * &count - &sum;
    let mean = ratio(&mean_miss, &count) / 2.0_f64.powi(FIXED_BITS) / ulp(found.mean);

    let scale = BigInt::from(1) << FIXED_BITS as usize;
    // variance = d2/(N² (N−1)).
    let below = &count * &count * (&count - 1);
    let variance_miss = fixed(found.variance) * &below * &scale - &d2;
    let variance = ratio(&variance_miss, &(below * &scale * &scale)) / ulp(found.variance);

    // The moments in doubles, each nearly exact: (d3/N)/(d2/N)^(3/2), N d4/d2².
    let size = ratio(&d2, &(&scale * &scale));
    let skewness = ratio(&d3, &(&scale * &scale * &scale)) / size / size.sqrt()
        * (rewards.len() as f64).sqrt();
    let kurtosis = ratio(&(&count * d4), &(&d2 * &d2)) - 3.0;
    let relative = |found: f64, expected: f64| (found - expected).abs() / expected.abs().max(1.0);
    [
        mean.abs(),
        variance.abs(),
        relative(found.skewness, skewness),
        relative(found.excess_kurtosis, kurtosis),
    ]
}

#[test]
fn moments_against_exact_sums() {
    let mut mix = Mix(1);
    let mut worst = [0.0_f64; 4];
    for len in [2, 3, 4, 5, 7, 10, 33, 100, 1000, 5000] {
        for (shape, rewards) in shapes(len, &mut mix).iter().enumerate() {
            let found = stats_of(rewards).summary();
            if found.variance == 0.0 {
                assert!(rewards.iter().all(|x| *x == rewards[0]));
                assert!(found.skewness.is_nan() && found.excess_kurtosis.is_nan());
                continue;
            }
            let errors = errors(rewards, &found);
            for (worst, error) in worst.iter_mut().zip(errors) {
                *worst = worst.max(error);
            }
            let within = errors.iter().zip([0.51, 0.51, 1e-14, 1e-14]);
            for (error, bound) in within {
                assert!(*error <= bound, "{len} of shape {shape}: {errors:?}");
            }
            let deviation = found.variance.sqrt();
            assert!((found.standard_deviation - deviation).abs() <= ulp(deviation));
            let error = deviation / (len as f64).sqrt();
            assert!((found.standard_error - error).abs() <= 2.0 * ulp(error));
        }
    }
    println!("worst: mean, variance in ulp; skewness, kurtosis relative: {worst:?}");
}

#[test]
fn any_order_and_any_split_give_the_same_results() {
    let mut mix = Mix(2);
    let mut tried = 0;
    let mut different = 0;
    for len in [2, 3, 10, 100, 1000] {
        for mut rewards in shapes(len, &mut mix) {
            let whole = stats_of(&rewards).summary();
            for _ in 0..20 {
                mix.shuffle(&mut rewards);
                let mut parts = Vec::new();
                let mut rest = rewards.as_slice();
                while !rest.is_empty() {
                    // Parts may be empty.
                    let (part, others) = rest.split_at(mix.below(rest.len() + 1));
                    parts.push(stats_of(part));
                    rest = others;
                }
                mix.shuffle(&mut parts);
                // Workers report in any order, some of them to a worker that reports itself.
                while parts.len() > 1 {
                    let from = parts.swap_remove(mix.below(parts.len()));
                    let to = mix.below(parts.len());
                    parts[to].merge(&from).unwrap();
                }
                let merged = parts[0].summary();
                assert_eq!(merged.count, whole.count);
                assert_eq!((merged.min, merged.max), (whole.min, whole.max));
                tried += 1;
                for (a, b) in [
                    (merged.mean, whole.mean),
                    (merged.variance, whole.variance),
                    (merged.standard_deviation, whole.standard_deviation),
                    (merged.standard_error, whole.standard_error),
                ] {
                    different += u32::from(a != b);
                    assert!((a - b).abs() <= ulp(b), "{a:e}, {b:e}");
                }
                for (a, b) in [
                    (merged.skewness, whole.skewness),
                    (merged.excess_kurtosis, whole.excess_kurtosis),
                ] {
                    assert!((a - b).abs() <= 1e-14 * b.abs().max(1.0) || a.is_nan() && b.is_nan());
                }
            }
        }
    }
    println!(
        "{different} of {} results differ in their last place",
        4 * tried
    );
}

#[test]
fn known_values() {
    let stats = stats_of(&[2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]);
    let found = stats.summary();
    assert_eq!(
        (found.count, found.mean, found.min, found.max),
        (8, 5.0, 2.0, 9.0)
    );
    assert_eq!(found.variance, 32.0 / 7.0);
    // m2 = 4, m3 = 42/8, m4 = 356/8.
    assert_eq!(found.skewness, 42.0 / 8.0 / 8.0);
    assert_eq!(found.excess_kurtosis, 356.0 / 8.0 / 16.0 - 3.0);
    assert_eq!(
        (
            stats.mean(),
            stats.variance(),
            stats.standard_error(),
            stats.count()
        ),
        (found.mean, found.variance, found.standard_error, 8)
    );
}

#[test]
fn too_few_rewards() {
    let none = RewardStats::new();
    assert_eq!(none, RewardStats::default());
    assert!(none.mean().is_nan() && none.summary().min.is_nan());
    let one = stats_of(&[-0.0]);
    assert_eq!(one.mean().to_bits(), 0.0_f64.to_bits());
    assert!(one.variance().is_nan() && one.standard_error().is_nan());
    let same = stats_of(&[0.1; 7]);
    assert_eq!(
        (same.mean(), same.variance(), same.standard_error()),
        (0.1, 0.0, 0.0)
    );
}

#[test]
fn extreme_rewards_neither_overflow_nor_vanish() {
    let found = stats_of(&[f64::MAX, -f64::MAX, f64::MAX, -f64::MAX]).summary();
    assert_eq!((found.mean, found.variance), (0.0, f64::INFINITY));
    assert!((found.standard_error / f64::MAX - (1.0_f64 / 3.0).sqrt()).abs() < 1e-15);
    assert_eq!((found.skewness, found.excess_kurtosis), (0.0, -2.0));
    // The same shape at every size, from subnormal to the end of the doubles, in either order.
    for exponent in [-1074, -1000, -500, 0, 400, 1019] {
        let unit = 2.0_f64.powi(exponent / 2) * 2.0_f64.powi(exponent - exponent / 2);
        let mut rewards = [1.0, 2.0, 4.0, 8.0, 16.0].map(|x| x * unit);
        for _ in 0..2 {
            let found = stats_of(&rewards).summary();
            let expected = stats_of(&[1.0, 2.0, 4.0, 8.0, 16.0]).summary();
            assert!((found.mean / unit - expected.mean).abs() <= 0.5);
            assert_eq!(found.skewness, expected.skewness);
            assert_eq!(found.excess_kurtosis, expected.excess_kurtosis);
            rewards.reverse();
        }
    }
    // Small ones first, then one that dwarfs them, and the reverse; in one state and in two.
    let tiny = 1e-300;
    let rewards = [0.0, tiny, 2.0 * tiny, 1e300, -1e300];
    let mut merged = stats_of(&rewards[..3]);
    merged.merge(&stats_of(&rewards[3..])).unwrap();
    let mut backwards = rewards;
    backwards.reverse();
    for stats in [stats_of(&rewards), stats_of(&backwards), merged] {
        let found = stats.summary();
        assert!((found.standard_deviation / 1e300 - 0.5_f64.sqrt()).abs() < 1e-15);
        assert!(found.mean.abs() <= 1e285 && found.skewness.abs() < 1e-15);
        assert!((found.excess_kurtosis - (5.0 * 2.0 / 4.0 - 3.0)).abs() < 1e-14);
    }
}

#[test]
fn a_refused_reward_changes_nothing() {
    let mut stats = stats_of(&[1.0, 2.0, 4.0]);
    let before = stats;
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        assert_eq!(stats.push(bad), Err(Error::NotFinite));
        assert_eq!(stats.push_all(&[5.0, bad]), Err(Error::NotFinite));
        assert_eq!(stats, before);
    }
}

#[test]
fn counts_beyond_64_bits_are_refused() {
    // Doubling a state 63 times leaves room for less than another of it.
    let mut stats = stats_of(&[1.0, 2.0]);
    for _ in 0..62 {
        let copy = stats;
        stats.merge(&copy).unwrap();
    }
    assert_eq!(stats.count(), 1 << 63);
    assert_eq!((stats.mean(), stats.variance()), (1.5, 0.25));
    let before = stats;
    assert_eq!(stats.merge(&before), Err(Error::Capacity));
    assert_eq!(stats, before);
}

#[test]
fn bytes_come_back_as_the_same_state() {
    let mut mix = Mix(3);
    let mut states = vec![RewardStats::new(), stats_of(&[3.0]), stats_of(&[3.0; 9])];
    states.extend(shapes(50, &mut mix).iter().map(|rewards| stats_of(rewards)));
    states.push(stats_of(&[f64::MAX, -f64::MAX]));
    states.push(stats_of(&[5e-324, 0.0]));
    for stats in states {
        assert_eq!(RewardStats::from_bytes(&stats.to_bytes()), Ok(stats));
    }
}

/// The bytes of `[1, 2, 4]` are these on every machine, in this version.
#[test]
fn the_bytes_are_little_endian() {
    let bytes = stats_of(&[1.0, 2.0, 4.0]).to_bytes();
    assert_eq!(bytes.len(), STATS_BYTES);
    assert_eq!(STATS_BYTES, 120);
    let mut expected = b"rwst\x01\0\0\0\x03\0\0\0\0\0\0\0".to_vec();
    for x in [
        1.0, 1.0, 4.0, 0.0, 10.0, 0.0, 28.0, 0.0, 82.0, 0.0, 1.0, 4.0_f64,
    ] {
        expected.extend(x.to_bits().to_le_bytes());
    }
    assert_eq!(bytes[..112], expected);
    assert_eq!(bytes[116..], [0; 4]);
}

#[test]
fn damaged_bytes_are_refused() {
    let stats = stats_of(&[0.3, 0.1, 0.7]);
    let bytes = stats.to_bytes();
    for at in 0..bytes.len() {
        for bit in 0..8 {
            let mut flipped = bytes;
            flipped[at] ^= 1 << bit;
            assert_eq!(RewardStats::from_bytes(&flipped), Err(Error::Format));
        }
        assert_eq!(RewardStats::from_bytes(&bytes[..at]), Err(Error::Format));
        assert_eq!(
            RewardStats::from_bytes(&bytes[at + 1..]),
            Err(Error::Format)
        );
    }
    let mut longer = bytes.to_vec();
    longer.push(0);
    assert_eq!(RewardStats::from_bytes(&longer), Err(Error::Format));
    let mut swapped = bytes;
    for word in swapped.chunks_mut(8) {
        word.reverse();
    }
    assert_eq!(RewardStats::from_bytes(&swapped), Err(Error::Format));
    // Random damage, several bytes of it.
    let mut mix = Mix(4);
    for _ in 0..10_000 {
        let mut damaged = bytes;
        for _ in 0..mix.below(6) + 1 {
            let at = mix.below(STATS_BYTES);
            damaged[at] = mix.next() as u8;
        }
        if damaged != bytes {
            assert_eq!(RewardStats::from_bytes(&damaged), Err(Error::Format));
        }
    }
}

/// A checksum proves nothing about who wrote it: bytes of an impossible state, or of another version, with a good one.
#[test]
fn impossible_states_with_a_good_checksum_are_refused() {
    let crc = |bytes: &[u8]| {
        !bytes.iter().fold(u32::MAX, |crc, byte| {
            (0..8).fold(crc ^ u32::from(*byte), |crc, _| {
                if crc & 1 == 1 {
                    crc >> 1 ^ 0xEDB8_8320
                } else {
                    crc >> 1
                }
            })
        })
    };
    let sealed = |at: usize, word: u64| {
        let mut bytes = stats_of(&[0.3, 0.1, 0.7]).to_bytes();
        bytes[at * 8..at * 8 + 8].copy_from_slice(&word.to_le_bytes());
        let sum = crc(&bytes[..112]);
        bytes[112..116].copy_from_slice(&sum.to_le_bytes());
        RewardStats::from_bytes(&bytes)
    };
    let head = u64::from_le_bytes(*b"rwst\x01\0\0\0");
    assert!(sealed(0, head).is_ok());
    assert_eq!(sealed(0, head + (1 << 32)), Err(Error::Format));
    assert_eq!(sealed(0, head + 1), Err(Error::Format));
    assert_eq!(sealed(1, 0), Err(Error::Format));
    for word in 2..14 {
        assert_eq!(sealed(word, f64::NAN.to_bits()), Err(Error::Format));
    }
    assert_eq!(sealed(3, 3.0_f64.to_bits()), Err(Error::Format));
    assert_eq!(sealed(12, 0.5_f64.to_bits()), Err(Error::Format));
}
