//! Tails against laws whose sub-Gaussian variance is known, bounds against laws within reach, ranks against counting.

use bestof::Error;
use bestof::estimate::{
    calibrated_rank, curve_scratch_len, sub_gaussian_variance, sub_gaussian_variance_upper,
    uniform_ranks,
};

mod common;

use common::Mix;

fn close(found: f64, expected: f64, relative: f64) -> bool {
    (found - expected).abs() <= relative * expected.abs()
}

/// `ones` of `len` rewards are 1, the others 0.
fn bernoulli(ones: usize, len: usize) -> Vec<f64> {
    (0..len).map(|i| f64::from(u8::from(i < ones))).collect()
}

fn upper(rewards: &[f64], range: [f64; 2], alpha: f64) -> f64 {
    let mut scratch = vec![0.0; curve_scratch_len(rewards.len())];
    sub_gaussian_variance_upper(rewards, range, alpha, &mut scratch).unwrap()
}

#[test]
fn two_valued_laws() {
    // Kearns and Saul: (1 − 2p)/(2 ln((1−p)/p)) to the right for p below ½, p(1−p) above.
    for (ones, len, expected) in [
        (1, 10, 0.182047845325367478722848),
        (1, 100, 0.1066348682908995335294266),
        (1, 2, 0.25),
        (3, 4, 0.1875),
        (99, 100, 0.0099),
        (1, 1_000, 0.998 / (2.0 * 999.0_f64.ln())),
        (1, 100_000, 0.99998 / (2.0 * 99_999.0_f64.ln())),
    ] {
        let found = sub_gaussian_variance(&bernoulli(ones, len)).unwrap();
        assert!(
            close(found, expected, 1e-9),
            "{ones} of {len}: {found} {expected}"
        );
    }
}

#[test]
fn never_below_the_variance_and_in_the_rewards_units() {
    let mut mix = Mix(1);
    for shape in 0..4 {
        let pool: Vec<f64> = (0..300)
            .map(|_| match shape {
                0 => mix.unit(),
                1 => -mix.unit().ln(),
                2 => mix.unit().ln(),
                _ => (0..12).map(|_| mix.unit()).sum(),
            })
            .collect();
        let found = sub_gaussian_variance(&pool).unwrap();
        let mean = pool.iter().sum::<f64>() / 300.0;
        let variance = pool.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / 300.0;
        assert!(found >= variance * (1.0 - 1e-14), "{shape}");
        // A grid of points far denser than the search's.
        let best = (0..40_000)
            .map(|i| 1e-3 * 1.0005_f64.powi(i))
            .take_while(|lambda| *lambda < 300.0)
            .map(|lambda| {
                let sum: f64 = pool.iter().map(|x| (lambda * (x - mean)).exp()).sum();
                2.0 * (sum / 300.0).ln() / (lambda * lambda)
            })
            .fold(variance, f64::max);
        assert!(close(found, best, 1e-6), "{shape}: {found} {best}");
        // Exponential rewards have a right tail that none of the others has.
        assert_eq!(
            found > 1.2 * variance,
            shape == 1,
            "{shape}: {found} {variance}"
        );

        let scaled: Vec<f64> = pool.iter().map(|x| x * 2.0_f64.powi(-400)).collect();
        let small = sub_gaussian_variance(&scaled).unwrap();
        assert_eq!(small, found * 2.0_f64.powi(-800));
        let moved: Vec<f64> = pool.iter().map(|x| 1000.0 - 3.0 * x).collect();
        let mirrored: Vec<f64> = pool.iter().map(|x| -x).collect();
        let (moved, mirrored) = (
            sub_gaussian_variance(&moved),
            sub_gaussian_variance(&mirrored),
        );
        assert!(close(moved.unwrap(), 9.0 * mirrored.unwrap(), 1e-8));
    }
}

#[test]
fn uniform_rewards_have_their_variance() {
    let pool: Vec<f64> = (0..2000).map(|i| (f64::from(i) + 0.5) / 2000.0).collect();
    let found = sub_gaussian_variance(&pool).unwrap();
    assert!(close(found, 1.0 / 12.0, 1e-6), "{found}");
    assert_eq!(sub_gaussian_variance(&[0.1; 9]), Ok(0.0));
    assert_eq!(sub_gaussian_variance(&[3.0]), Ok(0.0));
    assert_eq!(sub_gaussian_variance(&[]), Err(Error::Empty));
    assert_eq!(
        sub_gaussian_variance(&[1.0, f64::NAN]),
        Err(Error::NotFinite)
    );
    assert_eq!(
        sub_gaussian_variance(&[f64::MAX, -f64::MAX]),
        Ok(f64::INFINITY)
    );
}

/// Any law within `ε` of the pool's: samples moved to wherever they do harm.
#[test]
fn the_bound_holds_for_every_law_within_reach() {
    let mut mix = Mix(2);
    let (len, alpha) = (400, 0.1_f64);
    let epsilon = ((2.0 / alpha).ln() / (2.0 * len as f64)).sqrt();
    let movable = (epsilon * len as f64) as usize;
    let mut tightest = f64::INFINITY;
    for shape in 0..3 {
        let mut pool: Vec<f64> = (0..len)
            .map(|_| match shape {
                0 => mix.unit().powi(4),
                1 => 0.5 + 0.1 * (mix.unit() - 0.5),
                _ => f64::from(u8::from(mix.unit() < 0.03)),
            })
            .collect();
        pool.sort_by(f64::total_cmp);
        let bound = upper(&pool, [0.0, 1.0], alpha);
        assert!(bound <= 0.25);
        assert!(sub_gaussian_variance(&pool).unwrap() <= bound);
        // Some to the top, some to the bottom, from a window anywhere.
        for _ in 0..200 {
            let mut moved = pool.clone();
            let (up, down) = (mix.below(movable + 1), mix.below(movable + 1));
            let from = mix.below(len - up - down);
            moved[from..from + down].fill(0.0);
            moved[from + down..from + down + up].fill(1.0);
            let there = sub_gaussian_variance(&moved).unwrap();
            assert!(there <= bound, "{shape}: {there} {bound}");
            tightest = tightest.min(bound / there);
        }
    }
    // And hardly anything less would do.
    assert!(tightest < 1.1, "{tightest}");
}

#[test]
fn the_bound_holds_for_the_law_itself() {
    let mut mix = Mix(3);
    let alpha = 0.1;
    for (truth, draw) in [
        (1.0 / 12.0, (|m| m.unit()) as fn(&mut Mix) -> f64),
        (0.182047845325367478722848, |m| {
            f64::from(u8::from(m.unit() < 0.1))
        }),
    ] {
        let mut missed = 0;
        for _ in 0..40 {
            let pool: Vec<f64> = (0..500).map(|_| draw(&mut mix)).collect();
            let bound = upper(&pool, [0.0, 1.0], alpha);
            missed += u32::from(bound < truth);
            assert!(bound < 0.249, "{bound}");
        }
        assert!(missed <= 4, "{truth}: {missed} of 40");
    }
}

#[test]
fn the_bound_refuses() {
    let pool = [0.5, 1.5, 1.0];
    let enough = curve_scratch_len(3);
    for (expected, range, alpha, scratch) in [
        (Error::Domain, [0.0, 1.0], 0.1, enough),
        (Error::Domain, [1.0, 2.0], 0.1, enough),
        (Error::Domain, [-f64::MAX, f64::MAX], 0.1, enough),
        (Error::NotFinite, [f64::NAN, 2.0], 0.1, enough),
        (Error::Domain, [0.0, 2.0], 1.0, enough),
        (Error::Capacity, [0.0, 2.0], 0.1, enough - 1),
    ] {
        let mut scratch = vec![7.0; scratch];
        let result = sub_gaussian_variance_upper(&pool, range, alpha, &mut scratch);
        assert_eq!(result, Err(expected));
        assert!(scratch.iter().all(|x| *x == 7.0));
    }
    let mut scratch = vec![7.0; enough];
    let range = [0.0, 2.0];
    assert_eq!(
        sub_gaussian_variance_upper(&[], range, 0.1, &mut scratch),
        Err(Error::Empty)
    );
    let bad = [f64::NAN];
    assert_eq!(
        sub_gaussian_variance_upper(&bad, range, 0.1, &mut scratch),
        Err(Error::NotFinite)
    );
    // Three rewards say next to nothing.
    assert_eq!(upper(&pool, range, 0.1), 1.0);
}

#[test]
fn ranks_by_counting() {
    let mut mix = Mix(4);
    for len in [1, 2, 9, 100] {
        for levels in [1, 3, 1 << 30] {
            let pool: Vec<f64> = (0..len).map(|_| mix.below(levels) as f64 - 1.0).collect();
            let mut scratch = vec![0.0; curve_scratch_len(len)];
            let mut ranks = vec![0.0; len];
            uniform_ranks(&pool, &mut scratch, &mut ranks).unwrap();
            for (x, rank) in pool.iter().zip(&ranks) {
                let below = pool.iter().filter(|y| *y < x).count() as f64;
                let equal = pool.iter().filter(|y| *y == x).count() as f64;
                assert_eq!(*rank, (below + equal / 2.0) / len as f64);
                assert!(0.0 < *rank && *rank < 1.0);
                let new = calibrated_rank(&pool, *x).unwrap();
                assert_eq!(new, (below + (equal + 1.0) / 2.0) / (len as f64 + 1.0));
            }
            let mean = ranks.iter().sum::<f64>() / len as f64;
            assert!((mean - 0.5).abs() < 1e-14);
        }
    }
    assert_eq!(calibrated_rank(&[], 3.0), Ok(0.5));
    assert_eq!(calibrated_rank(&[1.0, 2.0], 0.0), Ok(1.0 / 6.0));
    assert_eq!(calibrated_rank(&[-0.0], 0.0), Ok(0.5));
    assert_eq!(
        calibrated_rank(&[1.0, f64::NAN], 0.0),
        Err(Error::NotFinite)
    );
    assert_eq!(
        calibrated_rank(&[1.0], f64::INFINITY),
        Err(Error::NotFinite)
    );
    let (mut scratch, mut out) = ([7.0; 8], [7.0; 2]);
    assert_eq!(uniform_ranks(&[], &mut scratch, &mut []), Err(Error::Empty));
    assert_eq!(
        uniform_ranks(&[1.0], &mut scratch, &mut out),
        Err(Error::Capacity)
    );
    assert_eq!(
        uniform_ranks(&[1.0, 2.0], &mut scratch[1..], &mut out),
        Err(Error::Capacity)
    );
    assert_eq!(
        uniform_ranks(&[1.0, f64::NAN], &mut scratch, &mut out),
        Err(Error::NotFinite)
    );
    assert!(scratch.iter().chain(&out).all(|x| *x == 7.0));
}
