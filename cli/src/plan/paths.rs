//! Requests as they come, for rules that know more of a request than its best reward: drawn at random, kept as numbers.

use std::ops::Range;

use bestof::budget::{Index, Objective, Progress};

use super::family::resamples;
use super::gains::class;
use super::ranked::Ranked;
use crate::random::Random;

/// Steps kept, at most, unless each prompt has fewer than one order.
const STEPS: usize = 1 << 20;

/// Orders in which a prompt's samples are drawn, at most.
const ORDERS: usize = 32;

/// Thresholds to choose from, at each class of draws.
const GRID: usize = 48;

/// Resamples of the prompts over which thresholds are taken in the middle.
const RESAMPLES: usize = 12;

/// One draw, after which a request may stop.
#[derive(Clone, Copy)]
struct Step {
    index: f32,
    /// Expected reward added by the next draw, given those so far, minus its cost.
    net: f32,
}

/// Requests by group of prompts. A request's steps end where its samples do.
pub(crate) struct Paths {
    pub(crate) index: Index,
    groups: Vec<Vec<Vec<Step>>>,
    /// Requests for each prompt.
    orders: usize,
    longest: usize,
}

/// Thresholds on the index for draws 1, 2, …; one less than the last draw.
pub(crate) type IndexRule = Vec<f64>;

impl Paths {
    /// `None` where no prompt's rewards vary: there is no spread to measure an excess in.
    pub(crate) fn new(
        prompts: &[Ranked],
        group: &[usize],
        groups: usize,
        longest: usize,
        objective: Objective,
        cost: f64,
    ) -> Option<Self> {
        let variance = within(prompts);
        if !(variance.is_normal() && variance > 0.0) {
            return None;
        }
        let orders = (STEPS / (prompts.len() * longest)).clamp(1, ORDERS);
        let mut paths = Self {
            index: Index::Excess { variance },
            groups: vec![Vec::new(); groups],
            orders,
            longest,
        };
        let mut random = Random::new(1);
        for (prompt, group) in prompts.iter().zip(group) {
            let ahead = prompt.ahead(objective);
            let mut order: Vec<usize> = (0..prompt.len()).collect();
            for _ in 0..orders {
                let steps = path(
                    prompt,
                    &ahead,
                    &mut order,
                    longest,
                    paths.index,
                    &mut random,
                );
                let with_cost = steps.map(|(index, added)| Step {
                    index: index as f32,
                    net: (added - cost) as f32,
                });
                paths.groups[*group].push(with_cost.collect());
            }
        }
        Some(paths)
    }

    /// The sum over a group's prompts of what a rule gains over stopping at the first draw.
    pub(crate) fn gain(&self, group: usize, rule: &IndexRule) -> f64 {
        let of_path = |path: &Vec<Step>| {
            let steps = path.iter().zip(rule);
            steps
                .take_while(|(step, threshold)| f64::from(step.index) < **threshold)
                .map(|(step, _)| f64::from(step.net))
                .sum::<f64>()
        };
        self.groups[group].iter().map(of_path).sum::<f64>() / self.orders as f64
    }

    /// For each class of draws the middle of the thresholds that are best for resamples of the prompts.
    pub(crate) fn fit(&self, weights: &[f64]) -> IndexRule {
        let rules: Vec<IndexRule> = resamples(weights, RESAMPLES)
            .map(|resampled| self.best(&resampled))
            .collect();
        let middle = |draws: usize| {
            let of = |rule: &IndexRule| rule.get(draws - 1).copied().unwrap_or(f64::NEG_INFINITY);
            let mut here: Vec<f64> = rules.iter().map(of).collect();
            here.sort_unstable_by(f64::total_cmp);
            here[here.len() / 2]
        };
        let all = (1..self.longest).map(middle);
        all.take_while(|threshold| *threshold > f64::NEG_INFINITY)
            .collect()
    }

    /// The best thresholds, one for each class of draws, from the last class backwards.
    fn best(&self, weights: &[f64]) -> IndexRule {
        let chosen = self.groups.iter().zip(weights).filter(|(_, w)| **w > 0.0);
        let (paths, weights): (Vec<&[Step]>, Vec<f64>) = chosen
            .flat_map(|(group, weight)| group.iter().map(|path| (path.as_slice(), *weight)))
            .unzip();
        // What each path gains once it has come through the classes that are done.
        let mut future = vec![0.0; paths.len()];
        let mut rule = vec![f64::NEG_INFINITY; self.longest - 1];
        let mut end = self.longest - 1;
        while end > 0 {
            let start = (0..end).find(|i| class(i + 1) == class(end)).unwrap_or(0);
            let threshold = best_threshold(&paths, &weights, start..end, &future);
            rule[start..end].fill(threshold);
            for (path, future) in paths.iter().zip(&mut future) {
                let steps = path.get(start..end.min(path.len())).unwrap_or(&[]);
                let on = |step: &&Step| f64::from(step.index) < threshold;
                let alive = steps.iter().take_while(on);
                let (count, sum) = alive.fold((0, 0.0), |(count, sum), step| {
                    (count + 1, sum + f64::from(step.net))
                });
                *future = if count == end - start {
                    sum + *future
                } else {
                    sum
                };
            }
            end = start;
        }
        while rule.last() == Some(&f64::NEG_INFINITY) {
            rule.pop();
        }
        rule
    }
}

/// The threshold that gains most in a class of draws, what comes after it being settled.
fn best_threshold(paths: &[&[Step]], weights: &[f64], class: Range<usize>, future: &[f64]) -> f64 {
    let mut seen: Vec<f32> = paths
        .iter()
        .filter_map(|path| path.get(class.start..)?.first())
        .map(|step| step.index)
        .collect();
    if seen.is_empty() {
        return f64::NEG_INFINITY;
    }
    seen.sort_unstable_by(f32::total_cmp);
    let mut grid: Vec<f32> = (0..GRID).map(|i| seen[i * seen.len() / GRID]).collect();
    grid.dedup();
    // A step counts for all thresholds above the highest index so far in the class.
    let mut sums = vec![0.0; grid.len() + 1];
    for ((path, weight), future) in paths.iter().zip(weights).zip(future) {
        let steps = path
            .get(class.start..class.end.min(path.len()))
            .unwrap_or(&[]);
        let mut place = 0;
        for step in steps {
            place = place.max(grid.partition_point(|threshold| *threshold <= step.index));
            sums[place] += weight * f64::from(step.net);
        }
        if steps.len() == class.len() {
            sums[place] += weight * future;
        }
    }
    let mut best = (0.0, f64::NEG_INFINITY);
    let mut sum = 0.0;
    for (place, gained) in sums.iter().enumerate() {
        sum += gained;
        if sum > best.0 {
            best = (
                sum,
                grid.get(place).map_or(f64::INFINITY, |t| f64::from(*t)),
            );
        }
    }
    best.1
}

/// Index and expected addition of the next draw after each draw of one random order.
fn path<'a>(
    prompt: &'a Ranked,
    ahead: &'a [f64],
    order: &'a mut [usize],
    longest: usize,
    index: Index,
    random: &'a mut Random,
) -> impl Iterator<Item = (f64, f64)> + 'a {
    let len = prompt.len();
    let (mut progress, mut best) = (Progress::new(), 0);
    (0..len.min(longest) - 1).map(move |drawn| {
        order.swap(drawn, drawn + random.below(len - drawn));
        best = best.max(order[drawn]);
        // Rewards are finite: the log has been read.
        let _ = progress.push(prompt.proxy()[order[drawn]]);
        let added = ahead[best] / (len - drawn - 1) as f64;
        (progress.index(index), added)
    })
}

/// The variance of a prompt's rewards, mean over prompts.
fn within(prompts: &[Ranked]) -> f64 {
    let variance = |rewards: &[f64]| {
        let count = rewards.len() as f64;
        let mean = rewards.iter().sum::<f64>() / count;
        let squares: f64 = rewards.iter().map(|x| (x - mean).powi(2)).sum();
        (count > 1.0).then(|| squares / (count - 1.0))
    };
    let all: Vec<f64> = prompts.iter().filter_map(|p| variance(p.proxy())).collect();
    all.iter().sum::<f64>() / all.len() as f64
}
