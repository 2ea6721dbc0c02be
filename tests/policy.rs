//! Tilted, soft and Poisson policies: known values, exact enumeration, identities, inequalities.

use bestof::Error;
use bestof::divergence::{f_divergence_of_log, kl, win_rate};
use bestof::policy::*;

fn close(got: f64, expected: f64, relative: f64) {
    let error = (got - expected).abs();
    assert!(
        error <= relative * expected.abs(),
        "got {got:e}, expected {expected:e}"
    );
}

/// A random number generator good enough for pools.
struct Random(u64);

impl Random {
    fn uniform(&mut self) -> f64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 11) as f64 / f64::powi(2.0, 53)
    }

    fn pool(&mut self, len: usize, scale: f64) -> Vec<f64> {
        (0..len).map(|_| scale * (self.uniform() - 0.3)).collect()
    }
}

#[test]
fn known_values_of_the_frontier() {
    close(tilt_win_rate(1.0), 0.581_976_706_869_326_4, 2e-16);
    close(tilt_kl(1.0), 0.040_651_852_256_408_315, 3e-16);
    for (n, gap) in [
        (2.0, 0.009_24),
        (4.0, 0.004_00),
        (8.0, 7.9e-4),
        (16.0, 1.1e-4),
        (64.0, 1.9e-6),
        (1000.0, 5e-10),
    ] {
        close(best_of_n_win_gap(n), gap, 0.03);
    }
    let worst = (100..1000)
        .map(|k| best_of_n_kl_excess(f64::from(k) / 100.0))
        .fold(0.0, f64::max);
    close(worst, 0.0237, 2e-3);
}

#[test]
fn the_frontier_is_its_own_inverse() {
    for k in -40..200 {
        let c = f64::powf(2.0, f64::from(k) / 6.0);
        close(frontier_win_rate(tilt_kl(c)), tilt_win_rate(c), 3e-16);
        if c < 60.0 {
            let slack = 4e-16 * (1.0 + 0.6 * c / tilt_kl(c));
            close(frontier_kl(tilt_win_rate(c)), tilt_kl(c), slack);
        }
    }
    for n in (1..400).map(|k| 1.0 + f64::from(k) / 8.0) {
        let gap = frontier_win_rate(kl(n)) - win_rate(n);
        assert!(
            gap > 0.0 && (gap - best_of_n_win_gap(n)).abs() < 3e-16,
            "{n}"
        );
        let excess = kl(n) - frontier_kl(win_rate(n));
        assert!(
            excess > 0.0 && (excess - best_of_n_kl_excess(n)).abs() < 1e-14,
            "{n}"
        );
    }
    // The two sides of the change of formula.
    for f in [best_of_n_win_gap, best_of_n_kl_excess] {
        close(f(64.0), f(64.0_f64.next_up()), 1e-11);
    }
}

/// No density does better: perturbed tilts lie inside.
#[test]
fn nothing_beats_the_frontier() {
    let mut random = Random(5);
    for _ in 0..4000 {
        let levels = 2 + (random.uniform() * 20.0) as usize;
        let power = 1 + (random.uniform() * 8.0) as i32;
        let mut law: Vec<f64> = (0..levels).map(|_| random.uniform().powi(power)).collect();
        let total: f64 = law.iter().sum();
        law.iter_mut().for_each(|p| *p /= total);
        // A density that is constant on each of as many equal steps of the rank.
        let step = 1.0 / levels as f64;
        let win: f64 = law
            .iter()
            .enumerate()
            .map(|(i, p)| p * (i as f64 + 0.5) * step)
            .sum();
        let kl = law_kl(&law).unwrap();
        assert!(win <= frontier_win_rate(kl) + 1e-15, "{law:?}");
        if win >= 0.5 {
            assert!(frontier_kl(win) <= kl + 1e-15, "{law:?}");
        }
    }
}

#[test]
fn best_of_poisson() {
    close(poisson_kl(1.0), 0.107_153_583_906_736_93, 3e-16);
    close(poisson_kl(10.0), 1.408_032_388_892_916, 3e-16);
    close(poisson_win_rate(1.0), 0.632_120_558_828_557_7, 2e-16);
    let mut before = (0.0, 0.5);
    for k in -60..120 {
        let mu = f64::powf(2.0, f64::from(k) / 4.0);
        let (kl, win) = (poisson_kl(mu), poisson_win_rate(mu));
        assert!(kl > before.0 && win > before.1, "{mu}");
        before = (kl, win);
        // Inside the frontier, and closer to it than best-of-n ever is.
        let excess = kl - frontier_kl(win);
        assert!(
            excess > -1e-15 * (1.0 + mu) && excess < 6.8e-4,
            "{mu}: {excess}"
        );
    }
    for mu in [1e-9, 1e-4] {
        close(poisson_kl(mu), mu * mu / 6.0, mu);
    }
    close(poisson_kl(1e8), 1e8_f64.ln() - 1.0, 1e-8);
    // Both sides of 1.
    close(poisson_kl(1.0_f64.next_down()), poisson_kl(1.0), 2e-15);
}

#[test]
fn the_poisson_mixture_of_best_of_n() {
    // n = 1 + Poisson(μ): the win rate is a mixture of n/(n+1).
    for mu in [0.3, 1.0, 4.0, 20.0] {
        let mut mass = f64::exp(-mu);
        let mut win = 0.0;
        for k in 0..200 {
            win += mass * win_rate(f64::from(k) + 1.0);
            mass *= mu / (f64::from(k) + 1.0);
        }
        close(poisson_win_rate(mu), win, 1e-14);
    }
}

#[test]
fn tilted_pools_obey_the_jeffreys_identity() {
    let mut random = Random(6);
    for round in 0..300 {
        let rewards = random.pool(2 + round % 40, f64::powi(10.0, round as i32 % 7 - 3));
        for beta in [1e-3, 0.1, 1.0, 30.0] {
            let spread = rewards.iter().fold(0.0_f64, |a, r| a.max(r.abs())) / beta;
            if spread > 500.0 {
                continue;
            }
            let got = tilted_policy(&rewards, beta).unwrap();
            let mut law = vec![0.0; rewards.len()];
            tilted_law(&rewards, beta, &mut law).unwrap();
            close(law.iter().sum(), 1.0, 1e-14);
            let mean = rewards.iter().sum::<f64>() / rewards.len() as f64;
            let gain: f64 = law.iter().zip(&rewards).map(|(w, r)| w * (r - mean)).sum();
            let size = rewards.iter().fold(0.0_f64, |a, r| a.max(r.abs()));
            assert!((gain - got.gain).abs() <= 1e-14 * size, "{gain} {got:?}");
            close(got.gain, tilted_gain(beta, got.kl, got.reverse_kl), 1e-15);
            assert!((law_kl(&law).unwrap() - got.kl).abs() <= 1e-13 * (1.0 + got.kl));
            let squares: f64 = law.iter().map(|w| w * w).sum();
            close(got.effective_samples, 1.0 / squares, 1e-13);
            // Rewards in a range: sub-Gaussian with half of it.
            let (low, high) = rewards
                .iter()
                .fold((f64::MAX, f64::MIN), |(l, h), r| (l.min(*r), h.max(*r)));
            let ceiling = tilted_reverse_kl_bound(beta, 0.5 * (high - low), got.kl);
            assert!(got.reverse_kl <= ceiling * (1.0 + 1e-13), "{got:?}");
        }
    }
}

#[test]
fn a_slight_tilt_keeps_its_digits() {
    let rewards = [1.0, 2.0, 4.0, 9.0];
    // Mean 4, variance 9.5, third central moment 22.5.
    for beta in [1e4, 1e6, 1e9] {
        let got = tilted_policy(&rewards, beta).unwrap();
        let x = 1.0 / beta;
        close(
            got.gain,
            x * 9.5 + x * x * 22.5 / 2.0,
            100.0 * x * x + 4e-16,
        );
        close(
            got.kl,
            x * x * 9.5 / 2.0 + x * x * x * 22.5 / 3.0,
            100.0 * x * x + 4e-16,
        );
        close(got.variance, 9.5, 10.0 * x + 4e-16);
    }
    let none = tilted_policy(&rewards, f64::INFINITY).unwrap();
    assert_eq!((none.gain, none.kl, none.reverse_kl), (0.0, 0.0, 0.0));
    assert_eq!((none.effective_samples, none.variance), (4.0, 9.5));
}

#[test]
fn solved_tilts_reach_their_targets() {
    let mut random = Random(7);
    for round in 0..200 {
        let rewards = random.pool(2 + round % 50, f64::powi(10.0, round as i32 % 5 - 2));
        let most = rewards.iter().fold(f64::MIN, |a, r| a.max(*r));
        let mean = rewards.iter().sum::<f64>() / rewards.len() as f64;
        for share in [1e-9, 1e-3, 0.2, 0.6, 0.95] {
            let target = share * (rewards.len() as f64).ln();
            let beta = beta_at_kl(&rewards, target).unwrap();
            close(tilted_policy(&rewards, beta).unwrap().kl, target, 1e-13);
            let target = share * (most - mean);
            let beta = beta_at_gain(&rewards, target).unwrap();
            close(tilted_policy(&rewards, beta).unwrap().gain, target, 1e-13);
        }
    }
}

/// `N P_i` by every outcome of `n` draws.
fn enumerated(rewards: &[f64], n: u32, beta: f64) -> Vec<f64> {
    let len = rewards.len();
    let mut law = vec![0.0; len];
    for outcome in 0..len.pow(n) {
        let draws: Vec<usize> = (0..n).map(|i| outcome / len.pow(i) % len).collect();
        let odds: Vec<f64> = draws.iter().map(|i| (rewards[*i] / beta).exp()).collect();
        let total: f64 = odds.iter().sum();
        for (i, o) in draws.iter().zip(&odds) {
            law[*i] += o / total / (len.pow(n) as f64);
        }
    }
    law
}

#[test]
fn soft_best_of_n_is_what_enumeration_says() {
    let rewards = [0.3, -0.4, 1.1, 0.9];
    let mut worst = 0.0_f64;
    for beta in [0.05, 0.5, 3.0] {
        for n in 1..=6_u32 {
            let (mut scratch, mut law) = ([0.0; 4], [0.0; 4]);
            soft_best_of_n(&rewards, f64::from(n), beta, &mut scratch, &mut law).unwrap();
            for (got, expected) in law.iter().zip(enumerated(&rewards, n, beta)) {
                worst = worst.max((got / expected - 1.0).abs());
            }
        }
    }
    println!("soft_best_of_n: {worst:e}");
    // The enumeration adds up 4096 outcomes, and rounds as often.
    assert!(worst <= 3e-13, "{worst:e}");
}

#[test]
fn soft_best_of_n_between_the_reference_and_the_tilt() {
    let mut random = Random(8);
    for round in 0..60 {
        let rewards = random.pool(3 + round % 20, 1.0);
        let (low, high) = rewards
            .iter()
            .fold((f64::MAX, f64::MIN), |(l, h), r| (l.min(*r), h.max(*r)));
        for beta in [0.1, 0.4, 2.0] {
            let len = rewards.len();
            let mut tilt = vec![0.0; len];
            tilted_law(&rewards, beta, &mut tilt).unwrap();
            let chi = tilt.iter().map(|w| w * w).sum::<f64>() * len as f64 - 1.0;
            for n in [1.0, 2.0, 7.5, 64.0, 1e4] {
                let (mut scratch, mut law) = (vec![0.0; len], vec![0.0; len]);
                soft_best_of_n(&rewards, n, beta, &mut scratch, &mut law).unwrap();
                close(law.iter().sum(), 1.0, 1e-13);
                let got = law_kl(&law).unwrap();
                let bound = soft_best_of_n_kl_bound(n, (high - low) / beta);
                assert!(got <= bound + 1e-13, "{n} {beta}: {got} > {bound}");
                let from_tilt: f64 = tilt.iter().zip(&law).map(|(t, p)| t * (t / p).ln()).sum();
                let bound = tilt_to_soft_kl_bound(n, chi);
                assert!(
                    from_tilt <= bound + 1e-13,
                    "{n} {beta}: {from_tilt} > {bound}"
                );
            }
        }
    }
}

#[test]
fn divergences_of_the_densities() {
    // Best-of-Poisson's by the quadrature of another room: of a density in the rank, by its definition.
    for n in [3.0, 10.0] {
        close(
            f_divergence_of_log(n, |l| l * l.exp()).unwrap(),
            kl(n),
            1e-13,
        );
    }
    let midpoint = |f: &dyn Fn(f64) -> f64| -> f64 {
        let steps = 200_000;
        (0..steps)
            .map(|i| f((f64::from(i) + 0.5) / f64::from(steps)) / f64::from(steps))
            .sum()
    };
    for mu in [0.2, 2.0, 12.0] {
        let w = |u: f64| (mu * u + 1.0) * (mu * (u - 1.0)).exp();
        close(poisson_kl(mu), midpoint(&|u| w(u) * w(u).ln()), 1e-8);
        close(poisson_win_rate(mu), midpoint(&|u| w(u) * u), 1e-9);
    }
    for c in [0.2, 2.0, 12.0] {
        let w = |u: f64| c * (c * u).exp() / c.exp_m1();
        close(tilt_kl(c), midpoint(&|u| w(u) * w(u).ln()), 1e-8);
        close(tilt_win_rate(c), midpoint(&|u| w(u) * u), 1e-9);
    }
}

#[test]
fn limits_and_refusals() {
    assert_eq!((tilt_kl(0.0), tilt_win_rate(0.0)), (0.0, 0.5));
    assert_eq!(
        (tilt_kl(f64::INFINITY), tilt_win_rate(f64::INFINITY)),
        (f64::INFINITY, 1.0)
    );
    assert_eq!((frontier_win_rate(0.0), frontier_win_rate(1e9)), (0.5, 1.0));
    assert_eq!((frontier_kl(0.5), frontier_kl(1.0)), (0.0, f64::INFINITY));
    assert_eq!((poisson_kl(0.0), poisson_win_rate(0.0)), (0.0, 0.5));
    assert_eq!(
        (poisson_kl(f64::INFINITY), poisson_win_rate(f64::INFINITY)),
        (f64::INFINITY, 1.0)
    );
    assert_eq!(
        (best_of_n_win_gap(1.0), best_of_n_kl_excess(1.0)),
        (0.0, 0.0)
    );
    for x in [-1.0, f64::NAN, f64::NEG_INFINITY] {
        for f in [
            tilt_kl,
            tilt_win_rate,
            frontier_win_rate,
            frontier_kl,
            poisson_kl,
            poisson_win_rate,
        ] {
            assert!(f(x).is_nan(), "{x}");
        }
        assert!(best_of_n_win_gap(x).is_nan() && best_of_n_kl_excess(x).is_nan());
        assert!(tilted_gain(x, 1.0, 1.0).is_nan() && tilted_gain(1.0, x, 1.0).is_nan());
        assert!(tilted_reverse_kl_bound(x, 1.0, 1.0).is_nan());
        assert!(
            soft_best_of_n_kl_bound(x, 1.0).is_nan() && soft_best_of_n_kl_bound(2.0, x).is_nan()
        );
        assert!(tilt_to_soft_kl_bound(x, 1.0).is_nan() && tilt_to_soft_kl_bound(2.0, x).is_nan());
        assert_eq!(tilted_policy(&[1.0, 2.0], x), Err(Error::Domain));
        assert_eq!(beta_at_kl(&[1.0, 2.0], x), Err(Error::Domain));
        assert_eq!(beta_at_gain(&[1.0, 2.0], x), Err(Error::Domain));
    }
    close(
        soft_best_of_n_kl_bound(7.0, f64::INFINITY),
        7_f64.ln(),
        2e-16,
    );
    assert_eq!(soft_best_of_n_kl_bound(7.0, 0.0), 0.0);
    assert_eq!(soft_best_of_n_kl_bound(1.0, 3.0), 0.0);
    assert_eq!(tilted_reverse_kl_bound(10.0, 1.0, 5.0), 0.0);
    assert_eq!(tilted_policy(&[], 1.0), Err(Error::Empty));
    assert_eq!(tilted_policy(&[1.0, f64::NAN], 1.0), Err(Error::NotFinite));
    assert_eq!(tilted_policy(&[-1e308, 1e308], 1.0), Err(Error::Domain));
    assert_eq!(tilted_policy(&[1.0, 2.0], 0.0), Err(Error::Domain));
    assert_eq!(beta_at_kl(&[1.0, 2.0], 0.0), Ok(f64::INFINITY));
    assert_eq!(beta_at_kl(&[1.0, 2.0], 0.7), Err(Error::Domain));
    assert_eq!(beta_at_kl(&[2.0, 2.0], 0.1), Err(Error::Domain));
    assert_eq!(beta_at_gain(&[1.0, 2.0], 0.0), Ok(f64::INFINITY));
    assert_eq!(beta_at_gain(&[1.0, 2.0], 0.5), Err(Error::Domain));
    assert_eq!(law_kl(&[]), Err(Error::Empty));
    assert_eq!(law_kl(&[0.5, -0.5]), Err(Error::Domain));
    close(law_kl(&[1.0, 0.0]).unwrap(), 2_f64.ln(), 3e-16);
    let (mut a, mut b, mut short) = ([7.0; 2], [7.0; 2], [7.0; 1]);
    assert_eq!(
        tilted_law(&[1.0, 2.0], 1.0, &mut short),
        Err(Error::Capacity)
    );
    assert_eq!(
        soft_best_of_n(&[1.0, 2.0], 2.0, 1.0, &mut short, &mut b),
        Err(Error::Capacity)
    );
    assert_eq!(
        soft_best_of_n(&[1.0, 2.0], 2.0, 1.0, &mut a, &mut short),
        Err(Error::Capacity)
    );
    assert_eq!(
        soft_best_of_n(&[1.0, 2.0], 0.5, 1.0, &mut a, &mut b),
        Err(Error::Domain)
    );
    assert_eq!(
        soft_best_of_n(&[1.0, 2.0], 2.0, 1e-3, &mut a, &mut b),
        Err(Error::Domain)
    );
    assert_eq!((a, b, short), ([7.0; 2], [7.0; 2], [7.0; 1]));
}
