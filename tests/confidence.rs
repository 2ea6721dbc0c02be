//! Confidence sequences: boundaries against known digits, streams against the formulas in plain sums, coverage by simulation.

use bestof::Error;
use bestof::estimate::{
    Confidence, Method, maurer_pontil_radius, normal_mixture_boundary, normal_mixture_rho,
    stitched_boundary,
};

mod common;

use common::Mix;

fn close(found: f64, expected: f64, relative: f64) -> bool {
    (found - expected).abs() <= relative * expected.abs()
}

#[test]
fn boundaries_to_all_digits() {
    let digits = [
        (
            stitched_boundary(100.0, 1.0, 0.0, 0.05),
            37.91564240369386339031378,
        ),
        (
            stitched_boundary(100.0, 1.0, 1.0, 0.05),
            47.2608256652010900550043,
        ),
        (
            normal_mixture_boundary(100.0, 10.0, 0.05),
            30.37811021425952326355095,
        ),
        (
            maurer_pontil_radius(0.2, 1.0, 100, 0.05),
            0.2084155791789591957385657,
        ),
    ];
    for (found, expected) in digits {
        assert!(close(found, expected, 2.3e-16), "{found} {expected}");
    }
    // Howard et al.'s rounded form.
    for t in [1.0_f64, 10.0, 1e3, 1e6] {
        let rounded = 1.7 * (t * ((2.0 * t).ln().ln() + 0.72 * (5.2 / 0.05_f64).ln())).sqrt();
        assert!(
            close(stitched_boundary(t, 1.0, 0.0, 0.05), rounded, 0.04),
            "t = {t}"
        );
    }
}

#[test]
fn boundaries_at_their_ends() {
    assert_eq!(
        stitched_boundary(0.3, 1.0, 0.5, 0.05),
        stitched_boundary(1.0, 1.0, 0.5, 0.05)
    );
    assert!(close(
        normal_mixture_boundary(0.0, 2.0, 0.05),
        (4.0 * 20.0_f64.ln()).sqrt(),
        4e-16
    ));
    // In units of the reward.
    let scaled = stitched_boundary(100.0 * 9.0, 9.0, 3.0, 0.05);
    assert!(close(
        scaled,
        3.0 * stitched_boundary(100.0, 1.0, 1.0, 0.05),
        4e-16
    ));
    let scaled = maurer_pontil_radius(0.2 * 9.0, 3.0, 100, 0.05);
    assert!(close(
        scaled,
        3.0 * maurer_pontil_radius(0.2, 1.0, 100, 0.05),
        4e-16
    ));
    assert!(maurer_pontil_radius(0.0, 1.0, 2, 0.5) > 0.0);
    for bad in [f64::NAN, -1.0, f64::INFINITY] {
        assert!(stitched_boundary(bad, 1.0, 0.0, 0.05).is_nan());
        assert!(stitched_boundary(1.0, bad, 0.0, 0.05).is_nan());
        assert!(stitched_boundary(1.0, 1.0, bad, 0.05).is_nan());
        assert!(stitched_boundary(1.0, 1.0, 0.0, bad).is_nan());
        assert!(normal_mixture_boundary(bad, 1.0, 0.05).is_nan());
        assert!(normal_mixture_boundary(1.0, bad, 0.05).is_nan());
        assert!(normal_mixture_rho(bad, 0.05).is_nan());
        assert!(maurer_pontil_radius(bad, 1.0, 10, 0.05).is_nan());
        assert!(maurer_pontil_radius(0.1, bad, 10, 0.05).is_nan());
        assert!(maurer_pontil_radius(0.1, 1.0, 10, bad).is_nan());
    }
    assert!(maurer_pontil_radius(0.1, 1.0, 1, 0.05).is_nan());
    assert!(normal_mixture_rho(0.0, 0.05).is_nan());
}

#[test]
fn rho_is_nearly_the_best() {
    for alpha in [0.5, 0.05, 1e-6] {
        for v in [0.01, 1.0, 1e4] {
            let at = |rho: f64| normal_mixture_boundary(v, rho, alpha);
            let chosen = at(normal_mixture_rho(v, alpha));
            let best = (-400..400)
                .map(|i| at(v * 2.0_f64.powf(f64::from(i) / 40.0)))
                .fold(f64::INFINITY, f64::min);
            assert!(chosen <= 1.01 * best, "{alpha}, {v}: {chosen} {best}");
        }
    }
}

/// The plug-in interval as its authors write it, from all rewards at once.
fn plug_in(rewards: &[f64], alpha: f64) -> [f64; 2] {
    let (mut bets, mut staked, mut cost, mut squares, mut sum) = (0.0, 0.0, 0.0, 0.0, 0.0);
    let mut interval = [0.0_f64, 1.0_f64];
    for (i, x) in rewards.iter().enumerate() {
        let t = i as f64 + 1.0;
        let variance = (0.25 + squares) / t;
        let guess = (0.5 + sum) / t;
        let bet = (2.0 * (2.0 / alpha).ln() / (t * (1.0 + t).ln() * variance))
            .sqrt()
            .min(0.5);
        bets += bet;
        staked += bet * x;
        cost += (x - guess).powi(2) * (-(1.0 - bet).ln() - bet);
        sum += x;
        squares += (x - (0.5 + sum) / (t + 1.0)).powi(2);
        let reach = (2.0 / alpha).ln() + cost;
        interval[0] = interval[0].max((staked - reach) / bets);
        interval[1] = interval[1].min((staked + reach) / bets);
    }
    interval
}

#[test]
fn streams_are_their_formulas() {
    let mut mix = Mix(1);
    let alpha = 0.05;
    let rewards: Vec<f64> = (0..500).map(|_| mix.unit().powi(2)).collect();
    let (low, high) = (-2.0, 6.0);
    let run = |method, scale: &dyn Fn(f64) -> f64| {
        let mut confidence = Confidence::new(method, alpha).unwrap();
        let mut last = confidence.interval();
        for x in &rewards {
            confidence.push(scale(*x)).unwrap();
            let [lower, upper] = confidence.interval();
            assert!(last[0] <= lower && upper <= last[1]);
            last = [lower, upper];
        }
        assert_eq!(confidence.count(), 500);
        last
    };
    let ranged = |x: f64| low + (high - low) * x;
    let expected = plug_in(&rewards, alpha).map(ranged);
    let found = run(Method::EmpiricalBernstein { low, high }, &ranged);
    assert!(
        found
            .iter()
            .zip(expected)
            .all(|(a, b)| (a - b).abs() < 1e-12)
    );

    let (mut sum, mut squares) = (0.0, 0.0);
    let mut bernstein = [0.0_f64, 1.0_f64];
    let mut gaussian = [f64::NEG_INFINITY, f64::INFINITY];
    let mut mixture = gaussian;
    let sigma = 0.5;
    for (i, x) in rewards.iter().enumerate() {
        let t = i as f64 + 1.0;
        let guess = if i == 0 { 0.5 } else { sum / (t - 1.0) };
        squares += (x - guess) * (x - guess);
        sum += x;
        let narrow = |interval: &mut [f64; 2], reach: f64| {
            interval[0] = interval[0].max((sum - reach) / t);
            interval[1] = interval[1].min((sum + reach) / t);
        };
        narrow(
            &mut bernstein,
            stitched_boundary(squares, 1.0, 1.0, alpha / 2.0),
        );
        let v = sigma * sigma * t;
        narrow(
            &mut gaussian,
            stitched_boundary(v, sigma * sigma, 0.0, alpha / 2.0),
        );
        let rho = normal_mixture_rho(sigma * sigma * 100.0, alpha);
        narrow(&mut mixture, normal_mixture_boundary(v, rho, alpha));
    }
    let found = run(Method::StitchedBernstein { low, high }, &ranged);
    assert!(
        found
            .iter()
            .zip(bernstein.map(ranged))
            .all(|(a, b)| (a - b).abs() < 1e-12)
    );
    let found = run(Method::StitchedSubGaussian { sigma }, &|x| x);
    assert!(
        found
            .iter()
            .zip(gaussian)
            .all(|(a, b)| (a - b).abs() < 1e-12)
    );
    let found = run(
        Method::NormalMixture {
            sigma,
            draws: 100.0,
        },
        &|x| x,
    );
    assert!(
        found
            .iter()
            .zip(mixture)
            .all(|(a, b)| (a - b).abs() < 1e-12)
    );
}

/// A stream with this mean: one reward after another, each may look at the last.
type Law = (f64, fn(&mut Mix, f64) -> f64);

const LAWS: [Law; 4] = [
    (0.5, |m, _| f64::from(u8::from(m.unit() < 0.5))),
    (0.1, |m, _| f64::from(u8::from(m.unit() < 0.1))),
    // Beta(1, 9).
    (0.1, |m, _| 1.0 - m.unit().powf(1.0 / 9.0)),
    // Wide after a large reward, narrow after a small one: a martingale, not independent.
    (0.5, |m, last| {
        if last > 0.5 {
            m.unit()
        } else {
            0.45 + 0.1 * m.unit()
        }
    }),
];

const STEPS: usize = 1500;
const RUNS: usize = 400;

/// How often the interval misses, ever, and its mean half-width at the end.
fn simulate(method: Method, alpha: f64, (mean, draw): Law, mix: &mut Mix) -> (f64, f64) {
    let (mut missed, mut width) = (0, 0.0);
    for _ in 0..RUNS {
        let mut confidence = Confidence::new(method, alpha).unwrap();
        let mut last = 0.0;
        for _ in 0..STEPS {
            last = draw(mix, last);
            confidence.push(last).unwrap();
        }
        // The interval is an intersection: it remembers every miss.
        let [lower, upper] = confidence.interval();
        missed += u32::from(!(lower <= mean && mean <= upper));
        width += 0.5 * (upper - lower) / RUNS as f64;
    }
    (f64::from(missed) / RUNS as f64, width)
}

#[test]
fn the_mean_is_inside_at_all_times() {
    let mut mix = Mix(2);
    let alpha = 0.1;
    let (low, high, sigma) = (0.0, 1.0, 0.5);
    let mut total = 0.0;
    for method in [
        Method::EmpiricalBernstein { low, high },
        Method::StitchedBernstein { low, high },
        Method::StitchedSubGaussian { sigma },
        Method::NormalMixture {
            sigma,
            draws: 300.0,
        },
    ] {
        for law in LAWS {
            let (missed, width) = simulate(method, alpha, law, &mut mix);
            assert!(missed <= alpha, "{method:?}, mean {}: {missed}", law.0);
            assert!(width < 0.12, "{method:?}, mean {}: {width}", law.0);
            total += missed;
        }
    }
    // Not so wide that they never miss: the test could tell.
    assert!(total > 0.01, "{total}");
    // Sequences that claim ten times what they hold do miss.
    let (missed, _) = simulate(
        Method::NormalMixture {
            sigma: 0.15,
            draws: 300.0,
        },
        alpha,
        LAWS[0],
        &mut mix,
    );
    assert!(missed > 0.5, "{missed}");
}

#[test]
fn small_variance_makes_them_narrow() {
    let mut mix = Mix(3);
    let alpha = 0.05;
    let (low, high) = (0.0, 1.0);
    let half_width = |method, mix: &mut Mix| simulate(method, alpha, LAWS[2], mix).1;
    let plug_in = half_width(Method::EmpiricalBernstein { low, high }, &mut mix);
    let stitched = half_width(Method::StitchedBernstein { low, high }, &mut mix);
    let gaussian = half_width(Method::StitchedSubGaussian { sigma: 0.5 }, &mut mix);
    assert!(
        plug_in < stitched && stitched < 0.5 * gaussian,
        "{plug_in} {stitched} {gaussian}"
    );
}

#[test]
fn refusals_change_nothing() {
    let (low, high) = (0.0, 1.0);
    for (expected, method, alpha) in [
        (
            Error::Domain,
            Method::EmpiricalBernstein { low, high: 0.0 },
            0.05,
        ),
        (
            Error::Domain,
            Method::StitchedBernstein { low, high: -1.0 },
            0.05,
        ),
        (
            Error::Domain,
            Method::StitchedBernstein {
                low: -f64::MAX,
                high: f64::MAX,
            },
            0.05,
        ),
        (
            Error::NotFinite,
            Method::EmpiricalBernstein {
                low,
                high: f64::INFINITY,
            },
            0.05,
        ),
        (
            Error::NotFinite,
            Method::StitchedSubGaussian { sigma: f64::NAN },
            0.05,
        ),
        (
            Error::Domain,
            Method::StitchedSubGaussian { sigma: 0.0 },
            0.05,
        ),
        (
            Error::Domain,
            Method::NormalMixture {
                sigma: 1.0,
                draws: 0.0,
            },
            0.05,
        ),
        (Error::Domain, Method::EmpiricalBernstein { low, high }, 0.0),
        (Error::Domain, Method::EmpiricalBernstein { low, high }, 1.0),
        (
            Error::NotFinite,
            Method::EmpiricalBernstein { low, high },
            f64::NAN,
        ),
    ] {
        assert_eq!(
            Confidence::new(method, alpha),
            Err(expected),
            "{method:?} {alpha}"
        );
    }
    let mut confidence = Confidence::new(Method::EmpiricalBernstein { low, high }, 0.05).unwrap();
    assert_eq!(confidence.interval(), [0.0, 1.0]);
    confidence.push(0.25).unwrap();
    let before = confidence;
    for bad in [f64::NAN, f64::INFINITY] {
        assert_eq!(confidence.push(bad), Err(Error::NotFinite));
    }
    for outside in [-1e-9, 1.0 + f64::EPSILON] {
        assert_eq!(confidence.push(outside), Err(Error::Domain));
    }
    assert_eq!(confidence, before);
    assert_eq!(size_of::<Confidence>(), 104);
    let unbounded = Confidence::new(Method::StitchedSubGaussian { sigma: 1.0 }, 0.05).unwrap();
    assert_eq!(unbounded.interval(), [f64::NEG_INFINITY, f64::INFINITY]);
}
