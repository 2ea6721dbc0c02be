//! Reward bounds: special values, domains, and the laws that attain them.

use bestof::bound::*;
use bestof::divergence::kl;

fn close(got: f64, expected: f64, relative: f64) {
    let error = (got - expected).abs();
    assert!(
        error <= relative * expected.abs(),
        "got {got:e}, expected {expected:e}"
    );
}

const INF: f64 = f64::INFINITY;

#[test]
fn ends_of_the_domain() {
    assert_eq!(sub_gaussian_bound(2.0, 0.0), 0.0);
    assert_eq!(sub_gaussian_bound(0.0, INF), 0.0);
    assert_eq!(sub_gaussian_bound(2.0, INF), INF);
    close(
        sub_gaussian_bound(1e-200, 1e300),
        2_f64.sqrt() * 1e-50,
        4e-16,
    );
    assert!(sub_gaussian_bound(-1.0, 1.0).is_nan() && sub_gaussian_bound(1.0, -1.0).is_nan());
    assert!(
        sub_gaussian_bound(f64::NAN, 1.0).is_nan() && sub_gaussian_bound(1.0, f64::NAN).is_nan()
    );
    assert_eq!(sub_gamma_bound(0.0, 2.0, 3.0), 6.0);
    assert_eq!(sub_gamma_bound(0.0, 0.0, INF), 0.0);
    assert_eq!(sub_gamma_bound(1.0, 0.0, INF), INF);
    assert!(sub_gamma_bound(-1.0, 0.0, 1.0).is_nan() && sub_gamma_bound(1.0, -1.0, 1.0).is_nan());
    assert_eq!(
        tail_adaptive_bound(3.0, 2.0, 1.0, 2.0),
        sub_gaussian_bound(2.0, 2.0)
    );
    assert_eq!(tail_adaptive_bound(0.0, 0.0, 0.5, 2.0), 0.0);
    assert_eq!(tail_adaptive_bound(1.0, 1.0, 0.5, INF), INF);
    assert!(tail_adaptive_bound(1.0, 1.0, 0.0, 1.0).is_nan());
    assert!(tail_adaptive_bound(1.0, 1.0, 1.5, 1.0).is_nan());
    for p in [0.0, 1e-300, 0.3, 1.0] {
        assert_eq!(bernoulli_kl_upper(p, 0.0), p);
        assert_eq!(bernoulli_kl_upper(p, INF), if p == 0.0 { 0.0 } else { 1.0 });
    }
    assert_eq!(bernoulli_kl_upper(0.5, 0.7), 1.0); // above ln 2
    assert!(bernoulli_kl_upper(-0.1, 1.0).is_nan() && bernoulli_kl_upper(0.5, f64::NAN).is_nan());
    assert_eq!(bounded_bound(-1.0, 3.0, 0.0, INF), 3.0);
    assert_eq!(bounded_bound(2.0, 2.0, 2.0, 1.0), 0.0);
    assert_eq!(bounded_bound(0.0, 1.0, 0.0, 1.0), 0.0);
    assert!(
        bounded_bound(0.0, 1.0, 1.5, 1.0).is_nan() && bounded_bound(1.0, 0.0, 0.5, 1.0).is_nan()
    );
    assert!(bounded_bound(-f64::MAX, f64::MAX, 0.0, 1.0).is_nan());
    assert!(bounded_bound(0.0, INF, 1.0, 1.0).is_nan());
}

#[test]
fn the_binary_inverse_undoes_the_binary_divergence() {
    let term = |a: f64, b: f64| if a > 0.0 { a * (a / b).ln() } else { 0.0 };
    for p in [1e-9, 0.01, 0.1, 0.5, 0.9, 0.999] {
        for share in [1e-3, 0.1, 0.5, 0.9, 0.999] {
            let budget = -f64::ln(p) * share;
            let q = bernoulli_kl_upper(p, budget);
            close(term(q, p) + term(1.0 - q, 1.0 - p), budget, 1e-9);
            close(bounded_bound(0.0, 1.0, p, budget), q - p, 1e-9);
        }
    }
}

#[test]
fn no_ceiling_is_below_a_gain() {
    for n in [2.0_f64, 4.0, 16.0, 100.0, 1e4] {
        let drift = kl(n);
        assert!(sub_gaussian_bound(1.0, drift) > bestof::order::normal_max_mean(n));
        let exponential = bestof::order::exp_max_mean(n) - 1.0;
        assert!(sub_gamma_bound(1.0, 1.0, drift) > exponential);
        for p in [0.01, 0.1, 0.5, 0.9] {
            let gain = -((1.0_f64 - p).powf(n) - (1.0 - p));
            assert!(bounded_bound(0.0, 1.0, p, drift) >= gain * (1.0 - 1e-15));
            assert!(sub_gaussian_bound(0.5, drift) >= bounded_bound(0.0, 1.0, p, drift));
        }
    }
}

#[test]
fn one_place_short_of_certainty() {
    // The gap ends 2.9e-16 below 1 − p, at −ln p less 1.07e-14 nats.
    let bound = bounded_bound(
        f64::from_bits(0xc030_7152_7a40_e613),
        f64::from_bits(0x4018_a6bb_3ba8_cdc9),
        f64::from_bits(0xc023_0311_db30_3311),
        f64::from_bits(0x3ff2_e6e5_4b2c_038b),
    );
    assert_eq!(bound, 15.668_819_219_409_645);
}

#[test]
fn the_faintest_budgets_keep_their_digits() {
    for (exponent, digits) in [(-1074, 1e-15), (-1000, 1e-15), (-890, 1e-15), (-600, 1e-15)] {
        let kl = 2.0_f64.powi(exponent / 2).powi(2);
        let root = (2.0 * 0.1 * 0.9_f64).sqrt() * kl.sqrt();
        close(bounded_bound(0.0, 1.0, 0.1, kl), root, digits);
        assert_eq!(bernoulli_kl_upper(0.1, kl), 0.1);
    }
}
