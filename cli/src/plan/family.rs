//! Families of stopping rules, each wider than the one before, and the best of each for given gains.

use super::gains::{Gains, Table, class};
use crate::random::Random;

/// A rule as indices into the grid of thresholds: that of draw 1, 2, …; its length is one less than the last draw.
pub(crate) type Rule = Vec<usize>;

/// Resamples of the prompts over which thresholds are taken in the middle.
const RESAMPLES: usize = 32;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    /// The same number of draws for every request.
    Fixed,
    /// Accept the first reward that reaches a reserve value, within a number of draws.
    Reserve,
    /// Thresholds on the best reward that fall as draws are made.
    Thresholds,
    /// Thresholds on the excess of the best over the request's own rewards.
    Excess,
}

impl Family {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Fixed => "fixed",
            Self::Reserve => "reserve",
            Self::Thresholds => "thresholds",
            Self::Excess => "excess",
        }
    }
}

/// The best fixed n.
pub(crate) fn fixed(gains: &Gains, weights: &[f64]) -> Rule {
    let table = gains.table(|group| weights[group]);
    constant(&table, gains, gains.grid.len() - 1)
}

/// The last draw, at most, that is best for one threshold throughout, and what the rule gains.
fn best_last(table: &Table, gains: &Gains, threshold: usize) -> (f64, usize) {
    let mut sum = 0.0;
    let mut best = (0.0, 1);
    for draws in 1..gains.longest {
        sum += table.after(draws)[threshold];
        if sum > best.0 {
            best = (sum, draws + 1);
        }
    }
    best
}

fn constant(table: &Table, gains: &Gains, threshold: usize) -> Rule {
    let (_, last) = best_last(table, gains, threshold);
    vec![threshold; last - 1]
}

/// The best reserve value with its last draw.
pub(crate) fn reserve(gains: &Gains, weights: &[f64]) -> Rule {
    let table = &gains.table(|group| weights[group]);
    let best = (0..gains.grid.len())
        .map(|threshold| (best_last(table, gains, threshold).0, threshold))
        .fold((0.0, gains.grid.len() - 1), |best, next| {
            if next.0 > best.0 { next } else { best }
        });
    constant(table, gains, best.1)
}

/// The best thresholds that do not rise, exactly: gains of different draws add up, so the best continuation at each
/// threshold is found from the last draw backwards.
fn falling(table: &Table, gains: &Gains) -> Rule {
    let width = gains.grid.len();
    // From here on: the best sum for each threshold, and the threshold that follows; 0 stops.
    let mut values = vec![0.0; width];
    let mut follow = vec![vec![0; width]; gains.longest];
    for draws in (1..gains.longest).rev() {
        let mut highest = (0.0, 0);
        let mut next = vec![0.0; width];
        for t in 1..width {
            if values[t] > highest.0 {
                highest = (values[t], t);
            }
            let free = class(draws + 1) != class(draws);
            let (value, after) = if free {
                highest
            } else if values[t] > 0.0 {
                (values[t], t)
            } else {
                (0.0, 0)
            };
            follow[draws][t] = after;
            next[t] = table.after(draws)[t] + value;
        }
        values = next;
    }
    let mut best = 0;
    for t in 1..width {
        if values[t] > values[best] {
            best = t;
        }
    }
    let mut rule = Rule::new();
    while best != 0 {
        rule.push(best);
        best = follow[rule.len()][best];
    }
    rule
}

/// For each class of draws the middle of the thresholds that are best for resamples of the prompts.
pub(crate) fn thresholds(gains: &Gains, weights: &[f64]) -> Rule {
    let rules: Vec<Rule> = resamples(weights, RESAMPLES)
        .map(|resampled| falling(&gains.table(|group| resampled[group]), gains))
        .collect();
    let middle = |draws: usize| {
        let mut here: Vec<usize> = rules
            .iter()
            .map(|rule| rule.get(draws - 1).copied().unwrap_or(0))
            .collect();
        here.sort_unstable();
        here[here.len() / 2]
    };
    let mut rule = Rule::new();
    for draws in 1..gains.longest {
        let here = middle(draws);
        if here == 0 {
            break;
        }
        let same = draws > 1 && class(draws) == class(draws - 1);
        rule.push(if same { rule[draws - 2] } else { here });
    }
    rule
}

/// As many groups as have a weight, drawn from them with replacement, again and again.
pub(crate) fn resamples(weights: &[f64], count: usize) -> impl Iterator<Item = Vec<f64>> {
    let present: Vec<usize> = (0..weights.len()).filter(|g| weights[*g] > 0.0).collect();
    let mut random = Random::new(0);
    let groups = weights.len();
    (0..count).map(move |_| {
        let mut resampled = vec![0.0; groups];
        for _ in &present {
            resampled[present[random.below(present.len())]] += 1.0;
        }
        resampled
    })
}

#[cfg(test)]
mod tests {
    use bestof::budget::Objective;

    use super::super::ranked::Ranked;
    use super::*;

    /// All rules that do not rise, with one threshold in each class of draws.
    fn all_rules(longest: usize, width: usize) -> Vec<Rule> {
        let mut done = vec![Rule::new()];
        let mut open = vec![Rule::new()];
        while let Some(rule) = open.pop() {
            let draws = rule.len() + 1;
            if draws == longest {
                continue;
            }
            for t in 1..width {
                let fits = rule.last().is_none_or(|before| {
                    let same = class(draws) == class(draws - 1);
                    if same { t == *before } else { t <= *before }
                });
                if fits {
                    let longer: Rule = rule.iter().copied().chain([t]).collect();
                    done.push(longer.clone());
                    open.push(longer);
                }
            }
        }
        done
    }

    #[test]
    fn falling_thresholds_are_the_best_of_all() {
        let mut random = Random::new(5);
        for objective in [Objective::Proxy, Objective::Gold] {
            for _ in 0..60 {
                let mut reward = || random.below(4) as f64 / 3.0;
                let prompts: Vec<Ranked> = (0..5)
                    .map(|_| {
                        let proxy: Vec<f64> = (0..6).map(|_| reward()).collect();
                        let gold: Vec<f64> = (0..6).map(|_| reward()).collect();
                        Ranked::new(&proxy, Some(&gold))
                    })
                    .collect();
                let gains = Gains::new(&prompts, &[0, 1, 2, 0, 1], 3, objective, 0.06, || ());
                let weights = [1.0, 2.0, 0.0];
                let table = gains.table(|group| weights[group]);
                let worth = |rule: &Rule| gains.gain(0, rule) + 2.0 * gains.gain(1, rule);
                let best = all_rules(gains.longest, gains.grid.len())
                    .iter()
                    .map(&worth)
                    .fold(0.0, f64::max);
                let found = falling(&table, &gains);
                assert!((worth(&found) - best).abs() < 1e-12, "{found:?}");
                assert!(worth(&reserve(&gains, &weights)) <= best + 1e-12);
            }
        }
    }
}
