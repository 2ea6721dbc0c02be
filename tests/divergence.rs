//! Divergences: special values, identities and inequalities, exact budgets, tied rewards.

use bestof::Error;
use bestof::divergence::*;

fn close(got: f64, expected: f64, relative: f64) {
    let error = (got - expected).abs();
    assert!(
        error <= relative * expected.abs(),
        "got {got:e}, expected {expected:e}"
    );
}

const SIMPLE: [(&str, fn(f64) -> f64, f64); 7] = [
    ("kl", kl, f64::INFINITY),
    ("reverse_kl", reverse_kl, f64::INFINITY),
    ("jeffreys", jeffreys, f64::INFINITY),
    ("chi_squared", chi_squared, f64::INFINITY),
    ("total_variation", total_variation, 1.0),
    ("hellinger_squared", hellinger_squared, 2.0),
    ("win_rate", win_rate, 1.0),
];

fn grid() -> impl Iterator<Item = f64> {
    let near = (1..=52).map(|k| 1.0 + f64::powi(2.0, -k));
    let far = (0..=996).map(|k| f64::powi(2.0, k) * 1.234_567);
    let small = (11..400).map(|k| f64::from(k) / 10.0);
    near.chain(small).chain(far)
}

#[test]
fn special_values_of_every_divergence() {
    for (name, f, limit) in SIMPLE {
        let start = if name == "win_rate" { 0.5 } else { 0.0 };
        assert_eq!(f(1.0).to_bits(), f64::to_bits(start), "{name}(1)");
        assert_eq!(f(f64::INFINITY), limit, "{name}(inf)");
        for outside in [f64::NAN, 0.0, -1.0, 1.0 - f64::EPSILON, f64::NEG_INFINITY] {
            assert!(f(outside).is_nan(), "{name}({outside})");
        }
        assert!(
            f(1e300).is_finite() && f(f64::MAX) > 0.0,
            "{name} at the far end"
        );
    }
    for alpha in [0.0, 0.25, 0.5, 1.0, 2.0, 1e10, f64::INFINITY] {
        assert_eq!(renyi(1.0, alpha).to_bits(), 0, "alpha = {alpha}");
        let far = renyi(f64::INFINITY, alpha);
        assert_eq!(far, if alpha == 0.0 { 0.0 } else { f64::INFINITY });
        assert!(renyi(0.5, alpha).is_nan());
    }
    assert!(renyi(2.0, -0.1).is_nan() && renyi(2.0, f64::NAN).is_nan());
    assert_eq!(hockey_stick(4.0, 4.0), 0.0);
    assert_eq!(hockey_stick(4.0, f64::INFINITY), 0.0);
    assert_eq!(hockey_stick(4.0, 0.0), 1.0);
    assert_eq!(hockey_stick(1.0, 0.25), 0.75);
    assert_eq!(hockey_stick(f64::INFINITY, 3.0), 1.0);
    assert!(hockey_stick(4.0, -1.0).is_nan() && hockey_stick(0.9, 1.0).is_nan());
    assert!(hockey_stick(f64::INFINITY, f64::INFINITY).is_nan());
}

#[test]
fn special_values_of_every_inverse() {
    let inverses: [(&str, fn(f64) -> f64, f64); 5] = [
        ("n_at_kl", n_at_kl, f64::INFINITY),
        ("n_at_reverse_kl", n_at_reverse_kl, f64::INFINITY),
        ("n_at_chi_squared", n_at_chi_squared, f64::INFINITY),
        ("n_at_total_variation", n_at_total_variation, 1.0),
        ("n_at_hellinger_squared", n_at_hellinger_squared, 2.0),
    ];
    for (name, f, top) in inverses {
        assert_eq!(f(0.0), 1.0, "{name}(0)");
        assert_eq!(f(top), f64::INFINITY, "{name}({top})");
        assert!(
            f(-1e-300).is_nan() && f(f64::NAN).is_nan(),
            "{name} outside"
        );
        assert_eq!(f(5e-324), 1.0, "{name} of the smallest double");
    }
    assert!(n_at_total_variation(1.5).is_nan() && n_at_hellinger_squared(2.5).is_nan());
    assert_eq!(n_at_kl(709.0), f64::INFINITY);
    assert_eq!(n_at_renyi(0.0, 0.0), 1.0);
    assert!(n_at_renyi(0.5, 0.0).is_nan() && n_at_renyi(0.5, -1.0).is_nan());
    assert_eq!(n_at_renyi(2.0_f64.ln(), f64::INFINITY), 2.0);
    // Orders so small that 1/α is near the end of the doubles.
    assert!((n_at_renyi(1.0, 1e-300) / (1.0_f64.exp_m1() * 1e300) - 1.0).abs() < 1e-15);
    for budget in [20.0, 50.0, 700.0, 1e300] {
        assert_eq!(n_at_renyi(budget, 1e-300), f64::INFINITY);
    }
}

#[test]
fn a_double_just_above_one_keeps_its_digits() {
    // d²/2 − 2d³/3 at d = 2^-52 lies 2⅔ last places below 2^-105.
    let expected = f64::from_bits(f64::powi(2.0, -105).to_bits() - 3);
    assert_eq!(kl(1.0 + f64::EPSILON).to_bits(), expected.to_bits());
}

#[test]
fn inequalities_between_divergences() {
    for n in grid() {
        let (k, tv, h) = (kl(n), total_variation(n), hellinger_squared(n));
        assert!(2.0 * tv * tv <= k * (1.0 + 1e-15), "Pinsker at {n}");
        assert!(h / 2.0 <= tv * (1.0 + 1e-15), "H²/2 ≤ TV at {n}");
        assert!(
            tv <= (h * (1.0 - h / 4.0)).sqrt() * (1.0 + 1e-14),
            "TV ≤ H√(1−H²/4) at {n}"
        );
        assert!(
            k <= chi_squared(n).ln_1p() * (1.0 + 1e-15),
            "KL ≤ ln(1+χ²) at {n}"
        );
        close(jeffreys(n), k + reverse_kl(n), 1e-15);
        close(hockey_stick(n, 1.0), tv, 1e-15);
        close(renyi(n, 1.0), k, 0.0);
        close(renyi(n, 1.0 + f64::EPSILON), k, 4e-16);
        close(renyi(n, 2.0), chi_squared(n).ln_1p(), 1e-14);
        close(
            renyi(n, 0.5),
            -2.0 * (-h / 2.0).ln_1p(),
            1e-13_f64.max(4e-16 * n),
        );
        let mut before = 0.0;
        for alpha in [
            0.0,
            1e-9,
            0.1,
            0.499_999,
            0.5,
            0.9,
            1.0,
            1.5,
            3.0,
            1e3,
            1e18,
            f64::INFINITY,
        ] {
            let now = renyi(n, alpha);
            assert!(
                now >= before * (1.0 - 4e-16),
                "Rényi falls at n = {n}, alpha = {alpha}"
            );
            before = now;
        }
    }
}

#[test]
fn inverses_undo_their_divergences() {
    for n in grid().filter(|n| *n > 1.001) {
        close(
            n_at_kl(kl(n)),
            n,
            4e-16 * (1.0 + 2.0 * n.ln() / kl(n).min(1.0)),
        );
        close(n_at_reverse_kl(reverse_kl(n)), n, 1e-13);
        close(n_at_chi_squared(chi_squared(n)), n, 1e-13);
        for alpha in [0.1, 0.7, 3.0, 1e4] {
            let slack = 1e-15 * (1.0 + n.ln()) + 1e-13 / (n - 1.0).min(1.0);
            close(n_at_renyi(renyi(n, alpha), alpha), n, slack);
        }
    }
}

#[test]
fn batches_repeat_the_scalar_bits() {
    let x: Vec<f64> = grid().chain([0.5, f64::NAN, f64::INFINITY, 1.0]).collect();
    for len in (0..70).chain([x.len()]) {
        let x = &x[..len];
        let mut out = vec![0.0; len];
        kl_batch(x, &mut out).unwrap();
        let mut same = x.to_vec();
        kl_batch_in_place(&mut same);
        for ((x, y), z) in x.iter().zip(&out).zip(&same) {
            assert_eq!(y.to_bits(), kl(*x).to_bits(), "{x}");
            assert_eq!(y.to_bits(), z.to_bits(), "{x}");
        }
    }
    let mut short = [7.0; 3];
    assert_eq!(kl_batch(&[1.0, 2.0], &mut short), Err(Error::Capacity));
    assert_eq!(short, [7.0; 3]);
}

#[test]
fn budgets_at_and_beside_a_value() {
    let all = [
        Divergence::Kl,
        Divergence::ReverseKl,
        Divergence::ChiSquared,
        Divergence::TotalVariation,
        Divergence::HellingerSquared,
        Divergence::Renyi(0.3),
        Divergence::Renyi(2.0),
        Divergence::Renyi(f64::INFINITY),
        Divergence::Jeffreys,
    ];
    for d in all {
        assert_eq!(max_n(d, 0.0), Ok(1), "{d:?}");
        for n in 2_u64..2000 {
            let value = d.at(n as f64);
            // Two ulp either way is beyond the kernel's own error.
            assert_eq!(
                max_n(d, value * (1.0 - 5e-16)),
                Ok(n - 1),
                "{d:?} below {n}"
            );
            assert_eq!(max_n(d, value * (1.0 + 5e-16)), Ok(n), "{d:?} above {n}");
        }
        assert_eq!(max_n(d, f64::INFINITY), Ok(u64::MAX));
        assert_eq!(max_n(d, -1.0), Err(Error::Domain));
        assert_eq!(max_n(d, f64::NAN), Err(Error::Domain));
    }
    assert_eq!(max_n(Divergence::Renyi(-1.0), 1.0), Err(Error::Domain));
    assert_eq!(max_n(Divergence::Renyi(0.0), 1.0), Ok(u64::MAX));
    assert_eq!(max_n(Divergence::TotalVariation, 1.0), Ok(u64::MAX));
    assert_eq!(max_n(Divergence::HellingerSquared, 2.0), Ok(u64::MAX));
}

#[test]
fn equality_counts_as_within_the_budget() {
    // (n−1)²/n is a double for every power of two.
    for k in 1..26 {
        let n = 1_u64 << k;
        let budget = jeffreys(n as f64);
        assert_eq!(max_n(Divergence::Jeffreys, budget), Ok(n));
        assert_eq!(max_n(Divergence::Jeffreys, budget.next_down()), Ok(n - 1));
    }
    assert_eq!(max_n(Divergence::TotalVariation, 0.25), Ok(2));
    assert_eq!(max_n(Divergence::HellingerSquared, 0.4), Ok(4)); // 0.4 as a double lies above 2/5
    assert_eq!(
        max_n(Divergence::HellingerSquared, 0.4_f64.next_down()),
        Ok(3)
    );
}

#[test]
fn budgets_beyond_the_integers_of_a_double() {
    for shift in [53, 56, 60, 63] {
        let n = (1_u64 << shift) + 12_345;
        let budget = Divergence::ReverseKl.at(n as f64);
        let got = max_n(Divergence::ReverseKl, budget).unwrap();
        // n − 1 − ln n ≤ budget, in integers plus a logarithm.
        let reach = budget as u64 + 1 + (got as f64).ln() as u64;
        assert!(got.abs_diff(reach) <= 1, "{got} {reach}");
    }
}

#[test]
fn tied_rewards_have_their_exact_divergence() {
    let half = [0.5, 0.5];
    close(
        finite_divergence(Divergence::Kl, &half, 2.0).unwrap(),
        0.130_812_035_941_136_96,
        4e-16,
    );
    close(
        finite_divergence(Divergence::ChiSquared, &half, 2.0).unwrap(),
        0.25,
        4e-16,
    );
    close(
        finite_divergence(Divergence::TotalVariation, &half, 2.0).unwrap(),
        0.25,
        4e-16,
    );
    close(
        finite_divergence(Divergence::Kl, &half, 16.0).unwrap(),
        0.692_962_696_501_419_8,
        4e-16,
    );
    let four = [0.2, 0.3, 0.1, 0.4];
    close(
        finite_divergence(Divergence::Kl, &four, 4.0).unwrap(),
        0.545_120_517_081_160_6,
        1e-15,
    );
    close(
        finite_divergence(Divergence::ReverseKl, &four, 4.0).unwrap(),
        1.172_930_820_046_132_2,
        1e-15,
    );
    close(
        finite_divergence(Divergence::ChiSquared, &four, 4.0).unwrap(),
        0.95139,
        1e-15,
    );
    close(
        finite_divergence(Divergence::TotalVariation, &four, 4.0).unwrap(),
        0.4704,
        1e-15,
    );
    close(
        finite_divergence(Divergence::HellingerSquared, &four, 4.0).unwrap(),
        0.349_958_914_670_683_2,
        1e-15,
    );
    close(
        finite_divergence(Divergence::Renyi(2.0), &four, 4.0).unwrap(),
        0.668_541_939_152_600_8,
        1e-15,
    );
    for d in [Divergence::Kl, Divergence::Renyi(3.0), Divergence::Jeffreys] {
        assert_eq!(finite_divergence(d, &four, 1.0), Ok(0.0), "{d:?}");
        assert_eq!(
            finite_divergence(d, &[1.0], 7.0),
            Ok(0.0),
            "one level, {d:?}"
        );
    }
    close(
        finite_divergence(Divergence::Kl, &four, f64::INFINITY).unwrap(),
        2.5_f64.ln(),
        1e-15,
    );
    assert_eq!(
        finite_divergence(Divergence::Kl, &[], 2.0),
        Err(Error::Empty)
    );
    assert_eq!(
        finite_divergence(Divergence::Kl, &[0.5, f64::NAN], 2.0),
        Err(Error::NotFinite)
    );
    assert_eq!(
        finite_divergence(Divergence::Kl, &[0.5, -0.1], 2.0),
        Err(Error::Domain)
    );
    assert_eq!(
        finite_divergence(Divergence::Kl, &[0.0, 0.0], 2.0),
        Err(Error::Domain)
    );
    assert_eq!(
        finite_divergence(Divergence::Kl, &half, 0.5),
        Err(Error::Domain)
    );
}

#[test]
fn ties_never_add_divergence() {
    let mut state = 1_u64;
    let mut next = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / f64::powi(2.0, 53)
    };
    for round in 0..2000 {
        let len = 1 + (next() * 12.0) as usize;
        let pmf: Vec<f64> = (0..len)
            .map(|_| next().powi(1 + round % 9) + 1e-12)
            .collect();
        let n = 1.0 + next() * 40.0;
        let all = [
            Divergence::Kl,
            Divergence::ReverseKl,
            Divergence::ChiSquared,
            Divergence::TotalVariation,
            Divergence::HellingerSquared,
            Divergence::Renyi(0.5),
            Divergence::Renyi(4.0),
            Divergence::Renyi(f64::INFINITY),
            Divergence::Jeffreys,
        ];
        for d in all {
            let (tied, free) = (finite_divergence(d, &pmf, n).unwrap(), d.at(n));
            assert!(
                tied >= 0.0 && tied <= free * (1.0 + 1e-14),
                "{d:?} {n} {pmf:?}: {tied} > {free}"
            );
        }
    }
}
