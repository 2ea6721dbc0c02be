//! `include/bestof.h` is what `ffi/src` says: generated here by cbindgen, compared with the committed file.
//!
//! `make header` writes it. cbindgen runs in this test, never in a user's build.

#[path = "header/abi.rs"]
mod abi;
#[path = "header/api.rs"]
mod api;
#[path = "header/calls.rs"]
mod calls;
#[path = "header/cpp.rs"]
mod cpp;

#[path = "header/reference.rs"]
mod reference;

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Mutex, OnceLock};

/// The chapters of the header: files of `ffi/src`, whose module docs are the chapters' opening words.
const CHAPTERS: &[&str] = &[
    "status",
    "version",
    "divergence",
    "f_divergence",
    "inverse",
    "order",
    "bound",
    "ceiling",
    "transport",
    "high_probability",
    "single",
    "batch",
    "estimate",
    "pass",
    "stats",
    "top",
    "confidence",
    "tail",
    "golden",
    "sampler",
    "decision",
    "finite",
    "stop",
    "share",
    "choose",
    "plan",
    "policy",
];

const OPENING: &str = "\
/* Generated from ffi/src by `make header`. Do not edit. */
#ifndef BESTOF_H
#define BESTOF_H
";

const INCLUDES: &str = "
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern \"C\" {
#endif
";

/// The lines of `ffi/src/layout.rs`, without the macro.
fn layouts() -> Vec<String> {
    source("layout")
        .1
        .lines()
        .filter_map(|line| line.strip_prefix("layout!(")?.strip_suffix(");"))
        .map(str::to_owned)
        .collect()
}

/// The same as assertions in C.
fn layout() -> String {
    let mut asserted = String::from("sizeof(bestof_status) == 4\nsizeof(double) == 8\n");
    for line in layouts() {
        let (name, rest) = line.split_once(": ").expect("a name and a colon");
        let mut parts = rest.split(", ");
        let size = parts.next().expect("a size");
        let aligned = match parts.next().expect("a type to be aligned like") {
            "u64" => "uint64_t",
            "u32" => "uint32_t",
            "f64" => "double",
            other => panic!("{other} has no name in C here"),
        };
        writeln!(asserted, "sizeof({name}) == {size}").expect("a String takes all");
        writeln!(
            asserted,
            "BESTOF_ALIGNOF({name}) == BESTOF_ALIGNOF({aligned})"
        )
        .expect("a String takes all");
        for member in parts {
            let (member, offset) = member.split_once(" = ").expect("a member and its offset");
            writeln!(asserted, "offsetof({name}, {member}) == {offset}")
                .expect("a String takes all");
        }
    }
    asserted
        .lines()
        .map(|condition| format!("BESTOF_STATIC_ASSERT({condition});\n"))
        .collect()
}

fn closing() -> String {
    format!(
        "
#if defined(__cplusplus)
#define BESTOF_STATIC_ASSERT(condition) static_assert(condition, #condition)
#define BESTOF_ALIGNOF(type) alignof(type)
#elif defined(__STDC_VERSION__) && __STDC_VERSION__ >= 201112L
#define BESTOF_STATIC_ASSERT(condition) _Static_assert(condition, #condition)
#define BESTOF_ALIGNOF(type) _Alignof(type)
#endif
#ifdef BESTOF_STATIC_ASSERT
{}#undef BESTOF_STATIC_ASSERT
#undef BESTOF_ALIGNOF
#endif

#ifdef __cplusplus
}} /* extern \"C\" */
#endif

#endif /* BESTOF_H */
",
        layout()
    )
}

#[test]
fn header_is_current() {
    is_current("include/bestof.h", &header());
}

#[test]
fn abi_is_current() {
    is_current("ffi/abi/bestof.abi", &abi::dump());
}

#[test]
fn reference_is_current() {
    is_current("docs/c-api.md", &reference::page());
}

#[test]
fn cpp_header_is_current() {
    is_current("include/bestof.hpp", &cpp::header());
}

/// Before it is written: a name that C allows may be taken in C++.
#[test]
fn cpp_header_compiles() {
    let scratch = Path::new(env!("CARGO_TARGET_TMPDIR")).join("header");
    fs::create_dir_all(&scratch).expect("the build directory is writable");
    fs::write(scratch.join("bestof.h"), header()).expect("the build directory is writable");
    let path = scratch.join("bestof.hpp");
    fs::write(&path, cpp::header()).expect("the build directory is writable");
    let output = Command::new("g++")
        .args(["-std=c++17", "-Wall", "-Wextra", "-Wshadow", "-Werror"])
        .args(["-fsyntax-only", "-xc++", "/dev/null", "-include"])
        .arg(path)
        .output()
        .expect("g++ is needed for this test");
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}");
}

/// Writes the file when asked to; fails when the committed one is another.
fn is_current(file: &str, generated: &str) {
    let path = root().join(file);
    if std::env::var_os("BESTOF_WRITE_HEADER").is_some() {
        fs::write(&path, generated).expect("its directory is there");
    }
    let committed = fs::read_to_string(&path).unwrap_or_default();
    assert!(
        committed == generated,
        "{file} is not what ffi/src says: run `make header`"
    );
}

#[test]
fn headers_are_ascii_with_short_lines() {
    for header in [header(), cpp::header()] {
        for (line, text) in (1..).zip(header.lines()) {
            assert!(text.is_ascii(), "line {line}: {text}");
            assert!(text.len() <= 120, "line {line}: {text}");
        }
    }
}

/// Whoever adds a function that takes a pointer has a fuzz target; `BESTOF_WRITE_CALLS` says where to write all of them.
#[test]
fn every_pointer_is_fuzzed() {
    let calls = calls::calls();
    if let Some(path) = std::env::var_os("BESTOF_WRITE_CALLS") {
        fs::write(path, &calls).expect("the calls can be written");
    }
    let without: Vec<_> = chapters()
        .iter()
        .flat_map(|chapter| &chapter.declarations)
        .map(|declaration| api::split(declaration).1)
        .filter(|code| code.ends_with(");") && !code.starts_with("typedef"))
        .filter_map(|code| code.split_once('('))
        .filter(|(_, parameters)| parameters.contains('*'))
        .filter_map(|(head, _)| head.rsplit([' ', '*']).next())
        .filter(|name| !calls.contains(&format!("TARGET({name})")))
        .collect();
    assert!(without.is_empty(), "no fuzz target for {without:?}");
}

/// Whoever adds a function to the C header has it in the C++ one too.
#[test]
fn cpp_header_reaches_every_function() {
    let cpp = cpp::header();
    let missing: Vec<_> = chapters()
        .iter()
        .flat_map(|chapter| chapter.source.split("extern \"C\" fn ").skip(1))
        .filter_map(|rest| Some(rest.split_once('(')?.0))
        .filter(|name| !cpp.contains(&format!("::{name}(")))
        .collect();
    assert!(missing.is_empty(), "bestof.hpp lacks {missing:?}");
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn source(chapter: &str) -> (PathBuf, String) {
    let path = root().join(format!("ffi/src/{chapter}.rs"));
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    (path, text)
}

/// The `//!` lines of a file as one C comment.
fn opening_words(text: &str) -> String {
    let mut comment = String::from("\n/*\n");
    for line in text.lines().map_while(|line| line.strip_prefix("//!")) {
        writeln!(comment, "{}", format!(" *{line}").trim_end()).expect("a String takes all");
    }
    comment + " */\n"
}

fn version() -> String {
    format!(
        "
/** The version of this header; bestof_version_number() is that of the library. */
#define BESTOF_VERSION_MAJOR {}
#define BESTOF_VERSION_MINOR {}
#define BESTOF_VERSION_PATCH {}
#define BESTOF_VERSION_NUMBER \\
    (BESTOF_VERSION_MAJOR * 1000000 + BESTOF_VERSION_MINOR * 1000 + BESTOF_VERSION_PATCH)
#define BESTOF_VERSION_STRING \"{}\"
",
        env!("CARGO_PKG_VERSION_MAJOR"),
        env!("CARGO_PKG_VERSION_MINOR"),
        env!("CARGO_PKG_VERSION_PATCH"),
        env!("CARGO_PKG_VERSION"),
    )
}

/// A chapter of the header: its Rust file, and the declarations that belong there.
struct Chapter {
    name: &'static str,
    source: String,
    declarations: Vec<String>,
}

fn chapters() -> &'static [Chapter] {
    static CHAPTERS_READ: OnceLock<Vec<Chapter>> = OnceLock::new();
    CHAPTERS_READ.get_or_init(|| {
        let sources: Vec<_> = CHAPTERS.iter().map(|chapter| source(chapter)).collect();
        let declarations = declarations(&sources);
        let chapters: Vec<_> = CHAPTERS
            .iter()
            .zip(sources)
            .map(|(name, (_, source))| Chapter {
                name,
                declarations: declarations
                    .iter()
                    .filter(|declaration| defines(&source, declaration))
                    .cloned()
                    .collect(),
                source,
            })
            .collect();
        let placed: usize = chapters.iter().map(|c| c.declarations.len()).sum();
        assert_eq!(placed, declarations.len(), "each belongs to one chapter");
        chapters
    })
}

fn header() -> String {
    let mut header = OPENING.to_owned() + &opening_words(&source("lib").1) + INCLUDES;
    for chapter in chapters() {
        header += &opening_words(&chapter.source);
        let mut after_constant = chapter.name == "version";
        if after_constant {
            header += &version();
        }
        for declaration in &chapter.declarations {
            let constant = declaration.contains("\n#define");
            header += if constant && after_constant { "" } else { "\n" };
            let declaration = declaration.replace(" * # Safety\n", "");
            writeln!(header, "{declaration}").expect("a String takes all");
            after_constant = constant;
        }
    }
    header + &closing()
}

/// What cbindgen writes, declaration by declaration, each with its comment.
fn declarations(sources: &[(PathBuf, String)]) -> Vec<String> {
    let config = cbindgen::Config::from_file(root().join("ffi/cbindgen.toml"))
        .expect("ffi/cbindgen.toml is a cbindgen configuration");
    let builder = sources
        .iter()
        .fold(cbindgen::Builder::new().with_config(config), |b, (p, _)| {
            b.with_src(p)
        });
    let mut text = Vec::new();
    let warnings = warnings_of(|| {
        builder
            .generate()
            .expect("cbindgen understands ffi/src")
            .write(&mut text);
    });
    assert_eq!(
        warnings,
        Vec::<String>::new(),
        "cbindgen left something out"
    );
    String::from_utf8(text)
        .expect("cbindgen writes UTF-8")
        .split("\n\n")
        .map(str::trim)
        .filter(|declaration| !declaration.is_empty())
        .map(in_c_manner)
        .collect()
}

/// What a C reader expects and cbindgen does not do: short comments on one line, and parentheses around negative
/// constants.
fn in_c_manner(declaration: &str) -> String {
    let mut text = declaration.to_owned();
    if let Some((comment, code)) = text.split_once("\n */\n")
        && let Some(comment) = comment.strip_prefix("/**\n * ")
        && !comment.contains('\n')
    {
        text = format!("/** {comment} */\n{code}");
    }
    match text.rsplit_once(" -") {
        Some((define, value)) if value.chars().all(|c| c.is_ascii_digit()) => {
            format!("{define} (-{value})")
        }
        _ => text,
    }
}

/// Whether a Rust file defines the item that a C declaration declares.
fn defines(text: &str, declaration: &str) -> bool {
    let code = match declaration.split_once("*/") {
        Some((_, code)) => code,
        None => declaration,
    };
    let name = code
        .split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| word.starts_with("bestof_") || word.starts_with("BESTOF_"))
        .find(|word| *word != "bestof_status" || code.contains("typedef"))
        .unwrap_or_else(|| panic!("no name in: {declaration}"));
    ["fn ", "const ", "struct ", "type "].iter().any(|keyword| {
        let start = format!("pub {keyword}{name}");
        let function = format!("extern \"C\" fn {name}(");
        text.contains(&function)
            || text
                .match_indices(&start)
                .any(|(at, _)| text[at + start.len()..].starts_with([':', ' ', '(']))
    })
}

/// cbindgen reports what it skips through the `log` crate, and only there.
fn warnings_of(work: impl FnOnce()) -> Vec<String> {
    struct Collector(Mutex<Vec<String>>);

    impl log::Log for Collector {
        fn enabled(&self, metadata: &log::Metadata<'_>) -> bool {
            metadata.level() <= log::Level::Warn
        }
        fn log(&self, record: &log::Record<'_>) {
            if self.enabled(record.metadata()) {
                let mut warnings = self.0.lock().expect("no test panics in here");
                warnings.push(record.args().to_string());
            }
        }
        fn flush(&self) {}
    }

    static COLLECTOR: Collector = Collector(Mutex::new(Vec::new()));
    log::set_logger(&COLLECTOR).expect("this is called once");
    log::set_max_level(log::LevelFilter::Warn);
    work();
    let mut warnings = COLLECTOR.0.lock().expect("no test panics in here");
    std::mem::take(&mut *warnings)
}
