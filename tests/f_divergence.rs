//! Any f-divergence: against every closed form, against big-number quadrature, at the ends of the domain.

use bestof::Error;
use bestof::divergence::*;

// tools/f_divergence.py prints these.
const JENSEN_SHANNON: [(f64, f64); 9] = [
    (1.0009765625, 1.1909294525549710236e-7),
    (1.5, 0.01968461250832836),
    (2.0, 0.05378194608829456),
    (4.0, 0.17331535090660610),
    (16.0, 0.42036763800385856),
    (100.0, 0.60508866808035080),
    (1000.5, 0.67648127646704503),
    (1000000.0, 0.69309123348599608),
    (1000000000000.0, 0.69314718035393899),
];
const LE_CAM: [(f64, f64); 9] = [
    (1.0009765625, 2.3818580541247103819e-7),
    (1.5, 0.03770536555705766),
    (2.0, 0.09861228866810969),
    (4.0, 0.29518417382966069),
    (16.0, 0.66602255918073209),
    (100.0, 0.90921428787398758),
    (1000.5, 0.98622550933560595),
    (1000000.0, 0.99997236914341068),
    (1000000000000.0, 0.99999999994473795),
];

fn apart(got: f64, expected: f64) -> f64 {
    (got - expected).abs() / expected.abs()
}

/// Pool sizes from next to 1 on.
fn sizes(first: i32) -> impl Iterator<Item = f64> {
    let near = (1..=first).map(|k| 1.0 + f64::powi(2.0, -k));
    let small = (5..200).map(|k| f64::from(k) / 4.0);
    let far = (0..=80).map(|k| f64::powf(10.0, f64::from(k) * 0.15));
    near.chain(small).chain(far).filter(|n| *n > 1.0)
}

/// The largest relative error over the sizes, held to `bound`.
fn worst(
    name: &str,
    bound: f64,
    sizes: impl Iterator<Item = f64>,
    got: impl Fn(f64) -> Result<f64, Error>,
    expected: impl Fn(f64) -> f64,
) {
    let (worst, at) = sizes
        .map(|n| (apart(got(n).unwrap(), expected(n)), n))
        .fold((0.0, 1.0), |a, b| if b.0 > a.0 { b } else { a });
    println!("{name}: {worst:e} at n = {at}");
    assert!(worst <= bound, "{name}: {worst:e} at n = {at}");
}

fn js(t: f64) -> f64 {
    let heavy = if t > 0.0 {
        t * (2.0 * t / (1.0 + t)).ln()
    } else {
        0.0
    };
    0.5 * (heavy + (2.0 / (1.0 + t)).ln())
}

fn js_of_log(l: f64) -> f64 {
    if l.abs() < 1.0 {
        // (w ln w − (1+w) ln((1+w)/2))/2, where ln((1+w)/2) = l/2 + ln cosh(l/2).
        let cosh = 0.5 * (0.5 * l).sinh().powi(2).ln_1p();
        0.5 * (0.5 * l * l.exp_m1() - (2.0 + l.exp_m1()) * cosh)
    } else {
        let (half, share) = (2.0_f64.ln(), (-l.abs()).exp().ln_1p());
        let (heavy, light) = (half - share, half - share - l.abs());
        0.5 * (l.exp() * if l > 0.0 { heavy } else { light } + if l > 0.0 { light } else { heavy })
    }
}

fn le_cam(t: f64) -> f64 {
    (t - 1.0) * (t - 1.0) / (2.0 * (t + 1.0))
}

#[test]
fn divergences_without_a_closed_form() {
    for (n, expected) in JENSEN_SHANNON {
        let slack = if n < 1.1 { 1e-8 } else { 1e-13 };
        let error = apart(f_divergence(n, js).unwrap(), expected);
        assert!(error <= slack, "Jensen–Shannon at {n}: {error:e}");
        let error = apart(f_divergence_of_log(n, js_of_log).unwrap(), expected);
        assert!(error <= 1e-12, "Jensen–Shannon of log at {n}: {error:e}");
    }
    for (n, expected) in LE_CAM {
        let error = apart(f_divergence(n, le_cam).unwrap(), expected);
        assert!(error <= 2e-14, "Le Cam at {n}: {error:e}");
        let error = apart(
            f_divergence_of_log(n, |l| 0.5 * l.exp_m1() * (0.5 * l).tanh()).unwrap(),
            expected,
        );
        assert!(error <= 2e-14, "Le Cam of log at {n}: {error:e}");
    }
}

#[test]
fn closed_forms_from_the_ratio() {
    let chi = |t: f64| (t - 1.0) * (t - 1.0);
    worst(
        "chi_squared",
        1e-12,
        sizes(20),
        |n| f_divergence(n, chi),
        chi_squared,
    );
    let tv = |t: f64| 0.5 * (t - 1.0).abs();
    worst(
        "total_variation",
        1e-9,
        sizes(20),
        |n| f_divergence(n, tv),
        total_variation,
    );
    worst(
        "total_variation",
        1e-13,
        sizes(6),
        |n| f_divergence(n, tv),
        total_variation,
    );
    let hellinger = |t: f64| {
        let root = (t - 1.0) / (t.sqrt() + 1.0);
        root * root
    };
    worst(
        "hellinger_squared",
        1e-12,
        sizes(20),
        |n| f_divergence(n, hellinger),
        hellinger_squared,
    );
    let forward = |t: f64| if t > 0.0 { t * t.ln() } else { 0.0 };
    worst("kl", 1e-12, sizes(6), |n| f_divergence(n, forward), kl);
    // Beyond 12 draws its arguments underflow where there is mass.
    let few = || sizes(6).filter(|n| *n <= 12.0);
    worst(
        "reverse_kl",
        1e-12,
        few(),
        |n| f_divergence(n, |t| -t.ln()),
        reverse_kl,
    );
    assert_eq!(f_divergence(12.5, |t| -t.ln()), Err(Error::NotFinite));
    for gamma in [0.25, 1.5, 3.0] {
        let hockey = |t: f64| (t - gamma).max(0.0);
        worst(
            "hockey_stick",
            3e-2,
            sizes(0).filter(|n| *n > 1.1 * gamma),
            |n| f_divergence(n, hockey),
            |n| hockey_stick(n, gamma),
        );
    }
}

#[test]
fn closed_forms_from_the_logarithm() {
    let of = |g: fn(f64) -> f64| move |n| f_divergence_of_log(n, g);
    worst(
        "chi_squared",
        1e-13,
        sizes(40),
        of(|l| l.exp_m1().powi(2)),
        chi_squared,
    );
    worst(
        "total_variation",
        1e-13,
        sizes(40),
        of(|l| 0.5 * l.exp_m1().abs()),
        total_variation,
    );
    worst(
        "hellinger_squared",
        1e-13,
        sizes(40),
        of(|l| (0.5 * l).exp_m1().powi(2)),
        hellinger_squared,
    );
    worst(
        "jeffreys",
        1e-13,
        sizes(40),
        of(|l| l * l.exp_m1()),
        jeffreys,
    );
    worst("reverse_kl", 1e-12, sizes(8), of(|l| -l), reverse_kl);
    worst("kl", 1e-12, sizes(8), of(|l| l * l.exp()), kl);
}

#[test]
fn alpha_divergences() {
    // ∫ w^α = n^α/(1 + α(n−1)); α(α−1)D_α = ∫ w^α − 1, of either sign of α − 1, and of negative α while it is finite.
    for alpha in [-0.4, 0.1, 0.5, 0.9, 1.1, 2.0, 3.0, 7.5, 10.0] {
        let moment = |n: f64| (alpha * n.ln() - (alpha * (n - 1.0)).ln_1p()).exp_m1();
        let alive = |n: &f64| 1.0 + alpha * (n - 1.0) > 0.1 && *n < 1e20;
        worst(
            &format!("alpha = {alpha}"),
            2e-12,
            sizes(0).filter(alive),
            |n| f_divergence_of_log(n, |l| (alpha * l).exp_m1()),
            moment,
        );
        if alpha > 0.0 {
            worst(
                &format!("alpha = {alpha}"),
                2e-12,
                sizes(0).filter(alive),
                |n| f_divergence(n, |t| t.powf(alpha) - 1.0),
                moment,
            );
        }
    }
}

#[test]
fn to_the_end_of_the_doubles() {
    for n in [1e15, 1e100, 1e300] {
        let error = apart(f_divergence_of_log(n, |l| l * l.exp()).unwrap(), kl(n));
        assert!(error < 1e-12, "kl at {n:e}: {error:e}");
        let error = apart(f_divergence_of_log(n, |l| -l).unwrap(), reverse_kl(n));
        assert!(error < 1e-12, "reverse_kl at {n:e}: {error:e}");
        assert!(apart(f_divergence(n, |t| 0.5 * (t - 1.0).abs()).unwrap(), 1.0) < 1e-12);
    }
}

#[test]
fn linear_generators_have_no_divergence() {
    for n in sizes(30) {
        assert!(f_divergence(n, |t| t - 1.0).unwrap().abs() < 1e-12 * (n - 1.0).min(1.0));
        assert!(apart(f_divergence(n, |_| 3.0).unwrap(), 3.0) < 1e-14);
    }
}

#[test]
fn refusals_and_limits() {
    for n in [0.5, f64::NAN, f64::INFINITY, -1.0] {
        assert_eq!(f_divergence(n, |t| t), Err(Error::Domain));
        assert_eq!(f_divergence_of_log(n, |l| l), Err(Error::Domain));
    }
    assert_eq!(f_divergence(1.0, |t| t + 6.0), Ok(7.0));
    assert_eq!(f_divergence_of_log(1.0, |l| l + 7.0), Ok(7.0));
    assert_eq!(f_divergence(3.0, |_| f64::NAN), Err(Error::NotFinite));
    assert_eq!(f_divergence(1.0, |_| f64::NAN), Err(Error::NotFinite));
    assert_eq!(
        f_divergence(1e6, |t| if t == 0.0 { f64::INFINITY } else { t }),
        Err(Error::NotFinite)
    );
    // Neyman's χ² is finite below n = 2 only.
    let neyman = |l: f64| (-l).exp() - 1.0;
    for n in [1.25, 1.5, 1.9] {
        let expected = 1.0 / (n * (2.0 - n)) - 1.0;
        assert!(apart(f_divergence_of_log(n, neyman).unwrap(), expected) < 1e-11);
    }
}

#[test]
fn generators_see_the_range_of_the_ratio() {
    for n in [1.0 + 1e-9, 1.5, 7.0, 1e9] {
        f_divergence(n, |t| {
            assert!((0.0..=n).contains(&t), "{t} of {n}");
            t
        })
        .unwrap();
        f_divergence_of_log(n, |l| {
            assert!(l.is_finite() && l <= n.ln() * (1.0 + 1e-15));
            l
        })
        .unwrap();
    }
}
