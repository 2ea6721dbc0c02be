//! The archive, the shared library and the header, from C and C++: built as they ship, compiled against, linked and run.

mod common;

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use common::{C99, CPP17, compile, library, lines, root, run, statically};

/// The functions that the header declares.
fn declared() -> BTreeSet<String> {
    let header = fs::read_to_string(root().join("include/bestof.h")).expect("there is a header");
    let mut names = BTreeSet::new();
    let mut in_comment = false;
    for line in header.lines() {
        in_comment |= line.trim_start().starts_with("/*");
        if !in_comment
            && let Some((before, _)) = line.split_once('(')
            && let Some(name) = before.rsplit([' ', '*']).next()
            && name.starts_with("bestof_")
        {
            names.insert(name.to_owned());
        }
        in_comment &= !line.contains("*/");
    }
    names
}

/// The symbols that `nm` lists with the given options, versions cut off.
fn symbols(options: &[&str], file: &Path) -> BTreeSet<String> {
    lines(
        Command::new("nm")
            .args(options)
            .arg("--format=just-symbols")
            .arg(file),
    )
    .iter()
    .filter(|line| !line.is_empty() && !line.ends_with(".o:"))
    .map(|line| line.split('@').next().unwrap_or(line).to_owned())
    .collect()
}

#[test]
fn header_compiles_in_every_standard() {
    for compiler in [
        C99,
        ["gcc", "-std=c11", "-xc"],
        ["gcc", "-std=c17", "-xc"],
        ["gcc", "-std=c2x", "-xc"],
        CPP17,
        ["g++", "-std=c++20", "-xc++"],
        ["g++", "-std=c++2b", "-xc++"],
    ] {
        run(Command::new(compiler[0])
            .args(["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only"])
            .args(&compiler[1..])
            .arg("-include")
            .arg(root().join("include/bestof.h"))
            .arg("/dev/null"));
    }
}

#[test]
fn vectors_from_c_and_cpp() {
    let directory = root().join("tests/vectors");
    let expected: BTreeSet<String> = fs::read_dir(&directory)
        .expect("there are vectors")
        .map(|entry| entry.expect("a readable directory").path())
        .filter(|path| path.extension() == Some(OsStr::new("csv")))
        .filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned()))
        // More points of a function that has its own file.
        .filter(|name| !name.ends_with("_dense"))
        .collect();
    for compiler in [C99, CPP17] {
        let archive = statically();
        let program = compile(
            "vectors",
            compiler,
            "ffi/tests/c/vectors.c",
            &[archive.as_ref()],
        );
        let report = lines(Command::new(program).arg(&directory));
        println!("{}:\n{}", compiler[1], report.join("\n"));
        let checked: BTreeSet<String> = report
            .iter()
            .filter_map(|line| Some(line.split(' ').next()?.to_owned()))
            .collect();
        assert_eq!(
            checked, expected,
            "every file of vectors has its row in vectors.c"
        );
    }
}

#[test]
fn contract_static_and_shared() {
    let archive = statically();
    for compiler in [C99, CPP17] {
        for name in ["contract", "decide", "estimate", "golden", "plan"] {
            let source = format!("ffi/tests/c/{name}.c");
            let program = compile(name, compiler, &source, &[archive.as_ref()]);
            println!(
                "{name}, static, {}: {}",
                compiler[1],
                lines(&mut Command::new(program)).join("\n")
            );
        }
    }
    let shared = library().join("libbestof.so");
    let program = compile(
        "contract-shared",
        C99,
        "ffi/tests/c/contract.c",
        &[shared.as_ref()],
    );
    let needed = lines(Command::new("readelf").arg("-d").arg(&program));
    assert!(
        needed
            .iter()
            .any(|line| line.contains("NEEDED") && line.contains("[libbestof.so.0]")),
        "the program asks for the SONAME: {needed:#?}"
    );
    let mut program = Command::new(program);
    println!(
        "shared: {}",
        lines(program.env("LD_LIBRARY_PATH", library())).join("\n")
    );
}

#[test]
fn ceilings_and_tails() {
    let archive = statically();
    for name in ["ceiling", "tails"] {
        for compiler in [C99, CPP17] {
            let source = format!("ffi/tests/c/{name}.c");
            let program = compile(name, compiler, &source, &[archive.as_ref()]);
            println!(
                "{name}, {}: {}",
                compiler[1],
                lines(&mut Command::new(program)).join("\n")
            );
        }
    }
}

#[test]
fn examples_run() {
    let archive = statically();
    let budget = compile("budget", C99, "ffi/examples/budget.c", &[archive.as_ref()]);
    let printed = lines(Command::new(&budget).arg("1.5"));
    assert!(
        printed
            .iter()
            .any(|line| line == "largest n                  11"),
        "{printed:#?}"
    );
    let refused = Command::new(&budget)
        .arg("-1")
        .output()
        .expect("it was just run");
    assert_eq!(refused.status.code(), Some(1));

    let overoptimised = compile(
        "overoptimised",
        CPP17,
        "ffi/examples/overoptimised.cpp",
        &[archive.as_ref()],
    );
    let printed = lines(&mut Command::new(overoptimised));
    assert_eq!(
        printed.last().map(String::as_str),
        Some("best n by gold: 2")
    );

    let serve = compile(
        "serve",
        CPP17,
        "ffi/examples/serve.cpp",
        &[archive.as_ref()],
    );
    let printed = lines(&mut Command::new(serve));
    println!("{}", printed.join("\n"));
    assert!(
        printed.iter().any(|line| line.ends_with("rule kept")),
        "{printed:#?}"
    );
    assert_eq!(printed.last().map(String::as_str), Some("sharing pays"));
}

#[test]
fn readme_start_in_cpp_runs() {
    let readme = fs::read_to_string(root().join("README.md")).expect("there is a README");
    let (_, rest) = readme.split_once("```cpp\n").expect("it starts C++ users");
    let (program, _) = rest.split_once("```").expect("the block ends");
    let source = library().join("readme.cpp");
    fs::write(&source, program).expect("the build directory is writable");
    let source = source.to_str().expect("build paths are UTF-8");
    let program = compile("readme", CPP17, source, &[statically().as_ref()]);
    assert_eq!(lines(&mut Command::new(program)), ["19 1.99707"]);
}

/// Another Rust archive, with std and without link-time optimisation.
fn neighbour(name: &str) -> PathBuf {
    let neighbour = library().join(name);
    run(Command::new("rustc")
        .args(["--edition=2024", "--crate-type=staticlib", "-O", "-o"])
        .arg(&neighbour)
        .arg(root().join("ffi/tests/c/neighbour.rs")));
    neighbour
}

#[test]
fn links_beside_another_rust_archive() {
    let neighbour = neighbour("libneighbour.a");
    let archive = statically();
    let (ours, theirs): (&OsStr, &OsStr) = (archive.as_ref(), neighbour.as_ref());
    let (whole, parts) = (
        OsStr::new("-Wl,--whole-archive"),
        OsStr::new("-Wl,--no-whole-archive"),
    );
    for (name, order) in [
        ("ours-first", vec![ours, theirs]),
        ("theirs-first", vec![theirs, ours]),
        ("whole-archive", vec![whole, theirs, ours, parts]),
    ] {
        let program = compile(name, C99, "ffi/tests/c/neighbour.c", &order);
        run(&mut Command::new(program));
    }
}

/// Two plugins, each with the archive in it and a neighbour of another make, in a program that has the archive too.
#[test]
fn lives_in_plugins() {
    let neighbour = neighbour("libplugged.a");
    let archive = statically();
    let mut host = Command::new(compile(
        "host",
        C99,
        "ffi/tests/c/plugin_host.c",
        &[archive.as_ref(), OsStr::new("-ldl")],
    ));
    for (name, order) in [
        ("first.so", [&archive, &neighbour]),
        ("second.so", [&neighbour, &archive]),
    ] {
        let plugin = library().join(name);
        run(Command::new("gcc")
            .args(["-std=c99", "-shared", "-fPIC", "-I"])
            .arg(root().join("include"))
            .arg(root().join("ffi/tests/c/plugin.c"))
            .args(order)
            .arg("-o")
            .arg(&plugin));
        host.arg(plugin);
    }
    println!("{}", lines(&mut host).join("\n"));
}

#[test]
fn archive_holds_one_object_and_only_our_names() {
    let archive = statically();
    assert_eq!(lines(Command::new("ar").arg("t").arg(&archive)).len(), 1);
    assert_eq!(
        symbols(&["--extern-only", "--defined-only"], &archive),
        declared()
    );
    let needed = symbols(&["--undefined-only"], &archive);
    assert!(
        needed.iter().all(|name| is_memory_function(name)),
        "needs nothing but C's memory functions: {needed:?}"
    );
    for name in symbols(&[], &archive) {
        for word in [
            "panic",
            "unwind",
            "eh_personality",
            "alloc",
            "unwrap_failed",
        ] {
            assert!(
                !name.contains(word),
                "{name} has no place in the archive; `objdump -dr {}` shows who calls it",
                archive.display()
            );
        }
    }
}

#[test]
fn shared_library_exports_only_our_names() {
    let shared = library().join("libbestof.so");
    assert_eq!(
        symbols(&["--dynamic", "--extern-only", "--defined-only"], &shared),
        declared()
    );
    let needed = symbols(&["--dynamic", "--undefined-only"], &shared);
    // Weak references of the C compiler's start files.
    let start = [
        "_ITM_deregisterTMCloneTable",
        "_ITM_registerTMCloneTable",
        "__cxa_finalize",
        "__gmon_start__",
    ];
    assert!(
        needed
            .iter()
            .all(|name| is_memory_function(name) || start.contains(&name.as_str())),
        "{needed:?}"
    );
    let dynamic = lines(Command::new("readelf").arg("-d").arg(&shared)).join("\n");
    let soname = format!("[libbestof.so.{}]", bestof_ffi::BESTOF_ABI_VERSION);
    assert!(
        dynamic
            .lines()
            .any(|line| line.contains("SONAME") && line.contains(&soname)),
        "{dynamic}"
    );
}

fn is_memory_function(name: &str) -> bool {
    ["memcpy", "memmove", "memset", "memcmp", "bcmp"].contains(&name)
}
