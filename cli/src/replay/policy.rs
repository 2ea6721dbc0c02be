//! The policies that a log can be replayed under.

use std::f64::consts::PI;
use std::fs;
use std::path::Path;

use bestof::budget::{
    Index, Objective, PLAN_BYTES, PLAN_THRESHOLDS, Plan, StudentFit, StudentPrior, StudentStop,
    reservation_exponential, reservation_logistic, reservation_normal, reservation_uniform,
    student_rule, student_rule_len, student_scratch_len,
};
use bestof::estimate::RewardStats;

use crate::args::{PolicyArguments, RuleName};
use crate::fault::Fault;
use crate::plan::{Outcome, Ranked, request, serve};
use crate::pools::Pools;
use crate::random::Random;

/// Draws that Student's rule is worked out for, at most.
const STUDENT_DRAWS: usize = 128;

pub(crate) struct Policy {
    pub(crate) name: String,
    kind: Kind,
}

enum Kind {
    Plan(Box<Plan>),
    Student { start: StudentStop, rule: Vec<f64> },
}

/// The plan of a file, if the arguments name one.
pub(crate) fn stored(arguments: &PolicyArguments) -> Result<Option<Policy>, Fault> {
    let Some(path) = &arguments.plan else {
        return Ok(None);
    };
    Ok(Some(Policy {
        name: path.display().to_string(),
        kind: Kind::Plan(Box::new(load(path)?)),
    }))
}

fn load(path: &Path) -> Result<Plan, Fault> {
    let bytes =
        fs::read(path).map_err(|e| Fault::new(format!("{}: cannot read: {e}", path.display())))?;
    Plan::from_bytes(&bytes).map_err(|e| {
        Fault::new(format!(
            "{}: no plan: {e} ({} bytes, expected {PLAN_BYTES})",
            path.display(),
            bytes.len()
        ))
    })
}

impl Policy {
    /// The policy that needs no file.
    pub(crate) fn new(
        arguments: &PolicyArguments,
        cost: f64,
        pools: &Pools,
    ) -> Result<Self, Fault> {
        match (arguments.fixed, arguments.rule) {
            (Some(n), _) => {
                let plan = Plan::fixed(n, Objective::Proxy, cost);
                let plan = plan.map_err(|e| Fault::new(format!("--fixed {n}: {e}")))?;
                Ok(Self {
                    name: format!("fixed n = {n}"),
                    kind: Kind::Plan(Box::new(plan)),
                })
            }
            (None, Some(rule)) => Ok(Self {
                name: rule.name().to_owned(),
                kind: stopping(rule, cost, pools)
                    .map_err(|e| Fault::new(format!("--rule {}: {e}", rule.name())))?,
            }),
            (None, None) => Err(Fault::new(
                "no policy: name one with --plan, --fixed or --rule",
            )),
        }
    }

    /// The reward that counts: gold for a plan that was fitted to it.
    pub(crate) fn objective(&self, has_gold: bool) -> Result<Objective, Fault> {
        match &self.kind {
            Kind::Plan(plan) if plan.objective() == Objective::Gold => {
                if has_gold {
                    Ok(Objective::Gold)
                } else {
                    Err(Fault::new(format!(
                        "{}: was fitted to gold rewards, name their column with --gold",
                        self.name
                    )))
                }
            }
            _ => Ok(Objective::Proxy),
        }
    }

    /// What each prompt gets.
    pub(crate) fn serve(
        &self,
        prompts: &[Ranked],
        repetitions: u32,
        random: &mut Random,
    ) -> Vec<Outcome> {
        let each = prompts.iter();
        match &self.kind {
            Kind::Plan(plan) => each
                .map(|prompt| serve(prompt, || request(plan), repetitions, random))
                .collect(),
            Kind::Student { start, rule } => {
                let request = || {
                    let mut state = *start;
                    // Rewards are finite: the log has been read.
                    move |reward| state.step(reward, rule).unwrap_or(true)
                };
                each.map(|prompt| serve(prompt, request, repetitions, random))
                    .collect()
            }
        }
    }
}

/// Student's rule under the prior that has the log's moments.
fn student(cost: f64, pools: &Pools) -> Result<Kind, bestof::Error> {
    let mut fit = StudentFit::default();
    for (rewards, _) in pools.iter().filter(|(rewards, _)| rewards.len() > 1) {
        fit.add(rewards)?;
    }
    let prior: StudentPrior = fit.prior()?;
    let most = pools.sizes().max().unwrap_or(2).clamp(2, STUDENT_DRAWS);
    let mut rule = vec![0.0; student_rule_len(most)];
    let mut scratch = vec![0.0; student_scratch_len()];
    student_rule(&prior, cost, &mut rule, &mut scratch)?;
    Ok(Kind::Student {
        start: StudentStop::new(&prior)?,
        rule,
    })
}

/// Student's rule, or the first reward at or above the reservation value of the law with the log's mean and variance.
fn stopping(rule: RuleName, cost: f64, pools: &Pools) -> Result<Kind, bestof::Error> {
    let mut stats = RewardStats::new();
    for (rewards, _) in pools.iter() {
        stats.push_all(rewards)?;
    }
    let (mean, deviation) = (stats.mean(), stats.variance().sqrt());
    // Where each law begins, and its unit, by its mean and deviation.
    let (origin, unit, reservation): (f64, f64, fn(f64) -> f64) = match rule {
        RuleName::Student => return student(cost, pools),
        RuleName::Exponential => (mean - deviation, deviation, reservation_exponential),
        RuleName::Uniform => {
            let half = 3.0_f64.sqrt() * deviation;
            (mean - half, 2.0 * half, reservation_uniform)
        }
        RuleName::Logistic => {
            let scale = 3.0_f64.sqrt() / PI * deviation;
            (mean, scale, reservation_logistic)
        }
        RuleName::Normal => (mean, deviation, reservation_normal),
    };
    // Rewards that are all equal have no use for a second draw.
    let value = if unit > 0.0 {
        origin + unit * reservation(cost / unit)
    } else {
        f64::NEG_INFINITY
    };
    let last = pools.sizes().max().unwrap_or(1) as u64;
    let plan = Plan::new(
        Index::Best,
        [value; PLAN_THRESHOLDS],
        last,
        Objective::Proxy,
        cost,
    )?;
    Ok(Kind::Plan(Box::new(plan)))
}
