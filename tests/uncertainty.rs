//! Standard errors against the jackknife as it is written, sample by sample, and against the spread of fresh pools.

use bestof::Error;
use bestof::estimate::{
    RewardStats, curve, curve_scratch_len, curve_standard_error, difference_standard_error,
};

mod common;

use common::Mix;

fn curves(proxy: &[f64], gold: Option<&[f64]>, n_max: usize) -> [Vec<f64>; 2] {
    let mut scratch = vec![0.0; curve_scratch_len(proxy.len())];
    let (mut out, mut gold_out) = (vec![0.0; n_max], vec![0.0; n_max]);
    let into = gold.map(|_| gold_out.as_mut_slice());
    curve(proxy, gold, &mut scratch, &mut out, into).unwrap();
    [out, gold_out]
}

fn errors(proxy: &[f64], gold: Option<&[f64]>, n_max: usize) -> [Vec<f64>; 2] {
    let mut scratch = vec![0.0; curve_scratch_len(proxy.len())];
    let (mut out, mut gold_out) = (vec![0.0; n_max], vec![0.0; n_max]);
    let into = gold.map(|_| gold_out.as_mut_slice());
    curve_standard_error(proxy, gold, &mut scratch, &mut out, into).unwrap();
    [out, gold_out]
}

fn difference(proxy: &[f64], gold: Option<&[f64]>, n: usize, other: usize) -> f64 {
    let mut scratch = vec![0.0; curve_scratch_len(proxy.len())];
    difference_standard_error(proxy, gold, n, other, &mut scratch).unwrap()
}

fn without(xs: &[f64], j: usize) -> Vec<f64> {
    let mut rest = xs.to_vec();
    rest.remove(j);
    rest
}

/// `√((N−1)/N Σ (x − mean)²)`.
fn jackknife(estimates: &[f64]) -> f64 {
    let len = estimates.len() as f64;
    let mean = estimates.iter().sum::<f64>() / len;
    let squares: f64 = estimates.iter().map(|x| (x - mean).powi(2)).sum();
    ((len - 1.0) / len * squares).sqrt()
}

/// The curves without each sample in turn.
fn left_out(proxy: &[f64], gold: &[f64]) -> Vec<[Vec<f64>; 2]> {
    (0..proxy.len())
        .map(|j| curves(&without(proxy, j), Some(&without(gold, j)), proxy.len() - 1))
        .collect()
}

#[test]
fn the_jackknife_as_it_is_written() {
    let mut mix = Mix(1);
    let mut worst = 0.0_f64;
    for len in [2, 3, 4, 5, 8, 9, 10, 17, 40, 65, 130] {
        for levels in [2, 5, 1 << 30] {
            let proxy: Vec<f64> = (0..len).map(|_| mix.below(levels) as f64 / 7.0).collect();
            let gold: Vec<f64> = (0..len).map(|_| mix.unit() - 0.3).collect();
            let rest = left_out(&proxy, &gold);
            let found = errors(&proxy, Some(&gold), len - 1);
            assert_eq!(found[0], errors(&proxy, None, len - 1)[0]);
            for column in 0..2 {
                let largest = [&proxy, &gold][column]
                    .iter()
                    .fold(0.0_f64, |m, x| m.max(x.abs()));
                for n in 1..len {
                    let values: Vec<f64> =
                        rest.iter().map(|curves| curves[column][n - 1]).collect();
                    let expected = jackknife(&values);
                    let y = found[column][n - 1];
                    // The curves themselves are off by 2e-15 of the largest reward.
                    let noise = 4e-15 * largest * (len as f64).sqrt();
                    assert!(
                        (y - expected).abs() <= noise,
                        "{len}, {levels}, n = {n}: {y:e}, {expected:e}"
                    );
                    worst = worst.max((y - expected).abs() / largest);

                    let other = mix.below(len - 1) + 1;
                    let differences: Vec<f64> = rest
                        .iter()
                        .map(|curves| curves[column][n - 1] - curves[column][other - 1])
                        .collect();
                    let gold = (column == 1).then_some(gold.as_slice());
                    let y = difference(&proxy, gold, n, other);
                    let expected = jackknife(&differences);
                    let miss = (y - expected).abs();
                    assert!(
                        miss <= 2.0 * noise,
                        "{len}, {levels}, {n} − {other}, column {column}: {y:e}, {expected:e}"
                    );
                }
            }
        }
    }
    println!("worst difference, of the largest reward: {worst:e}");
}

#[test]
fn one_draw_is_the_mean() {
    let mut mix = Mix(2);
    for len in [2, 7, 100, 3000] {
        let pool: Vec<f64> = (0..len).map(|_| mix.unit() - 0.5).collect();
        let mut stats = RewardStats::new();
        stats.push_all(&pool).unwrap();
        let error = stats.standard_error();
        let found = errors(&pool, None, 1)[0][0];
        assert!(
            (found - error).abs() <= 3e-14 * error,
            "{found:e}, {error:e}"
        );
    }
    assert!(errors(&[0.1; 9], None, 8)[0].iter().all(|y| *y == 0.0));
    assert_eq!(difference(&[1.0, 3.0, 2.0], None, 2, 2), 0.0);
}

/// Ranks out of reach are not visited: the same numbers as when all are.
#[test]
fn large_pools() {
    let mut mix = Mix(3);
    let len = 5000;
    let pool: Vec<f64> = (0..len).map(|_| 1.0 / mix.unit()).collect();
    let mut ascending = pool.clone();
    ascending.sort_by(f64::total_cmp);
    let found = errors(&pool, None, len - 1)[0].clone();
    let mut worst = 0.0_f64;
    for n in [1, 2, 10, 100, 1000, 4000, len - 1] {
        let mut weight = n as f64 / (len - 1) as f64;
        let mut estimates = vec![0.0];
        for i in (1..len).rev() {
            let last = estimates[estimates.len() - 1];
            estimates.push(last + weight * (ascending[i] - ascending[i - 1]));
            weight *= if i > 1 {
                (i as f64 - n as f64).max(0.0) / (i as f64 - 1.0)
            } else {
                0.0
            };
        }
        let expected = jackknife(&estimates);
        let error = (found[n - 1] - expected).abs() / expected;
        assert!(error <= 1e-11, "n = {n}: {error:e}");
        worst = worst.max(error);
    }
    println!("worst relative error for N = {len}: {worst:e}");
}

#[test]
fn size_and_order_do_not_matter() {
    let mut mix = Mix(4);
    let mut rows: Vec<[f64; 2]> = (0..60)
        .map(|_| [mix.below(20) as f64, mix.unit()])
        .collect();
    let mut bits = Vec::new();
    for _ in 0..4 {
        let proxy: Vec<f64> = rows.iter().map(|r| r[0]).collect();
        let gold: Vec<f64> = rows.iter().map(|r| r[1]).collect();
        let [a, b] = errors(&proxy, Some(&gold), 59);
        let [short, _] = errors(&proxy, None, 5);
        assert_eq!(short, a[..5]);
        let scaled: Vec<f64> = proxy.iter().map(|x| x * 2.0_f64.powi(1015)).collect();
        let [large, _] = errors(&scaled, None, 59);
        assert!(
            large
                .iter()
                .zip(&a)
                .all(|(x, y)| *x == y * 2.0_f64.powi(1015))
        );
        bits.push([a, b]);
        mix.shuffle(&mut rows);
    }
    assert!(bits.iter().all(|other| *other == bits[0]));
}

/// Over fresh pools of uniform rewards the mean squared error estimate is a little above the curve's true variance,
/// `Var` of a U-statistic, and the interval of two standard errors holds the true mean nearly as often as it should.
#[test]
fn spread_of_fresh_pools() {
    let mut mix = Mix(5);
    let (len, runs) = (60, 4000);
    let sizes = [1, 2, 4, 8];
    let mut values = [RewardStats::new(); 4];
    let mut squares = [RewardStats::new(); 4];
    let mut inside = [0; 4];
    for _ in 0..runs {
        let pool: Vec<f64> = (0..len).map(|_| mix.unit()).collect();
        let [curve, _] = curves(&pool, None, 8);
        let [error, _] = errors(&pool, None, 8);
        for (k, n) in sizes.into_iter().enumerate() {
            values[k].push(curve[n - 1]).unwrap();
            squares[k].push(error[n - 1] * error[n - 1]).unwrap();
            let truth = n as f64 / (n as f64 + 1.0);
            inside[k] += u32::from((curve[n - 1] - truth).abs() <= 2.0 * error[n - 1]);
        }
    }
    for k in 0..4 {
        let ratio = squares[k].mean() / values[k].variance();
        assert!((0.93..1.25).contains(&ratio), "n = {}: {ratio}", sizes[k]);
        let covered = f64::from(inside[k]) / f64::from(runs);
        assert!(covered > 0.91, "n = {}: {covered}", sizes[k]);
    }
}

#[test]
fn a_refused_call_writes_nothing() {
    let proxy = [0.5, 1.5, 1.0];
    let enough = curve_scratch_len(3);
    let check = |proxy: &[f64],
                 gold: Option<&[f64]>,
                 scratch: usize,
                 n: usize,
                 gold_n: Option<usize>,
                 expected: Error| {
        let mut scratch = vec![7.0; scratch];
        let mut out = vec![7.0; n];
        let mut gold_out = gold_n.map(|n| vec![7.0; n]);
        let result =
            curve_standard_error(proxy, gold, &mut scratch, &mut out, gold_out.as_deref_mut());
        assert_eq!(result, Err(expected));
        let untouched = |xs: &[f64]| xs.iter().all(|x| *x == 7.0);
        assert!(untouched(&scratch) && untouched(&out) && gold_out.is_none_or(|g| untouched(&g)));
    };
    check(&[], None, 0, 1, None, Error::Empty);
    check(&proxy, None, enough, 0, None, Error::Empty);
    check(&proxy, None, enough, 3, None, Error::Domain);
    check(&proxy, None, enough - 1, 2, None, Error::Capacity);
    check(
        &proxy,
        Some(&proxy[..2]),
        enough,
        2,
        Some(2),
        Error::Capacity,
    );
    check(&proxy, Some(&proxy), enough, 2, Some(1), Error::Capacity);
    check(&proxy, Some(&proxy), enough, 2, None, Error::Capacity);
    check(&proxy, None, enough, 2, Some(2), Error::Capacity);
    check(
        &[0.0, f64::NAN, 1.0],
        None,
        enough,
        2,
        None,
        Error::NotFinite,
    );

    let mut scratch = vec![7.0; enough];
    let mut refuse = |proxy: &[f64], gold: Option<&[f64]>, n, other, expected| {
        let result = difference_standard_error(proxy, gold, n, other, &mut scratch);
        assert_eq!(result, Err(expected));
        assert!(scratch.iter().all(|x| *x == 7.0));
    };
    refuse(&[], None, 1, 1, Error::Empty);
    refuse(&proxy, None, 0, 1, Error::Domain);
    refuse(&proxy, None, 1, 3, Error::Domain);
    refuse(&proxy, Some(&proxy[..2]), 1, 2, Error::Capacity);
    refuse(&[1.0, 2.0, f64::INFINITY], None, 1, 2, Error::NotFinite);
}
