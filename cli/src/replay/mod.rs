//! `bestof replay`: a stopping rule over a log, as a server would meet it.

mod plot;
mod policy;

use crate::args::{ReplayArguments, ScoreFormat};
use crate::fault::Fault;
use crate::output;
use crate::plan::{Aim, ranked};
use crate::pools;
use crate::random::Random;
use crate::score::{self, Contest, FixedCurve};
use policy::Policy;

pub(crate) fn run(arguments: &ReplayArguments) -> Result<(), Fault> {
    // A stored plan is looked at before the log is read, which may take a while.
    let stored = policy::stored(&arguments.policy)?;
    let pools = pools::read(&arguments.log.columns())?;
    let policy = match stored {
        Some(policy) => policy,
        None => Policy::new(&arguments.policy, arguments.cost, &pools)?,
    };
    let aim = Aim {
        objective: policy.objective(pools.has_gold())?,
        cost: arguments.cost,
    };
    let prompts = ranked(&pools);
    let fixed_curve = FixedCurve::new(&prompts)?;
    let best = fixed_curve.best(aim);
    let mut contest = Contest {
        prompts: &prompts,
        fixed: &fixed_curve,
        aim,
        with_gold: pools.has_gold(),
        outcomes: &policy.serve(
            &prompts,
            arguments.repetitions,
            &mut Random::new(arguments.seed),
        ),
    };
    let fixed = contest.fixed_outcomes(best)?;
    let mut score = contest.score(policy.name.clone(), best, &fixed);
    let guarded = arguments.policy.rule.is_some() && !arguments.unguarded;
    if guarded && score.objective_vs_fixed < 0.0 {
        let name = format!("{}, turned into fixed n = {best} by its guard", policy.name);
        contest.outcomes = &fixed;
        score = contest.score(name, best, &fixed);
    }
    let mut text = Vec::new();
    match arguments.format {
        ScoreFormat::Text => score::text(&score, &mut text),
        ScoreFormat::Json => score::json(&score, &mut text),
    }
    .map_err(|e| Fault::new(format!("cannot format the score: {e}")))?;
    if let Some(path) = &arguments.plot {
        plot::write(&score, &fixed_curve, aim, path)?;
    }
    output::print(&text)
}
