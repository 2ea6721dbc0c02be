//! `bestof figure` as a person runs it: the bundled data, exact small cases, the picture, and what is refused.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

fn figure(file: &str, columns: &[&str], more: &[&str]) -> Output {
    let arguments = [&["figure", file][..], columns, more].concat();
    Command::new(env!("CARGO_BIN_EXE_bestof"))
        .args(arguments)
        .output()
        .unwrap()
}

fn humaneval() -> String {
    format!("{}/../data/humaneval.csv", env!("CARGO_MANIFEST_DIR"))
}

/// A place of its own for each test's files.
fn place(name: &str) -> PathBuf {
    let place = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("figure-{name}"));
    let _ = fs::remove_dir_all(&place);
    fs::create_dir_all(&place).unwrap();
    place
}

const PROXY: [&str; 4] = ["--prompt", "prompt", "--proxy", "proxy"];
const BOTH: [&str; 6] = ["--prompt", "prompt", "--proxy", "proxy", "--gold", "gold"];

fn object(output: &Output) -> Value {
    let message = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{message}");
    serde_json::from_slice(&output.stdout).unwrap()
}

fn number(value: &Value) -> f64 {
    value
        .as_f64()
        .unwrap_or_else(|| panic!("{value} is no number"))
}

#[test]
fn the_bundled_data_obey_the_theorems() {
    let place = place("humaneval");
    let plot = place.join("out.svg");
    let plot = plot.to_str().unwrap();
    let json = object(&figure(
        &humaneval(),
        &BOTH,
        &["--plot", plot, "--format", "json"],
    ));
    assert_eq!(json["prompts"], 164);
    assert_eq!(json["samples"], 16_400);
    let curve = json["curve"].as_array().unwrap();
    assert_eq!(curve.first().unwrap()["n"], 1.0);
    assert_eq!(curve.last().unwrap()["n"], 100.0);
    let mut last = -1.0;
    for row in curve {
        let n = number(&row["n"]);
        let kl = number(&row["kl"]);
        // Ties bring best-of-n closer than its closed form, more draws further.
        assert!(kl <= n.ln() - (n - 1.0) / n + 1e-12 && kl > last, "{row}");
        last = kl;
        let [best, tilted] = ["best_of_n", "tilted"].map(|policy| number(&row[policy]["proxy"]));
        // No policy at the same divergence has more proxy than the tilted one, and none more than the ceilings.
        assert!(best <= tilted + 1e-9, "{row}");
        assert!(tilted <= number(&row["ceiling"]) + 1e-9, "{row}");
        assert!(best <= number(&row["best_of_n_ceiling"]) + 1e-12, "{row}");
        assert!(
            number(&row["ceiling"]) <= number(&row["sub_gaussian_bound"]) + 1e-12,
            "{row}"
        );
        let bound = number(&json["sigma"]) * (2.0 * kl).sqrt();
        assert!(
            (bound - number(&row["sub_gaussian_bound"])).abs() <= 1e-12,
            "{row}"
        );
    }
    let peak = number(&json["peak"]["n"]);
    assert!((4.0..6.0).contains(&peak), "{peak}");
    let highest = curve
        .iter()
        .map(|row| number(&row["best_of_n"]["gold"]))
        .fold(0.0, f64::max);
    let gold = number(&json["peak"]["gold"]);
    assert!(gold >= highest && gold < highest + 1e-3, "{gold} {highest}");
    let fit = &json["fits"]["best_of_n"];
    let bend = number(&fit["alpha"]) / (2.0 * number(&fit["beta"]));
    assert!(
        (bend - number(&json["peak"]["distance"])).abs() < 0.1,
        "{bend}"
    );
}

#[test]
fn a_small_pool_by_hand() {
    let place = place("small");
    let log = place.join("log.csv");
    // Proxy 0, 1, 1, 3; the tie shares its gold.
    fs::write(&log, "prompt,proxy,gold\na,1,4\na,0,0\na,3,1\na,1,2\n").unwrap();
    let plot = place.join("out.svg");
    let options = [
        "--plot",
        plot.to_str().unwrap(),
        "--format",
        "json",
        "--n-max",
        "2",
    ];
    let json = object(&figure(log.to_str().unwrap(), &BOTH, &options));
    let row = &json["curve"][1];
    // Best of two: levels 0, 1, 3 with probabilities 1/16, 8/16, 7/16 after 1/4, 2/4, 1/4.
    let proxy = (8.0 + 21.0) / 16.0 - 5.0 / 4.0;
    let gold = (8.0 * 3.0 + 7.0) / 16.0 - 7.0 / 4.0;
    let kl = f64::ln(0.25) / 16.0 + 7.0 / 16.0 * f64::ln(1.75);
    for (got, expected) in [
        (&row["best_of_n"]["proxy"], proxy),
        (&row["best_of_n"]["gold"], gold),
        (&row["kl"], kl),
        (&row["distance"], kl.sqrt()),
        (&json["sigma"], 1.5),
        (&row["sub_gaussian_bound"], 1.5 * (2.0 * kl).sqrt()),
    ] {
        assert!((number(got) - expected).abs() <= 1e-13, "{got} {expected}");
    }
    // The tilted policy at that divergence, by bisection.
    let tilted = |inverse: f64| {
        let weights = [1.0, 2.0 * inverse.exp(), (3.0 * inverse).exp()];
        let total: f64 = weights.iter().sum();
        let q = weights.map(|w| w / total);
        let kl: f64 = q
            .iter()
            .zip([0.25, 0.5, 0.25])
            .map(|(q, p)| q * (q / p).ln())
            .sum();
        (kl, q[1] + 3.0 * q[2] - 1.25, 3.0 * q[1] + q[2] - 1.75)
    };
    let (mut low, mut high) = (0.0, 10.0);
    for _ in 0..100 {
        let middle = 0.5 * (low + high);
        if tilted(middle).0 < kl {
            low = middle
        } else {
            high = middle
        }
    }
    let (_, proxy, gold) = tilted(low);
    assert!((number(&row["tilted"]["proxy"]) - proxy).abs() <= 1e-9);
    assert!((number(&row["tilted"]["gold"]) - gold).abs() <= 1e-9);
    assert!(row["best_of_n"]["proxy_se"].is_null());
}

#[test]
fn the_formats_tell_the_same() {
    let place = place("formats");
    let plot = place.join("out.svg");
    let plot = plot.to_str().unwrap();
    let options = |format| ["--plot", plot, "--n-max", "20", "--format", format];
    let json = object(&figure(&humaneval(), &BOTH, &options("json")));
    let csv = figure(&humaneval(), &BOTH, &options("csv"));
    let mut reader = csv::Reader::from_reader(&csv.stdout[..]);
    let header = reader.headers().unwrap().clone();
    let mut rows = 0;
    for record in reader.records() {
        let row = &json["curve"][rows];
        for (name, cell) in header.iter().zip(&record.unwrap()) {
            let json = match name
                .split_once("_proxy")
                .or_else(|| name.split_once("_gold"))
            {
                Some((policy, _)) => &row[policy][&name[policy.len() + 1..]],
                None => &row[name],
            };
            if !name.ends_with("_fit") {
                let (csv, json) = (cell.parse::<f64>().unwrap(), number(json));
                // serde_json reads its last digit as it likes.
                assert!(
                    (csv - json).abs() <= 1e-15 * json.abs(),
                    "{name}: {csv} {json}"
                );
            }
        }
        rows += 1;
    }
    assert_eq!(rows, json["curve"].as_array().unwrap().len());
    let text = String::from_utf8(figure(&humaneval(), &BOTH, &options("text")).stdout).unwrap();
    for part in [
        "164 prompts, 16400 samples",
        "gold, tilted",
        "ceiling",
        json["summary"].as_str().unwrap(),
    ] {
        assert!(text.contains(part), "no {part:?} in {text}");
    }
}

#[test]
fn every_line_of_the_picture_is_labelled() {
    let place = place("labels");
    let plot = place.join("out.svg");
    let options = ["--plot", plot.to_str().unwrap()];
    assert!(figure(&humaneval(), &BOTH, &options).status.success());
    let svg = fs::read_to_string(&plot).unwrap();
    assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
    let labels = [
        "proxy, best-of-n",
        "proxy, tilted",
        "gold, best-of-n",
        "gold, tilted",
        "sub-Gaussian bound",
        "smallest ceiling",
        "Gao’s law, best-of-n",
        "Gao’s law, tilted",
        "gold of best-of-n peaks at n = 5.1",
        "√KL from the reference",
        "n of best-of-n",
    ];
    for label in labels {
        assert!(svg.contains(label), "{label}");
    }
    // Without gold nothing is drawn of it.
    assert!(figure(&humaneval(), &PROXY, &options).status.success());
    let svg = fs::read_to_string(&plot).unwrap();
    assert!(svg.contains("proxy, tilted") && !svg.contains("gold") && !svg.contains("Gao"));
}

#[test]
fn labels_do_not_cover_one_another() {
    let place = place("overlap");
    let plot = place.join("out.svg");
    assert!(
        figure(&humaneval(), &BOTH, &["--plot", plot.to_str().unwrap()])
            .status
            .success()
    );
    let svg = fs::read_to_string(&plot).unwrap();
    // The labels of the right margin: one x, every two of them a line apart.
    let value = |element: &str, name: &str| {
        let (_, rest) = element.split_once(&format!(" {name}=\"")).unwrap();
        rest.split('"').next().unwrap().parse::<f64>().unwrap()
    };
    let texts = svg
        .split("<text")
        .skip(1)
        .map(|t| (value(t, "x"), value(t, "y")));
    let margin = 4.0 * 801.0;
    let mut heights: Vec<f64> = texts
        .filter(|(x, _)| *x == margin)
        .map(|(_, y)| y / 4.0)
        .collect();
    heights.sort_by(f64::total_cmp);
    assert!(heights.len() >= 8, "{heights:?}");
    assert!(
        heights.windows(2).all(|pair| pair[1] - pair[0] >= 16.5),
        "{heights:?}"
    );
}

#[test]
fn logs_without_a_choice_have_a_figure_too() {
    let place = place("flat");
    let plot = place.join("out.svg");
    let options = ["--plot", plot.to_str().unwrap(), "--format", "json"];
    let log = place.join("log.csv");
    for (text, n_max) in [("a,1,2\na,1,3\nb,1,1\nb,1,0\n", 2.0), ("a,5,1\n", 1.0)] {
        fs::write(&log, format!("prompt,proxy,gold\n{text}")).unwrap();
        let json = object(&figure(log.to_str().unwrap(), &BOTH, &options));
        let last = json["curve"].as_array().unwrap().last().unwrap().clone();
        assert_eq!(last["n"], n_max);
        for value in [
            &last["kl"],
            &last["tilted"]["proxy"],
            &last["ceiling"],
            &last["sub_gaussian_bound"],
        ] {
            assert_eq!(number(value), 0.0, "{last}");
        }
        assert!(json.get("fits").is_none());
        assert!(
            fs::read_to_string(&plot)
                .unwrap()
                .trim_end()
                .ends_with("</svg>")
        );
        fs::remove_file(&plot).unwrap();
    }
}

#[test]
fn what_is_refused_leaves_nothing() {
    let place = place("refused");
    let plot = place.join("out.svg");
    let plot = plot.to_str().unwrap();
    let refused = |output: &Output, parts: &[&str]| {
        let message = String::from_utf8_lossy(&output.stderr).into_owned();
        assert_eq!(output.status.code(), Some(2), "{message}");
        assert!(output.stdout.is_empty(), "{message}");
        for part in parts {
            assert!(message.contains(part), "no {part:?} in {message}");
        }
    };
    let log = place.join("bad.csv");
    fs::write(&log, "prompt,proxy,gold\na,1,x\n").unwrap();
    refused(
        &figure(log.to_str().unwrap(), &BOTH, &["--plot", plot]),
        &["bad.csv:2", "gold", "\"x\""],
    );
    refused(
        &figure("nowhere.csv", &BOTH, &["--plot", plot]),
        &["nowhere.csv", "cannot read"],
    );
    refused(
        &figure(&humaneval(), &BOTH, &["--plot", plot, "--n-max", "101"]),
        &["--n-max 101", "100"],
    );
    let missing = place.join("missing/out.svg");
    refused(
        &figure(&humaneval(), &BOTH, &["--plot", missing.to_str().unwrap()]),
        &["out.svg", "cannot write"],
    );
    refused(&figure(&humaneval(), &BOTH, &[]), &["--plot"]);
    let left: Vec<_> = fs::read_dir(&place)
        .unwrap()
        .map(|e| e.unwrap().file_name())
        .collect();
    assert_eq!(left, ["bad.csv"]);
}
