//! One prompt's samples by rank, and what a stopping rule gets from them in expectation.
//!
//! A server meets the samples in random order, without replacement. Let `M_m` be the best of the first `m` of `N`
//! samples: its rank is `r` with probability `C(r−1, m−1)/C(N, m)`, and given that, the next draw is any of the other
//! `N − m`, all samples above rank `r` among them. A rule whose thresholds do not rise goes on after `m` draws exactly
//! when `M_m` lies below the threshold of `m`: had it stopped before, `M_m` would not. So its draws and its reward are
//! sums over `m` of terms that know one threshold each, and nothing has to be simulated.

use bestof::budget::{Index, Objective, Plan};

/// Samples of a prompt in the order of their proxy; samples that tie share the mean of their gold.
pub(crate) struct Ranked {
    proxy: Vec<f64>,
    gold: Option<Vec<f64>>,
}

/// What a rule makes of a prompt, in expectation.
#[derive(Clone, Copy, Default)]
pub(crate) struct Outcome {
    pub(crate) draws: f64,
    pub(crate) reward: f64,
    /// That of the proxy where there is no gold.
    pub(crate) gold: f64,
}

impl Outcome {
    /// The reward that the objective counts.
    pub(crate) fn counted(&self, objective: Objective) -> f64 {
        match objective {
            Objective::Proxy => self.reward,
            Objective::Gold => self.gold,
        }
    }
}

impl Ranked {
    pub(crate) fn new(proxy: &[f64], gold: Option<&[f64]>) -> Self {
        let mut order: Vec<usize> = (0..proxy.len()).collect();
        order.sort_by(|a, b| proxy[*a].total_cmp(&proxy[*b]));
        let sorted: Vec<f64> = order.iter().map(|i| proxy[*i] + 0.0).collect();
        let gold = gold.map(|gold| {
            let mut gold: Vec<f64> = order.iter().map(|i| gold[*i]).collect();
            let mut start = 0;
            for level in sorted.chunk_by(|a, b| a == b) {
                let tied = &mut gold[start..start + level.len()];
                let mean = tied.iter().sum::<f64>() / tied.len() as f64;
                tied.fill(mean);
                start += level.len();
            }
            gold
        });
        Self {
            proxy: sorted,
            gold,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.proxy.len()
    }

    pub(crate) fn proxy(&self) -> &[f64] {
        &self.proxy
    }

    pub(crate) fn values(&self, objective: Objective) -> &[f64] {
        match (objective, &self.gold) {
            (Objective::Gold, Some(gold)) => gold,
            _ => &self.proxy,
        }
    }

    /// For each rank, the sum over all better samples of what they are worth more.
    pub(crate) fn ahead(&self, objective: Objective) -> Vec<f64> {
        let values = self.values(objective);
        let mut ahead = vec![0.0; values.len()];
        let (mut above, mut count, mut end) = (0.0, 0.0, values.len());
        for level in self.proxy.chunk_by(|a, b| a == b).rev() {
            let start = end - level.len();
            for (ahead, value) in ahead[start..end].iter_mut().zip(&values[start..end]) {
                *ahead = above - count * value;
            }
            above += values[start..end].iter().sum::<f64>();
            count += level.len() as f64;
            end = start;
        }
        ahead
    }

    /// Calls `each(rank, chance)` for the ranks that the best of `draws` samples has, the best rank first.
    pub(crate) fn best_of(&self, draws: usize, mut each: impl FnMut(usize, f64)) {
        let mut chance = draws as f64 / self.len() as f64;
        for rank in (draws - 1..self.len()).rev() {
            each(rank, chance);
            if rank > 0 {
                chance *= (rank + 1 - draws) as f64 / rank as f64;
            }
            // Chances only fall from here: the rest together is less than the last digit of the sum.
            if chance < 1e-20 {
                break;
            }
        }
    }

    /// What a plan that looks at the best alone, its thresholds not rising, gets from the prompt; `None` for other plans.
    ///
    /// A prompt whose samples run out stops there.
    pub(crate) fn expected(&self, plan: &Plan) -> Option<Outcome> {
        let last = self.len().min(usize::try_from(plan.last()).ok()?);
        let falling = (2..plan.last()).all(|m| plan.threshold(m) <= plan.threshold(m - 1));
        if plan.index() != Index::Best || !falling {
            return None;
        }
        let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
        let objectives = [Objective::Proxy, Objective::Gold];
        let ahead = objectives.map(|objective| self.ahead(objective));
        let mut sums = objectives.map(|objective| mean(self.values(objective)));
        let mut draws = 1.0;
        for m in 1..last {
            let threshold = plan.threshold(m as u64);
            let below = self.proxy.partition_point(|x| *x < threshold);
            self.best_of(m, |rank, chance| {
                if rank < below {
                    draws += chance;
                    for (sum, ahead) in sums.iter_mut().zip(&ahead) {
                        *sum += chance * ahead[rank] / (self.len() - m) as f64;
                    }
                }
            });
        }
        Some(Outcome {
            draws,
            reward: sums[0],
            gold: sums[1],
        })
    }
}

#[cfg(test)]
mod tests {
    use bestof::budget::{PLAN_THRESHOLDS, Progress};

    use super::*;

    /// Draws, proxy and gold of the sample picked, over all orders of the samples.
    fn over_all_orders(samples: &[(f64, f64)], plan: &Plan) -> [f64; 3] {
        fn go(
            left: &mut Vec<(f64, f64)>,
            mut so_far: Progress,
            picked: f64,
            plan: &Plan,
        ) -> [f64; 3] {
            let mut mean = [0.0; 3];
            for i in 0..left.len() {
                let sample = left.swap_remove(i);
                let before = so_far;
                let picked = if so_far.push(sample.0) == Ok(true) {
                    sample.1
                } else {
                    picked
                };
                let outcome = if left.is_empty() || plan.should_stop(&so_far) {
                    [so_far.draws() as f64, so_far.best(), picked]
                } else {
                    go(left, so_far, picked, plan)
                };
                so_far = before;
                left.push(sample);
                let last = left.len() - 1;
                left.swap(i, last);
                for (mean, x) in mean.iter_mut().zip(outcome) {
                    *mean += x / left.len() as f64;
                }
            }
            mean
        }
        go(&mut samples.to_vec(), Progress::new(), 0.0, plan)
    }

    #[test]
    fn the_expectation_is_the_mean_over_all_orders() {
        let samples = [
            (0.2, 1.0),
            (0.7, 0.0),
            (0.2, 0.0),
            (0.5, 1.0),
            (0.7, 1.0),
            (0.1, 0.0),
            (0.9, 0.25),
        ];
        let (proxy, gold): (Vec<f64>, Vec<f64>) = samples.iter().copied().unzip();
        let prompt = Ranked::new(&proxy, Some(&gold));
        for start in [0.1, 0.45, 0.7, 0.95, f64::INFINITY] {
            for fall in [0.0, 0.1, 0.3] {
                for last in [1, 2, 4, 7, 9] {
                    let mut thresholds = [0.0; PLAN_THRESHOLDS];
                    for (i, threshold) in thresholds.iter_mut().enumerate() {
                        *threshold = start - fall * i as f64;
                    }
                    let plan =
                        Plan::new(Index::Best, thresholds, last, Objective::Gold, 0.0).unwrap();
                    let outcome = prompt.expected(&plan).unwrap();
                    let expected = over_all_orders(&samples, &plan);
                    for (got, expected) in [outcome.draws, outcome.reward, outcome.gold]
                        .into_iter()
                        .zip(expected)
                    {
                        assert!(
                            (got - expected).abs() < 1e-12,
                            "{start} {fall} {last}: {got} {expected}"
                        );
                    }
                }
            }
        }
        let mut rising = [0.5; PLAN_THRESHOLDS];
        rising[3] = 0.6;
        let plan = Plan::new(Index::Best, rising, 9, Objective::Gold, 0.0).unwrap();
        assert!(prompt.expected(&plan).is_none());
    }
}
