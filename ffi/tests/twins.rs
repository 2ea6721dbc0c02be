//! No function of doubles in the header without its twin of singles.

use std::fs;
use std::path::Path;

/// The functions that the header declares with this result.
fn returning(result: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../include/bestof.h");
    let header = fs::read_to_string(path).expect("there is a header");
    let start = format!("{result} bestof_");
    let lines = header.lines().filter_map(|line| line.strip_prefix(&start));
    lines
        .filter_map(|line| Some(line.split_once('(')?.0.to_owned()))
        .collect()
}

#[test]
fn every_function_of_doubles_has_a_twin_of_singles() {
    let (doubles, singles) = (returning("double"), returning("float"));
    assert!(doubles.len() > 30, "the scan found only {doubles:?}");
    let missing: Vec<_> = doubles
        .iter()
        .filter(|name| !singles.contains(&format!("{name}f")))
        .collect();
    assert!(
        missing.is_empty(),
        "no twin in ffi/src/single.rs: {missing:?}"
    );
}
