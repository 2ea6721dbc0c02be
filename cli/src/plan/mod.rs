//! `bestof plan`: from a log of rewards to a stopping rule.

mod family;
mod fit;
mod gains;
mod paths;
mod ranked;
mod serve;

use std::io::{self, IsTerminal, Write};

use bestof::budget::{Index, Objective, Plan};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;

pub(crate) use fit::Aim;
pub(crate) use ranked::{Outcome, Ranked};
pub(crate) use serve::{request, serve};

use crate::args::{PlanArguments, ScoreFormat};
use crate::fault::Fault;
use crate::output;
use crate::pools::{self, Pools};
use crate::random::Random;
use crate::report::standard_error;
use crate::score::{self, Contest, CrossValidation, FixedCurve, Score};
use fit::{Fitted, Fitter};

/// Folds that the fit is dealt out for when none are asked for.
const FOLDS: u32 = 5;

/// How often a prompt is served where a plan's outcome has no closed form.
const ORDERS: u32 = 200;

pub(crate) fn run(arguments: &PlanArguments) -> Result<(), Fault> {
    let pools = pools::read(&arguments.log.columns())?;
    let aim = Aim {
        objective: if pools.has_gold() {
            Objective::Gold
        } else {
            Objective::Proxy
        },
        cost: arguments.cost,
    };
    let prompts = ranked(&pools);
    let folds = arguments.folds.unwrap_or(FOLDS) as usize;
    if arguments.folds.is_some() && folds > prompts.len() {
        return Err(Fault::new(format!(
            "--folds {folds}: each needs a prompt, and there are {}",
            prompts.len()
        )));
    }
    let bar = progress(prompts.len() as u64);
    let fitter = Fitter::new(&prompts, folds, aim, arguments.seed, || bar.inc(1));
    let fitted = fitter.fit(|_| true)?;
    let mut text = Vec::new();
    if arguments.folds.is_some() {
        let score = cross_validated(&prompts, &fitter, folds, aim, pools.has_gold())?;
        match arguments.format {
            ScoreFormat::Text => score::text(&score, &mut text),
            ScoreFormat::Json => score::json(&score, &mut text),
        }
    } else {
        let description = Description::new(&fitted);
        match arguments.format {
            ScoreFormat::Text => description.text(&mut text),
            ScoreFormat::Json => description.json(&mut text),
        }
    }
    .map_err(|e| Fault::new(format!("cannot format the plan: {e}")))?;
    bar.finish_and_clear();
    if let Some(path) = &arguments.output {
        output::write_whole(path, &fitted.plan.to_bytes())?;
    }
    output::print(&text)
}

pub(crate) fn ranked(pools: &Pools) -> Vec<Ranked> {
    let prompts = pools.iter();
    prompts
        .map(|(proxy, gold)| Ranked::new(proxy, gold))
        .collect()
}

fn progress(prompts: u64) -> ProgressBar {
    let target = if io::stderr().is_terminal() {
        ProgressDrawTarget::stderr_with_hz(10)
    } else {
        ProgressDrawTarget::hidden()
    };
    let style = ProgressStyle::with_template("fitting {bar:40} {pos}/{len} prompts {eta}");
    ProgressBar::with_draw_target(Some(prompts), target)
        .with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// How plans fitted without a fold do on it, all folds together.
fn cross_validated(
    prompts: &[Ranked],
    fitter: &Fitter,
    folds: usize,
    aim: Aim,
    with_gold: bool,
) -> Result<Score, Fault> {
    let fitted = (0..folds)
        .map(|fold| fitter.fit(|group| group % folds != fold))
        .collect::<Result<Vec<_>, _>>()?;
    let of_fold = |plans: &[Plan]| -> Vec<Outcome> {
        let each = prompts.iter().zip(&fitter.group);
        let mut random = Random::new(0);
        each.map(|(prompt, group)| {
            let plan = &plans[group % folds];
            let simulated = || serve(prompt, || request(plan), ORDERS, &mut random);
            prompt.expected(plan).unwrap_or_else(simulated)
        })
        .collect()
    };
    let plans: Vec<Plan> = fitted.iter().map(|fitted| fitted.plan).collect();
    let fixed_plans = fitted
        .iter()
        .map(|fitted| Plan::fixed(fitted.fixed as u64, aim.objective, aim.cost))
        .collect::<Result<Vec<_>, _>>()
        .map_err(|e| Fault::new(format!("cannot make a plan: {e}")))?;
    let fixed_curve = FixedCurve::new(prompts)?;
    let outcomes = of_fold(&plans);
    let contest = Contest {
        prompts,
        fixed: &fixed_curve,
        aim,
        with_gold,
        outcomes: &outcomes,
    };
    let fixed_n: Vec<u64> = fitted.iter().map(|fitted| fitted.fixed as u64).collect();
    let mut sorted = fixed_n.clone();
    sorted.sort_unstable();
    let mut score = contest.score(
        "plan".to_owned(),
        sorted[sorted.len() / 2],
        &of_fold(&fixed_plans),
    );
    let hindsight = fixed_curve.best(aim);
    let in_hindsight = contest.fixed_outcomes(hindsight)?;
    let difference = contest.ahead_of(&in_hindsight);
    score.cross_validation = Some(CrossValidation {
        families: fitted.iter().map(|fitted| fitted.family.name()).collect(),
        fixed_n,
        hindsight: contest.fixed(hindsight, &in_hindsight),
        objective_vs_hindsight: difference.mean,
        objective_vs_hindsight_se: standard_error(&difference),
    });
    Ok(score)
}

/// A plan without its trial. Serialises to the program's JSON; a threshold of null is never reached.
#[derive(Serialize)]
struct Description {
    family: &'static str,
    /// What is compared with the thresholds.
    index: &'static str,
    last_draw: u64,
    best_fixed_n: usize,
    thresholds: Vec<Threshold>,
}

#[derive(Serialize)]
struct Threshold {
    from_draw: u64,
    threshold: f64,
}

impl Description {
    fn new(fitted: &Fitted) -> Self {
        let plan = &fitted.plan;
        let changes =
            |draws: &u64| *draws == 1 || plan.threshold(*draws) != plan.threshold(draws - 1);
        Self {
            family: fitted.family.name(),
            index: match plan.index() {
                Index::Best => "best",
                Index::Excess { .. } => "excess",
            },
            last_draw: plan.last(),
            best_fixed_n: fitted.fixed,
            thresholds: (1..plan.last())
                .filter(changes)
                .map(|draws| Threshold {
                    from_draw: draws,
                    threshold: plan.threshold(draws),
                })
                .collect(),
        }
    }

    fn json(&self, out: &mut Vec<u8>) -> io::Result<()> {
        serde_json::to_writer_pretty(&mut *out, self)?;
        out.write_all(b"\n")
    }

    fn text(&self, out: &mut Vec<u8>) -> io::Result<()> {
        writeln!(
            out,
            "family: {}; at most {} draws; best fixed n: {}",
            self.family, self.last_draw, self.best_fixed_n
        )?;
        for Threshold {
            from_draw,
            threshold,
        } in &self.thresholds
        {
            if *threshold == f64::INFINITY {
                writeln!(out, "from draw {from_draw} on: draw on")?;
            } else {
                writeln!(
                    out,
                    "from draw {from_draw} on: stop when the {} reaches {threshold}",
                    self.index
                )?;
            }
        }
        Ok(())
    }
}
