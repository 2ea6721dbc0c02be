//! The program as a person runs it: the bundled data, and every fault a log can have.

use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

fn bestof(arguments: &[&str], input: Option<&[u8]>) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_bestof"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    // A program that stops at a fault closes its input early.
    let _ = stdin.write_all(input.unwrap_or_default());
    drop(stdin);
    child.wait_with_output().unwrap()
}

fn data(name: &str) -> String {
    format!("{}/../data/{name}", env!("CARGO_MANIFEST_DIR"))
}

/// A place of its own for each test's files.
fn place(name: &str) -> PathBuf {
    let place = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&place);
    fs::create_dir_all(&place).unwrap();
    place
}

const COLUMNS: [&str; 6] = ["--prompt", "prompt", "--proxy", "proxy", "--gold", "gold"];

fn report(file: &str, more: &[&str]) -> Output {
    bestof(&[&["report", file][..], &COLUMNS, more].concat(), None)
}

/// The report of a log given on standard input.
fn piped(log: &[u8], more: &[&str]) -> Output {
    let arguments = [
        &["report", "-", "--prompt", "prompt", "--proxy", "proxy"][..],
        more,
    ]
    .concat();
    bestof(&arguments, Some(log))
}

fn object(output: &Output) -> Value {
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Exit code 2, one line on standard error that holds all of `parts`, nothing on standard output.
fn refused(output: &Output, parts: &[&str]) {
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert!(output.stdout.is_empty(), "{message}");
    assert_eq!(message.lines().count(), 1, "{message}");
    for part in parts {
        assert!(message.contains(part), "no {part:?} in {message}");
    }
}

#[test]
fn the_bundled_data_have_their_known_curve() {
    let json = object(&report(&data("humaneval.csv"), &["--format", "json"]));
    assert_eq!(json["prompts"], 164);
    assert_eq!(json["samples"], 16_400);
    assert_eq!(json["n_max"], 100);
    assert_eq!(json["best_n"], 5);
    assert_eq!(json["best_n_by"], "gold");
    assert_eq!(json["overoptimised"], true);
    assert_eq!(json["curve"][0]["kl"], 0.0);
    assert_eq!(json["curve"][0]["gold_gain_se"], 0.0);
    assert!(json["advice"].as_str().unwrap().starts_with(
        "Gold reward peaks at n = 5 (+0.083 ± 0.011) and falls below n = 1 by n = 79,"
    ));
    let expected = fs::read_to_string(data("humaneval.curve.csv")).unwrap();
    let mut checked = 0;
    for line in expected.lines().skip(1) {
        let cells: Vec<f64> = line.split(',').map(|x| x.parse().unwrap()).collect();
        let point = &json["curve"][cells[0] as usize - 1];
        for (key, expected) in ["n", "proxy", "gold", "gold_gain_se"]
            .into_iter()
            .zip(&cells)
        {
            let got = point[key].as_f64().unwrap();
            assert!(
                (got - expected).abs() <= 1e-12,
                "{key} at n = {}: {got}",
                cells[0]
            );
            checked += 1;
        }
    }
    assert_eq!(checked, 64);
}

#[test]
fn the_formats_tell_the_same() {
    let file = data("humaneval.csv");
    let json = object(&report(&file, &["--format", "json"]));
    let csv = report(&file, &["--format", "csv"]);
    let mut reader = csv::Reader::from_reader(&csv.stdout[..]);
    let header = reader.headers().unwrap().clone();
    let mut rows = 0;
    for record in reader.records() {
        let record = record.unwrap();
        let point = &json["curve"][rows];
        for (name, cell) in header.iter().zip(&record) {
            let (csv, json): (f64, f64) = (cell.parse().unwrap(), point[name].as_f64().unwrap());
            assert!(
                (csv - json).abs() <= 1e-15 * json.abs(),
                "{name}: {csv} {json}"
            );
        }
        rows += 1;
    }
    assert_eq!(rows, 100);
    let text = String::from_utf8(report(&file, &[]).stdout).unwrap();
    assert!(text.contains("164 prompts, 16400 samples"), "{text}");
    assert!(text.contains("<- best by gold"), "{text}");
    assert!(
        text.trim_end().ends_with(json["advice"].as_str().unwrap()),
        "{text}"
    );
}

#[test]
fn without_gold_nothing_is_said_of_gold() {
    let arguments = [
        "report",
        &data("humaneval.csv"),
        "--prompt",
        "prompt",
        "--proxy",
        "proxy",
    ];
    let json = object(&bestof(
        &[&arguments[..], &["--format", "json"]].concat(),
        None,
    ));
    assert_eq!(json["best_n_by"], "proxy");
    assert_eq!(json["best_n"], 100);
    assert!(json.get("overoptimised").is_none());
    assert!(
        json["curve"][0].get("gold").is_none() && json["curve"][0].get("gold_gain_se").is_none()
    );
    let text = bestof(&arguments, None);
    assert!(!String::from_utf8_lossy(&text.stdout).contains("gold gain"));
}

#[test]
fn the_plot_appears_whole_or_not_at_all() {
    let place = place("plot");
    let plot = place.join("out.svg");
    let output = report(&data("humaneval.csv"), &["--plot", plot.to_str().unwrap()]);
    assert!(output.status.success());
    let svg = fs::read_to_string(&plot).unwrap();
    assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
    for label in [
        "best n = 5 by gold",
        "range ceiling",
        "proxy ± one standard error",
        "KL from",
    ] {
        assert!(svg.contains(label), "{label}");
    }
    fs::remove_file(&plot).unwrap();

    let log = place.join("bad.csv");
    fs::write(&log, "prompt,proxy,gold\na,1,x\n").unwrap();
    let output = report(log.to_str().unwrap(), &["--plot", plot.to_str().unwrap()]);
    refused(&output, &["bad.csv:2", "gold"]);
    let nowhere = place.join("missing/out.svg");
    let output = report(
        &data("humaneval.csv"),
        &["--plot", nowhere.to_str().unwrap()],
    );
    refused(&output, &["out.svg", "cannot write"]);
    let left: Vec<_> = fs::read_dir(&place)
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert_eq!(left, ["bad.csv"]);
}

#[test]
fn a_bad_field_is_named_with_its_place() {
    let with = |bad: &str| format!("prompt,proxy\na,1\na,{bad}\n").into_bytes();
    for bad in ["abc", "", "NaN", "inf", "-infinity", "1e999", "1,5", "0x10"] {
        let output = piped(&with(&format!("\"{bad}\"")), &[]);
        let found = format!("found \"{bad}\"");
        refused(
            &output,
            &[
                "standard input:3",
                "column \"proxy\"",
                &found,
                "expected a finite number",
            ],
        );
    }
    let output = piped(b"prompt,proxy\na,1\n\xff\xfe,2\n", &[]);
    refused(&output, &["standard input:3", "column \"prompt\"", "UTF-8"]);
    let output = piped(b"prompt,proxy\na,\xff\n", &[]);
    refused(
        &output,
        &["standard input:2", "column \"proxy\"", "finite number"],
    );
}

#[test]
fn a_bad_shape_is_named_with_its_place() {
    refused(
        &piped(b"prompt,proxy\na,1\na\n", &[]),
        &["standard input:3", "found 1 fields, expected 2"],
    );
    refused(
        &piped(b"prompt,proxy\na,1,2\n", &[]),
        &["standard input:2", "found 3 fields, expected 2"],
    );
    refused(&piped(b"", &[]), &["empty", "header"]);
    refused(&piped(b"prompt,proxy\n", &[]), &["no samples"]);
    refused(
        &piped(b"prompt,score\na,1\n", &[]),
        &["no column \"proxy\"", "prompt, score"],
    );
    refused(
        &piped(b"prompt,proxy,proxy\na,1,2\n", &[]),
        &["\"proxy\"", "more than once"],
    );
    refused(
        &report("no/such/file.csv", &[]),
        &["no/such/file.csv", "cannot read"],
    );
    refused(
        &piped(b"prompt,proxy\na,1\n", &["--n-max", "2"]),
        &["--n-max 2", "largest pool has 1"],
    );
}

#[test]
fn harmless_oddities_are_read() {
    let plain = object(&piped(
        b"prompt,proxy\na,1\na,2\nb,3\nb,5\n",
        &["--format", "json"],
    ));
    let odd: [&[u8]; 5] = [
        b"prompt,proxy\r\na,1\r\na,2\r\nb,3\r\nb,5\r\n",
        b"\xef\xbb\xbfprompt,proxy\na,1\na,2\nb,3\nb,5\n",
        b"prompt,proxy\na,1\nb,3\na,2\nb,5",
        b"prompt, proxy,note\na, 1,\"x, y\"\na,2,\"line\nbreak\"\nb,3,\nb,5,\"\"\"q\"\"\"\n",
        b"prompt,proxy\na,1e0\na,+2\nb,3.\nb,.5e1\n",
    ];
    for log in odd {
        let json = object(&piped(log, &["--format", "json"]));
        assert_eq!(json, plain, "{}", String::from_utf8_lossy(log));
    }
    assert_eq!(plain["curve"][1]["proxy"], 3.5);
    assert_eq!(plain["proxy_range"], serde_json::json!([1.0, 5.0]));
}

#[test]
fn one_prompt_with_one_sample_is_a_report_without_errors() {
    let json = object(&piped(b"prompt,proxy\na,1\n", &["--format", "json"]));
    assert_eq!(json["n_max"], 1);
    assert_eq!(json["curve"][0]["proxy"], 1.0);
    assert!(json["curve"][0]["proxy_se"].is_null());
    let text = piped(b"prompt,proxy\na,1\n", &[]);
    assert!(text.status.success());
}

#[test]
fn prompts_leave_the_curve_where_their_samples_end() {
    let log = b"prompt,proxy\na,0\na,4\nb,1\nb,2\nb,3\n";
    let json = object(&piped(log, &["--format", "json", "--n-max", "3"]));
    let prompts: Vec<_> = (0..3)
        .map(|i| json["curve"][i]["prompts"].as_u64().unwrap())
        .collect();
    assert_eq!(prompts, [2, 2, 1]);
    assert_eq!(json["curve"][2]["proxy"], 3.0);
    assert!(json["curve"][2]["proxy_se"].is_null());
    assert_eq!(object(&piped(log, &["--format", "json"]))["n_max"], 2);
}

#[test]
fn the_advice_fits_the_curve() {
    let advice = |log: &str| {
        let output = piped(log.as_bytes(), &["--gold", "gold", "--format", "json"]);
        let json = object(&output);
        (
            json["advice"].as_str().unwrap().to_owned(),
            json["overoptimised"] == true,
        )
    };
    let many = |gold: fn(u32) -> u32| {
        let mut log = "prompt,proxy,gold\n".to_owned();
        for prompt in 0..6 {
            for sample in 0..8 {
                log += &format!("p{prompt},{sample},{}\n", gold(sample));
            }
        }
        log
    };
    let (rising, over) = advice(&many(|s| s));
    assert!(rising.contains("still rises at n = 8") && !over, "{rising}");
    let (falling, over) = advice(&many(|s| 8 - s));
    assert!(falling.contains("highest at n = 1") && over, "{falling}");
    let (peaked, over) = advice(&many(|s| if s == 5 { 9 } else { 0 }));
    assert!(
        peaked.contains("over-optimised beyond n = 2") && over,
        "{peaked}"
    );
    let (flat, over) = advice(&many(|_| 1));
    assert!(flat.contains("does not help") && !over, "{flat}");
    let output = piped(b"prompt,proxy\na,1\na,1\n", &[]);
    assert!(String::from_utf8_lossy(&output.stdout).contains("does not change with n"));
}

#[test]
fn a_reader_that_has_seen_enough_is_no_fault() {
    let mut child = Command::new(env!("CARGO_BIN_EXE_bestof"))
        .args(["report", &data("humaneval.csv")])
        .args(COLUMNS)
        .args(["--format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    assert!(output.stderr.is_empty());
}
