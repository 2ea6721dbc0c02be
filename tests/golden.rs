//! From proxy to gold: known values, ends of domains, and every inequality over random finite laws, 4,000 of them each.

use bestof::Error;
use bestof::bound::sub_gaussian_bound;
use bestof::divergence::{Divergence, chi_squared, finite_divergence, kl, total_variation};
use bestof::golden::*;
use bestof::order::normal_max_mean;

const INF: f64 = f64::INFINITY;
const CASES: u64 = 4_000;

fn close(got: f64, expected: f64, relative: f64) {
    let error = (got - expected).abs();
    assert!(
        error <= relative * expected.abs(),
        "got {got:e}, expected {expected:e}"
    );
}

/// SplitMix64.
struct Mix(u64);

impl Mix {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// Uniform in `(0, 1)`.
    fn unit(&mut self) -> f64 {
        ((self.next() >> 12) as f64 + 0.5) * 2.0_f64.powi(-52)
    }

    /// A reward: bounded, bell-shaped, heavy-tailed, or one of few levels.
    fn reward(&mut self, kind: u64) -> f64 {
        match kind {
            0 => self.unit(),
            1 => (0..6).map(|_| self.unit()).sum::<f64>() - 3.0,
            2 => self.unit().powf(-0.4),
            _ => (self.unit() * 3.0).floor(),
        }
    }
}

/// A finite reference: answers with a mass, a proxy and a gold reward each, the proxy ascending.
struct Law {
    mass: Vec<f64>,
    proxy: Vec<f64>,
    gold: Vec<f64>,
}

impl Law {
    fn random(mix: &mut Mix) -> Self {
        let len = 2 + (mix.next() % 7) as usize;
        let (proxy_kind, error_kind) = (mix.next() % 4, mix.next() % 4);
        let faith = mix.unit() * 2.0;
        let mut rows: Vec<[f64; 3]> = (0..len)
            .map(|_| {
                let proxy = mix.reward(proxy_kind);
                let error = mix.reward(error_kind) * faith;
                [0.02 + mix.unit().powi(2), proxy, proxy - error]
            })
            .collect();
        rows.sort_by(|a, b| a[1].total_cmp(&b[1]));
        let total: f64 = rows.iter().map(|row| row[0]).sum();
        let column = |c: usize, unit: f64| rows.iter().map(|row| row[c] / unit).collect();
        Self {
            mass: column(0, total),
            proxy: column(1, 1.0),
            gold: column(2, 1.0),
        }
    }

    fn error(&self) -> Vec<f64> {
        self.proxy
            .iter()
            .zip(&self.gold)
            .map(|(r, g)| r - g)
            .collect()
    }

    /// Best-of-n by proxy, ties broken at random.
    fn best_of(&self, n: f64) -> Vec<f64> {
        let mut out = Vec::new();
        let mut below = 0.0;
        let mut at = 0;
        while at < self.mass.len() {
            let tied = self.proxy[at..]
                .iter()
                .take_while(|r| **r == self.proxy[at])
                .count();
            let level: f64 = self.mass[at..at + tied].iter().sum();
            let upto: f64 = if at + tied == self.mass.len() {
                1.0
            } else {
                below + level
            };
            let taken = upto.powf(n) - f64::powf(below, n);
            out.extend(self.mass[at..at + tied].iter().map(|p| p / level * taken));
            (below, at) = (upto, at + tied);
        }
        out
    }

    fn tilted(&self, reward: &[f64], beta: f64) -> Vec<f64> {
        let top = reward.iter().copied().fold(f64::MIN, f64::max);
        let weights: Vec<f64> = self
            .mass
            .iter()
            .zip(reward)
            .map(|(p, r)| p * ((r - top) / beta).exp())
            .collect();
        let total: f64 = weights.iter().sum();
        weights.iter().map(|w| w / total).collect()
    }

    /// Any policy at all, some answers never given.
    fn any_policy(&self, mix: &mut Mix) -> Vec<f64> {
        let weights: Vec<f64> = self
            .mass
            .iter()
            .map(|p| p * (mix.unit() - 0.2).max(0.0).powi(3))
            .collect();
        let total: f64 = weights.iter().sum::<f64>().max(1e-12);
        if total <= 1e-12 {
            return self.mass.clone();
        }
        weights.iter().map(|w| w / total).collect()
    }

    /// A policy of one of the three kinds.
    fn policy(&self, mix: &mut Mix) -> Vec<f64> {
        match mix.next() % 3 {
            0 => {
                let n = 1.0 + mix.unit() * 30.0;
                self.best_of(n)
            }
            1 => {
                let beta = 10_f64.powf(mix.unit() * 3.0 - 1.5);
                self.tilted(&self.proxy, beta)
            }
            _ => self.any_policy(mix),
        }
    }

    fn drift(&self, policy: &[f64]) -> Drift {
        let pairs = || policy.iter().zip(&self.mass);
        Drift {
            kl: pairs()
                .map(|(q, p)| if *q > 0.0 { q * (q / p).ln() } else { 0.0 })
                .sum::<f64>()
                .max(0.0),
            total_variation: pairs().map(|(q, p)| (q - p).abs()).sum::<f64>() / 2.0,
            chi_squared: pairs().map(|(q, p)| (q - p).powi(2) / p).sum(),
        }
    }

    fn gain(&self, policy: &[f64], reward: &[f64]) -> f64 {
        let deltas = policy.iter().zip(&self.mass).map(|(q, p)| q - p);
        deltas.zip(reward).map(|(d, r)| d * r).sum()
    }

    fn mean(&self, reward: &[f64]) -> f64 {
        self.mass.iter().zip(reward).map(|(p, r)| p * r).sum()
    }

    fn standard_deviation(&self, reward: &[f64]) -> f64 {
        let mean = self.mean(reward);
        self.mass
            .iter()
            .zip(reward)
            .map(|(p, r)| p * (r - mean).powi(2))
            .sum::<f64>()
            .sqrt()
    }

    /// The least proxy standard deviation of a tail, `sup √(2 ψ(λ))/λ` over a grid of λ of the sign given, and a hundredth more.
    fn sub_gaussian(&self, reward: &[f64], sign: f64) -> f64 {
        let mean = self.mean(reward);
        let spread = range(reward).max(1e-9);
        let steepest = (-60..=60).map(|k| {
            let lambda = sign * 10_f64.powf(f64::from(k) / 20.0) / spread;
            let log_moment: f64 = self
                .mass
                .iter()
                .zip(reward)
                .map(|(p, r)| p * (lambda * (r - mean)).exp_m1())
                .sum::<f64>()
                .ln_1p();
            2.0 * log_moment / (lambda * lambda)
        });
        1.01 * steepest
            .fold(self.standard_deviation(reward).powi(2), f64::max)
            .sqrt()
    }
}

fn range(x: &[f64]) -> f64 {
    let (low, high) = x
        .iter()
        .fold((INF, -INF), |(l, h), x| (l.min(*x), h.max(*x)));
    high - low
}

/// Rounding of a case's own sums.
const SLACK: f64 = 1e-12;

fn each_case(seed: u64, check: impl Fn(&Law, &mut Mix, u64)) {
    for case in 0..CASES {
        let mut mix = Mix(seed.wrapping_mul(1_000_003).wrapping_add(case));
        let law = Law::random(&mut mix);
        check(&law, &mut mix, case);
    }
}

#[test]
fn no_error_moves_the_gain_further_than_its_bounds() {
    each_case(1, |law, mix, case| {
        let policy = law.policy(mix);
        let (drift, error) = (law.drift(&policy), law.error());
        let moved = law.gain(&policy, &error);
        let sup = error.iter().fold(0.0_f64, |m, e| m.max(e.abs()));
        let room = SLACK * (1.0 + sup);
        assert!(
            moved.abs() <= gold_shift_sup(sup, drift.total_variation) + room,
            "{case}"
        );
        let half = range(&error) / 2.0;
        assert!(
            moved.abs() <= gold_shift_sup(half, drift.total_variation) + room,
            "{case}"
        );
        let spread = law.standard_deviation(&error);
        let shift = gold_shift_standard_deviation(spread, drift.chi_squared);
        assert!(moved.abs() <= shift + room, "{case}");
        let right = law.sub_gaussian(&error, 1.0);
        assert!(
            moved <= sub_gaussian_bound(right, drift.kl) + room,
            "{case}"
        );
        let left = law.sub_gaussian(&error, -1.0);
        assert!(
            -moved <= sub_gaussian_bound(left, drift.kl) + room,
            "{case}"
        );
        let gold = law.sub_gaussian(&law.gold, 1.0);
        assert!(
            law.gain(&policy, &law.gold) <= sub_gaussian_bound(gold, drift.kl) + room,
            "{case}"
        );
    });
}

/// All that is true of a law, thinned out by the bits of `which`.
fn knowledge(law: &Law, which: u64) -> ErrorFacts {
    let error = law.error();
    let given = |bit: u64, figure: f64| (which >> bit & 1 == 1).then_some(figure);
    ErrorFacts {
        sup: given(0, error.iter().fold(0.0_f64, |m, e| m.max(e.abs()))),
        range: given(1, range(&error)),
        standard_deviation: given(2, law.standard_deviation(&error)),
        left_sub_gaussian: given(3, law.sub_gaussian(&error, -1.0)),
        right_sub_gaussian: given(4, law.sub_gaussian(&error, 1.0)),
        gold_sub_gaussian: given(5, law.sub_gaussian(&law.gold, 1.0)),
    }
}

#[test]
fn the_interval_holds_the_gold_gain_whatever_is_known() {
    each_case(2, |law, mix, case| {
        let policy = law.policy(mix);
        let known = knowledge(law, mix.next());
        let drift = law.drift(&policy);
        let [proxy, gold] = [&law.proxy, &law.gold].map(|r| law.gain(&policy, r));
        let interval = gold_gain_interval(proxy, &drift, &known).unwrap();
        let room = SLACK * (1.0 + range(&law.gold) + range(&law.proxy));
        assert!(
            interval.low <= gold + room && gold <= interval.high + room,
            "{case}: {interval:?}"
        );
        // Upper bounds of the divergences widen it.
        let far = Drift {
            kl: 2.0 * drift.kl,
            total_variation: (1.5 * drift.total_variation).min(1.0),
            chi_squared: 3.0 * drift.chi_squared,
        };
        let wide = gold_gain_interval(proxy, &far, &known).unwrap();
        assert!(
            wide.low <= interval.low && interval.high <= wide.high,
            "{case}"
        );
    });
}

#[test]
fn the_interval_is_the_intersection_of_what_is_given_and_of_nothing_else() {
    each_case(3, |law, mix, case| {
        let policy = law.policy(mix);
        let drift = law.drift(&policy);
        let proxy = law.gain(&policy, &law.proxy);
        let which = mix.next() % 64;
        let of = |which| gold_gain_interval(proxy, &drift, &knowledge(law, which)).unwrap();
        let (mut low, mut high) = (-INF, INF);
        for bit in (0..6).filter(|bit| which >> bit & 1 == 1) {
            let alone = of(1 << bit);
            (low, high) = (low.max(alone.low), high.min(alone.high));
        }
        let all = of(which);
        assert_eq!((all.low, all.high), (low, high), "{case}");
        let flag = |evidence: Evidence| match evidence {
            Evidence::Sup => 0,
            Evidence::Range => 1,
            Evidence::StandardDeviation => 2,
            Evidence::LeftSubGaussian => 3,
            Evidence::RightSubGaussian => 4,
            Evidence::GoldSubGaussian => 5,
        };
        match all.low_from {
            Some(from) => assert_eq!(of(1 << flag(from)).low, all.low, "{case}"),
            None => assert_eq!(all.low, -INF),
        }
        match all.high_from {
            Some(from) => assert_eq!(of(1 << flag(from)).high, all.high, "{case}"),
            None => assert_eq!(all.high, INF),
        }
    });
}

#[test]
fn ends_of_intervals_are_rounded_outward() {
    // 0.1 + 2·0.1·0.3 in exact arithmetic lies between the doubles below.
    let drift = Drift {
        kl: 0.0,
        total_variation: 0.3,
        chi_squared: 0.0,
    };
    let known = ErrorFacts {
        sup: Some(0.1),
        ..ErrorFacts::default()
    };
    let interval = gold_gain_interval(0.1, &drift, &known).unwrap();
    let near = 0.1 + 2.0 * 0.1 * 0.3;
    assert!(interval.high >= near && interval.high <= near.next_up().next_up());
    assert!(
        interval.low <= 0.1 - 0.06 && interval.low >= 0.04_f64.next_down().next_down().next_down()
    );
    // A policy that has not moved gains nothing, exactly.
    let all = ErrorFacts {
        sup: Some(1.0),
        range: Some(2.0),
        standard_deviation: Some(1.0),
        left_sub_gaussian: Some(1.0),
        right_sub_gaussian: Some(1.0),
        gold_sub_gaussian: Some(1.0),
    };
    let still = gold_gain_interval(0.0, &Drift::best_of_n(1.0), &all).unwrap();
    assert_eq!((still.low, still.high), (0.0, 0.0));
    let drift = Drift::best_of_n(16.0);
    assert!(drift.kl > kl(16.0) && drift.kl < kl(16.0) * (1.0 + 1e-15));
    assert!(drift.chi_squared > chi_squared(16.0) && drift.total_variation > total_variation(16.0));
    assert_eq!(Drift::best_of_n(INF).total_variation, 1.0);
    let outside = Drift::best_of_n(0.5);
    assert!(
        outside.kl.is_nan() && outside.total_variation.is_nan() && outside.chi_squared.is_nan()
    );
}

#[test]
fn an_interval_refuses_what_cannot_be() {
    let drift = Drift::best_of_n(4.0);
    let nothing = ErrorFacts::default();
    let free = gold_gain_interval(1.0, &drift, &nothing).unwrap();
    assert_eq!(
        (free.low, free.high, free.low_from, free.high_from),
        (-INF, INF, None, None)
    );
    for proxy in [f64::NAN, INF, -INF] {
        assert_eq!(
            gold_gain_interval(proxy, &drift, &nothing),
            Err(Error::NotFinite)
        );
    }
    for bad in [-1.0, f64::NAN] {
        for drift in [
            Drift { kl: bad, ..drift },
            Drift {
                total_variation: bad,
                ..drift
            },
            Drift {
                chi_squared: bad,
                ..drift
            },
        ] {
            assert_eq!(
                gold_gain_interval(1.0, &drift, &nothing),
                Err(Error::Domain)
            );
        }
        for known in [
            ErrorFacts {
                sup: Some(bad),
                ..nothing
            },
            ErrorFacts {
                range: Some(bad),
                ..nothing
            },
            ErrorFacts {
                standard_deviation: Some(bad),
                ..nothing
            },
            ErrorFacts {
                left_sub_gaussian: Some(bad),
                ..nothing
            },
            ErrorFacts {
                right_sub_gaussian: Some(bad),
                ..nothing
            },
            ErrorFacts {
                gold_sub_gaussian: Some(bad),
                ..nothing
            },
        ] {
            assert_eq!(gold_gain_interval(1.0, &drift, &known), Err(Error::Domain));
        }
    }
    let far = Drift {
        total_variation: 1.5,
        ..drift
    };
    assert_eq!(gold_gain_interval(1.0, &far, &nothing), Err(Error::Domain));
    // A proxy gain of 5 with hardly any error, and a gold reward that cannot gain so much.
    let contradiction = ErrorFacts {
        sup: Some(1e-3),
        gold_sub_gaussian: Some(1.0),
        ..nothing
    };
    assert_eq!(
        gold_gain_interval(5.0, &drift, &contradiction),
        Err(Error::Domain)
    );
}

#[test]
fn ends_of_the_scalars_domains() {
    assert_eq!(gold_shift_sup(INF, 0.0), 0.0);
    assert_eq!(gold_shift_sup(INF, 0.5), INF);
    assert_eq!(gold_shift_sup(2.0, 1.0), 4.0);
    assert!(
        gold_shift_sup(-1.0, 0.5).is_nan()
            && gold_shift_sup(1.0, 1.1).is_nan()
            && gold_shift_sup(1.0, f64::NAN).is_nan()
    );
    assert_eq!(gold_shift_standard_deviation(0.0, INF), 0.0);
    assert_eq!(gold_shift_standard_deviation(2.0, INF), INF);
    assert_eq!(gold_shift_standard_deviation(3.0, 4.0), 6.0);
    assert!(
        gold_shift_standard_deviation(-1.0, 1.0).is_nan()
            && gold_shift_standard_deviation(1.0, -1.0).is_nan()
    );
    close(
        gold_shift_standard_deviation(1.0, chi_squared(10.0)),
        9.0 / 19_f64.sqrt(),
        4e-16,
    );

    assert_eq!(gaussian_gold_gain(1.0, 0.5, 2.0), 0.0);
    assert_eq!(gaussian_gold_gain(INF, -0.5, 2.0), -INF);
    assert_eq!(gaussian_gold_gain(INF, 0.0, 2.0), 0.0);
    for n in [2.0, 16.0, 1e6] {
        close(
            gaussian_gold_gain(n, 0.6, 2.0),
            1.2 * normal_max_mean(n),
            4e-16,
        );
        assert_eq!(
            gaussian_gold_gain(n, -0.6, 2.0),
            -gaussian_gold_gain(n, 0.6, 2.0)
        );
    }
    for (n, correlation, s) in [
        (0.5, 0.5, 1.0),
        (2.0, 1.1, 1.0),
        (2.0, 0.5, -1.0),
        (2.0, 0.5, INF),
        (f64::NAN, 0.5, 1.0),
        (2.0, f64::NAN, 1.0),
    ] {
        assert!(gaussian_gold_gain(n, correlation, s).is_nan());
    }

    assert_eq!(coverage_regret(3.0, 1.0, 5.0), 0.0);
    assert_eq!(coverage_regret(3.0, 2.0, 5.0), 0.625);
    assert_eq!(coverage_regret(3.0, INF, 5.0), 5.0);
    assert_eq!(coverage_regret(INF, 2.0, 5.0), 0.0);
    assert_eq!(coverage_regret(1e9, 2.0, 1e300), 0.0);
    for (n, coverage, height) in [
        (INF, INF, 1.0),
        (0.5, 2.0, 1.0),
        (2.0, 0.5, 1.0),
        (2.0, 2.0, -1.0),
        (2.0, 2.0, INF),
        (2.0, f64::NAN, 1.0),
    ] {
        assert!(coverage_regret(n, coverage, height).is_nan());
    }
    assert_eq!(error_regret(1.0, 2.0, 9.0), 6.0);
    close(error_regret(13.0, 2.0, 0.0), 24.0 / 5.0, 4e-16);
    assert_eq!(error_regret(INF, 1.0, 0.0), INF);
    assert_eq!(error_regret(2.0, 0.0, INF), 0.0);
    assert!(
        error_regret(0.5, 1.0, 1.0).is_nan()
            && error_regret(2.0, -1.0, 1.0).is_nan()
            && error_regret(2.0, 1.0, f64::NAN).is_nan()
    );
}

#[test]
fn best_of_n_stays_no_further_behind_than_coverage_and_error_allow() {
    each_case(4, |law, mix, case| {
        let policy = law.any_policy(mix);
        let coverage = policy
            .iter()
            .zip(&law.mass)
            .map(|(q, p)| q / p)
            .fold(1.0, f64::max);
        // Real n too: the bound is convexity, not counting.
        let n = 1.0 + mix.unit() * if case % 2 == 0 { 5.0 } else { 60.0 };
        let best = law.best_of(n);
        let height = law.gain(&policy, &law.proxy) + law.mean(&law.proxy) - law.proxy[0];
        let height = height.max(0.0);
        let regret = coverage_regret(n, coverage, height);
        let room = SLACK * (1.0 + range(&law.proxy) + range(&law.gold));
        let behind = |reward: &[f64]| law.gain(&policy, reward) - law.gain(&best, reward);
        assert!(behind(&law.proxy) <= regret + room, "{case}");
        let spread = law.standard_deviation(&law.error());
        let chi_squared = law.drift(&policy).chi_squared;
        assert!(chi_squared <= coverage - 1.0 + room, "{case}");
        let gold = regret + error_regret(n, spread, chi_squared);
        assert!(behind(&law.gold) <= gold + room, "{case}");
    });
}

/// The law as a pool: every answer as often as its mass in hundredths, at least once.
fn pool(law: &Law) -> (Law, Vec<f64>, Vec<f64>) {
    let counts: Vec<usize> = law.mass.iter().map(|p| 1 + (p * 40.0) as usize).collect();
    let total: usize = counts.iter().sum();
    let spread = |column: &[f64]| -> Vec<f64> {
        column
            .iter()
            .zip(&counts)
            .flat_map(|(x, c)| std::iter::repeat_n(*x, *c))
            .collect()
    };
    let mass = counts.iter().map(|c| *c as f64 / total as f64).collect();
    let (proxy, gold) = (spread(&law.proxy), spread(&law.gold));
    let rounded = Law {
        mass,
        proxy: law.proxy.clone(),
        gold: law.gold.clone(),
    };
    (rounded, proxy, gold)
}

#[test]
fn a_tilted_policy_loses_what_its_proxy_overestimates() {
    each_case(5, |law, mix, case| {
        let (law, proxy, gold) = pool(law);
        let beta = 10_f64.powf(mix.unit() * 5.0 - 2.0);
        let got = tilted_transfer(&proxy, &gold, beta).unwrap();
        let policy = law.tilted(&law.proxy, beta);
        let room = SLACK * (1.0 + range(&law.proxy) + range(&law.gold));
        assert!(
            (got.proxy_gain - law.gain(&policy, &law.proxy)).abs() <= room,
            "{case}"
        );
        assert!((got.kl - law.drift(&policy).kl).abs() <= SLACK, "{case}");
        assert!(
            (got.gold_gain - law.gain(&policy, &law.gold)).abs() <= room,
            "{case}"
        );
        // β ln E_{π*} e^{(e − E e)/β}, as the paper has it.
        let (error, toward_gold) = (law.error(), law.tilted(&law.gold, beta));
        let (mean, top) = (
            law.mean(&error),
            error.iter().copied().fold(f64::MIN, f64::max),
        );
        let moment: f64 = toward_gold
            .iter()
            .zip(&error)
            .map(|(q, e)| q * ((e - top) / beta).exp())
            .sum();
        let literal = top - mean + beta * moment.ln();
        assert!(
            (got.overestimation - literal).abs() <= 1e-11 * beta.max(1.0) * (1.0 + range(&error)),
            "{case}: {} {literal}",
            got.overestimation
        );
        assert!(
            got.gold_gain <= got.proxy_gain - got.overestimation + room,
            "{case}"
        );
        // And the ceiling is β (KL + ψ*(1/β)): below the sub-Gaussian one at this temperature.
        let tail = law.sub_gaussian(&law.gold, 1.0);
        let ceiling = beta * law.drift(&policy).kl + tail * tail / (2.0 * beta);
        assert!(
            got.proxy_gain - got.overestimation <= ceiling + room,
            "{case}"
        );
    });
}

#[test]
fn a_tilted_policy_at_the_ends() {
    let (proxy, gold) = ([1.0, 2.0, 4.0], [3.0, 1.0, -1.0]);
    // Hot: the gain is Var/β to first order, and no digit of it is lost.
    let hot = tilted_transfer(&proxy, &gold, 1e9).unwrap();
    let variance = (1.0 + 4.0 + 16.0) / 3.0 - (7.0 / 3.0_f64).powi(2);
    let covariance = (3.0 + 2.0 - 4.0) / 3.0 - 7.0 / 3.0;
    close(hot.proxy_gain, variance / 1e9, 1e-8);
    close(hot.kl, variance / 2e18, 1e-8);
    close(hot.gold_gain, covariance / 1e9, 1e-8);
    let gold_variance = (9.0 + 1.0 + 1.0) / 3.0 - 1.0;
    close(hot.overestimation, (variance - gold_variance) / 2e9, 1e-7);
    // Cold: the best by proxy alone.
    let cold = tilted_transfer(&proxy, &gold, 1e-6).unwrap();
    close(cold.proxy_gain, 4.0 - 7.0 / 3.0, 1e-15);
    close(cold.gold_gain, -2.0, 1e-15);
    close(cold.overestimation, (4.0 - 7.0 / 3.0) - 2.0, 1e-9);
    // One answer, or all alike.
    for pool in [&[5.0][..], &[2.0, 2.0, 2.0]] {
        let still = tilted_transfer(pool, pool, 0.5).unwrap();
        assert_eq!(
            (still.proxy_gain, still.gold_gain, still.overestimation),
            (0.0, 0.0, 0.0)
        );
    }
    assert_eq!(tilted_transfer(&[], &[], 1.0), Err(Error::Empty));
    assert_eq!(
        tilted_transfer(&[1.0], &[1.0, 2.0], 1.0),
        Err(Error::Capacity)
    );
    assert_eq!(
        tilted_transfer(&[1.0, f64::NAN], &[1.0, 2.0], 1.0),
        Err(Error::NotFinite)
    );
    assert_eq!(
        tilted_transfer(&[1.0, 2.0], &[1.0, INF], 1.0),
        Err(Error::NotFinite)
    );
    assert_eq!(
        tilted_transfer(&[f64::MAX, f64::MAX], &[1.0, 2.0], 1.0),
        Err(Error::Domain)
    );
    for beta in [0.0, -1.0, INF, f64::NAN] {
        assert_eq!(tilted_transfer(&proxy, &gold, beta), Err(Error::Domain));
    }
}

#[test]
fn the_scaling_laws_have_their_landmarks() {
    let (alpha, beta) = (1.2, 0.35);
    // To 25 digits: 11.34266669078004586935751.
    close(scaling_rl_peak(alpha, beta), 11.342_666_690_780_046, 2e-16);
    close(
        scaling_rl_peak_gain(alpha, beta),
        beta * 11.342_666_690_780_046,
        2e-16,
    );
    close(
        scaling_rl_zero(alpha, beta),
        11.342_666_690_780_046 * std::f64::consts::E,
        3e-16,
    );
    for (alpha, beta) in [(alpha, beta), (0.3, 0.01), (5.0, 4.0), (1e-3, 2.0)] {
        let peak = scaling_best_of_n_peak(alpha, beta);
        close(
            scaling_best_of_n(peak, alpha, beta),
            scaling_best_of_n_peak_gain(alpha, beta),
            4e-16,
        );
        assert!(
            scaling_best_of_n(scaling_best_of_n_zero(alpha, beta), alpha, beta).abs()
                <= 4e-16 * alpha * alpha / beta
        );
        let log_peak = scaling_rl_peak(alpha, beta);
        close(
            scaling_rl(log_peak, alpha, beta),
            scaling_rl_peak_gain(alpha, beta),
            1e-13,
        );
        assert!(
            scaling_rl(scaling_rl_zero(alpha, beta), alpha, beta).abs()
                <= 4e-16 * (alpha + beta) * scaling_rl_zero(alpha, beta)
        );
        for step in [0.9, 0.99, 1.01, 1.1] {
            assert!(
                scaling_best_of_n(peak * step, alpha, beta)
                    < scaling_best_of_n_peak_gain(alpha, beta)
            );
            assert!(scaling_rl(log_peak * step, alpha, beta) < scaling_rl_peak_gain(alpha, beta));
        }
    }
    assert_eq!(scaling_best_of_n(0.0, 1.0, 1.0), 0.0);
    assert_eq!(scaling_rl(0.0, 1.0, 1.0), 0.0);
    assert_eq!(scaling_best_of_n(1e200, 1.0, 1e200), -INF);
    assert_eq!(scaling_rl(1e300, 1.0, 1e10), -INF);
    assert_eq!(scaling_rl_peak(1e6, 1.0), INF);
    assert_eq!(scaling_rl_peak_gain(1e6, 1.0), INF);
    assert_eq!(scaling_rl_zero(-1e6, 1.0), 0.0);
    // e^1999 has left the doubles, 2^-1022 brings it back to e^(1999 − 708.4) — and out again; e^899 it brings back.
    close(
        scaling_rl_peak_gain(900.0 * f64::MIN_POSITIVE, f64::MIN_POSITIVE),
        (899.0 - 1022.0 * std::f64::consts::LN_2).exp(),
        1e-12,
    );
    assert_eq!(scaling_best_of_n_peak(-1.0, 1.0), 0.0);
    assert_eq!(scaling_best_of_n_peak_gain(-1.0, 1.0), 0.0);
    for f in [
        scaling_best_of_n_peak,
        scaling_best_of_n_peak_gain,
        scaling_best_of_n_zero,
        scaling_rl_peak,
        scaling_rl_peak_gain,
        scaling_rl_zero,
    ] {
        for (alpha, beta) in [
            (1.0, 0.0),
            (1.0, -1.0),
            (1.0, INF),
            (INF, 1.0),
            (f64::NAN, 1.0),
            (1.0, f64::NAN),
        ] {
            assert!(f(alpha, beta).is_nan(), "{alpha} {beta}");
        }
    }
    for f in [scaling_best_of_n, scaling_rl] {
        for (d, alpha, beta) in [
            (-1.0, 1.0, 1.0),
            (INF, 1.0, 1.0),
            (f64::NAN, 1.0, 1.0),
            (1.0, INF, 1.0),
            (1.0, 1.0, f64::NAN),
            (1.0, 1.0, INF),
        ] {
            assert!(f(d, alpha, beta).is_nan(), "{d} {alpha} {beta}");
        }
        assert_eq!(f(1e-300, 1.0, -1.0), f(1e-300, 1.0, -1.0));
    }
}

#[test]
fn finite_laws_of_the_test_have_the_divergences_of_the_library() {
    each_case(6, |law, mix, case| {
        if law.proxy.windows(2).any(|pair| pair[0] == pair[1]) {
            return;
        }
        let n = 1.0 + mix.unit() * 30.0;
        let drift = law.drift(&law.best_of(n));
        for (divergence, got) in [
            (Divergence::Kl, drift.kl),
            (Divergence::TotalVariation, drift.total_variation),
            (Divergence::ChiSquared, drift.chi_squared),
        ] {
            let exact = finite_divergence(divergence, &law.mass, n).unwrap();
            assert!(
                (got - exact).abs() <= 1e-10 * (1.0 + exact),
                "{case} {divergence:?}"
            );
        }
    });
}
