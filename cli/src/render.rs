//! A report as text, JSON or CSV.

use std::io::{self, Write};

use crate::report::{Point, Report};

/// A table for people: few enough n to read, every divergence with its meaning.
pub(crate) fn text(report: &Report, out: &mut Vec<u8>) -> io::Result<()> {
    let [low, high] = report.proxy_range;
    writeln!(
        out,
        "{} prompts, {} samples; best of n by proxy, proxy observed in [{low}, {high}]\n",
        report.prompts, report.samples
    )?;
    let with_gold = report.curve.iter().any(|point| point.gold.is_some());
    let shrinks = report.curve.iter().any(|p| p.prompts != report.prompts);
    let mut head = format!("{:>6}", "n");
    if shrinks {
        head += &format!("{:>9}", "prompts");
    }
    head += &format!("{:>18}", "proxy reward");
    if with_gold {
        head += &format!("{:>18}{:>19}", "gold reward", "gold gain");
    }
    head += &format!("{:>10}{:>10}{:>10}", "win rate", "KL, nats", "ceiling");
    writeln!(out, "{head}")?;
    for point in report.curve.iter().filter(|p| shown(p.n, report)) {
        let mut line = format!("{:>6}", point.n);
        if shrinks {
            line += &format!("{:>9}", point.prompts);
        }
        line += &format!("{:>18}", with_error(point.proxy, point.proxy_se, false));
        if let Some(gold) = &point.gold {
            line += &format!("{:>18}", with_error(gold.gold, gold.gold_se, false));
            line += &format!(
                "{:>19}",
                with_error(gold.gold_gain, gold.gold_gain_se, true)
            );
        }
        line += &format!(
            "{:>10.4}{:>10.4}{:>10.4}",
            point.win_rate, point.kl, point.ceiling
        );
        if point.n == report.best_n {
            line += "  <- best by ";
            line += report.best_n_by;
        }
        writeln!(out, "{line}")?;
    }
    writeln!(
        out,
        "\n± is one standard error over prompts. Win rate and KL are exact without proxy ties, upper bounds with them.\n\
         ceiling: no proxy gain over n = 1 can exceed it as long as the proxy stays in the observed range.\n\n{}",
        report.advice
    )
}

fn with_error(value: f64, error: Option<f64>, signed: bool) -> String {
    let value = if signed {
        format!("{value:+.4}")
    } else {
        format!("{value:.4}")
    };
    match error {
        Some(error) => format!("{value} ± {error:.4}"),
        None => format!("{value} ±   —   "),
    }
}

/// Every n up to 8, then about four an octave, the best and the last.
fn shown(n: usize, report: &Report) -> bool {
    let octave = n.max(1).ilog2();
    let step = 1_usize << octave.saturating_sub(2);
    n <= 8 || n.is_multiple_of(step) || n == report.best_n || n == report.n_max
}

/// One object, for programs.
pub(crate) fn json(report: &Report, out: &mut Vec<u8>) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, report)?;
    out.write_all(b"\n")
}

/// One row for each n, for spreadsheets. A missing standard error is an empty field.
pub(crate) fn csv(report: &Report, out: &mut Vec<u8>) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    let with_gold = report.curve.iter().any(|point| point.gold.is_some());
    let mut head = vec!["n", "prompts", "proxy", "proxy_se"];
    if with_gold {
        head.extend(["gold", "gold_se", "gold_gain", "gold_gain_se"]);
    }
    head.extend([
        "kl",
        "chi_squared",
        "total_variation",
        "win_rate",
        "ceiling",
    ]);
    writer.write_record(head)?;
    for point in &report.curve {
        writer.write_record(row(point))?;
    }
    writer.flush()
}

fn row(point: &Point) -> Vec<String> {
    let optional = |x: Option<f64>| x.map_or_else(String::new, |x| x.to_string());
    let mut row = vec![
        point.n.to_string(),
        point.prompts.to_string(),
        point.proxy.to_string(),
        optional(point.proxy_se),
    ];
    if let Some(gold) = &point.gold {
        row.extend([
            gold.gold.to_string(),
            optional(gold.gold_se),
            gold.gold_gain.to_string(),
            optional(gold.gold_gain_se),
        ]);
    }
    let rest = [
        point.kl,
        point.chi_squared,
        point.total_variation,
        point.win_rate,
        point.ceiling,
    ];
    row.extend(rest.map(|x| x.to_string()));
    row
}
