//! The numbers of a report: means and standard errors over prompts, for every n.

use bestof::divergence::{chi_squared, kl, total_variation, win_rate};
use bestof::estimate::{RewardStats, Summary, curve, curve_scratch_len};
use serde::Serialize;

use crate::advice;
use crate::fault::Fault;
use crate::pools::Pools;

/// What best-of-n does to a log. Serialises to the program's JSON.
#[derive(Serialize)]
pub(crate) struct Report {
    pub(crate) prompts: usize,
    pub(crate) samples: usize,
    pub(crate) n_max: usize,
    /// Observed range of the proxy, on which every ceiling rests.
    pub(crate) proxy_range: [f64; 2],
    pub(crate) curve: Vec<Point>,
    pub(crate) best_n: usize,
    pub(crate) best_n_by: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) overoptimised: Option<bool>,
    pub(crate) advice: String,
}

/// One n. Standard errors are null where fewer than two prompts are left.
#[derive(Serialize)]
pub(crate) struct Point {
    pub(crate) n: usize,
    pub(crate) prompts: usize,
    pub(crate) kl: f64,
    pub(crate) chi_squared: f64,
    pub(crate) total_variation: f64,
    pub(crate) win_rate: f64,
    pub(crate) proxy: f64,
    pub(crate) proxy_se: Option<f64>,
    #[serde(flatten)]
    pub(crate) gold: Option<Gold>,
    /// Bound on the proxy gain over n = 1, from the observed range.
    pub(crate) ceiling: f64,
}

/// The reward that counts, at one n.
#[derive(Serialize)]
pub(crate) struct Gold {
    pub(crate) gold: f64,
    pub(crate) gold_se: Option<f64>,
    pub(crate) gold_gain: f64,
    pub(crate) gold_gain_se: Option<f64>,
}

/// Mean and standard error of what prompts have in common.
pub(crate) fn summary(values: impl Iterator<Item = f64>) -> Summary {
    let mut stats = RewardStats::new();
    for value in values {
        // Curves of finite rewards are finite; a difference beyond the doubles has no mean to go into.
        let _ = stats.push(value);
    }
    stats.summary()
}

/// The standard error of the mean; `None` for fewer than two values.
pub(crate) fn standard_error(summary: &Summary) -> Option<f64> {
    (summary.count > 1).then_some(summary.standard_error)
}

/// Curves of the prompts, one row each.
pub(crate) struct Curves {
    rows: Vec<Vec<f64>>,
}

impl Curves {
    /// The values at n of the prompts that have n samples.
    fn at(&self, n: usize) -> Summary {
        summary(self.rows.iter().filter_map(|row| row.get(n - 1)).copied())
    }

    /// The paired difference between two n over the prompts that have both.
    pub(crate) fn difference(&self, to: usize, from: usize) -> Summary {
        summary(
            self.rows
                .iter()
                .filter_map(|row| Some(row.get(to - 1)? - row.get(from - 1)?)),
        )
    }
}

impl Report {
    pub(crate) fn new(pools: &Pools, n_max: Option<u32>) -> Result<Self, Fault> {
        let smallest = pools.sizes().min().unwrap_or(0);
        let largest = pools.sizes().max().unwrap_or(0);
        let n_max = n_max.map_or(smallest, |n| n as usize);
        if n_max > largest {
            return Err(Fault::new(format!(
                "--n-max {n_max}: no prompt has so many samples, the largest pool has {largest}"
            )));
        }
        let (proxy, gold) = curves(pools, n_max)?;
        let (low, high) = pools.range();
        let points: Vec<Point> = (1..=n_max)
            .map(|n| point(n, &proxy, gold.as_ref(), high - low))
            .collect();

        let height = |point: &Point| point.gold.as_ref().map_or(point.proxy, |gold| gold.gold);
        let best_n = points
            .iter()
            .fold(None::<&Point>, |best, point| match best {
                Some(best) if height(best) >= height(point) => Some(best),
                _ => Some(point),
            })
            .map_or(1, |point| point.n);
        let verdict = advice::Verdict::new(&points, gold.as_ref(), best_n);
        Ok(Self {
            prompts: pools.prompts(),
            samples: pools.samples(),
            n_max,
            proxy_range: [low, high],
            best_n,
            best_n_by: if pools.has_gold() { "gold" } else { "proxy" },
            overoptimised: gold.is_some().then_some(verdict.overoptimised),
            advice: verdict.sentence,
            curve: points,
        })
    }
}

fn point(n: usize, proxy: &Curves, gold: Option<&Curves>, range: f64) -> Point {
    let mean = proxy.at(n);
    let draws = n as f64;
    Point {
        n,
        prompts: mean.count as usize,
        kl: kl(draws),
        chi_squared: chi_squared(draws),
        total_variation: total_variation(draws),
        win_rate: win_rate(draws),
        proxy: mean.mean,
        proxy_se: standard_error(&mean),
        gold: gold.map(|gold| {
            let (level, gain) = (gold.at(n), gold.difference(n, 1));
            Gold {
                gold: level.mean,
                gold_se: standard_error(&level),
                gold_gain: gain.mean,
                gold_gain_se: standard_error(&gain),
            }
        }),
        ceiling: range * total_variation(draws),
    }
}

/// The unbiased curves of every prompt, as far as its pool and `n_max` reach.
fn curves(pools: &Pools, n_max: usize) -> Result<(Curves, Option<Curves>), Fault> {
    let largest = pools.sizes().max().unwrap_or(0);
    let mut scratch = vec![0.0; curve_scratch_len(largest)];
    let (mut proxies, mut golds) = (Vec::new(), Vec::new());
    for (proxy, gold) in pools.iter() {
        let length = proxy.len().min(n_max);
        let mut proxy_out = vec![0.0; length];
        let mut gold_out = gold.map(|_| vec![0.0; length]);
        curve(
            proxy,
            gold,
            &mut scratch,
            &mut proxy_out,
            gold_out.as_deref_mut(),
        )
        .map_err(|e| Fault::new(format!("cannot estimate the curve: {e}")))?;
        proxies.push(proxy_out);
        golds.extend(gold_out);
    }
    let gold = pools.has_gold().then_some(Curves { rows: golds });
    Ok((Curves { rows: proxies }, gold))
}
