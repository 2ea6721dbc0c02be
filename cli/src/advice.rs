//! One plain sentence about the curve, computed from it.

use crate::report::{Curves, Point, standard_error};

/// What the curve says, and whether it goes past its best n for the worse.
pub(crate) struct Verdict {
    pub(crate) overoptimised: bool,
    pub(crate) sentence: String,
}

impl Verdict {
    pub(crate) fn new(points: &[Point], gold: Option<&Curves>, best_n: usize) -> Self {
        let (Some(first), Some(last)) = (points.first(), points.last()) else {
            return Self {
                overoptimised: false,
                sentence: "There is no curve.".to_owned(),
            };
        };
        match gold {
            Some(gold) => by_gold(points, first, last, gold, best_n),
            None => by_proxy(points, first, last, best_n),
        }
    }
}

fn by_gold(points: &[Point], first: &Point, last: &Point, gold: &Curves, best_n: usize) -> Verdict {
    let gain = gold.difference(best_n, 1);
    let peak = format!("{:+.3}{}", gain.mean, error(standard_error(&gain)));
    if best_n == 1 {
        let sentence = if last.n == 1 {
            "Only n = 1 can be judged: the smallest pool has one sample.".to_owned()
        } else {
            format!(
                "Gold reward is highest at n = 1 and {:.3} lower by n = {}: selecting by this proxy does not help.",
                -gold.difference(last.n, 1).mean,
                last.n
            )
        };
        let overoptimised = falls(points, last, gold, best_n);
        return Verdict {
            overoptimised,
            sentence,
        };
    }
    let clear = standard_error(&gain).is_none_or(|e| gain.mean > 2.0 * e);
    if best_n == last.n {
        let sentence = if clear {
            format!("Gold reward still rises at n = {best_n} ({peak}): more samples may pay.")
        } else {
            format!("Gold reward gains too little to tell from chance by n = {best_n} ({peak}).")
        };
        return Verdict {
            overoptimised: false,
            sentence,
        };
    }
    let overoptimised = falls(points, last, gold, best_n);
    let gold_at = |point: &Point| point.gold.as_ref().map_or(0.0, |gold| gold.gold);
    let below = points
        .iter()
        .find(|point| point.n > best_n && gold_at(point) < gold_at(first));
    let after = match below {
        Some(point) => format!("falls below n = 1 by n = {}", point.n),
        None => format!(
            "loses {:.3} of it by n = {}",
            -gold.difference(last.n, best_n).mean,
            last.n
        ),
    };
    let sentence = if overoptimised {
        format!(
            "Gold reward peaks at n = {best_n} ({peak}) and {after}, while the proxy keeps rising: over-optimised beyond n = {best_n}."
        )
    } else {
        format!(
            "Gold reward is highest at n = {best_n} ({peak}) and nearly flat from there to n = {}.",
            last.n
        )
    };
    Verdict {
        overoptimised,
        sentence,
    }
}

/// Gold at the last n lies below its peak by more than the paired standard error, and the proxy rose meanwhile.
fn falls(points: &[Point], last: &Point, gold: &Curves, best_n: usize) -> bool {
    let fall = gold.difference(last.n, best_n);
    let rises = points
        .get(best_n - 1)
        .is_some_and(|best| last.proxy > best.proxy);
    rises && -fall.mean > standard_error(&fall).unwrap_or(0.0)
}

fn by_proxy(points: &[Point], first: &Point, last: &Point, best_n: usize) -> Verdict {
    // The n from which the curve has nine tenths of its gain.
    let gain = last.proxy - first.proxy;
    let enough = points
        .iter()
        .find(|point| point.proxy - first.proxy >= 0.9 * gain)
        .map_or(best_n, |point| point.n);
    let sentence = if gain > 0.0 {
        format!(
            "Proxy reward gains {gain:+.3} by n = {}, nine tenths of it by n = {enough}; without a gold reward nobody can say whether it is real.",
            last.n
        )
    } else {
        "Proxy reward does not change with n: every sample of a prompt scores the same.".to_owned()
    };
    Verdict {
        overoptimised: false,
        sentence,
    }
}

fn error(error: Option<f64>) -> String {
    error.map_or_else(String::new, |e| format!(" ± {e:.3}"))
}
