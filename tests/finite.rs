//! Tied rewards: exact integers, known values, and inequalities over thousands of random laws.

use bestof::Error;
use bestof::divergence::*;
use num_bigint::BigUint;

fn close(got: f64, expected: f64, relative: f64) {
    let error = (got - expected).abs();
    assert!(
        error <= relative * expected.abs(),
        "got {got:e}, expected {expected:e}"
    );
}

/// A random number generator good enough for problems.
struct Random(u64);

impl Random {
    fn uniform(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / f64::powi(2.0, 53)
    }

    /// A law of 1 to 12 levels, from even to dominated by one level, and a pool size.
    fn problem(&mut self, round: i32) -> (Vec<f64>, f64) {
        let len = 1 + (self.uniform() * 12.0) as usize;
        let pmf = (0..len)
            .map(|_| self.uniform().powi(1 + round % 9) + 1e-12)
            .collect();
        (pmf, 1.0 + self.uniform() * 40.0)
    }
}

/// The double nearest to a ratio of integers, up to 2^-60.
fn ratio(numerator: &BigUint, denominator: &BigUint) -> f64 {
    let shift = 64 + denominator.bits().saturating_sub(numerator.bits());
    let quotient = (numerator << shift) / denominator;
    let excess = quotient.bits().saturating_sub(64);
    let top = u64::try_from(&quotient >> excess).unwrap();
    top as f64 * f64::powf(2.0, excess as f64 - shift as f64)
}

/// `Σ (C_i^n − C_{i−1}^n)(2C_{i−1} + k_i)/(2T^(n+1))` in integers.
fn exact_win_rate(counts: &[u64], n: u32) -> f64 {
    let total: u64 = counts.iter().sum();
    let mut below = BigUint::from(0_u8);
    let mut sum = BigUint::from(0_u8);
    for k in counts {
        let upto = &below + k;
        let mass = upto.pow(n) - below.pow(n);
        sum += mass * (&below * 2_u8 + k);
        below = upto;
    }
    ratio(&sum, &(BigUint::from(total).pow(n + 1) * 2_u8))
}

/// `Σ P_i²/p_i − 1` in integers.
fn exact_chi_squared(counts: &[u64], n: u32) -> f64 {
    let total = BigUint::from(counts.iter().sum::<u64>());
    let common: BigUint = counts.iter().map(|k| BigUint::from(*k)).product();
    let mut below = BigUint::from(0_u8);
    let mut sum = BigUint::from(0_u8);
    for k in counts {
        let upto = &below + k;
        let mass = upto.pow(n) - below.pow(n);
        sum += &mass * &mass * (&common / k);
        below = upto;
    }
    // Over common · T^(2n−1), less the same.
    let denominator = common * total.pow(2 * n - 1);
    ratio(&(sum - &denominator), &denominator)
}

#[test]
fn whole_counts_have_exact_values() {
    let mut random = Random(1);
    for round in 0..300 {
        let len = 2 + (random.uniform() * 9.0) as usize;
        let counts: Vec<u64> = (0..len)
            .map(|_| 1 + (random.uniform() * f64::powi(10.0, 1 + round % 6)) as u64)
            .collect();
        let pmf: Vec<f64> = counts.iter().map(|k| *k as f64).collect();
        for n in [2_u32, 3, 5, 16, 64] {
            let draws = f64::from(n);
            close(
                finite_win_rate(&pmf, draws).unwrap(),
                exact_win_rate(&counts, n),
                4e-16,
            );
            let expected = exact_chi_squared(&counts, n);
            close(
                finite_divergence(Divergence::ChiSquared, &pmf, draws).unwrap(),
                expected,
                1e-15,
            );
            close(
                finite_f_divergence(&pmf, draws, |t| (t - 1.0) * (t - 1.0)).unwrap(),
                expected,
                1e-13,
            );
        }
    }
}

/// Every outcome of `n` draws, one by one: the best of them against one more.
#[test]
fn enumeration_of_every_draw() {
    let pmf = [0.125, 0.375, 0.25, 0.25];
    for n in 1..=5_u32 {
        let (mut best, mut win) = ([0.0; 4], 0.0);
        for outcome in 0..4_usize.pow(n) {
            let draws = (0..n).map(|i| outcome / 4_usize.pow(i) % 4);
            let mass: f64 = draws.clone().map(|level| pmf[level]).product();
            best[draws.max().unwrap()] += mass;
        }
        for (i, b) in best.iter().enumerate() {
            win += b * (pmf[..i].iter().sum::<f64>() + pmf[i] / 2.0);
        }
        let n = f64::from(n);
        close(finite_win_rate(&pmf, n).unwrap(), win, 1e-15);
        let kl: f64 = best.iter().zip(&pmf).map(|(b, p)| b * (b / p).ln()).sum();
        let got = finite_divergence(Divergence::Kl, &pmf, n).unwrap();
        assert!((got - kl).abs() < 1e-15, "{got} {kl}");
    }
}

#[test]
fn known_values() {
    close(finite_win_rate(&[0.5, 0.5], 2.0).unwrap(), 0.625, 0.0);
    close(
        finite_win_rate(&[0.5, 0.5], 16.0).unwrap(),
        0.749_992_370_605_468_75,
        0.0,
    );
    close(
        finite_win_rate(&[0.2, 0.3, 0.1, 0.4], 4.0).unwrap(),
        0.7547,
        3e-16,
    );
    close(
        finite_win_rate(&[0.2, 0.3, 0.1, 0.4], f64::INFINITY).unwrap(),
        0.8,
        3e-16,
    );
    close(
        collision_probability(&[0.5, 0.25, 0.25]).unwrap(),
        0.375,
        0.0,
    );
    close(collision_probability(&[4.0, 2.0, 2.0]).unwrap(), 0.375, 0.0);
    for (epsilon, n, expected) in [
        (0.1, 2.0, 0.193_059_436_943_471_4),
        (0.1, 16.0, 1.756_141_907_889_400_9),
        (0.1, 1000.0, 2.302_585_092_994_045_7),
        (1e-3, 1000.0, 5.883_077_684_100_856),
        (0.5, 2.0, 0.179_098_831_081_123_3),
    ] {
        close(kl_estimate(n, epsilon), expected, 3e-16);
    }
    assert_eq!(kl_gap_bound(4.0, 0.125), 3.0);
    assert_eq!(win_rate_gap_bound(4.0, 0.125), 0.1875);
}

#[test]
fn the_estimate_is_exact_for_one_atom_on_top() {
    // A million even levels below stand for a law without ties.
    for (n, epsilon) in [(2.0, 0.1), (16.0, 0.3), (5.5, 0.01), (100.0, 0.02)] {
        let levels = 1_000_000;
        let mut pmf = vec![(1.0 - epsilon) / f64::from(levels); levels as usize];
        pmf.push(epsilon);
        let got = finite_divergence(Divergence::Kl, &pmf, n).unwrap();
        let expected = kl_estimate(n, epsilon);
        assert!(got <= expected * (1.0 + 1e-14));
        close(got, expected, 1e-8);
    }
}

#[test]
fn inequalities_over_random_laws() {
    let jensen_shannon = |t: f64| {
        let heavy = if t > 0.0 {
            t * (2.0 * t / (1.0 + t)).ln()
        } else {
            0.0
        };
        heavy + (2.0 / (1.0 + t)).ln()
    };
    let le_cam = |t: f64| (t - 1.0) * (t - 1.0) / (t + 1.0);
    let mut random = Random(2);
    for round in 0..4000 {
        let (pmf, n) = random.problem(round);
        let tied = finite_divergence(Divergence::Kl, &pmf, n).unwrap();
        let total: f64 = pmf.iter().sum();
        let top = pmf[pmf.len() - 1] / total;
        let estimate = kl_estimate(n, top);
        let slack = 1.0 + 1e-14;
        // The mass of the top level is itself rounded.
        assert!(
            tied <= estimate * slack + 1e-15,
            "{pmf:?} {n}: {tied} > {estimate}"
        );
        assert!(estimate <= kl(n) * slack);
        let collision = collision_probability(&pmf).unwrap();
        assert!(kl(n) - tied <= kl_gap_bound(n, collision) * slack + 1e-15);
        let win = finite_win_rate(&pmf, n).unwrap();
        assert!(
            win >= 0.5 && win <= win_rate(n) * slack,
            "{pmf:?} {n}: {win}"
        );
        assert!(win_rate(n) - win <= win_rate_gap_bound(n, collision) * slack + 1e-15);
        for f in [jensen_shannon, le_cam] {
            let (tied, free) = (
                finite_f_divergence(&pmf, n, f).unwrap(),
                f_divergence(n, f).unwrap(),
            );
            assert!(
                tied <= free * (1.0 + 1e-12) + 1e-15 && tied >= -1e-15,
                "{pmf:?} {n}: {tied} > {free}"
            );
        }
        // Merging two neighbours is a tie more.
        if pmf.len() > 1 {
            let at = round as usize % (pmf.len() - 1);
            let mut merged = pmf.clone();
            let mass = merged.remove(at);
            merged[at] += mass;
            for divergence in [
                Divergence::Kl,
                Divergence::ReverseKl,
                Divergence::Renyi(2.0),
            ] {
                let (more, fewer) = (
                    finite_divergence(divergence, &pmf, n).unwrap(),
                    finite_divergence(divergence, &merged, n).unwrap(),
                );
                assert!(fewer <= more * slack + 1e-300, "{divergence:?} {pmf:?} {n}");
            }
        }
    }
}

#[test]
fn generators_agree_with_the_named_divergences() {
    let mut random = Random(3);
    for round in 0..500 {
        let (pmf, n) = random.problem(round);
        let pairs: [(Divergence, fn(f64) -> f64); 4] = [
            (Divergence::Kl, |t| {
                if t > 0.0 { t * t.ln() - t + 1.0 } else { 1.0 }
            }),
            (Divergence::ChiSquared, |t| (t - 1.0) * (t - 1.0)),
            (Divergence::TotalVariation, |t| 0.5 * (t - 1.0).abs()),
            (Divergence::HellingerSquared, |t| (t.sqrt() - 1.0).powi(2)),
        ];
        for (divergence, f) in pairs {
            let named = finite_divergence(divergence, &pmf, n).unwrap();
            let got = finite_f_divergence(&pmf, n, f).unwrap();
            assert!(
                (got - named).abs() <= 1e-13 * named + 1e-15,
                "{divergence:?}"
            );
        }
    }
}

#[test]
fn faint_masses() {
    for faint in [1e-300, 1e-308, 5e-324] {
        for pmf in [[1.0, faint], [faint, 1.0], [faint, faint]] {
            for n in [1.5, 40.0, 1e300] {
                let win = finite_win_rate(&pmf, n).unwrap();
                assert!((0.5..=1.0).contains(&win), "{pmf:?} {n}: {win}");
                for d in [
                    Divergence::Kl,
                    Divergence::ReverseKl,
                    Divergence::TotalVariation,
                ] {
                    let value = finite_divergence(d, &pmf, n).unwrap();
                    assert!(
                        value >= 0.0 && value <= d.at(n),
                        "{d:?} {pmf:?} {n}: {value}"
                    );
                }
            }
        }
        close(kl_estimate(50.0, faint), kl(50.0), 3e-16);
    }
    let value = finite_divergence(Divergence::Kl, &[1.0, 1e-307], f64::INFINITY).unwrap();
    close(value, 307.0 * 10_f64.ln(), 1e-15);
}

#[test]
fn refusals_and_limits() {
    assert_eq!(finite_win_rate(&[], 2.0), Err(Error::Empty));
    assert_eq!(
        finite_win_rate(&[0.5, f64::NAN], 2.0),
        Err(Error::NotFinite)
    );
    assert_eq!(finite_win_rate(&[0.5, -0.5], 2.0), Err(Error::Domain));
    assert_eq!(finite_win_rate(&[0.0, 0.0], 2.0), Err(Error::Domain));
    assert_eq!(
        finite_win_rate(&[f64::MAX, f64::MAX], 2.0),
        Err(Error::Domain)
    );
    assert_eq!(finite_win_rate(&[0.5, 0.5], 0.9), Err(Error::Domain));
    assert_eq!(finite_win_rate(&[0.5, 0.5], f64::NAN), Err(Error::Domain));
    assert_eq!(finite_win_rate(&[0.3, 0.7], 1.0), Ok(0.5));
    assert_eq!(
        finite_f_divergence(&[0.5, 0.5], 2.0, |_| f64::NAN),
        Err(Error::NotFinite)
    );
    assert_eq!(finite_f_divergence(&[], 2.0, |t| t), Err(Error::Empty));
    assert_eq!(
        finite_f_divergence(&[0.5, 0.5], 0.0, |t| t),
        Err(Error::Domain)
    );
    assert_eq!(collision_probability(&[]), Err(Error::Empty));
    assert_eq!(collision_probability(&[1.0, -1.0]), Err(Error::Domain));
    assert_eq!(kl_estimate(7.0, 1.0), 0.0);
    assert_eq!(kl_estimate(7.0, 0.0), kl(7.0));
    assert_eq!(kl_estimate(1.0, 0.3), 0.0);
    close(kl_estimate(f64::INFINITY, 0.25), 4_f64.ln(), 2e-16);
    for (n, epsilon) in [
        (0.5, 0.5),
        (f64::NAN, 0.5),
        (2.0, -0.1),
        (2.0, 1.1),
        (2.0, f64::NAN),
    ] {
        assert!(kl_estimate(n, epsilon).is_nan());
        assert!(kl_gap_bound(n, epsilon).is_nan() && win_rate_gap_bound(n, epsilon).is_nan());
    }
    assert_eq!(kl_gap_bound(f64::INFINITY, 0.5), f64::INFINITY);
    assert!(kl_gap_bound(f64::INFINITY, 0.0).is_nan());
    assert_eq!(kl_gap_bound(1.0, 0.5), 0.0);
}

#[test]
fn the_same_bits_everywhere() {
    let mut random = Random(4);
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    for round in 0..100 {
        let (pmf, n) = random.problem(round);
        for value in [
            finite_divergence(Divergence::Kl, &pmf, n),
            finite_divergence(Divergence::ReverseKl, &pmf, n),
            finite_divergence(Divergence::HellingerSquared, &pmf, n),
            finite_divergence(Divergence::Renyi(3.0), &pmf, n),
            finite_win_rate(&pmf, n),
            finite_f_divergence(&pmf, n, |t| (t - 1.0) * (t - 1.0)),
            f_divergence(n, |t| (t - 1.0) * (t - 1.0)),
            f_divergence_of_log(n, |l| l * l),
            Ok(kl_estimate(n, 0.5 * pmf[0].min(1.0))),
        ] {
            hash = (hash ^ value.unwrap().to_bits()).wrapping_mul(0x0100_0000_01b3);
        }
    }
    assert_eq!(hash, 0x266a_9b4c_7bde_a2f6, "{hash:#x}");
}

/// Levels without mass change nothing but the blocks that the others fall into.
#[test]
fn levels_without_mass_change_nothing() {
    let mut random = Random(5);
    for round in 0..200 {
        let (pmf, n) = random.problem(round);
        let mut spread = vec![0.0; round as usize % 40];
        for p in &pmf {
            spread.push(*p);
            spread.resize(spread.len() + (random.uniform() * 20.0) as usize, 0.0);
        }
        for d in [
            Divergence::Kl,
            Divergence::ReverseKl,
            Divergence::Renyi(0.3),
            Divergence::Renyi(2.0),
        ] {
            close(
                finite_divergence(d, &spread, n).unwrap(),
                finite_divergence(d, &pmf, n).unwrap(),
                5e-16,
            );
        }
        let square = |t: f64| (t - 1.0) * (t - 1.0);
        assert_eq!(
            finite_f_divergence(&spread, n, square),
            finite_f_divergence(&pmf, n, square)
        );
    }
}

/// Sums near the ends of the doubles are scaled before they are divided.
#[test]
fn the_scale_of_the_masses_does_not_count() {
    let mut random = Random(6);
    for round in 0..100 {
        let (pmf, n) = random.problem(round);
        for power in [-920, -600, 600, 1015] {
            let scaled: Vec<f64> = pmf.iter().map(|p| p * f64::powi(2.0, power)).collect();
            for d in [Divergence::Kl, Divergence::Renyi(3.0)] {
                assert_eq!(
                    finite_divergence(d, &scaled, n),
                    finite_divergence(d, &pmf, n)
                );
            }
        }
    }
    // Levels too rare to have a reciprocal.
    for d in [
        Divergence::Kl,
        Divergence::ReverseKl,
        Divergence::ChiSquared,
    ] {
        let value = finite_divergence(d, &[5e-324, 5e-324, 0.5, 0.5], 3.0).unwrap();
        close(
            value,
            finite_divergence(d, &[0.5, 0.5], 3.0).unwrap(),
            1e-15,
        );
    }
    // Without a Rényi order's terms leaving the doubles: at ∞ only the top level is left.
    for alpha in [0.25, 0.75, 2.0, 9.0] {
        let expected = -(0.9_f64.ln());
        let value = finite_divergence(Divergence::Renyi(alpha), &[0.1, 0.9], f64::INFINITY);
        close(value.unwrap(), expected, 1e-15);
    }
}
