//! The `bestof` program: reads reward logs, prints what best-of-n does to them.

mod advice;
mod args;
mod fault;
mod plot;
mod pools;
mod render;
mod report;

use std::io::{self, BufWriter, ErrorKind, Write};
use std::process::ExitCode;

use clap::Parser;

use args::{Arguments, Command, Format, ReportArguments};
use fault::Fault;

fn main() -> ExitCode {
    let outcome = match Arguments::parse().command {
        Command::Report(arguments) => report(&arguments),
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
    let pools = pools::read(&arguments.columns())?;
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
    match print(&text) {
        // A reader that has seen enough closes the pipe; that is no fault of ours.
        Err(e) if e.kind() != ErrorKind::BrokenPipe => {
            Err(Fault::new(format!("cannot write the report: {e}")))
        }
        _ => Ok(()),
    }
}

fn print(text: &[u8]) -> io::Result<()> {
    let mut out = BufWriter::new(io::stdout().lock());
    out.write_all(text)?;
    out.flush()
}
