//! `accuracy [--points N] [--only NAME]`: the accuracy table as it comes out, in markdown; fails where a row exceeds its bound.

use std::process::ExitCode;

use bestof_oracle::Backend;
use bestof_oracle::big::Big;
use bestof_oracle::table::{Row, rows};

const USAGE: &str = "usage: accuracy [--points N] [--only NAME]";

fn main() -> ExitCode {
    let mut points = 20_000;
    let mut only = None;
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        let value = words.next();
        match (word.as_str(), value) {
            ("--points", Some(value)) if value.parse::<usize>().is_ok_and(|n| n > 0) => {
                points = value.parse().unwrap_or(points);
            }
            ("--only", Some(value)) => only = Some(value),
            _ => {
                eprintln!("{USAGE}");
                return ExitCode::from(2);
            }
        }
    }
    let rows: Vec<Row<Backend>> = rows()
        .into_iter()
        .filter(|row: &Row<Backend>| only.as_ref().is_none_or(|name| name == row.name))
        .collect();
    if rows.is_empty() {
        eprintln!("no such function; {USAGE}");
        return ExitCode::from(2);
    }
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    let mut kept = true;
    println!("| function | bound, ulp | worst, ulp | at | mean, ulp | points | domain | backend |");
    println!("|---|---|---|---|---|---|---|---|");
    for row in &rows {
        let found = row.run(points, threads);
        kept &= found.worst <= row.bound;
        println!(
            "| `{}` | {} | {:.4} | {} | {:.4} | {} | {} | {} |",
            row.name,
            row.bound,
            found.worst,
            row.arguments(&found.at),
            found.mean(),
            found.points,
            row.domain,
            Backend::NAME
        );
    }
    if kept {
        ExitCode::SUCCESS
    } else {
        eprintln!("a function exceeds its bound");
        ExitCode::FAILURE
    }
}
