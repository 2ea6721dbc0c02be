//! How a rule does against the best fixed n.

use std::io::{self, Write};

use bestof::budget::{Objective, Plan};
use bestof::estimate::{Summary, curve, curve_scratch_len};
use serde::Serialize;

use crate::fault::Fault;
use crate::plan::{Aim, Outcome, Ranked};
use crate::report::{standard_error, summary};

/// Means over prompts. Serialises to the program's JSON; standard errors are null for fewer than two prompts.
#[derive(Serialize)]
pub(crate) struct Score {
    pub(crate) policy: String,
    pub(crate) prompts: usize,
    pub(crate) samples: usize,
    pub(crate) cost: f64,
    /// The reward that the objective counts.
    pub(crate) objective_by: &'static str,
    pub(crate) draws: f64,
    pub(crate) reward: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) gold: Option<f64>,
    pub(crate) objective: f64,
    pub(crate) objective_se: Option<f64>,
    pub(crate) objective_vs_fixed: f64,
    pub(crate) objective_vs_fixed_se: Option<f64>,
    pub(crate) best_fixed: Fixed,
    /// Null where no fixed n within the pools reaches the rule's reward.
    pub(crate) fixed_n_at_equal_reward: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) cross_validation: Option<CrossValidation>,
}

#[derive(Serialize)]
pub(crate) struct Fixed {
    pub(crate) n: u64,
    pub(crate) draws: f64,
    pub(crate) reward: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) gold: Option<f64>,
    pub(crate) objective: f64,
}

/// How the parts left out went, one entry a part.
#[derive(Serialize)]
pub(crate) struct CrossValidation {
    pub(crate) families: Vec<&'static str>,
    /// Best fixed n of the other parts; `best_fixed.n` is the middle one of them.
    pub(crate) fixed_n: Vec<u64>,
    /// The fixed n that is best on all parts at once, as no one could have known.
    pub(crate) hindsight: Fixed,
    pub(crate) objective_vs_hindsight: f64,
    pub(crate) objective_vs_hindsight_se: Option<f64>,
}

/// Every fixed n over a log, in expectation.
pub(crate) struct FixedCurve {
    /// Means over prompts for n = 1, 2, …; a prompt with fewer samples draws them all.
    means: Vec<Outcome>,
}

impl FixedCurve {
    pub(crate) fn new(prompts: &[Ranked]) -> Result<Self, Fault> {
        let largest = prompts.iter().map(Ranked::len).max().unwrap_or(0);
        let mut scratch = vec![0.0; curve_scratch_len(largest)];
        let mut means = vec![Outcome::default(); largest];
        let (mut rewards, mut golds) = (vec![0.0; largest], vec![0.0; largest]);
        let share = 1.0 / prompts.len() as f64;
        for prompt in prompts {
            let len = prompt.len();
            curve(
                prompt.values(Objective::Proxy),
                Some(prompt.values(Objective::Gold)),
                &mut scratch,
                &mut rewards[..len],
                Some(&mut golds[..len]),
            )
            .map_err(|e| Fault::new(format!("cannot estimate the curve: {e}")))?;
            for (i, mean) in means.iter_mut().enumerate() {
                let at = i.min(len - 1);
                mean.draws += share * (at + 1) as f64;
                mean.reward += share * rewards[at];
                mean.gold += share * golds[at];
            }
        }
        Ok(Self { means })
    }

    pub(crate) fn len(&self) -> usize {
        self.means.len()
    }

    /// Mean draws and reward of every n.
    pub(crate) fn points(&self, objective: Objective) -> impl Iterator<Item = (f64, f64)> {
        let means = self.means.iter();
        means.map(move |mean| (mean.draws, mean.counted(objective)))
    }

    /// The n with the highest objective, the least of equals.
    pub(crate) fn best(&self, aim: Aim) -> u64 {
        let objective = |mean: &Outcome| mean.counted(aim.objective) - aim.cost * mean.draws;
        let mut best = 0;
        for (i, mean) in self.means.iter().enumerate() {
            if objective(mean) > objective(&self.means[best]) {
                best = i;
            }
        }
        best as u64 + 1
    }

    /// The least real n at which the mean reward is reached, straight between whole n.
    fn reaching(&self, reward: f64, objective: Objective) -> Option<f64> {
        let mut before = None;
        for (i, mean) in self.means.iter().enumerate() {
            let (n, here) = (i as f64 + 1.0, mean.counted(objective));
            if here >= reward {
                return Some(before.map_or(n, |before| n - (here - reward) / (here - before)));
            }
            before = Some(here);
        }
        None
    }
}

/// A policy's outcomes and those of a fixed n, prompt by prompt.
pub(crate) struct Contest<'a> {
    pub(crate) prompts: &'a [Ranked],
    pub(crate) fixed: &'a FixedCurve,
    pub(crate) aim: Aim,
    pub(crate) with_gold: bool,
    pub(crate) outcomes: &'a [Outcome],
}

impl Contest<'_> {
    fn objective(&self, outcome: &Outcome) -> f64 {
        outcome.counted(self.aim.objective) - self.aim.cost * outcome.draws
    }

    /// The paired difference to other outcomes.
    pub(crate) fn ahead_of(&self, other: &[Outcome]) -> Summary {
        let pairs = self.outcomes.iter().zip(other);
        summary(pairs.map(|(ours, theirs)| self.objective(ours) - self.objective(theirs)))
    }

    /// Each prompt's outcome at a fixed n.
    pub(crate) fn fixed_outcomes(&self, n: u64) -> Result<Vec<Outcome>, Fault> {
        let n = n.min(self.fixed.len() as u64);
        let plan = Plan::fixed(n, self.aim.objective, self.aim.cost)
            .map_err(|e| Fault::new(format!("cannot draw {n} times: {e}")))?;
        let outcomes = self.prompts.iter().map(|prompt| prompt.expected(&plan));
        Ok(outcomes.flatten().collect())
    }

    pub(crate) fn fixed(&self, n: u64, outcomes: &[Outcome]) -> Fixed {
        let mean = |of: &dyn Fn(&Outcome) -> f64| summary(outcomes.iter().map(of)).mean;
        Fixed {
            n,
            draws: mean(&|o| o.draws),
            reward: mean(&|o| o.reward),
            gold: self.with_gold.then(|| mean(&|o| o.gold)),
            objective: mean(&|o| self.objective(o)),
        }
    }

    /// The score against the fixed n whose outcomes are given.
    pub(crate) fn score(&self, policy: String, n: u64, fixed_outcomes: &[Outcome]) -> Score {
        let mean = |of: &dyn Fn(&Outcome) -> f64| summary(self.outcomes.iter().map(of));
        let objective = mean(&|o| self.objective(o));
        let difference = self.ahead_of(fixed_outcomes);
        let counted = mean(&|o| o.counted(self.aim.objective)).mean;
        Score {
            policy,
            prompts: self.prompts.len(),
            samples: self.prompts.iter().map(Ranked::len).sum(),
            cost: self.aim.cost,
            objective_by: match self.aim.objective {
                Objective::Proxy => "proxy",
                Objective::Gold => "gold",
            },
            draws: mean(&|o| o.draws).mean,
            reward: mean(&|o| o.reward).mean,
            gold: self.with_gold.then(|| mean(&|o| o.gold).mean),
            objective: objective.mean,
            objective_se: standard_error(&objective),
            objective_vs_fixed: difference.mean,
            objective_vs_fixed_se: standard_error(&difference),
            best_fixed: self.fixed(n, fixed_outcomes),
            fixed_n_at_equal_reward: self.fixed.reaching(counted, self.aim.objective),
            cross_validation: None,
        }
    }
}

/// One object, for programs.
pub(crate) fn json(score: &Score, out: &mut Vec<u8>) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, score)?;
    out.write_all(b"\n")
}

/// A table for people.
pub(crate) fn text(score: &Score, out: &mut Vec<u8>) -> io::Result<()> {
    writeln!(
        out,
        "{} prompts, {} samples; objective: {} − {} · draws, mean over prompts\n",
        score.prompts, score.samples, score.objective_by, score.cost
    )?;
    let gold = |gold: Option<f64>| gold.map_or_else(String::new, |gold| format!("{gold:>10.4}"));
    let head = if score.gold.is_some() {
        format!("{:>10}", "gold")
    } else {
        String::new()
    };
    let fixed = &score.best_fixed;
    let fixed_name = format!("best fixed n, {}", fixed.n);
    let width = score.policy.chars().count().max(fixed_name.len()) + 2;
    writeln!(
        out,
        "{:width$}{:>10}{:>10}{head}{:>22}",
        "", "draws", "proxy", "objective"
    )?;
    writeln!(
        out,
        "{:width$}{:>10.3}{:>10.4}{}{:>22}",
        score.policy,
        score.draws,
        score.reward,
        gold(score.gold),
        with_error(score.objective, score.objective_se, false)
    )?;
    writeln!(
        out,
        "{fixed_name:width$}{:>10.3}{:>10.4}{}{:>13.4}",
        fixed.draws,
        fixed.reward,
        gold(fixed.gold),
        fixed.objective
    )?;
    let columns = if score.gold.is_some() { 30 } else { 20 };
    let difference = with_error(score.objective_vs_fixed, score.objective_vs_fixed_se, true);
    writeln!(
        out,
        "{:width$}{:columns$}{difference:>22}\n",
        "difference", ""
    )?;
    match score.fixed_n_at_equal_reward {
        Some(n) => writeln!(
            out,
            "The same reward takes a fixed n of {n:.2}: {:.1}% {} draws.",
            100.0 * (1.0 - score.draws / n).abs(),
            if score.draws <= n { "fewer" } else { "more" }
        )?,
        None => writeln!(out, "No fixed n within the pools reaches this reward.")?,
    }
    if let Some(folds) = &score.cross_validation {
        let hindsight = &folds.hindsight;
        writeln!(
            out,
            "On the parts left out, families: {}; best fixed n of the other parts: {:?}.\n\
             Against the n that is best in hindsight, {}: {}.",
            folds.families.join(", "),
            folds.fixed_n,
            hindsight.n,
            with_error(
                folds.objective_vs_hindsight,
                folds.objective_vs_hindsight_se,
                true
            )
        )?;
    }
    writeln!(out, "± is one standard error over prompts.")
}

fn with_error(value: f64, error: Option<f64>, signed: bool) -> String {
    let value = if signed {
        format!("{value:+.4}")
    } else {
        format!("{value:.4}")
    };
    match error {
        Some(error) => format!("{value} ± {error:.4}"),
        None => format!("{value} ±   —   "),
    }
}
