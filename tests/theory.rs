//! docs/theory.md names no function and no test that does not exist.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The names in backticks of a cell.
fn names(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('`').skip(1).step_by(2)
}

/// Result, assumption, Rust, C, tests.
fn rows(page: &str) -> Vec<[&str; 5]> {
    page.lines()
        .filter(|line| {
            line.starts_with("| ") && !line.starts_with("| Result") && !line.starts_with("| ---")
        })
        .map(|line| {
            let cells: Vec<&str> = line.trim_matches('|').split(" | ").map(str::trim).collect();
            cells
                .try_into()
                .unwrap_or_else(|cells| panic!("not five cells: {cells:?}"))
        })
        .collect()
}

/// What a room exports: the words of its `pub use`.
fn exports(room: &str) -> BTreeSet<String> {
    read(&format!("src/{room}/mod.rs"))
        .split(';')
        .filter(|statement| statement.contains("pub use "))
        .flat_map(|statement| {
            let words = statement.split(|c: char| !c.is_alphanumeric() && c != '_');
            words.map(str::to_owned).collect::<Vec<_>>()
        })
        .collect()
}

/// Whether a file of the room defines this public method.
fn has_method(room: &str, name: &str) -> bool {
    let room = Path::new(env!("CARGO_MANIFEST_DIR")).join("src").join(room);
    let files = fs::read_dir(room).expect("a room is a directory");
    files
        .map(|file| file.expect("an entry").path())
        .any(|path| {
            fs::read_to_string(path).is_ok_and(|text| text.contains(&format!("    pub fn {name}(")))
        })
}

#[test]
fn every_function_of_the_page_is_public() {
    let page = read("docs/theory.md");
    let mut seen = 0;
    for [result, _, rust, ..] in rows(&page) {
        for path in names(rust) {
            let mut parts = path.split("::");
            let (room, name, method) = (
                parts.next().unwrap(),
                parts.next().unwrap_or(""),
                parts.next(),
            );
            assert!(
                exports(room).contains(name),
                "{result}: bestof::{path} is not exported"
            );
            if let Some(method) = method {
                assert!(has_method(room, method), "{result}: no method {path}");
            }
            seen += 1;
        }
        assert!(names(rust).next().is_some(), "{result} has no function");
    }
    assert!(seen > 40, "the page names only {seen} functions");
}

#[test]
fn every_c_name_of_the_page_is_in_the_header() {
    let (page, header) = (read("docs/theory.md"), read("include/bestof.h"));
    for [result, _, _, c, _] in rows(&page) {
        assert!(names(c).next().is_some(), "{result} has no C name");
        for name in names(c) {
            assert!(
                header.contains(&format!(" bestof_{name}(")),
                "{result}: no bestof_{name}"
            );
        }
    }
}

#[test]
fn every_test_of_the_page_is_there() {
    let page = read("docs/theory.md");
    for [result, _, _, _, tests] in rows(&page) {
        assert!(names(tests).next().is_some(), "{result} has no test");
        for name in names(tests) {
            let (file, function) = name.split_once("::").expect("a file and a test");
            let text = read(file);
            let (before, _) = text
                .split_once(&format!("fn {function}()"))
                .unwrap_or_else(|| panic!("{result}: no {name}"));
            assert!(
                before.trim_end().ends_with("#[test]"),
                "{result}: {name} is no test"
            );
        }
    }
}

#[test]
fn the_paper_is_whole() {
    let page = read("docs/theory.md");
    for result in [
        "Lemma 1",
        "Theorem 1",
        "Proposition 1",
        "Proposition 3",
        "Corollary 1",
        "RL policy",
        "Tail-adaptive",
        "Golden reward",
    ] {
        assert!(page.contains(&format!("| **{result}")), "{result}");
    }
}
