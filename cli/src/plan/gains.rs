//! What going on is worth after every number of draws, below every threshold: all that a fit needs to know of a log.

use bestof::budget::Objective;

use super::ranked::Ranked;

/// No rule is fitted that draws more often.
const LONGEST: usize = 512;

/// Thresholds that a fit may choose from.
const GRID: usize = 96;

/// Groups of prompts that a fit may leave out or take twice, at least.
const GROUPS: usize = 60;

/// Net gains by group of prompts: the entry of draws `m` and threshold `t` is the sum over prompts of the expected
/// `(reward added by draw m + 1) − cost`, where the best of the first `m` lies below the threshold, else 0.
pub(crate) struct Gains {
    /// Ascending: −∞, which always stops, thresholds from the log, ∞, which never stops.
    pub(crate) grid: Vec<f64>,
    /// Rules make at most this many draws.
    pub(crate) longest: usize,
    groups: Vec<Group>,
}

struct Group {
    prompts: usize,
    net: Vec<f64>,
}

/// The sum over some groups, each with its weight.
pub(crate) struct Table {
    net: Vec<f64>,
    width: usize,
}

impl Table {
    /// What going on after `draws` is worth, for every threshold.
    pub(crate) fn after(&self, draws: usize) -> &[f64] {
        &self.net[(draws - 1) * self.width..draws * self.width]
    }
}

/// Draws that share a threshold: 1, 2, 3, then two classes to an octave.
pub(crate) fn class(draws: usize) -> usize {
    let octave = draws.ilog2() as usize;
    2 * octave + (draws << 1 >> octave & 1)
}

/// How many groups there are: as many for each fold.
pub(crate) fn group_count(folds: usize) -> usize {
    folds * GROUPS.div_ceil(folds)
}

impl Gains {
    /// `group[i]` is the group of prompt `i`; `tick` is called after each prompt.
    pub(crate) fn new(
        prompts: &[Ranked],
        group: &[usize],
        groups: usize,
        objective: Objective,
        cost: f64,
        tick: impl Fn(),
    ) -> Self {
        let largest = prompts.iter().map(Ranked::len).max().unwrap_or(1);
        let longest = largest.min(LONGEST);
        let grid = grid(prompts);
        let width = grid.len();
        let empty = || Group {
            prompts: 0,
            net: vec![0.0; (longest - 1) * width],
        };
        let mut gains = Self {
            groups: (0..groups).map(|_| empty()).collect(),
            grid,
            longest,
        };
        for (prompt, group) in prompts.iter().zip(group) {
            let group = &mut gains.groups[*group];
            group.prompts += 1;
            add(prompt, &gains.grid, objective, cost, &mut group.net);
            tick();
        }
        gains.shorten();
        gains
    }

    /// Forgets draws that no prompt gains from, far beyond the last that any does.
    fn shorten(&mut self) {
        let table = self.table(|_| 1.0);
        let gains = |draws: &usize| table.after(*draws).iter().any(|net| *net > 0.0);
        let last = (1..self.longest).rev().find(gains).unwrap_or(0);
        self.longest = self.longest.min(2 * last + 8);
        for group in &mut self.groups {
            group.net.truncate((self.longest - 1) * self.grid.len());
        }
    }

    pub(crate) fn groups(&self) -> usize {
        self.groups.len()
    }

    pub(crate) fn prompts(&self, group: usize) -> usize {
        self.groups[group].prompts
    }

    pub(crate) fn table(&self, weight: impl Fn(usize) -> f64) -> Table {
        let width = self.grid.len();
        let mut net = vec![0.0; (self.longest - 1) * width];
        for (i, group) in self.groups.iter().enumerate() {
            let weight = weight(i);
            if weight == 0.0 || group.prompts == 0 {
                continue;
            }
            for (sum, net) in net.iter_mut().zip(&group.net) {
                *sum += weight * net;
            }
        }
        Table { net, width }
    }

    /// The sum over a group's prompts of what a rule gains over stopping at the first draw.
    pub(crate) fn gain(&self, group: usize, rule: &[usize]) -> f64 {
        let rows = self.groups[group].net.chunks_exact(self.grid.len());
        rows.zip(rule).map(|(row, t)| row[*t]).sum()
    }
}

/// Distinct rewards of the log, the more of them the higher: thresholds lie where the best of several draws does.
fn grid(prompts: &[Ranked]) -> Vec<f64> {
    let mut rewards: Vec<f64> = prompts.iter().flat_map(Ranked::proxy).copied().collect();
    rewards.sort_unstable_by(f64::total_cmp);
    let mut distinct = rewards.clone();
    distinct.dedup();
    let mut grid = if distinct.len() <= GRID {
        distinct
    } else {
        let quantile = |i: usize| {
            let upper = 1.0 - (i as f64 + 0.5) / GRID as f64;
            let place = (1.0 - upper.powf(1.7)) * rewards.len() as f64;
            rewards[place as usize]
        };
        (0..GRID).map(quantile).collect()
    };
    grid.dedup();
    grid.insert(0, f64::NEG_INFINITY);
    grid.push(f64::INFINITY);
    grid
}

fn add(prompt: &Ranked, grid: &[f64], objective: Objective, cost: f64, net: &mut [f64]) {
    let ahead = prompt.ahead(objective);
    let len = prompt.len();
    let below: Vec<usize> = grid
        .iter()
        .map(|threshold| prompt.proxy().partition_point(|x| x < threshold))
        .collect();
    let mut at_rank = vec![0.0; len];
    let mut up_to = vec![0.0; len + 1];
    for (m, row) in (1..len).zip(net.chunks_exact_mut(grid.len())) {
        let (each, mut lowest) = (1.0 / (len - m) as f64, len);
        prompt.best_of(m, |rank, chance| {
            at_rank[rank] = chance * (ahead[rank] * each - cost);
            lowest = rank;
        });
        up_to[..=lowest].fill(0.0);
        for rank in lowest..len {
            up_to[rank + 1] = up_to[rank] + at_rank[rank];
        }
        for (net, below) in row.iter_mut().zip(&below) {
            *net += up_to[*below];
        }
    }
}
