//! The command line.

use std::path::PathBuf;

use bestof::budget::PLAN_MAX_DRAWS;
use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::pools::Columns;

/// From reward logs to best-of-n decisions.
#[derive(Parser)]
#[command(name = "bestof", version)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) command: Command,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    Report(ReportArguments),
    Figure(FigureArguments),
    Plan(PlanArguments),
    Replay(ReplayArguments),
}

/// What best-of-n does to the scored samples of a log, for n = 1, 2, …
///
/// For every n: the mean proxy and gold reward of the best of n samples by proxy (unbiased over each prompt's pool; samples
/// that tie in proxy share their gold), standard errors over prompts, the divergences from the sampling policy, and the
/// range ceiling on the proxy gain, (hi − lo)·TV(n), which rests on the range of the proxy observed in the file.
///
/// A run is called over-optimised when the gold reward at the last n lies below its peak by more than the standard error of
/// that difference over prompts, while the proxy still rises.
#[derive(Args)]
pub(crate) struct ReportArguments {
    #[command(flatten)]
    pub(crate) log: LogArguments,
    /// Last n of the curve [default: the smallest pool]; prompts with fewer samples leave the curve earlier
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) n_max: Option<u32>,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// Draw the curves into an SVG file
    #[arg(long, value_name = "OUT.svg")]
    pub(crate) plot: Option<PathBuf>,
}

/// Draw what a gain in proxy costs in gold: best-of-n and the tilted policy against √KL
///
/// Gains over the reference, means over prompts, every prompt's pool of samples taken as its reference: best-of-n of it, and the
/// policy of reinforcement learning, proportional to e^(proxy/β), with β such that it is, prompt by prompt, at the KL divergence of
/// best-of-n. Beside them the sub-Gaussian bound σ √(2 KL) with half the observed range as σ, the smallest ceiling on the proxy gain of
/// any policy at that divergence, and with --gold Gao's laws fitted to the gold gains: d (α − β d) to best-of-n's, d (α − β ln d) to
/// the tilted policy's, d = √KL.
#[derive(Args)]
pub(crate) struct FigureArguments {
    #[command(flatten)]
    pub(crate) log: LogArguments,
    /// Last n [default: the smallest pool]
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) n_max: Option<u32>,
    /// What to print
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub(crate) format: Format,
    /// The SVG file to draw into
    #[arg(long, value_name = "OUT.svg")]
    pub(crate) plot: PathBuf,
}

/// Fit a stopping rule to a log, to be asked by a server after every draw
///
/// The plan maximises the mean over prompts of reward − COST · draws: of the proxy, or with --gold of the gold reward of the
/// sample that the proxy selects, so that it stops before over-optimisation sets in. The family of rules is chosen by
/// cross-validation over prompts inside the fit: the best fixed n, unless thresholds on the best reward that fall as draws are
/// made do better there, or a reserve value with a cap, or thresholds on how far the best exceeds the request's own rewards.
#[derive(Args)]
pub(crate) struct PlanArguments {
    #[command(flatten)]
    pub(crate) log: LogArguments,
    /// Price of a draw, in units of the reward
    #[arg(long, value_name = "C", value_parser = price)]
    pub(crate) cost: f64,
    /// File for the plan, 560 bytes
    #[arg(short, long, value_name = "PLAN", required_unless_present = "folds")]
    pub(crate) output: Option<PathBuf>,
    /// Fit as often, each time without a part of the prompts, and print how the plans do on the parts left out
    #[arg(long, value_name = "K", value_parser = clap::value_parser!(u32).range(2..))]
    pub(crate) folds: Option<u32>,
    /// Shuffles prompts into folds
    #[arg(long, default_value_t = 0)]
    pub(crate) seed: u64,
    /// What to print
    #[arg(long, value_enum, default_value_t = ScoreFormat::Text)]
    pub(crate) format: ScoreFormat,
}

/// Replay a stopping rule over a log, against the best fixed n
///
/// Every prompt is served many times: its samples come in random order, without replacement, and the rule is asked after
/// each. What the next sample adds is counted as its expectation, given the samples that came; draws are counted as they
/// come. A prompt whose samples run out stops there, under the rule and under a fixed n alike.
#[derive(Args)]
pub(crate) struct ReplayArguments {
    #[command(flatten)]
    pub(crate) log: LogArguments,
    /// Price of a draw, in units of the reward
    #[arg(long, value_name = "C", value_parser = price)]
    pub(crate) cost: f64,
    #[command(flatten)]
    pub(crate) policy: PolicyArguments,
    /// Leave a rule as it is where the best fixed n does better on this log
    #[arg(long, requires = "rule")]
    pub(crate) unguarded: bool,
    /// How often each prompt is served
    #[arg(long, value_name = "R", default_value_t = 500, value_parser = clap::value_parser!(u32).range(1..))]
    pub(crate) repetitions: u32,
    /// Shuffles the samples
    #[arg(long, default_value_t = 0)]
    pub(crate) seed: u64,
    /// What to print
    #[arg(long, value_enum, default_value_t = ScoreFormat::Text)]
    pub(crate) format: ScoreFormat,
    /// Draw reward against draws into an SVG file
    #[arg(long, value_name = "OUT.svg")]
    pub(crate) plot: Option<PathBuf>,
}

#[derive(Args)]
#[group(required = true, multiple = false)]
pub(crate) struct PolicyArguments {
    /// A plan made by `bestof plan`
    #[arg(long, value_name = "PLAN")]
    pub(crate) plan: Option<PathBuf>,
    /// As many draws for every prompt
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..=PLAN_MAX_DRAWS))]
    pub(crate) fixed: Option<u64>,
    /// A rule of the library, its beliefs fitted to this log; turned into the best fixed n where that does better
    #[arg(long, value_enum, value_name = "NAME")]
    pub(crate) rule: Option<RuleName>,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum RuleName {
    /// Normal rewards, mean and variance unknown: Student's predictive law and backward induction
    Student,
    /// Normal rewards of the log's mean and variance: the first at or above their reservation value
    Normal,
    /// The same for rewards with an exponential tail
    Exponential,
    /// The same for uniform rewards
    Uniform,
    /// The same for logistic rewards
    Logistic,
}

impl RuleName {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Student => "student",
            Self::Normal => "normal",
            Self::Exponential => "exponential",
            Self::Uniform => "uniform",
            Self::Logistic => "logistic",
        }
    }
}

/// Which log, and what its columns mean.
#[derive(Args)]
pub(crate) struct LogArguments {
    /// CSV file with a header, one sample a row; `-` reads standard input
    file: String,
    /// Column that tells prompts apart
    #[arg(long, value_name = "COLUMN")]
    prompt: String,
    /// Column of the reward that selects
    #[arg(long, value_name = "COLUMN")]
    proxy: String,
    /// Column of the reward that counts
    #[arg(long, value_name = "COLUMN")]
    gold: Option<String>,
}

impl LogArguments {
    pub(crate) fn columns(&self) -> Columns<'_> {
        Columns {
            file: &self.file,
            prompt: &self.prompt,
            proxy: &self.proxy,
            gold: self.gold.as_deref(),
        }
    }
}

fn price(text: &str) -> Result<f64, String> {
    match text.parse::<f64>() {
        Ok(price) if price.is_finite() && price >= 0.0 => Ok(price),
        _ => Err("expected a finite number that is not negative".to_owned()),
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum ScoreFormat {
    /// A table for people
    Text,
    /// One object
    Json,
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    /// A table for people
    Text,
    /// One object
    Json,
    /// One row for each n
    Csv,
}
