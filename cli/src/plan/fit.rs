//! Choosing among the families by cross-validation inside the fit.

use bestof::budget::{Index, Objective, PLAN_THRESHOLDS, Plan};

use super::family::{self, Family, Rule};
use super::gains::{Gains, group_count};
use super::paths::{IndexRule, Paths};
use super::ranked::Ranked;
use crate::fault::Fault;
use crate::random::Random;

/// Folds inside the fit.
const INNER: usize = 5;

/// Families in the order of their trials, and the standard errors by which each must beat the one chosen so far, on
/// prompts that neither was fitted to. The best fixed n comes first. Thresholds in the middle of resamples hardly lose
/// where they do not win, and are taken for any gain.
const CONTENDERS: [(Family, f64); 3] = [
    (Family::Thresholds, 0.0),
    (Family::Reserve, 2.0),
    (Family::Excess, 1.0),
];

/// What is maximised.
#[derive(Clone, Copy)]
pub(crate) struct Aim {
    pub(crate) objective: Objective,
    pub(crate) cost: f64,
}

/// A plan, the family that it is from, and the best fixed number of draws on the same prompts.
pub(crate) struct Fitted {
    pub(crate) plan: Plan,
    pub(crate) family: Family,
    pub(crate) fixed: usize,
}

/// A log, ready to be fitted to any part of it.
pub(crate) struct Fitter {
    gains: Gains,
    paths: Option<Paths>,
    aim: Aim,
    /// The group of each prompt.
    pub(crate) group: Vec<usize>,
}

enum Fit {
    Best(Rule),
    Excess(IndexRule),
}

impl Fitter {
    /// Groups are dealt out so that fold `f` of `folds` consists of the groups `f, f + folds, …`.
    pub(crate) fn new(
        prompts: &[Ranked],
        folds: usize,
        aim: Aim,
        seed: u64,
        tick: impl Fn(),
    ) -> Self {
        let groups = group_count(folds);
        let mut place: Vec<usize> = (0..prompts.len()).collect();
        Random::new(seed).shuffle(&mut place);
        let group: Vec<usize> = place.iter().map(|place| place % groups).collect();
        let Aim { objective, cost } = aim;
        let gains = Gains::new(prompts, &group, groups, objective, cost, tick);
        let paths = Paths::new(prompts, &group, groups, gains.longest, objective, cost);
        Self {
            gains,
            paths,
            aim,
            group,
        }
    }

    /// The plan for the groups that `take` names.
    pub(crate) fn fit(&self, take: impl Fn(usize) -> bool) -> Result<Fitted, Fault> {
        let weights: Vec<f64> = (0..self.gains.groups())
            .map(|group| f64::from(u8::from(take(group) && self.gains.prompts(group) > 0)))
            .collect();
        let family = self.choose(&weights);
        let fit = self.best_of(family, &weights);
        Ok(Fitted {
            plan: self.plan(fit)?,
            family,
            fixed: family::fixed(&self.gains, &weights).len() + 1,
        })
    }

    /// A family's best rule for the groups with a weight other than 0.
    fn best_of(&self, family: Family, weights: &[f64]) -> Option<Fit> {
        let gains = &self.gains;
        Some(match family {
            Family::Fixed => Fit::Best(family::fixed(gains, weights)),
            Family::Reserve => Fit::Best(family::reserve(gains, weights)),
            Family::Thresholds => Fit::Best(family::thresholds(gains, weights)),
            Family::Excess => Fit::Excess(self.paths.as_ref()?.fit(weights)),
        })
    }

    fn gain(&self, group: usize, fit: &Fit) -> f64 {
        match (fit, &self.paths) {
            (Fit::Best(rule), _) => self.gains.gain(group, rule),
            (Fit::Excess(rule), Some(paths)) => paths.gain(group, rule),
            (Fit::Excess(_), None) => 0.0,
        }
    }

    /// The family that does best on prompts it was not fitted to, by the margins.
    fn choose(&self, weights: &[f64]) -> Family {
        let present: Vec<usize> = (0..weights.len()).filter(|g| weights[*g] > 0.0).collect();
        let folds = INNER.min(present.len());
        if folds < 2 {
            return Family::Fixed;
        }
        let held_out = |family| -> Option<Vec<f64>> {
            let mut gained = vec![0.0; present.len()];
            for fold in 0..folds {
                let left_out = || (fold..present.len()).step_by(folds);
                let mut training = weights.to_vec();
                left_out().for_each(|i| training[present[i]] = 0.0);
                let fit = self.best_of(family, &training)?;
                left_out().for_each(|i| gained[i] = self.gain(present[i], &fit));
            }
            Some(gained)
        };
        let fixed = held_out(Family::Fixed).unwrap_or_default();
        let prompts: Vec<f64> = present
            .iter()
            .map(|group| self.gains.prompts(*group) as f64)
            .collect();
        let mut best = (fixed, Family::Fixed);
        for (family, margin) in CONTENDERS {
            let Some(gained) = held_out(family) else {
                continue;
            };
            let (mean, error) = difference(&gained, &best.0, &prompts);
            if mean > margin * error {
                best = (gained, family);
            }
        }
        best.1
    }

    fn plan(&self, fit: Option<Fit>) -> Result<Plan, Fault> {
        let (index, rule) = match fit {
            Some(Fit::Excess(rule)) => (self.paths.as_ref().map(|paths| paths.index), rule),
            Some(Fit::Best(rule)) => {
                let values = rule.iter().map(|t| self.gains.grid[*t]);
                (Some(Index::Best), values.collect())
            }
            None => (None, Vec::new()),
        };
        let mut thresholds = [f64::NEG_INFINITY; PLAN_THRESHOLDS];
        for (i, threshold) in rule.iter().enumerate() {
            if let Some(place) = thresholds.get_mut(Plan::class(i as u64 + 1)) {
                *place = *threshold;
            }
        }
        let Aim { objective, cost } = self.aim;
        let last = rule.len() as u64 + 1;
        let index = index.unwrap_or(Index::Best);
        Plan::new(index, thresholds, last, objective, cost)
            .map_err(|e| Fault::new(format!("cannot make a plan: {e}")))
    }
}

/// The mean over prompts of the difference between two sums by group, and its standard error.
fn difference(new: &[f64], old: &[f64], prompts: &[f64]) -> (f64, f64) {
    let total: f64 = prompts.iter().sum();
    let differences: Vec<f64> = new.iter().zip(old).map(|(new, old)| new - old).collect();
    let mean = differences.iter().sum::<f64>() / total;
    let squares: f64 = differences
        .iter()
        .zip(prompts)
        .map(|(difference, prompts)| (difference - mean * prompts).powi(2))
        .sum();
    let groups = prompts.len() as f64;
    (mean, (squares * groups / (groups - 1.0)).sqrt() / total)
}
