//! The plug-in curve against exact rationals, the band against its formula and against fresh pools.

use bestof::Error;
use bestof::estimate::{curve, curve_band, curve_scratch_len, plug_in_curve};
use num_bigint::BigInt;

mod common;

use common::{Mix, fixed, ratio};

fn plug_in(proxy: &[f64], gold: Option<&[f64]>, n: &[f64]) -> [Vec<f64>; 2] {
    let mut scratch = vec![0.0; curve_scratch_len(proxy.len())];
    let (mut out, mut gold_out) = (vec![0.0; n.len()], vec![0.0; n.len()]);
    let into = gold.map(|_| gold_out.as_mut_slice());
    plug_in_curve(proxy, gold, n, &mut scratch, &mut out, into).unwrap();
    [out, gold_out]
}

fn band(rewards: &[f64], range: [f64; 2], alpha: f64, n: &[f64]) -> [Vec<f64>; 2] {
    let mut scratch = vec![0.0; curve_scratch_len(rewards.len())];
    let (mut lower, mut upper) = (vec![0.0; n.len()], vec![0.0; n.len()]);
    curve_band(
        rewards,
        range,
        alpha,
        n,
        &mut scratch,
        &mut lower,
        &mut upper,
    )
    .unwrap();
    [lower, upper]
}

#[test]
fn plug_in_against_exact_sums() {
    let mut mix = Mix(1);
    let mut worst = 0.0_f64;
    for len in [1, 2, 3, 10, 64, 300] {
        for shape in 0..3 {
            let mut pool: Vec<f64> = (0..len)
                .map(|_| match shape {
                    0 => mix.unit(),
                    1 => -1.0 / mix.unit(),
                    _ => 1e6 + mix.unit(),
                })
                .collect();
            let sizes = [1_u32, 2, 3, 7, 64, 1000];
            let [found, _] = plug_in(&pool, None, &sizes.map(f64::from));
            pool.sort_by(f64::total_cmp);
            let largest = pool.iter().fold(0.0_f64, |m, x| m.max(x.abs()));
            for (n, y) in sizes.into_iter().zip(found) {
                let power = |i: usize| BigInt::from(i).pow(n);
                let sum: BigInt = (1..=len)
                    .map(|i| (power(i) - power(i - 1)) * fixed(pool[i - 1]))
                    .sum();
                let miss = fixed(y) * power(len) - sum;
                let error = ratio(&miss, &(power(len) * fixed(largest))).abs();
                assert!(
                    error <= 2e-15,
                    "N = {len}, shape {shape}, n = {n}: {error:e}"
                );
                worst = worst.max(error);
            }
        }
    }
    println!("worst error, of the largest reward: {worst:e}");
}

#[test]
fn ties_share_gold_and_ends_are_exact() {
    let proxy = [1.0, 2.0, 2.0, 0.0];
    let gold = [5.0, 1.0, 3.0, -4.0];
    let [out, gold_out] = plug_in(&proxy, Some(&gold), &[1.0, 2.0, 1e9]);
    assert_eq!(out, [1.25, 2.0 - (1.0 + 4.0) / 16.0, 2.0]);
    // Shares of the levels at n = 2: 1/16, 3/16, 12/16.
    assert_eq!(gold_out, [1.25, (-4.0 + 15.0 + 24.0) / 16.0, 2.0]);
    for constant in [0.1, -7e300, 5e-324] {
        assert_eq!(
            plug_in(&[constant; 5], None, &[1.0, 1.5, 1e300])[0],
            [constant; 3]
        );
    }
}

#[test]
fn plug_in_is_below_the_unbiased_curve_and_rises() {
    let mut mix = Mix(2);
    for len in [2, 5, 30] {
        let pool: Vec<f64> = (0..len).map(|_| mix.unit()).collect();
        let sizes: Vec<f64> = (1..=len).map(|n| n as f64).collect();
        let [found, _] = plug_in(&pool, None, &sizes);
        let mut unbiased = vec![0.0; len];
        let mut scratch = vec![0.0; curve_scratch_len(len)];
        curve(&pool, None, &mut scratch, &mut unbiased, None).unwrap();
        for (a, b) in found.iter().zip(&unbiased) {
            assert!(*a <= b + 1e-15);
        }
        assert!(found.is_sorted());
    }
}

#[test]
fn band_is_its_formula() {
    let mut mix = Mix(3);
    for len in [1, 2, 40, 400] {
        let mut pool: Vec<f64> = (0..len).map(|_| mix.unit() * 2.0 - 0.5).collect();
        let (low, high, alpha) = (-1.0, 1.75, 0.05_f64);
        let sizes = [1.0, 2.5, 16.0, 1e4];
        let [lower, upper] = band(&pool, [low, high], alpha, &sizes);
        pool.sort_by(f64::total_cmp);
        let epsilon = ((2.0 / alpha).ln() / (2.0 * len as f64)).sqrt();
        let mut ends = vec![low];
        ends.extend(&pool);
        ends.push(high);
        for (i, n) in sizes.into_iter().enumerate() {
            let integral = |shift: f64| -> f64 {
                ends.windows(2)
                    .enumerate()
                    .map(|(rank, pair)| {
                        let share = rank as f64 / len as f64;
                        let last = rank == len && shift > 0.0;
                        let share = if last {
                            1.0
                        } else {
                            (share + shift).clamp(0.0, 1.0)
                        };
                        share.powf(n) * (pair[1] - pair[0])
                    })
                    .sum()
            };
            assert!((lower[i] - (high - integral(epsilon)).max(low)).abs() < 1e-14);
            assert!((upper[i] - (high - integral(-epsilon))).abs() < 1e-14);
        }
    }
}

#[test]
fn band_holds_for_all_n_at_once() {
    let mut mix = Mix(4);
    let (len, runs, alpha) = (50, 3000, 0.1);
    let sizes = [1.0, 2.0, 4.0, 10.0, 50.0, 1000.0];
    let mut missed = 0;
    for _ in 0..runs {
        let pool: Vec<f64> = (0..len).map(|_| mix.unit()).collect();
        let [lower, upper] = band(&pool, [0.0, 1.0], alpha, &sizes);
        let holds = sizes
            .iter()
            .zip(lower.iter().zip(&upper))
            .all(|(n, (l, u))| {
                let truth = n / (n + 1.0);
                *l <= truth && truth <= *u
            });
        missed += u32::from(!holds);
        assert!(upper[0] - lower[0] < 0.37);
    }
    let rate = f64::from(missed) / f64::from(runs);
    assert!(rate <= alpha, "{rate}");
    println!("the band misses in {rate} of pools, allowed {alpha}");
}

#[test]
fn a_refused_call_writes_nothing() {
    let pool = [0.5, 1.5, 1.0];
    let enough = curve_scratch_len(3);
    let mut scratch = vec![7.0; enough];
    let (mut a, mut b) = ([7.0; 2], [7.0; 2]);
    let sizes = [1.0, 2.0];
    let (short, bad) = (&pool[..2], [f64::NAN, 1.0, 1.0]);
    let refuse = |expected, result: Result<(), Error>| assert_eq!(result, Err(expected));
    refuse(
        Error::Empty,
        plug_in_curve(&[], None, &sizes, &mut scratch, &mut a, None),
    );
    refuse(
        Error::Empty,
        plug_in_curve(&pool, None, &[], &mut scratch, &mut [], None),
    );
    refuse(
        Error::Capacity,
        plug_in_curve(&pool, None, &sizes, &mut scratch, &mut a[..1], None),
    );
    refuse(
        Error::Capacity,
        plug_in_curve(&pool, None, &sizes, &mut scratch[1..], &mut a, None),
    );
    refuse(
        Error::Capacity,
        plug_in_curve(&pool, Some(&pool), &sizes, &mut scratch, &mut a, None),
    );
    refuse(
        Error::Capacity,
        plug_in_curve(
            &pool,
            Some(short),
            &sizes,
            &mut scratch,
            &mut a,
            Some(&mut b),
        ),
    );
    refuse(
        Error::NotFinite,
        plug_in_curve(&bad, None, &sizes, &mut scratch, &mut a, None),
    );
    for n in [0.5, f64::NAN, f64::INFINITY] {
        refuse(
            Error::Domain,
            plug_in_curve(&pool, None, &[1.0, n], &mut scratch, &mut a, None),
        );
        refuse(
            Error::Domain,
            curve_band(
                &pool,
                [0.0, 2.0],
                0.1,
                &[1.0, n],
                &mut scratch,
                &mut a,
                &mut b,
            ),
        );
    }
    for (expected, range, alpha) in [
        (Error::Domain, [0.0, 1.0], 0.1),
        (Error::Domain, [0.7, 2.0], 0.1),
        (Error::NotFinite, [f64::NAN, 2.0], 0.1),
        (Error::NotFinite, [0.0, f64::INFINITY], 0.1),
        (Error::Domain, [0.0, 2.0], 0.0),
        (Error::Domain, [0.0, 2.0], 1.0),
        (Error::Domain, [0.0, 2.0], f64::NAN),
    ] {
        refuse(
            expected,
            curve_band(&pool, range, alpha, &sizes, &mut scratch, &mut a, &mut b),
        );
    }
    refuse(
        Error::NotFinite,
        curve_band(&bad, [0.0, 2.0], 0.1, &sizes, &mut scratch, &mut a, &mut b),
    );
    refuse(
        Error::Capacity,
        curve_band(
            &pool,
            [0.0, 2.0],
            0.1,
            &sizes,
            &mut scratch,
            &mut a,
            &mut b[..1],
        ),
    );
    assert!(scratch.iter().chain(&a).chain(&b).all(|x| *x == 7.0));
}
