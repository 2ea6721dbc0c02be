//! The command line.

use std::path::PathBuf;

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

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    /// A table for people
    Text,
    /// One object
    Json,
    /// One row for each n
    Csv,
}
