//! The numbers of the figure: means over prompts, every prompt's pool taken as its reference policy.

use bestof::bound::sub_gaussian_bound;
use bestof::golden::{
    ScalingFit, hedge, hedge_scratch_len, scaling_best_of_n, scaling_best_of_n_fit, scaling_rl,
    scaling_rl_fit,
};
use serde::Serialize;

use super::law::{Gains, Law, Step};
use crate::fault::Fault;
use crate::pools::Pools;
use crate::report::{standard_error, summary};

/// Serialises to the program's JSON.
#[derive(Serialize)]
pub(crate) struct Figure {
    pub(crate) prompts: usize,
    pub(crate) samples: usize,
    pub(crate) n_max: usize,
    /// Half the range of a prompt's proxy, root mean square over prompts: the sub-Gaussian proxy standard deviation of the bound.
    pub(crate) sigma: f64,
    /// At whole n.
    pub(crate) curve: Vec<Row>,
    /// The same at real n too, eight an octave: what is drawn.
    #[serde(skip)]
    pub(crate) line: Vec<Row>,
    /// Gao's laws, fitted to the gold gains.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) fits: Option<Fits>,
    /// Where the gold reward of best-of-n peaks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) peak: Option<Peak>,
    pub(crate) summary: String,
}

/// Both policies at one divergence.
#[derive(Clone, Serialize)]
pub(crate) struct Row {
    pub(crate) n: f64,
    /// KL divergence from the reference, mean over prompts: ties counted.
    pub(crate) kl: f64,
    /// Its root.
    pub(crate) distance: f64,
    pub(crate) best_of_n: Gain,
    pub(crate) tilted: Gain,
    /// σ √(2 KL), on the proxy gain of either: by Cauchy and Schwarz no less than the mean of the prompts' own bounds.
    pub(crate) sub_gaussian_bound: f64,
    /// The smallest ceiling on the proxy gain of any policy at these divergences.
    pub(crate) ceiling: f64,
    /// The smallest on best-of-n's.
    pub(crate) best_of_n_ceiling: f64,
}

/// Gains over the reference; standard errors over prompts are null where there are fewer than two.
#[derive(Clone, Serialize)]
pub(crate) struct Gain {
    pub(crate) proxy: f64,
    pub(crate) proxy_se: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) gold: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) gold_se: Option<f64>,
}

#[derive(Serialize)]
pub(crate) struct Fits {
    /// d (α − β d)
    pub(crate) best_of_n: Coefficients,
    /// d (α − β ln d)
    pub(crate) tilted: Coefficients,
}

/// Coefficients of a law; the standard error is null for two points.
#[derive(Clone, Copy, Serialize)]
pub(crate) struct Coefficients {
    pub(crate) alpha: f64,
    pub(crate) beta: f64,
    pub(crate) standard_error: Option<f64>,
}

/// The real n at which the gold reward peaks over all n up to the last.
#[derive(Serialize)]
pub(crate) struct Peak {
    pub(crate) n: f64,
    pub(crate) distance: f64,
    pub(crate) gold: f64,
}

impl Figure {
    pub(crate) fn new(pools: &Pools, n_max: Option<u32>) -> Result<Self, Fault> {
        let cannot = |e: bestof::Error| Fault::new(format!("cannot compute the figure: {e}"));
        let smallest = pools.sizes().min().unwrap_or(0);
        let largest = pools.sizes().max().unwrap_or(0);
        let n_max = n_max.map_or(smallest, |n| n as usize);
        if n_max > largest {
            return Err(Fault::new(format!(
                "--n-max {n_max}: no prompt has so many samples, the largest pool has {largest}"
            )));
        }
        let mut laws: Vec<Law<'_>> = pools
            .iter()
            .map(|(proxy, gold)| Law::new(proxy, gold))
            .collect();
        let sigma = summary(laws.iter().map(|law| law.sigma().powi(2)))
            .mean
            .sqrt();
        let mut row = |n: f64| -> Result<Row, Fault> {
            let steps = laws.iter_mut().map(|law| law.step(n));
            let steps: Vec<Step> = steps.collect::<Result<_, _>>().map_err(cannot)?;
            Ok(row(n, &steps, pools.has_gold(), sigma))
        };
        let line = sizes(n_max).map(&mut row).collect::<Result<Vec<_>, _>>()?;
        let whole = line.iter().filter(|row| row.n.fract() == 0.0);
        let curve: Vec<Row> = whole.cloned().collect();
        let peak = match peak(pools, n_max).map_err(cannot)? {
            None => None,
            Some(hedge) => Some(Peak {
                n: hedge.n,
                distance: row(hedge.n)?.distance,
                gold: hedge.gain,
            }),
        };
        let mut figure = Self {
            prompts: pools.prompts(),
            samples: pools.samples(),
            n_max,
            sigma,
            fits: pools.has_gold().then(|| fits(&curve)).flatten(),
            curve,
            line,
            peak,
            summary: String::new(),
        };
        figure.summary = figure.summary();
        Ok(figure)
    }

    fn summary(&self) -> String {
        let Some(last) = self.curve.last() else {
            return "There is no curve.".to_owned();
        };
        let proxy = format!(
            "at √KL = {:.2} (n = {}) the proxy has gained {:+.3} by best-of-n, {:+.3} by the tilted policy",
            last.distance, last.n, last.best_of_n.proxy, last.tilted.proxy
        );
        match (&self.peak, last.best_of_n.gold, last.tilted.gold) {
            (Some(peak), Some(best_of_n), Some(tilted)) => {
                let head = if peak.n <= 1.0 {
                    "Gold reward is highest at the reference".to_owned()
                } else if peak.n >= last.n {
                    format!("Gold reward still rises at n = {}", last.n)
                } else {
                    format!(
                        "Gold reward of best-of-n peaks at n = {:.1} ({:+.3}), √KL = {:.2}",
                        peak.n, peak.gold, peak.distance
                    )
                };
                format!("{head}; {proxy}, the gold {best_of_n:+.3} and {tilted:+.3}.")
            }
            _ => format!("{}{}.", proxy[..1].to_uppercase(), &proxy[1..]),
        }
    }
}

/// Eight an octave from 1 on, every whole n up to 8 among them, and the last.
fn sizes(last: usize) -> impl Iterator<Item = f64> {
    let last = last as f64;
    let steps = (0..).map(|i: i32| f64::from(8 + i % 8) * 2_f64.powi(i / 8 - 3));
    steps.take_while(move |n| *n < last).chain([last])
}

fn row(n: f64, steps: &[Step], with_gold: bool, sigma: f64) -> Row {
    let mean = |of: &dyn Fn(&Step) -> f64| summary(steps.iter().map(of));
    let gain = |of: &dyn Fn(&Step) -> Gains| {
        let (proxy, gold) = (mean(&|s| of(s).proxy), mean(&|s| of(s).gold));
        Gain {
            proxy: proxy.mean,
            proxy_se: standard_error(&proxy),
            gold: with_gold.then_some(gold.mean),
            gold_se: with_gold.then(|| standard_error(&gold)).flatten(),
        }
    };
    let kl = mean(&|s| s.kl).mean;
    Row {
        n,
        kl,
        distance: kl.sqrt(),
        best_of_n: gain(&|s| s.best_of_n),
        tilted: gain(&|s| s.tilted),
        sub_gaussian_bound: sub_gaussian_bound(sigma, kl),
        ceiling: mean(&|s| s.ceiling).mean,
        best_of_n_ceiling: mean(&|s| s.best_of_n_ceiling).mean,
    }
}

fn peak(pools: &Pools, n_max: usize) -> Result<Option<bestof::golden::Hedge>, bestof::Error> {
    let (proxy, Some(gold)) = pools.columns() else {
        return Ok(None);
    };
    let sizes: Vec<usize> = pools.sizes().collect();
    let mut scratch = vec![0.0; hedge_scratch_len(proxy.len())];
    hedge(proxy, gold, &sizes, n_max as f64, &mut scratch).map(Some)
}

/// Nothing where two points of the curve cannot be told apart.
fn fits(curve: &[Row]) -> Option<Fits> {
    let distance: Vec<f64> = curve.iter().map(|row| row.distance).collect();
    let gold = |of: &dyn Fn(&Row) -> Option<f64>| curve.iter().map(of).collect::<Option<Vec<_>>>();
    let (best_of_n, tilted) = (gold(&|r| r.best_of_n.gold)?, gold(&|r| r.tilted.gold)?);
    Some(Fits {
        best_of_n: scaling_best_of_n_fit(&distance, &best_of_n, None)
            .ok()?
            .into(),
        tilted: scaling_rl_fit(&distance, &tilted, None).ok()?.into(),
    })
}

impl From<ScalingFit> for Coefficients {
    fn from(fit: ScalingFit) -> Self {
        Self {
            alpha: fit.alpha,
            beta: fit.beta,
            standard_error: fit.standard_error.is_finite().then_some(fit.standard_error),
        }
    }
}

impl Fits {
    pub(crate) fn best_of_n_at(&self, distance: f64) -> f64 {
        scaling_best_of_n(distance, self.best_of_n.alpha, self.best_of_n.beta)
    }

    pub(crate) fn tilted_at(&self, distance: f64) -> f64 {
        scaling_rl(distance, self.tilted.alpha, self.tilted.beta)
    }
}
