//! Tails and confidences: laws that attain their transforms, searches held to scans, and seeded draws held to the quantiles.

use bestof::Error;
use bestof::bound::*;
use bestof::divergence::{kl, renyi, reverse_kl};
use bestof::order::exp_sample_max;
use rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

const INF: f64 = f64::INFINITY;

fn close(got: f64, expected: f64, relative: f64) {
    let error = (got - expected).abs();
    assert!(
        error <= relative * expected.abs(),
        "got {got:?}, expected {expected:?}"
    );
}

fn uniform(rng: &mut Xoshiro256PlusPlus) -> f64 {
    ((rng.next_u64() >> 11) as f64 + 0.5) * 2.0_f64.powi(-53)
}

const NATS: [f64; 9] = [1e-12, 1e-6, 1e-3, 0.1, 0.5, 1.0, 2.0, 5.0, 30.0];

#[test]
fn known_transforms() {
    for (n, exponential) in [
        (2.0, 0.7564312086261696769827376),
        (4.0, 1.58666298226305388118285),
        (16.0, 3.291793412754354759622445),
        (100.0, 5.484600379589358120290304),
    ] {
        close(exponential_bound(1.0, kl(n)), exponential, 1e-15);
        close(gamma_bound(1.0, 3.0, kl(n)), 3.0 * exponential, 1e-15);
    }
    close(
        kearns_saul_bound(0.0, 1.0, 0.1, 0.5),
        0.182047845325367478722848_f64.sqrt(),
        1e-15,
    );
    close(
        kearns_saul_bound(0.0, 1.0, 0.01, 0.5),
        0.1066348682908995335294266_f64.sqrt(),
        1e-15,
    );
    // p = ½ is Hoeffding's; above it the right tail has the variance itself.
    close(
        kearns_saul_bound(0.0, 1.0, 0.5, 0.7),
        hoeffding_bound(0.0, 1.0, 0.7),
        1e-15,
    );
    close(
        kearns_saul_bound(0.0, 1.0, 0.9, 0.7),
        sub_gaussian_bound(0.3, 0.7),
        1e-14,
    );
    // c = 1: the tilt e^u/(e−1) of a uniform reward.
    close(
        uniform_bound(0.0, 1.0, 0.04065185225640831540664565),
        0.581976706869326424385002 - 0.5,
        1e-14,
    );
}

#[test]
fn ends_of_the_domain() {
    for f in [
        (|kl| gamma_bound(2.0, 3.0, kl)) as fn(f64) -> f64,
        |kl| exponential_bound(3.0, kl),
        |kl| uniform_bound(-1.0, 3.0, kl),
        |kl| sub_exponential_bound(2.0, 3.0, kl),
        |kl| hoeffding_bound(-1.0, 3.0, kl),
        |kl| kearns_saul_bound(-1.0, 3.0, 0.0, kl),
    ] {
        assert_eq!(f(0.0), 0.0);
        assert!(f(-1.0).is_nan() && f(f64::NAN).is_nan());
        assert!(f(5e-324) > 0.0 && f(1e300) > 1.0);
    }
    assert_eq!(gamma_bound(2.0, 3.0, INF), INF);
    assert_eq!(gamma_bound(2.0, 0.0, INF), 0.0);
    assert!(gamma_bound(0.0, 1.0, 1.0).is_nan() && gamma_bound(1.0, -1.0, 1.0).is_nan());
    assert_eq!(uniform_bound(-1.0, 3.0, INF), 2.0);
    assert_eq!(uniform_bound(3.0, 3.0, 1.0), 0.0);
    assert!(
        uniform_bound(3.0, 2.0, 1.0).is_nan() && uniform_bound(-f64::MAX, f64::MAX, 1.0).is_nan()
    );
    assert_eq!(kearns_saul_bound(0.0, 1.0, 0.0, 1.0), 0.0);
    assert_eq!(kearns_saul_bound(0.0, 1.0, 1.0, 1.0), 0.0);
    assert!(kearns_saul_bound(0.0, 1.0, 1.5, 1.0).is_nan());
    assert_eq!(sub_exponential_bound(0.0, 2.0, 3.0), 6.0);
    assert_eq!(sub_exponential_bound(2.0, 0.0, 0.5), 2.0);
    for f in [realised_kl_upper, realised_kl_lower] {
        assert_eq!(f(1.0, 0.1, 5), 0.0);
        assert!(f(0.5, 0.1, 5).is_nan() && f(2.0, 0.0, 5).is_nan() && f(2.0, 1.0, 5).is_nan());
        assert!(f(2.0, 0.5, 0).is_nan() && f(INF, 0.5, 3).is_nan());
        assert!(f(2.0, 5e-324, 5).is_finite());
    }
    assert_eq!(realised_kl_upper_chernoff(7.0, 1.0, 3), kl(7.0));
    assert_eq!(realised_kl_lower_chernoff(7.0, 1.0, 3), kl(7.0));
    assert!(empirical_gain_bound(1.0, 1.0, 1.0, 0.0, 5, 5).is_nan());
    assert!(empirical_gain_bound(1.0, 1.0, 1.0, 0.1, 0, 5).is_nan());
    assert!(policy_mean_bound(1.0, 1.0, 1.0, 0.1, 5).is_nan());
    assert!(best_of_n_mean_bound(1.0, INF, 0.1, 5).is_nan());
    assert_eq!(best_of_n_mean_bound(1e308, 1e9, 0.1, 5), INF);
}

#[test]
fn the_search_finds_every_closed_transform() {
    for nats in NATS {
        for scale in [1e-100, 0.3, 1.0, 1e6, 1e100] {
            let gaussian = transport_bound(nats, INF, |l| 0.5 * (scale * l).powi(2)).unwrap();
            close(gaussian.gain, sub_gaussian_bound(scale, nats), 1e-12);
            close(gaussian.lambda, (2.0 * nats).sqrt() / scale, 1e-4);
            let exponential = transport_bound(nats, 1.0 / scale, |l| {
                let x = scale * l;
                if x < 0.01 {
                    // −x − ln(1−x), in which the difference would leave no digit.
                    (2..40).rev().map(|k| x.powi(k) / f64::from(k)).sum()
                } else {
                    -x - (-x).ln_1p()
                }
            })
            .unwrap();
            close(exponential.gain, exponential_bound(scale, nats), 1e-11);
        }
        let sub_gamma = transport_bound(nats, 0.5, |l| 1.5 * l * l / (1.0 - 2.0 * l)).unwrap();
        close(sub_gamma.gain, sub_gamma_bound(3.0, 2.0, nats), 1e-11);
        // ψ that ends: sub-exponential rewards.
        let ends = |l: f64| if l <= 0.5 { 2.0 * l * l } else { INF };
        let sub_exponential = transport_bound(nats, INF, ends).unwrap();
        close(
            sub_exponential.gain,
            sub_exponential_bound(2.0, 2.0, nats),
            1e-6,
        );
        assert!(sub_exponential.gain >= sub_exponential_bound(2.0, 2.0, nats) * (1.0 - 1e-15));
    }
    // A coin: the binary inverse, until certainty, where the infimum lies at infinity.
    for nats in [0.01, 0.3, 0.69] {
        let coin = transport_bound(nats, INF, |l| {
            if l < 1400.0 {
                (0.5 * l).cosh().ln()
            } else {
                INF
            }
        });
        close(coin.unwrap().gain, bounded_bound(0.0, 1.0, 0.5, nats), 1e-9);
    }
    let certain =
        transport_bound(5.0, INF, |l| 0.5 * l - 2.0_f64.ln() + (-l).exp().ln_1p()).unwrap();
    assert!(
        certain.gain >= 0.5 && certain.gain < 0.5 + 1e-9,
        "{certain:?}"
    );
}

#[test]
fn every_point_of_a_grid_is_a_bound() {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(8);
    for nats in NATS {
        let lambda: Vec<f64> = (0..50)
            .map(|_| 10.0_f64.powf(8.0 * uniform(&mut rng) - 6.0))
            .collect();
        let psi: Vec<f64> = lambda.iter().map(|l| 0.5 * l * l).collect();
        let found = transport_bound_on_grid(nats, &lambda, &psi).unwrap();
        assert!(found.gain >= sub_gaussian_bound(1.0, nats));
        let least = lambda
            .iter()
            .map(|l| nats / l + 0.5 * l)
            .fold(INF, f64::min);
        close(found.gain, least, 1e-15);
        assert!(lambda.contains(&found.lambda));
    }
    assert_eq!(
        transport_bound_on_grid(1.0, &[1.0, 2.0], &[1.0]),
        Err(Error::Capacity)
    );
    assert_eq!(transport_bound_on_grid(1.0, &[], &[]), Err(Error::Empty));
    assert_eq!(
        transport_bound_on_grid(1.0, &[0.0], &[1.0]),
        Err(Error::Domain)
    );
    assert_eq!(
        transport_bound_on_grid(1.0, &[1.0], &[f64::NAN]),
        Err(Error::NotFinite)
    );
    assert_eq!(
        transport_bound_on_grid(1.0, &[1.0], &[INF]).unwrap().gain,
        INF
    );
    assert_eq!(
        transport_bound_on_grid(0.0, &[1.0], &[1.0]).unwrap().gain,
        0.0
    );
    // What rounding leaves below 0 is none.
    assert_eq!(
        transport_bound_on_grid(1.0, &[2.0], &[-1e-17])
            .unwrap()
            .gain,
        0.5_f64.next_up()
    );
    assert_eq!(transport_bound(1.0, 0.0, |l| l), Err(Error::Domain));
    assert_eq!(
        transport_bound(1.0, INF, |_| f64::NAN),
        Err(Error::NotFinite)
    );
}

#[test]
fn tilted_laws_attain_their_transforms() {
    // The policies themselves: an exponential law tilted to the mean 1 + t, a uniform one tilted by e^cu.
    for t in [0.01, 0.5, 3.0, 40.0] {
        let drift = t - f64::ln_1p(t);
        close(exponential_bound(1.0, drift), t, 1e-13);
        close(gamma_bound(7.0, 0.25, 7.0 * drift), 7.0 * 0.25 * t, 1e-13);
    }
    for c in [0.1_f64, 1.0, 5.0, 50.0] {
        let mean = 1.0 / -(-c).exp_m1() - 1.0 / c;
        let drift = c * mean - c - (-(-c).exp_m1()).ln() + c.ln();
        close(uniform_bound(0.0, 1.0, drift), mean - 0.5, 1e-11);
    }
    // Kearns and Saul, Hoeffding and the sub-exponential form are never below the transforms.
    for nats in NATS {
        for p in [0.001, 0.1, 0.4, 0.5, 0.6, 0.99] {
            let exact = bounded_bound(0.0, 1.0, p, nats);
            let tail = kearns_saul_bound(0.0, 1.0, p, nats);
            assert!(
                exact <= tail * (1.0 + 1e-15)
                    && tail <= hoeffding_bound(0.0, 1.0, nats) * (1.0 + 1e-15)
            );
        }
        assert!(uniform_bound(0.0, 1.0, nats) <= sub_gaussian_bound((1.0_f64 / 12.0).sqrt(), nats));
        assert!(exponential_bound(1.0, nats) <= sub_gamma_bound(1.0, 1.0, nats));
    }
}

#[test]
fn the_best_order_is_held_to_a_scan() {
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(6);
    for _ in 0..200 {
        let (policy, reference) = (10.0_f64.powf(2.0 * uniform(&mut rng) - 1.5), 1.0);
        let n = 1.0 + 10.0_f64.powf(6.0 * uniform(&mut rng) - 1.0);
        let found = tail_adaptive_best_of_n(policy, reference, n).unwrap();
        let at = |alpha| tail_adaptive_bound(policy, reference, alpha, renyi(n, alpha));
        close(found.gain, at(found.alpha), 1e-15);
        let scan = (1..=2_000)
            .map(|i| at(1.0 / (1.0 + 10.0_f64.powf(f64::from(i) / 125.0 - 8.0))))
            .fold(at(1.0), f64::min);
        assert!(
            found.gain <= scan * (1.0 + 1e-12),
            "{policy} {n}: {found:?} {scan}"
        );
        // Next to order 1 the test tells which way is down.
        let drift = kl(n);
        let helps = tail_adaptive_helps(policy, reference, n).unwrap();
        let below = at(1.0 - 1e-5) - at(1.0);
        let margin = policy.powi(2) * 2.0 * drift / ((n - 1.0) / n).powi(2) - 1.0;
        if margin.abs() > 1e-3 {
            assert_eq!(helps, below < 0.0, "{policy} {n}");
            assert_eq!(helps, margin < 0.0);
        }
        if helps {
            assert!(found.gain < at(1.0));
        }
    }
    // No spread under best-of-n: the smaller the order, the smaller the bound.
    let silent = tail_adaptive_best_of_n(0.0, 1.0, 16.0).unwrap();
    assert!(silent.gain < 1e-3 * sub_gaussian_bound(1.0, reverse_kl(16.0)));
    assert_eq!(tail_adaptive_best_of_n(1.0, 1.0, 1.0).unwrap().gain, 0.0);
    assert_eq!(tail_adaptive_best_of_n(1.0, 1.0, INF), Err(Error::Domain));
    assert_eq!(tail_adaptive_helps(1.0, 1.0, 1.0), Ok(false));
}

#[test]
fn the_paper_says_when_lighter_tails_help() {
    // Normal rewards: the spread of the maximum is never small enough. Uniform ones on [0, 1]: with 8 draws it is.
    for (n, variance) in [
        (2.0, 0.6816901138),
        (10.0, 0.3443438),
        (100.0, 0.1844048),
        (1000.0, 0.1234554),
    ] {
        assert!(!tail_adaptive_helps(f64::sqrt(variance), 1.0, n).unwrap());
    }
    // The best of n uniforms has the law Beta(n, 1); its least left-tail proxies are sup 2ψ/λ² by mpmath, over λ < 0.
    let uniform = (1.0_f64 / 12.0).sqrt();
    for (n, proxy, helps) in [
        (2.0, 0.06143407, false),
        (4.0, 0.03940042, false),
        (8.0, 0.02264340, true),
        (100.0, 0.002032607, true),
    ] {
        assert_eq!(tail_adaptive_helps(f64::sqrt(proxy), uniform, n), Ok(helps));
    }
    let hundred = tail_adaptive_best_of_n(0.002032607_f64.sqrt(), uniform, 100.0).unwrap();
    close(hundred.gain, 0.6075, 1e-4);
    close(sub_gaussian_bound(uniform, kl(100.0)), 0.7762, 1e-4);
}

#[test]
fn the_best_order_of_a_confidence_is_held_to_a_scan() {
    for n in [1.5, 4.0, 16.0, 1e4] {
        for m in [1, 10, 100, 100_000] {
            for delta in [0.3, 0.01, 1e-9] {
                let closed = best_of_n_mean_bound(2.0, n, delta, m);
                let scan = (0..4_000)
                    .map(|i| 1.0 + 10.0_f64.powf(f64::from(i) / 250.0 - 8.0))
                    .map(|alpha| policy_mean_bound(2.0, alpha, renyi(n, alpha), delta, m))
                    .fold(INF, f64::min);
                assert!(
                    closed <= scan * (1.0 + 1e-14) && closed >= scan * (1.0 - 1e-4),
                    "{closed} {scan}"
                );
                assert!(closed <= policy_mean_bound(2.0, INF, n.ln(), delta, m));
                assert!(closed >= sub_gaussian_bound(2.0, kl(n)));
                // The same order serves Chernoff's bound.
                let nats = -f64::ln(delta) / m as f64;
                let chernoff = realised_kl_upper_chernoff(n, delta, m);
                close(closed, sub_gaussian_bound(2.0, chernoff + nats), 1e-14);
            }
        }
    }
    close(best_of_n_mean_bound(1.0, 16.0, 0.01, 100), 2.068, 3e-4);
}

#[test]
fn realised_divergences_by_closed_forms() {
    // One draw: the mean is ln n − t·Z. Two: P(G > x) = (1 + x) e^−x.
    for n in [1.01, 2.0, 16.0, 1e6] {
        let t = (n - 1.0) / n;
        for delta in [1e-6_f64, 0.1, 0.5, 0.9] {
            close(
                realised_kl_upper(n, delta, 1),
                f64::ln(n) + t * (-delta).ln_1p(),
                1e-9,
            );
            let lower = realised_kl_lower(n, delta, 1);
            assert!((lower - (f64::ln(n) + t * delta.ln())).abs() < 1e-13 * n.ln().max(14.0));
            let x = (n.ln() - realised_kl_lower(n, delta, 2)) * 2.0 / t;
            close((1.0 + x) * (-x).exp(), delta, 1e-8);
        }
    }
    let mut last = (INF, f64::NEG_INFINITY);
    for m in [
        1,
        2,
        5,
        63,
        64,
        65,
        1000,
        16_383,
        16_384,
        16_385,
        1 << 30,
        u64::MAX,
    ] {
        let (upper, lower) = (
            realised_kl_upper(16.0, 0.05, m),
            realised_kl_lower(16.0, 0.05, m),
        );
        assert!(upper < last.0 && lower > last.1, "m = {m}: {upper} {lower}");
        assert!(upper >= kl(16.0) && lower <= kl(16.0));
        assert!(upper <= realised_kl_upper_chernoff(16.0, 0.05, m));
        assert!(lower >= realised_kl_lower_chernoff(16.0, 0.05, m));
        last = (upper, lower);
        // Both names of one quantile.
        close(realised_kl_upper(16.0, 0.95, m), lower, 1e-12);
    }
}

#[test]
fn realised_divergences_by_seeded_draws() {
    const RUNS: u64 = 40_000;
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(7);
    for (n, m) in [(2.0, 1), (16.0, 10), (1000.0, 40)] {
        let (upper, lower) = (realised_kl_upper(n, 0.05, m), realised_kl_lower(n, 0.05, m));
        let chernoff = realised_kl_upper_chernoff(n, 0.05, m);
        let (mut above, mut below, mut far) = (0, 0, 0);
        for _ in 0..RUNS {
            // ln n + (n−1) ln u of the largest u, by the largest of n exponentials, u = 1 − e^−x.
            let mut sum = 0.0;
            for _ in 0..m {
                let x = exp_sample_max(&mut rng, n).unwrap();
                sum += f64::ln(n) + (n - 1.0) * (-(-x).exp()).ln_1p();
            }
            let mean = sum / m as f64;
            above += u32::from(mean > upper);
            below += u32::from(mean < lower);
            far += u32::from(mean > chernoff);
        }
        // 2000 expected; five standard deviations of a binomial count are 218.
        for count in [above, below] {
            assert!(count.abs_diff(2_000) < 218, "n = {n}, m = {m}: {count}");
        }
        assert!(far <= above);
    }
}

#[test]
fn observed_gains_by_seeded_draws() {
    // Normal rewards, best of 16: the bounds hold at their confidence, and the second is not far off.
    const RUNS: usize = 4_000;
    const M: u64 = 20;
    let (n, delta) = (16.0, 0.05);
    let mean_bound = best_of_n_mean_bound(1.0, n, delta, M);
    let gain_bound = empirical_gain_bound(1.0, 1.0, kl(n), delta, M, M);
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(9);
    let normal = |rng: &mut Xoshiro256PlusPlus| {
        (-2.0 * uniform(rng).ln()).sqrt() * (core::f64::consts::TAU * uniform(rng)).cos()
    };
    let (mut over_mean, mut over_gain) = (0, 0);
    let mut means = Vec::new();
    for _ in 0..RUNS {
        let mut draws = |best_of: u32| -> f64 {
            let one = |rng: &mut Xoshiro256PlusPlus| {
                (0..best_of)
                    .map(|_| normal(rng))
                    .fold(f64::NEG_INFINITY, f64::max)
            };
            (0..M).map(|_| one(&mut rng)).sum::<f64>() / M as f64
        };
        let (policy, reference) = (draws(16), draws(1));
        over_mean += usize::from(policy > mean_bound);
        over_gain += usize::from(policy - reference > gain_bound);
        means.push(policy);
    }
    assert!(over_mean as f64 <= delta * RUNS as f64 && over_gain as f64 <= delta * RUNS as f64);
    means.sort_by(f64::total_cmp);
    let quantile = means[(RUNS as f64 * (1.0 - delta)) as usize];
    assert!(quantile > 0.8 * mean_bound, "{quantile} {mean_bound}");
}
