//! What the tests in C and C++ share: the library as it ships, built once, and compilers.
#![allow(dead_code)] // no test file uses all of it

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::OnceLock;

pub(crate) const C99: [&str; 3] = ["gcc", "-std=c99", "-xc"];
pub(crate) const CPP17: [&str; 3] = ["g++", "-std=c++17", "-xc++"];

pub(crate) fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

pub(crate) fn run(command: &mut Command) -> Output {
    let output = command
        .output()
        .unwrap_or_else(|e| panic!("{:?} is needed for this test: {e}", command.get_program()));
    assert!(
        output.status.success(),
        "{command:?}: {}\n{}{}",
        output.status,
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr)
    );
    output
}

pub(crate) fn lines(command: &mut Command) -> Vec<String> {
    let text = String::from_utf8(run(command).stdout).expect("tools print UTF-8 here");
    text.lines().map(str::to_owned).collect()
}

/// The directory with `libbestof.a` and `libbestof.so`, built once, in a target directory of its own: that of the
/// running `cargo test` is locked.
pub(crate) fn library() -> &'static Path {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("ffi");
        let library = scratch.join("lib");
        run(Command::new("sh")
            .arg(root().join("ffi/build-lib.sh"))
            .arg(&library)
            .env("CARGO_TARGET_DIR", &scratch));
        library
    })
}

/// Compiles `source` and returns the program.
pub(crate) fn compile(name: &str, compiler: [&str; 3], source: &str, link: &[&OsStr]) -> PathBuf {
    let program = library().join(format!("{name}-{}", compiler[1]));
    run(Command::new(compiler[0])
        .args(["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-O1"])
        .args(&compiler[1..])
        .arg("-I")
        .arg(root().join("include"))
        .arg(root().join(source))
        .arg("-xnone")
        .args(link)
        .args(["-lm", "-o"].map(OsStr::new))
        .arg(&program));
    program
}

pub(crate) fn statically() -> PathBuf {
    library().join("libbestof.a")
}

/// Those of the two compilers that this machine has; GCC must be there.
pub(crate) fn compilers(gcc: &'static str, clang: &'static str) -> Vec<&'static str> {
    let found = Command::new(clang).arg("--version").output().is_ok();
    if !found {
        println!("not with {clang}: it is not installed");
    }
    [gcc].into_iter().chain(found.then_some(clang)).collect()
}
