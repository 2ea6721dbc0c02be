//! `bestof.hpp`: clean under every standard and compiler there is, and the same results as C.

mod common;

use std::path::PathBuf;
use std::process::Command;

use common::{compilers, library, lines, root, run, statically};

const STRICT: [&str; 8] = [
    "-Wall",
    "-Wextra",
    "-Wpedantic",
    "-Wconversion",
    "-Wsign-conversion",
    "-Wshadow",
    "-Wold-style-cast",
    "-Werror",
];

fn program(compiler: &str, options: &[&str]) -> PathBuf {
    let program = library().join(format!("wrapper-{compiler}{}", options.concat()));
    run(Command::new(compiler)
        .args(STRICT)
        .args(options)
        .arg("-I")
        .arg(root().join("include"))
        .arg(root().join("ffi/tests/cpp/wrapper.cpp"))
        .arg(statically())
        .arg("-o")
        .arg(&program));
    program
}

#[test]
fn wrapper_in_every_standard() {
    for compiler in compilers("g++", "clang++") {
        for options in [
            &["-std=c++17"][..],
            &["-std=c++20"],
            &["-std=c++2b"],
            &[
                "-std=c++17",
                "-O2",
                "-ffast-math",
                "-fno-exceptions",
                "-fno-rtti",
            ],
            &[
                "-std=c++2b",
                "-O2",
                "-ffast-math",
                "-fno-exceptions",
                "-fno-rtti",
            ],
        ] {
            let printed = lines(&mut Command::new(program(compiler, options)));
            println!("{compiler} {}: {}", options.join(" "), printed.join("\n"));
        }
    }
}

/// Each new standard includes what it needs itself.
#[test]
fn wrapper_stands_alone() {
    for compiler in compilers("g++", "clang++") {
        for standard in ["-std=c++17", "-std=c++20", "-std=c++2b"] {
            run(Command::new(compiler)
                .args(STRICT)
                .args([standard, "-fsyntax-only", "-xc++", "-include"])
                .arg(root().join("include/bestof.hpp"))
                .arg("/dev/null"));
        }
    }
}
