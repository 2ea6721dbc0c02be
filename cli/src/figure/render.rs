//! A figure's numbers as text, JSON or CSV.

use std::io::{self, Write};

use super::curve::{Coefficients, Figure, Gain, Row};

/// A table for people.
pub(crate) fn text(figure: &Figure, out: &mut Vec<u8>) -> io::Result<()> {
    writeln!(
        out,
        "{} prompts, {} samples; gains over the reference, each prompt's samples being its reference\n",
        figure.prompts, figure.samples
    )?;
    let with_gold = figure.peak.is_some();
    let mut head = format!(
        "{:>6}{:>9}{:>16}{:>16}",
        "n", "√KL", "proxy, best", "proxy, tilted"
    );
    if with_gold {
        head += &format!("{:>16}{:>16}", "gold, best", "gold, tilted");
    }
    writeln!(out, "{head}{:>12}{:>10}", "σ√(2KL)", "ceiling")?;
    for row in figure.curve.iter().filter(|row| shown(row.n, figure)) {
        let mut line = format!(
            "{:>6}{:>9.4}{:>16}{:>16}",
            row.n,
            row.distance,
            with_error(row.best_of_n.proxy, row.best_of_n.proxy_se),
            with_error(row.tilted.proxy, row.tilted.proxy_se)
        );
        for gain in [&row.best_of_n, &row.tilted] {
            if let Some(gold) = gain.gold {
                line += &format!("{:>16}", with_error(gold, gain.gold_se));
            }
        }
        writeln!(
            out,
            "{line}{:>12.4}{:>10.4}",
            row.sub_gaussian_bound, row.ceiling
        )?;
    }
    if let Some(fits) = &figure.fits {
        writeln!(out)?;
        for (
            name,
            law,
            Coefficients {
                alpha,
                beta,
                standard_error,
            },
        ) in [
            ("best-of-n", "d", fits.best_of_n),
            ("tilted", "ln d", fits.tilted),
        ] {
            let error = standard_error.map_or_else(String::new, |e| format!(", residual {e:.4}"));
            writeln!(
                out,
                "gold, {name}: d ({alpha:.4} − {beta:.4} {law}), d = √KL{error}"
            )?;
        }
    }
    writeln!(
        out,
        "\ntilted: the policy ∝ e^(proxy/β) at the KL of best-of-n, prompt by prompt. KL is exact, ties counted, its mean over\n\
         prompts. ±: one standard error over prompts. σ = {:.4}: half the range of a prompt's proxy, root mean square.\n\
         ceiling: no policy at these divergences gains more proxy, given the range and the mean of each prompt's.\n\n{}",
        figure.sigma, figure.summary
    )
}

fn with_error(value: f64, error: Option<f64>) -> String {
    match error {
        Some(error) => format!("{value:+.4} ±{error:.4}"),
        None => format!("{value:+.4} ±  —  "),
    }
}

/// Every n up to 4, then two an octave, and the last.
fn shown(n: f64, figure: &Figure) -> bool {
    let n = n as usize;
    let step = 1_usize << n.max(1).ilog2().saturating_sub(1);
    n <= 4 || n.is_multiple_of(step) || n == figure.n_max
}

/// One object, for programs.
pub(crate) fn json(figure: &Figure, out: &mut Vec<u8>) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, figure)?;
    out.write_all(b"\n")
}

/// One row for each n, for spreadsheets. A missing standard error is an empty field.
pub(crate) fn csv(figure: &Figure, out: &mut Vec<u8>) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(out);
    let with_gold = figure.peak.is_some();
    let mut head = vec!["n".to_owned(), "kl".to_owned(), "distance".to_owned()];
    for policy in ["best_of_n", "tilted"] {
        for column in ["proxy", "proxy_se", "gold", "gold_se"] {
            if with_gold || column.starts_with("proxy") {
                head.push(format!("{policy}_{column}"));
            }
        }
    }
    head.extend(["sub_gaussian_bound", "ceiling", "best_of_n_ceiling"].map(str::to_owned));
    if figure.fits.is_some() {
        head.extend(["best_of_n_fit", "tilted_fit"].map(str::to_owned));
    }
    writer.write_record(head)?;
    for row in &figure.curve {
        writer.write_record(record(row, figure))?;
    }
    writer.flush()
}

fn record(row: &Row, figure: &Figure) -> Vec<String> {
    let mut record = vec![
        row.n.to_string(),
        row.kl.to_string(),
        row.distance.to_string(),
    ];
    for Gain {
        proxy,
        proxy_se,
        gold,
        gold_se,
    } in [&row.best_of_n, &row.tilted]
    {
        let optional = |x: &Option<f64>| x.map_or_else(String::new, |x| x.to_string());
        record.extend([proxy.to_string(), optional(proxy_se)]);
        if gold.is_some() {
            record.extend([optional(gold), optional(gold_se)]);
        }
    }
    record.extend(
        [row.sub_gaussian_bound, row.ceiling, row.best_of_n_ceiling].map(|x| x.to_string()),
    );
    if let Some(fits) = &figure.fits {
        record.extend(
            [
                fits.best_of_n_at(row.distance),
                fits.tilted_at(row.distance),
            ]
            .map(|x| x.to_string()),
        );
    }
    record
}
