//! One prompt served again and again.

use bestof::budget::{Objective, Plan, Progress};

use super::ranked::{Outcome, Ranked};
use crate::random::Random;

/// A request under a plan: takes the reward of each draw, and says whether it was the last.
pub(crate) fn request(plan: &Plan) -> impl FnMut(f64) -> bool {
    let mut progress = Progress::new();
    move |reward| {
        // Rewards are finite: the log has been read.
        let _ = progress.push(reward);
        plan.should_stop(&progress)
    }
}

/// Means over `repetitions` random orders of the samples, each of them a new request.
///
/// A draw's reward is counted as its expectation given the draws before it, all better samples being still to come: the
/// same mean, with less noise.
pub(crate) fn serve<R: FnMut(f64) -> bool>(
    prompt: &Ranked,
    request: impl Fn() -> R,
    repetitions: u32,
    random: &mut Random,
) -> Outcome {
    let len = prompt.len();
    let objectives = [Objective::Proxy, Objective::Gold];
    let ahead = objectives.map(|objective| prompt.ahead(objective));
    let first = objectives.map(|objective| {
        let values = prompt.values(objective);
        values.iter().sum::<f64>() / len as f64
    });
    let mut order: Vec<usize> = (0..len).collect();
    let (mut draws, mut added) = (0.0, [0.0; 2]);
    for _ in 0..repetitions {
        let mut stops_after = request();
        let mut best = 0;
        for drawn in 0..len {
            order.swap(drawn, drawn + random.below(len - drawn));
            best = best.max(order[drawn]);
            draws += 1.0;
            let stops = stops_after(prompt.proxy()[order[drawn]]);
            if stops || drawn + 1 == len {
                break;
            }
            for (added, ahead) in added.iter_mut().zip(&ahead) {
                *added += ahead[best] / (len - drawn - 1) as f64;
            }
        }
    }
    let share = 1.0 / f64::from(repetitions);
    Outcome {
        draws: draws * share,
        reward: first[0] + added[0] * share,
        gold: first[1] + added[1] * share,
    }
}
