//! The `bestof` program: reads reward logs, prints what best-of-n does to them, fits and replays stopping rules.

mod advice;
mod args;
mod fault;
mod figure;
mod output;
mod plan;
mod plot;
mod pools;
mod random;
mod render;
mod replay;
mod report;
mod score;

use std::process::ExitCode;

use clap::Parser;

use args::{Arguments, Command, Format, ReportArguments};
use fault::Fault;

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Report(arguments) => report(&arguments),
        Command::Figure(arguments) => figure::run(&arguments),
        Command::Plan(arguments) => plan::run(&arguments),
        Command::Replay(arguments) => replay::run(&arguments),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("bestof: {fault}");
            ExitCode::from(2)
        }
    }
}

/// Everything that can fail comes before the first byte of output.
fn report(arguments: &ReportArguments) -> Result<(), Fault> {
    let pools = pools::read(&arguments.log.columns())?;
    let report = report::Report::new(&pools, arguments.n_max)?;
    let mut text = Vec::new();
    match arguments.format {
        Format::Text => render::text(&report, &mut text),
        Format::Json => render::json(&report, &mut text),
        Format::Csv => render::csv(&report, &mut text),
    }
    .map_err(|e| Fault::new(format!("cannot format the report: {e}")))?;
    if let Some(path) = &arguments.plot {
        plot::write(&report, path)?;
    }
    output::print(&text)
}
