//! One `n` for everyone: against every other `n`, and why.

use bestof::Error;
use bestof::budget::{
    Bound, Choice, Gain, best_at_cost, best_lower_bound, largest_within, smallest_reaching,
};
use bestof::divergence::{Divergence, max_n};

const GAINS: [Gain<'static>; 5] = [
    Gain::Normal { deviation: 2.0 },
    Gain::Exponential { scale: 0.5 },
    Gain::Bernoulli {
        probability: 0.05,
        value: 3.0,
    },
    Gain::Bernoulli {
        probability: 1.0,
        value: 1.0,
    },
    Gain::Curve(&[0.1, 0.4, 0.6, 0.7, 0.75, 0.75]),
];

#[test]
fn gains_are_the_sums_of_their_increments() {
    for gain in GAINS {
        let mut sum = gain.at(1);
        for n in 1..3000 {
            sum += gain.increment(n);
            let value = gain.at(n + 1);
            assert!(
                (value - sum).abs() <= 1e-12 * value.abs(),
                "{gain:?} at {n}"
            );
            assert!(
                gain.increment(n) >= gain.increment(n + 1),
                "{gain:?} at {n}"
            );
        }
    }
}

#[test]
fn largest_within_names_the_tightest_budget() {
    let budgets = [
        (Divergence::Kl, 2.0),
        (Divergence::TotalVariation, 0.75),
        (Divergence::ChiSquared, 100.0),
    ];
    let each = budgets.map(|(divergence, budget)| max_n(divergence, budget).expect("a budget"));
    assert_eq!(each, [19, 13, 201]);
    let choice = largest_within(budgets, 1000).expect("budgets");
    assert_eq!((choice.n, choice.bound), (13, Bound::Budget(1)));
    assert_eq!(choice.value, Divergence::TotalVariation.at(13.0));
    assert!(choice.value <= 0.75 && Divergence::TotalVariation.at(14.0) > 0.75);
    let choice = largest_within(budgets, 8).expect("budgets");
    assert_eq!((choice.n, choice.bound), (8, Bound::Most));
    let choice = largest_within([], 8).expect("no budget is no bound");
    assert_eq!((choice.n, choice.bound), (8, Bound::Most));
    assert_eq!(largest_within(budgets, 0), Err(Error::Domain));
    assert_eq!(
        largest_within([(Divergence::Kl, -1.0)], 8),
        Err(Error::Domain)
    );
}

#[test]
fn smallest_reaching_is_the_smallest() {
    for gain in GAINS {
        for target in [-1.0, 0.0, 0.1, 0.5, 0.65, 1.0, 2.0, 4.0, 1e3] {
            let most = 2000;
            let Choice { n, value, bound } = smallest_reaching(gain, target, most).expect("a gain");
            let first = (1..=most).find(|n| gain.at(*n) - gain.at(1) >= target);
            assert_eq!(n, first.unwrap_or(most), "{gain:?}, {target}");
            assert_eq!(value, gain.at(n) - gain.at(1));
            assert_eq!(bound == Bound::Target, first.is_some());
            assert_eq!(bound == Bound::OutOfReach, first.is_none());
        }
        assert_eq!(smallest_reaching(gain, f64::NAN, 5), Err(Error::NotFinite));
        assert_eq!(smallest_reaching(gain, 0.0, 0), Err(Error::Domain));
    }
}

#[test]
fn best_at_cost_beats_every_other() {
    for gain in GAINS {
        for cost in [0.0, 1e-4, 0.001, 0.01, 0.05, 0.3, 3.0] {
            let most = 3000;
            let Choice { n, value, bound } = best_at_cost(gain, cost, most).expect("a gain");
            let net = |n: u64| gain.at(n) - cost * n as f64;
            let best = (1..=most).map(net).fold(f64::NEG_INFINITY, f64::max);
            assert!(
                (net(n) - best).abs() <= 1e-12 * best.abs().max(1.0),
                "{gain:?}, {cost}: {n}"
            );
            assert!((value - (net(n) - net(1))).abs() <= 1e-12 * best.abs().max(1.0));
            let end = if let Gain::Curve(curve) = gain {
                curve.len() as u64
            } else {
                most
            };
            assert_eq!(bound, if n == end { Bound::Most } else { Bound::Peak });
        }
        assert_eq!(best_at_cost(gain, -1.0, 5), Err(Error::Domain));
        assert_eq!(best_at_cost(gain, f64::INFINITY, 5), Err(Error::NotFinite));
        assert_eq!(best_at_cost(gain, 0.0, 0), Err(Error::Domain));
    }
    // Exponential rewards: as many draws as the scale pays for.
    let choice = best_at_cost(Gain::Exponential { scale: 1.0 }, 0.015, 1 << 20).expect("a gain");
    assert_eq!(choice.n, 66);
    // A curve that is not concave is searched in full.
    let bent = Gain::Curve(&[0.0, 0.0, 1.0, 0.9]);
    assert_eq!(best_at_cost(bent, 0.1, 100).expect("a curve").n, 3);
}

#[test]
fn best_lower_bound_is_the_first_of_the_largest() {
    let choice = best_lower_bound(&[0.1, 0.5, 0.5, 0.2]).expect("bounds");
    assert_eq!(
        (choice.n, choice.value, choice.bound),
        (2, 0.5, Bound::Peak)
    );
    let choice = best_lower_bound(&[0.1, 0.2, 0.3]).expect("bounds");
    assert_eq!(
        (choice.n, choice.value, choice.bound),
        (3, 0.3, Bound::Most)
    );
    assert_eq!(best_lower_bound(&[]), Err(Error::Empty));
    assert_eq!(best_lower_bound(&[0.0, f64::NAN]), Err(Error::NotFinite));
}
