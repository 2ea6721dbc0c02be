//! Least squares for the scaling laws: exact rationals, the laws themselves, and what cannot be fitted.

use bestof::Error;
use bestof::golden::{
    ScalingFit, scaling_best_of_n, scaling_best_of_n_fit, scaling_rl, scaling_rl_fit,
};
use num_bigint::BigInt;

type Fit = fn(&[f64], &[f64], Option<&[f64]>) -> Result<ScalingFit, Error>;
type Law = fn(f64, f64, f64) -> f64;
const LAWS: [(Fit, Law); 2] = [
    (scaling_best_of_n_fit, scaling_best_of_n),
    (scaling_rl_fit, scaling_rl),
];

fn close(got: f64, expected: f64, relative: f64) {
    let error = (got - expected).abs();
    assert!(
        error <= relative * expected.abs(),
        "got {got:e}, expected {expected:e}"
    );
}

fn unit(state: &mut u64) -> f64 {
    *state = state
        .wrapping_mul(6_364_136_223_846_793_005)
        .wrapping_add(1_442_695_040_888_963_407);
    (*state >> 11) as f64 * 2.0_f64.powi(-53)
}

/// Numerator over denominator, to about 60 bits.
fn ratio(numerator: &BigInt, denominator: &BigInt) -> f64 {
    let shift = 80 + denominator.bits() as i64 - numerator.bits() as i64;
    let quotient = if shift >= 0 {
        (numerator << shift as usize) / denominator
    } else {
        numerator / (denominator << (-shift) as usize)
    };
    let digits = quotient.to_string().parse::<f64>().unwrap();
    digits * 2.0_f64.powi(-(shift as i32))
}

/// `alpha` and `beta` of `gain = d (alpha − beta d)` for whole distances, gains and weights, in integers.
fn exact(distance: &[i64], gain: &[i64], weight: &[i64]) -> (f64, f64) {
    let sum = |of: &dyn Fn(i64, i64, i64) -> BigInt| -> BigInt {
        let rows = distance.iter().zip(gain).zip(weight);
        rows.map(|((d, y), w)| of(*d, *y, *w)).sum()
    };
    let big = BigInt::from;
    let dd = sum(&|d, _, w| big(w) * d * d);
    let db = sum(&|d, _, w| big(w) * d * d * d);
    let bb = sum(&|d, _, w| big(w) * d * d * d * d);
    let dy = sum(&|d, y, w| big(w) * d * y);
    let by = sum(&|d, y, w| big(w) * d * d * y);
    let determinant = &dd * &bb - &db * &db;
    (
        ratio(&(&bb * &dy - &db * &by), &determinant),
        ratio(&(&db * &dy - &dd * &by), &determinant),
    )
}

#[test]
fn the_square_law_is_fitted_to_the_last_digits() {
    let mut state = 5;
    let mut worst = 0.0_f64;
    for case in 0..400 {
        let points = 3 + case % 40;
        // Close distances too: one in a million apart, where normal equations in doubles keep no digit.
        let (base, step) = if case % 2 == 0 {
            (1, 1_i64 << 30)
        } else {
            (1_i64 << 40, 1 << 20)
        };
        let whole = |state: &mut u64, below: f64| (unit(state) * below) as i64;
        let distance: Vec<i64> = (0..points)
            .map(|i| base + i * step + whole(&mut state, 3.0 * step as f64))
            .collect();
        let gain: Vec<i64> = (0..points)
            .map(|_| whole(&mut state, 1e6) - 300_000)
            .collect();
        let weight: Vec<i64> = (0..points).map(|_| 1 + whole(&mut state, 9.0)).collect();
        if distance.iter().all(|d| *d == distance[0]) {
            continue;
        }
        let (alpha, beta) = exact(&distance, &gain, &weight);
        let real = |x: &[i64]| -> Vec<f64> { x.iter().map(|x| *x as f64).collect() };
        let fit =
            scaling_best_of_n_fit(&real(&distance), &real(&gain), Some(&real(&weight))).unwrap();
        worst = worst
            .max((fit.alpha / alpha - 1.0).abs())
            .max((fit.beta / beta - 1.0).abs());
    }
    println!("worst relative error {worst:e}");
    assert!(worst <= 2.3e-16);
}

#[test]
fn a_law_is_found_again() {
    let distance: Vec<f64> = (0..200).map(|i| f64::from(i) * 0.02).collect();
    for (fit, law) in LAWS {
        for (alpha, beta) in [(1.2, 0.35), (0.1, 0.4), (-2.0, -0.5)] {
            let gain: Vec<f64> = distance.iter().map(|d| law(*d, alpha, beta)).collect();
            let found = fit(&distance, &gain, None).unwrap();
            close(found.alpha, alpha, 1e-14);
            close(found.beta, beta, 1e-14);
            assert!(found.standard_error <= 1e-15);
            // In other units, exactly the same but for the unit.
            let large: Vec<f64> = gain.iter().map(|y| y * 2.0_f64.powi(900)).collect();
            let scaled = fit(&distance, &large, None).unwrap();
            assert_eq!(scaled.alpha, found.alpha * 2.0_f64.powi(900));
            assert_eq!(
                scaled.standard_error,
                found.standard_error * 2.0_f64.powi(900)
            );
        }
    }
}

#[test]
fn residuals_are_perpendicular_to_both_columns() {
    let mut state = 11;
    for case in 0..200 {
        let points = 3 + case % 30;
        let distance: Vec<f64> = (0..points).map(|_| unit(&mut state) * 4.0).collect();
        let gain: Vec<f64> = (0..points).map(|_| unit(&mut state) - 0.3).collect();
        let weight: Vec<f64> = (0..points)
            .map(|i| {
                if i > 3 && i % 5 == 0 {
                    0.0
                } else {
                    0.1 + unit(&mut state)
                }
            })
            .collect();
        for (fit, law) in LAWS {
            let found = fit(&distance, &gain, Some(&weight)).unwrap();
            let (mut along_d, mut along_bend, mut squares) = (0.0, 0.0, 0.0);
            for ((d, y), w) in distance.iter().zip(&gain).zip(&weight) {
                let miss = y - law(*d, found.alpha, found.beta);
                along_d += w * miss * d;
                along_bend += w * miss * law(*d, 0.0, 1.0);
                squares += w * miss * miss;
            }
            assert!(
                along_d.abs() <= 1e-11 && along_bend.abs() <= 1e-11,
                "{case}"
            );
            let counted = weight.iter().filter(|w| **w > 0.0).count();
            if counted > 2 {
                close(
                    found.standard_error,
                    (squares / (counted as f64 - 2.0)).sqrt(),
                    1e-9,
                );
            }
            // Any other pair is worse.
            for (da, db) in [
                (1e-3, 0.0),
                (-1e-3, 0.0),
                (0.0, 1e-3),
                (0.0, -1e-3),
                (1e-3, 1e-3),
            ] {
                let other: f64 = distance
                    .iter()
                    .zip(&gain)
                    .zip(&weight)
                    .map(|((d, y), w)| w * (y - law(*d, found.alpha + da, found.beta + db)).powi(2))
                    .sum();
                assert!(other >= squares, "{case}");
            }
        }
    }
}

#[test]
fn two_points_are_met_and_tell_no_error() {
    for (fit, law) in LAWS {
        let found = fit(&[0.5, 2.0], &[0.3, 0.4], None).unwrap();
        close(law(0.5, found.alpha, found.beta), 0.3, 1e-14);
        close(law(2.0, found.alpha, found.beta), 0.4, 1e-14);
        assert!(found.standard_error.is_nan());
        // Points of weight 0 are not there.
        let same = fit(&[0.5, 1.0, 2.0], &[0.3, 9.0, 0.4], Some(&[1.0, 0.0, 1.0])).unwrap();
        assert_eq!((same.alpha, same.beta), (found.alpha, found.beta));
        assert!(same.standard_error.is_nan());
        let flat = fit(&[0.5, 1.0, 2.0], &[0.0; 3], None).unwrap();
        assert_eq!(
            (flat.alpha, flat.beta, flat.standard_error),
            (0.0, 0.0, 0.0)
        );
    }
}

#[test]
fn what_cannot_be_fitted_is_refused() {
    for (fit, _) in LAWS {
        assert_eq!(fit(&[], &[], None), Err(Error::Empty));
        assert_eq!(fit(&[1.0, 2.0], &[1.0], None), Err(Error::Capacity));
        assert_eq!(
            fit(&[1.0, 2.0], &[1.0, 2.0], Some(&[1.0])),
            Err(Error::Capacity)
        );
        for bad in [f64::NAN, f64::INFINITY] {
            assert_eq!(fit(&[1.0, bad], &[1.0, 2.0], None), Err(Error::NotFinite));
            assert_eq!(fit(&[1.0, 2.0], &[bad, 2.0], None), Err(Error::NotFinite));
            assert_eq!(
                fit(&[1.0, 2.0], &[1.0, 2.0], Some(&[1.0, bad])),
                Err(Error::NotFinite)
            );
        }
        assert_eq!(fit(&[-1.0, 2.0], &[1.0, 2.0], None), Err(Error::Domain));
        assert_eq!(
            fit(&[1.0, 2.0], &[1.0, 2.0], Some(&[1.0, -1.0])),
            Err(Error::Domain)
        );
        assert_eq!(fit(&[1.0], &[1.0], None), Err(Error::Domain));
        assert_eq!(
            fit(&[0.0, 2.0, 2.0], &[0.0, 1.0, 2.0], None),
            Err(Error::Domain)
        );
        assert_eq!(
            fit(&[1.0, 2.0], &[1.0, 2.0], Some(&[1.0, 0.0])),
            Err(Error::Domain)
        );
        assert_eq!(fit(&[1e200, 2e200], &[1.0, 2.0], None), Err(Error::Domain));
    }
    // Too close to tell; with logarithms, which change sign at 1, that depends on where.
    let close = [3.0, 3.0 + 1e-13];
    assert_eq!(
        scaling_best_of_n_fit(&close, &[1.0, 2.0], None),
        Err(Error::Domain)
    );
    assert_eq!(
        scaling_rl_fit(&close, &[1.0, 2.0], None),
        Err(Error::Domain)
    );
}
