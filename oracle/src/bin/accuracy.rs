//! `accuracy [--points N] [--only NAME]`: the accuracy table as it comes out, in markdown; fails where a row exceeds its bound.
//! `accuracy --budgets N`: whether `max_n` is exact for every `n ≤ N`, at budgets about each divergence of best-of-`n`.

use std::process::ExitCode;

use bestof_oracle::Backend;
use bestof_oracle::big::Big;
use bestof_oracle::budgets::{DIVERGENCES, wrong_budget};
use bestof_oracle::table::{Row, rows};

const USAGE: &str = "usage: accuracy [--points N] [--only NAME] | accuracy --budgets N";

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
            ("--budgets", Some(value)) if value.parse::<u64>().is_ok() => {
                return budgets(value.parse().unwrap_or(0));
            }
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
    let threads = threads();
    let mut kept = true;
    println!(
        "| function | bound, ulp | worst, ulp | at | mean, ulp | points | over | domain | backend |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    for row in &rows {
        let found = row.run(points, threads);
        kept &= found.worst <= row.bound;
        println!(
            "| `{}` | {} | {:.4} | {} | {:.4} | {} | {} | {} | {} |",
            row.name,
            row.bound,
            found.worst,
            row.arguments(&found.at),
            found.mean(),
            found.points,
            found.over,
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

fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Every pool size up to `last`, dealt out to the threads.
fn budgets(last: u64) -> ExitCode {
    let threads = threads();
    let mut kept = true;
    for divergence in DIVERGENCES {
        let wrong: Vec<(u64, f64)> = std::thread::scope(|scope| {
            let runs: Vec<_> = (1..=threads as u64)
                .map(|first| {
                    scope.spawn(move || {
                        (first..=last)
                            .step_by(threads)
                            .filter_map(|n| Some((n, wrong_budget::<Backend>(divergence, n)?)))
                            .collect::<Vec<_>>()
                    })
                })
                .collect();
            runs.into_iter()
                .flat_map(|run| run.join().expect("a run does not panic"))
                .collect()
        });
        println!(
            "max_n({divergence:?}): {} wrong of {last} pool sizes, three budgets each; {}",
            wrong.len(),
            Backend::NAME
        );
        for (n, budget) in wrong.iter().take(5) {
            println!("  n = {n}, budget {budget:e}");
        }
        kept &= wrong.is_empty();
    }
    if kept {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
