//! Instructions of every scalar kernel under callgrind, against `benches/instructions.csv`: fails where one costs over 3% more.
//!
//! `cargo bench --bench instructions`; with `BESTOF_WRITE_INSTRUCTIONS=1` it writes the file. Counts do not depend on what else
//! the machine does, only on the compiler. Valgrind's processor has AVX2 and fused multiply-adds, whatever the machine has.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::hint::black_box;
use std::process::{Command, ExitCode};

use bestof::bound::*;
use bestof::divergence::*;
use bestof::estimate::pass_at_k;
use bestof::order::*;

const CALLS: u32 = 1000;

/// Growth that is let pass.
const TOLERANCE: f64 = 1.03;

const BASELINE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/instructions.csv");

/// Sizes from 1 to a million, evenly in `ln n`.
fn sizes() -> impl Iterator<Item = f64> {
    (0..CALLS).map(|i| 1e6_f64.powf(f64::from(i * 7919 % CALLS) / f64::from(CALLS)))
}

/// A function of one number, tried at what the second makes of each size.
type Kernel = (&'static str, fn(f64) -> f64, fn(f64) -> f64);

fn same(n: f64) -> f64 {
    n
}

fn share(n: f64) -> f64 {
    1.0 - 1.0 / n
}

const KERNELS: &[Kernel] = &[
    ("kl", kl, same),
    ("reverse_kl", reverse_kl, same),
    ("jeffreys", jeffreys, same),
    ("chi_squared", chi_squared, same),
    ("total_variation", total_variation, same),
    ("hellinger_squared", hellinger_squared, same),
    ("win_rate", win_rate, same),
    ("renyi, order 0.3", |n| renyi(n, 0.3), same),
    ("renyi, order 2", |n| renyi(n, 2.0), same),
    ("hockey_stick", |n| hockey_stick(n, 1.5), same),
    ("n_at_kl", n_at_kl, kl),
    ("n_at_reverse_kl", n_at_reverse_kl, reverse_kl),
    ("n_at_chi_squared", n_at_chi_squared, chi_squared),
    (
        "n_at_total_variation",
        n_at_total_variation,
        total_variation,
    ),
    (
        "n_at_hellinger_squared",
        n_at_hellinger_squared,
        hellinger_squared,
    ),
    ("n_at_renyi, order 2", |d| n_at_renyi(d, 2.0), kl),
    (
        "max_n by KL",
        |k| max_n(Divergence::Kl, k).map_or(0.0, |n| n as f64),
        kl,
    ),
    ("exp_max_mean", exp_max_mean, same),
    ("exp_max_variance", exp_max_variance, same),
    ("exp_max_cdf", |n| exp_max_cdf(n, 3.0), same),
    ("exp_max_quantile", |n| exp_max_quantile(n, 0.3), same),
    (
        "exp_order_mean",
        |n| exp_order_mean(1 << 20, n as u64),
        same,
    ),
    (
        "exp_order_variance",
        |n| exp_order_variance(1 << 20, n as u64),
        same,
    ),
    ("normal_max_mean", normal_max_mean, same),
    ("gumbel_max_mean", gumbel_max_mean, same),
    ("logistic_max_mean", logistic_max_mean, same),
    ("sub_gaussian_bound", |k| sub_gaussian_bound(1.3, k), kl),
    ("sub_gamma_bound", |k| sub_gamma_bound(1.3, 0.4, k), kl),
    (
        "tail_adaptive_bound",
        |k| tail_adaptive_bound(1.3, 0.4, 0.5, k),
        kl,
    ),
    ("bounded_bound", |k| bounded_bound(0.0, 1.0, 0.1, k), share),
    ("bernoulli_kl_upper", |k| bernoulli_kl_upper(0.1, k), share),
    ("pass_at_k", |n| pass_at_k(1 << 20, n as u64, 10), same),
];

/// What one run does: every argument made, and the kernel called at each, or not.
fn call(name: &str, calls: bool) -> Option<()> {
    let (_, kernel, argument) = KERNELS.iter().find(|(other, ..)| *other == name)?;
    let arguments: Vec<f64> = sizes().map(argument).collect();
    for x in &arguments {
        let x = black_box(*x);
        black_box(if calls { kernel(x) } else { x });
    }
    Some(())
}

/// Instructions of one run of this program under callgrind.
fn count(name: &str, what: &str) -> Result<u64, String> {
    let program = std::env::current_exe().map_err(|e| e.to_string())?;
    let run = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null"])
        .arg(program)
        .args([what, name])
        .output()
        .map_err(|e| format!("valgrind: {e}"))?;
    let text = String::from_utf8_lossy(&run.stderr);
    text.lines()
        .find_map(|line| line.split_once("Collected : "))
        .and_then(|(_, count)| count.trim().parse().ok())
        .ok_or_else(|| format!("no count from valgrind for {name}: {text}"))
}

fn measure() -> Result<BTreeMap<String, u64>, String> {
    KERNELS
        .iter()
        .map(|(name, ..)| {
            let extra = count(name, "calls")?.saturating_sub(count(name, "arguments")?);
            Ok(((*name).to_owned(), extra / u64::from(CALLS)))
        })
        .collect()
}

fn baseline() -> Result<BTreeMap<String, u64>, String> {
    let text = std::fs::read_to_string(BASELINE).map_err(|e| format!("{BASELINE}: {e}"))?;
    text.lines()
        .skip(1)
        .map(|line| {
            line.rsplit_once(';')
                .and_then(|(name, count)| Some((name.to_owned(), count.parse().ok()?)))
                .ok_or_else(|| format!("{BASELINE}: no name and count in \"{line}\""))
        })
        .collect()
}

fn compare(found: &BTreeMap<String, u64>, expected: &BTreeMap<String, u64>) -> bool {
    let mut kept = found.len() == expected.len();
    println!("| function | instructions a call | before |\n|---|---|---|");
    for (name, count) in found {
        let before = expected.get(name).copied();
        let over = before.is_none_or(|before| *count as f64 > before as f64 * TOLERANCE);
        kept &= !over;
        let before = before.map_or("none".to_owned(), |count| count.to_string());
        println!(
            "| `{name}` | {count} | {before}{} |",
            if over { ", over" } else { "" }
        );
    }
    kept
}

fn run() -> Result<bool, String> {
    let found = measure()?;
    if std::env::var_os("BESTOF_WRITE_INSTRUCTIONS").is_some() {
        let mut text = "function;instructions a call\n".to_owned();
        for (name, count) in &found {
            writeln!(text, "{name};{count}").map_err(|e| e.to_string())?;
        }
        std::fs::write(BASELINE, text).map_err(|e| format!("{BASELINE}: {e}"))?;
    }
    Ok(compare(&found, &baseline()?))
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().collect();
    match words.get(1..3) {
        Some([what, name]) if what == "calls" || what == "arguments" => {
            call(name, what == "calls").map_or(ExitCode::FAILURE, |()| ExitCode::SUCCESS)
        }
        _ => match run() {
            Ok(true) => ExitCode::SUCCESS,
            Ok(false) => {
                eprintln!("a kernel costs over 3% more than {BASELINE} says, or is not in it");
                ExitCode::FAILURE
            }
            Err(e) => {
                eprintln!("{e}");
                ExitCode::FAILURE
            }
        },
    }
}
