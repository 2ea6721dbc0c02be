//! Every vector of `tests/vectors`: the kernels against it, and it against the references.

use std::fs;

use bestof_oracle::Backend;
use bestof_oracle::big::Big;
use bestof_oracle::error::{in_ulp, locate};
use bestof_oracle::reference::Answer;
use bestof_oracle::table::{Row, rows};
use bestof_oracle::vectors::{Vector, directory, from_decimal, read};

/// A third opinion, and the same for every function.
const BOUND: f64 = 4.0;

/// 34 digits, an ulp of the double being the sixteenth.
const AGREEMENT: f64 = 1e-15;

/// Vectors known to be wrong, as tests/vectors/README.md says, by function and by what their lines contain.
fn defective(name: &str, line: &str) -> bool {
    match name {
        "logistic_max_mean" => line.starts_with("0x1.0000000000000p+0,"),
        "exp_max_quantile" => {
            line.ends_with(",0x1.56e1fc2f8f359p-997,0.0")
                || line.starts_with("0x1.8000000000000p+1,0x1.56e1fc2f8f359p-997,")
        }
        _ => false,
    }
}

fn vectors(row: &Row<Backend>) -> Option<Vec<Vector>> {
    read(row.name, row.wholes).unwrap_or_else(|e| panic!("{e}"))
}

#[test]
fn the_kernels_match_the_vectors() {
    let mut over = Vec::new();
    for row in rows::<Backend>() {
        let Some(vectors) = vectors(&row) else {
            continue;
        };
        let mut worst: f64 = 0.0;
        for vector in vectors.iter().filter(|v| !defective(row.name, &v.line)) {
            let y = (row.kernel)(&vector.point);
            let error = match vector.expected.as_str() {
                "inf" => in_ulp::<Backend>(&Answer::Exactly(f64::INFINITY), y),
                text => {
                    let expected = from_decimal::<Backend>(text, 256);
                    let expected = expected.unwrap_or_else(|| panic!("{text} is no decimal"));
                    in_ulp(&Answer::Value(expected), y)
                }
            };
            worst = worst.max(error);
            if error > BOUND {
                over.push(format!("{}: {} is {error} ulp off", row.name, vector.line));
            }
        }
        println!("{}: {} vectors, {worst:.4} ulp", row.name, vectors.len());
    }
    assert!(over.is_empty(), "{over:#?}");
}

#[test]
fn the_vectors_match_the_references() {
    let mut wrong = Vec::new();
    for row in rows::<Backend>() {
        for vector in vectors(&row).unwrap_or_default() {
            let agrees = agrees(&(row.answer)(&vector.point), &vector.expected);
            if agrees == defective(row.name, &vector.line) {
                wrong.push(format!("{}: {}", row.name, vector.line));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// Whether the decimal is the answer as far as its digits go.
fn agrees(answer: &Answer<Backend>, text: &str) -> bool {
    if text == "inf" {
        return match answer {
            Answer::Exactly(x) => *x == f64::INFINITY,
            Answer::Value(x) => x.to_f64() == f64::INFINITY,
            Answer::Root(_) => false,
        };
    }
    let bits = match answer {
        Answer::Value(x) => x.precision(),
        Answer::Root(root) => root.low.precision(),
        Answer::Exactly(_) => 256,
    };
    let y: Backend = from_decimal(text, bits).unwrap_or_else(|| panic!("{text} is no decimal"));
    let Some(ulp) = y.exponent().map(|e| e - 52) else {
        // A plain 0, which must be one.
        return match answer {
            Answer::Exactly(x) => *x == 0.0,
            Answer::Value(x) => x.exponent().is_none(),
            Answer::Root(_) => false,
        };
    };
    let x = match answer {
        Answer::Exactly(x) => Some(Backend::from_f64(*x, bits)),
        Answer::Value(x) => Some(x.clone()),
        Answer::Root(root) => locate(root, &y, ulp - 54),
    };
    // Both beyond the doubles: the references stop there.
    let nothing = |x: &Backend| x.to_f64() == 0.0;
    x.is_some_and(|x| {
        nothing(&x) && nothing(&y) || (x - &y).scale(-ulp).to_f64().abs() <= AGREEMENT
    })
}

#[test]
fn every_file_belongs_to_a_function() {
    let rows = rows::<Backend>();
    for entry in fs::read_dir(directory()).expect("the vectors are there") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|e| e == "csv") {
            let name = path
                .file_stem()
                .and_then(|s| s.to_str())
                .unwrap_or_default();
            assert!(
                rows.iter().any(|row| row.name == name) || name.starts_with("normal_max_mean"),
                "{name}.csv names no function"
            );
        }
    }
}
