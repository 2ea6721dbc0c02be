//! `monotone [POINTS]`: how often each divergence, which rises in `n`, falls between consecutive integers up to POINTS and
//! between as many neighbouring doubles of all binades; ten million unless told.

use std::process::ExitCode;

use bestof_oracle::falls::{DIVERGENCES, over_integers, over_neighbours};

fn main() -> ExitCode {
    let points = std::env::args()
        .nth(1)
        .map_or(Ok(10_000_000), |word| word.parse());
    let Ok(points) = points else {
        eprintln!("usage: monotone [POINTS]");
        return ExitCode::from(2);
    };
    println!("| function | falls over integers | falls over neighbouring doubles | points |");
    println!("|---|---|---|---|");
    for (name, f) in DIVERGENCES {
        let doubles = over_neighbours(f, points as usize);
        println!(
            "| `{name}` | {} | {doubles} | {points} |",
            over_integers(f, points)
        );
    }
    ExitCode::SUCCESS
}
