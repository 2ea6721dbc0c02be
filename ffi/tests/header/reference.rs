//! `docs/c-api.md`: `ffi/c-api.md.in` with a table of every function, what it does, what it costs, which threads may call
//! it. The costs are those in the comments of the core.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use crate::api::{self, Function, Role};
use crate::{Chapter, chapters, root};

pub(crate) fn page() -> String {
    let template = fs::read_to_string(root().join("ffi/c-api.md.in")).expect("the template");
    let mut sources = Vec::new();
    read(&root().join("src"), &mut sources);
    let mut sorted: Vec<&Chapter> = chapters().iter().collect();
    sorted.sort_by_key(|chapter| place(chapter));
    let mut tables = String::new();
    for chapter in sorted {
        tables += &table(chapter, &sources);
    }
    template.replace("@TABLES@\n", &tables)
}

/// Simple, then batch, then whatever has a state or a pool, then decisions; status and version last.
fn place(chapter: &Chapter) -> usize {
    match (chapter.name, title(chapter).split(':').next()) {
        ("status" | "version", _) => 4,
        (_, Some("Simple")) => 0,
        (_, Some("Batch")) => 1,
        (_, Some("Decisions" | "Ceilings" | "Plans" | "Plan" | "Stopping")) => 3,
        _ => 2,
    }
}

fn title(chapter: &Chapter) -> &str {
    let line = chapter.source.lines().next().unwrap_or("");
    line.trim_start_matches("//! ").trim_end_matches('.')
}

fn table(chapter: &Chapter, sources: &[(String, String)]) -> String {
    let functions: Vec<Function> = chapter
        .declarations
        .iter()
        .filter_map(|declaration| api::function(declaration))
        .collect();
    let mut text = format!("\n### {}\n", title(chapter));
    // A twin has all but its precision from the function in double precision.
    let (twins, functions): (Vec<_>, Vec<_>) = functions
        .iter()
        .partition(|function| function.returns == "float");
    if !functions.is_empty() {
        text += "\n| Function | | Cost | Threads |\n| --- | --- | --- | --- |\n";
    }
    for function in functions {
        let names: Vec<_> = function
            .parameters
            .iter()
            .map(|p| p.name.as_str())
            .collect();
        let states: Vec<_> = function
            .parameters
            .iter()
            .filter(|p| p.role == Role::One && !p.constant)
            .map(|p| format!("`{}`", p.name))
            .collect();
        let threads = if states.is_empty() {
            "any".to_owned()
        } else {
            format!("one a {}", states.join(", "))
        };
        writeln!(
            text,
            "| `{}({})` | {} | {} | {threads} |",
            function.name,
            names.join(", "),
            cell(first_sentence(&function.brief)),
            cell(&cost(function, sources)),
        )
        .expect("a String takes all");
    }
    if !twins.is_empty() {
        let names: Vec<_> = twins
            .iter()
            .map(|twin| format!("`{}`", twin.name))
            .collect();
        writeln!(text, "\n{}", names.join(", ")).expect("a String takes all");
    }
    text
}

fn first_sentence(brief: &str) -> &str {
    brief
        .split_once(". ")
        .map_or(brief, |(first, _)| first)
        .trim_end_matches('.')
}

/// Text that may stand in a cell: Markdown's signs escaped.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
        .replace('*', "\\*")
        .replace('_', "\\_")
        .replace('<', "&lt;")
}

/// `Cost: …` of its own comment, of the core's function of this name, or of the method `push` in `stats.rs` for `stats_push`.
fn cost(function: &Function, sources: &[(String, String)]) -> String {
    if let Some((_, cost)) = function.brief.rsplit_once("Cost: ") {
        return cost.trim_end_matches('.').to_owned();
    }
    let short = function.name.trim_start_matches("bestof_");
    if let Some(scalar) = function.name.strip_suffix("_batch") {
        return format!("each element that of {scalar}(), or less");
    }
    if short.ends_with("_len") && function.returns == "size_t" {
        return "constant".to_owned();
    }
    let anywhere = sources.iter().find_map(|(_, text)| documented(short, text));
    let method = || {
        sources.iter().find_map(|(file, text)| {
            let name = short.strip_prefix(file.as_str())?.strip_prefix('_')?;
            documented(name, text)
        })
    };
    anywhere.or_else(method).unwrap_or_default()
}

fn documented(name: &str, source: &str) -> Option<String> {
    let (before, _) = ["(", "<"]
        .iter()
        .find_map(|open| source.split_once(&format!("pub fn {name}{open}")))?;
    let comment = before.rsplit("\n\n").next()?;
    let (_, cost) = comment.rsplit_once("Cost: ")?;
    let lines = cost
        .lines()
        .map(|line| line.trim().trim_start_matches("///").trim());
    let text = lines.take_while(|line| !line.is_empty() && !line.starts_with('#'));
    let text = text.collect::<Vec<_>>().join(" ");
    Some(without_links(text.trim_end_matches('.')))
}

/// `[`x`](path)` and [`x`] as x.
fn without_links(text: &str) -> String {
    let mut plain = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("](") {
        plain += before;
        rest = after.split_once(')').map_or("", |(_, rest)| rest);
    }
    plain += rest;
    plain.replace(['[', ']', '`'], "")
}

/// The names and the texts of the files below a directory.
fn read(directory: &Path, sources: &mut Vec<(String, String)>) {
    let mut entries: Vec<_> = fs::read_dir(directory)
        .expect("a directory of sources")
        .map(|entry| entry.expect("a readable directory").path())
        .collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            read(&path, sources);
        } else if let Some(name) = path.file_stem() {
            let text = fs::read_to_string(&path).expect("a source file");
            sources.push((name.to_string_lossy().into_owned(), text));
        }
    }
}
