//! The j-th of n draws: known values, quadrature over the Beta density, limits, inequalities.

use bestof::divergence::*;

fn close(got: f64, expected: f64, relative: f64) {
    let error = (got - expected).abs();
    assert!(
        error <= relative * expected.abs(),
        "got {got:e}, expected {expected:e}"
    );
}

#[test]
fn known_values() {
    for (n, j, expected) in [
        (5, 3, 0.267_864_048_328_822_04),
        (10, 9, 0.881_952_527_473_122_2),
        (100, 90, 2.081_336_090_598_042_4),
        (100, 99, 3.043_013_528_584_071_1),
    ] {
        close(order_statistic_kl(n, j), expected, 3e-16);
    }
    // The median of three: density 6u(1−u), E w² = 36/30.
    close(order_statistic_chi_squared(3, 2), 0.2, 2e-16);
    close(order_statistic_renyi(3, 2, 2.0), 1.2_f64.ln(), 2e-16);
    close(
        order_statistic_renyi(3, 2, f64::INFINITY),
        1.5_f64.ln(),
        2e-16,
    );
    close(
        order_statistic_renyi(3, 2, 3.0),
        (216.0_f64 / 140.0).ln() / 2.0,
        2e-16,
    );
}

/// The density of the `j`-th of `n` uniforms, built up factor by factor.
fn density(n: u64, j: u64, u: f64) -> f64 {
    let mut w = n as f64;
    for i in 1..j {
        w *= u * (n - i) as f64 / i as f64;
    }
    w * (1.0 - u).powi((n - j) as i32)
}

/// `∫₀¹` by the tanh-sinh rule.
fn integral(f: impl Fn(f64) -> f64) -> f64 {
    let h = 1.0 / 128.0;
    (-440..=440)
        .map(|k| {
            let t = f64::from(k) * h;
            let x = std::f64::consts::FRAC_PI_2 * t.sinh();
            let u = 1.0 / (1.0 + (-2.0 * x).exp());
            let weight = std::f64::consts::PI * t.cosh() * u * (1.0 - u);
            if weight > 0.0 { h * weight * f(u) } else { 0.0 }
        })
        .sum()
}

#[test]
fn quadrature_over_the_density() {
    for n in [2_u64, 3, 7, 20, 40] {
        for j in (1..=n).step_by(if n > 10 { 6 } else { 1 }) {
            let w = |u| density(n, j, u);
            let log = |w: f64| if w > 0.0 { w * w.ln() } else { 0.0 };
            close(order_statistic_kl(n, j), integral(|u| log(w(u))), 1e-12);
            close(
                order_statistic_chi_squared(n, j),
                integral(|u| w(u) * w(u)) - 1.0,
                1e-12,
            );
            for alpha in [0.1, 0.5, 0.97, 1.02, 3.0, 20.0] {
                let moment = integral(|u| w(u).powf(alpha));
                let expected = moment.ln() / (alpha - 1.0);
                close(order_statistic_renyi(n, j, alpha), expected, 1e-10);
            }
        }
    }
}

#[test]
fn ends_are_best_of_n() {
    for n in [1_u64, 2, 16, 1000, 1 << 60] {
        let real = n as f64;
        for j in [1, n] {
            assert_eq!(order_statistic_kl(n, j), kl(real));
            assert_eq!(order_statistic_chi_squared(n, j), chi_squared(real));
            assert_eq!(order_statistic_renyi(n, j, 0.3), renyi(real, 0.3));
            assert_eq!(
                order_statistic_renyi(n, j, f64::INFINITY),
                renyi(real, f64::INFINITY)
            );
        }
    }
}

#[test]
fn symmetry_and_monotonicity() {
    let mut sizes = vec![2_u64, 3, 15, 16, 17, 18, 33, 100, 12_345, 1 << 40, u64::MAX];
    sizes.extend((19..32).map(|k| k * k));
    for n in sizes {
        for j in [2, 3, 9, 17, 18, n / 3, n / 2, n - 1] {
            if !(1..=n).contains(&j) {
                continue;
            }
            let mirror = n - j + 1;
            close(
                order_statistic_kl(n, j),
                order_statistic_kl(n, mirror),
                4e-16,
            );
            let value = order_statistic_kl(n, j);
            assert!(
                value >= 0.0 && value <= kl(n as f64) * (1.0 + 1e-15),
                "{n} {j}"
            );
            close(
                order_statistic_renyi(n, j, 2.0),
                order_statistic_chi_squared(n, j).ln_1p(),
                1e-14,
            );
            close(order_statistic_renyi(n, j, 1.0), value, 0.0);
            close(
                order_statistic_renyi(n, j, 1.0 + f64::EPSILON),
                value,
                1e-15,
            );
            let mut before = 0.0;
            for alpha in [
                0.0,
                0.1,
                0.3,
                0.7,
                0.93,
                0.95,
                0.999,
                1.0,
                1.001,
                1.05,
                1.07,
                2.0,
                9.0,
                1e3,
                1e9,
                1e18,
                1e300,
                f64::INFINITY,
            ] {
                let now = order_statistic_renyi(n, j, alpha);
                assert!(
                    now >= before * (1.0 - 1e-14),
                    "falls at n = {n}, j = {j}, alpha = {alpha}: {before} {now}"
                );
                before = now;
            }
        }
    }
}

#[test]
fn outside_the_domain() {
    for (n, j) in [(0, 0), (3, 0), (3, 4), (0, 1)] {
        assert!(order_statistic_kl(n, j).is_nan());
        assert!(order_statistic_chi_squared(n, j).is_nan());
        assert!(order_statistic_renyi(n, j, 2.0).is_nan());
        assert!(order_statistic_renyi(n, j, 0.0).is_nan());
    }
    assert!(order_statistic_renyi(5, 3, -0.5).is_nan());
    assert!(order_statistic_renyi(5, 3, f64::NAN).is_nan());
    assert_eq!(order_statistic_renyi(5, 3, 0.0), 0.0);
    assert_eq!(order_statistic_kl(1, 1), 0.0);
}
