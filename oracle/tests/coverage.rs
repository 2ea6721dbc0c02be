//! No public function without a row in the accuracy table.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use bestof_oracle::big::Pure;
use bestof_oracle::table::rows;

/// Functions that the table does not hold, and why.
const EXCLUDED: &[(&str, &str)] = &[
    (
        "curve",
        "a pass over samples: held to exact rationals in tests/estimate.rs",
    ),
    ("curve_scratch_len", "a length, no number to round"),
    (
        "curve_standard_error",
        "a pass over samples: held to the jackknife as it is written in tests/uncertainty.rs",
    ),
    (
        "difference_standard_error",
        "a pass over samples: held to the jackknife as it is written in tests/uncertainty.rs",
    ),
    (
        "plug_in_curve",
        "a pass over samples: held to exact rationals in tests/plug_in.rs",
    ),
    (
        "curve_band",
        "a pass over samples: held to its formula in tests/plug_in.rs",
    ),
    (
        "pass_at_powers_of_two",
        "pass_at_k at several k, bit for bit: tests/pass.rs",
    ),
    (
        "fit_beta_binomial",
        "a pass over counts: held to the top of the likelihood in tests/pass.rs",
    ),
    (
        "sub_gaussian_variance",
        "a pass over samples: held to laws in closed form in tests/tail.rs",
    ),
    (
        "sub_gaussian_variance_upper",
        "a pass over samples: held to the laws within its reach in tests/tail.rs",
    ),
    (
        "uniform_ranks",
        "a pass over samples: held to counting in tests/tail.rs",
    ),
    (
        "calibrated_rank",
        "a pass over samples: held to counting in tests/tail.rs",
    ),
    (
        "hill_tail_index",
        "a pass over samples: held to known logarithms in tests/top_k.rs",
    ),
    (
        "finite_divergence",
        "takes a law of any length: held to big numbers in oracle/tests/finite.rs",
    ),
    (
        "collision_probability",
        "takes a law of any length: held to exact sums in tests/finite.rs",
    ),
    (
        "f_divergence",
        "takes a function: held to the closed forms and to big-number quadrature in tests/f_divergence.rs",
    ),
    (
        "f_divergence_of_log",
        "takes a function: held to the closed forms and to big-number quadrature in tests/f_divergence.rs",
    ),
    (
        "finite_f_divergence",
        "takes a law and a function: held to exact integers in tests/finite.rs",
    ),
    (
        "finite_win_rate",
        "takes a law of any length: held to big numbers in oracle/tests/finite.rs",
    ),
    (
        "max_n",
        "an integer: held to exactness in oracle/tests/max_n.rs",
    ),
    (
        "gold_gain_interval",
        "an interval of other functions' values: held to them and to finite laws in tests/golden.rs",
    ),
    (
        "scaling_best_of_n_fit",
        "a fit of a curve of any length: held to exact rationals in tests/golden_fit.rs",
    ),
    (
        "scaling_rl_fit",
        "a fit of a curve of any length: held to its normal equations in tests/golden_fit.rs",
    ),
    (
        "tilted_transfer",
        "a pass over samples: held to the enumerated policy in tests/golden.rs",
    ),
    (
        "hedge",
        "a search over samples: held to a dense scan in tests/golden_hedge.rs",
    ),
    ("hedge_scratch_len", "a length, no number to round"),
    (
        "curve_peak",
        "an integer: held to a scan in tests/golden_hedge.rs",
    ),
    (
        "transport_bound",
        "takes a function: held to every closed transform in tests/transport.rs",
    ),
    (
        "transport_bound_on_grid",
        "takes a grid of any length: held to a plain minimum in tests/transport.rs",
    ),
    (
        "tail_adaptive_best_of_n",
        "a minimum over orders: held to the bound at its order, which has a row, and to a scan in tests/transport.rs",
    ),
    (
        "tail_adaptive_helps",
        "a truth value: held to differences in tests/transport.rs",
    ),
    (
        "tilted_policy",
        "a pass over a pool: held to its identities and to plain sums in tests/policy.rs",
    ),
    (
        "tilted_law",
        "a pass over a pool: held to its identities and to plain sums in tests/policy.rs",
    ),
    (
        "beta_at_kl",
        "a root over a pool: put back into tilted_policy in tests/policy.rs",
    ),
    (
        "beta_at_gain",
        "a root over a pool: put back into tilted_policy in tests/policy.rs",
    ),
    (
        "law_kl",
        "takes a law of any length: held to tilted_policy in tests/policy.rs",
    ),
    (
        "soft_best_of_n",
        "a law over a pool: held to the enumeration of every draw in tests/policy.rs",
    ),
    ("exp_sample_max", "random"),
    ("exp_sample_top", "random"),
    ("exp_sample_sorted", "random"),
    (
        "share",
        "integers: held to every other way to spend in tests/share.rs",
    ),
    ("share_scratch_len", "a length, no number to round"),
    (
        "student_rule",
        "a table by induction on a grid: held to what it saves in tests/stop.rs",
    ),
    ("student_rule_len", "a length, no number to round"),
    ("student_scratch_len", "a length, no number to round"),
    (
        "student_guard",
        "a replay of a log: held to what it prevents in tests/stop.rs",
    ),
    (
        "majority_table",
        "integers: held to exact binomial sums in tests/stop.rs",
    ),
    ("majority_settled", "a compare"),
    (
        "largest_within",
        "integers: max_n, held to exactness in oracle/tests/max_n.rs",
    ),
    ("smallest_reaching", "an integer: see tests/choose.rs"),
    ("best_at_cost", "an integer: see tests/choose.rs"),
    ("best_lower_bound", "an integer: see tests/choose.rs"),
];

/// The names a room's `mod.rs` re-exports.
fn exported(module: &str) -> BTreeSet<String> {
    module
        .split(';')
        .filter(|statement| statement.contains("pub use"))
        .flat_map(|statement| {
            statement
                .split(|c: char| !(c.is_alphanumeric() || c == '_'))
                .map(str::to_owned)
                .collect::<Vec<_>>()
        })
        .collect()
}

/// The files below a directory.
fn files(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).expect("a room is a directory");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths
        .flat_map(|path| {
            if path.is_dir() {
                files(&path)
            } else {
                vec![path]
            }
        })
        .collect()
}

/// Public functions of `src`, those of the C ABI's rooms, each with its documentation.
fn public_functions() -> BTreeMap<String, String> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("../src");
    let mut functions = BTreeMap::new();
    for room in [
        "divergence",
        "order",
        "bound",
        "estimate",
        "golden",
        "budget",
        "policy",
    ] {
        let room = source.join(room);
        let exported =
            exported(&fs::read_to_string(room.join("mod.rs")).expect("a room has a mod.rs"));
        for file in files(&room) {
            let text = fs::read_to_string(file).expect("sources are text");
            let mut docs = String::new();
            for line in text.lines() {
                if let Some(doc) = line.strip_prefix("///") {
                    docs.push_str(doc);
                } else if let Some(rest) = line.strip_prefix("pub fn ") {
                    let name = rest.split(['(', '<']).next().unwrap_or(rest);
                    if exported.contains(name) {
                        functions.insert(name.to_owned(), docs.clone());
                    }
                } else if !line.starts_with("#[") {
                    docs.clear();
                }
            }
        }
    }
    functions
}

#[test]
fn every_public_function_has_a_row() {
    let functions = public_functions();
    assert!(
        functions.len() >= 30,
        "the scan found only {:?}",
        functions.keys()
    );
    let rows: BTreeSet<String> = rows::<Pure>()
        .iter()
        .map(|row| row.name.to_owned())
        .collect();
    let missing: Vec<_> = functions
        .keys()
        // The batch forms are macro-made, hence never seen here; their bits are compared with the scalar forms'.
        .filter(|name| !rows.contains(*name) && EXCLUDED.iter().all(|(other, _)| other != name))
        .collect();
    assert!(missing.is_empty(), "no row for {missing:?}");
    let unknown: Vec<_> = rows
        .iter()
        .filter(|name| !functions.contains_key(*name))
        .collect();
    assert!(unknown.is_empty(), "rows without a function: {unknown:?}");
}

#[test]
fn no_row_is_there_twice() {
    let rows = rows::<Pure>();
    let names: BTreeSet<_> = rows.iter().map(|row| row.name).collect();
    assert_eq!(names.len(), rows.len());
}

#[test]
fn documentation_states_the_bound_of_the_table() {
    let functions = public_functions();
    for row in rows::<Pure>() {
        let docs = functions.get(row.name).map_or("", String::as_str);
        let bound = format!("Accuracy: ≤ {} ulp", row.bound);
        assert!(docs.contains(&bound), "{}: no `{bound}`", row.name);
    }
}
