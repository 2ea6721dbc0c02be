//! `ffi/abi/bestof.abi`: what a compiled program relies on, a line each: symbols with their types, structs with their
//! offsets, constants. A release may add lines. One that changes or drops a line needs another `BESTOF_ABI_VERSION`.

use crate::api;
use crate::{chapters, layouts};

pub(crate) fn dump() -> String {
    let mut lines: Vec<String> = chapters()
        .iter()
        .flat_map(|chapter| &chapter.declarations)
        .map(|declaration| line(declaration))
        .collect();
    lines.extend(
        layouts()
            .into_iter()
            .map(|layout| format!("layout {layout}")),
    );
    lines.sort();
    lines.join("\n") + "\n"
}

/// A declaration without its comment and its parameters' names.
fn line(declaration: &str) -> String {
    let (_, code) = api::split(declaration);
    if let Some(constant) = code.strip_prefix("#define ") {
        return format!("constant {}", constant.replacen(' ', " = ", 1));
    }
    if let Some(function) = api::function(declaration) {
        let parameters: Vec<String> = function
            .parameters
            .iter()
            .map(|parameter| {
                let constant = if parameter.constant { "const " } else { "" };
                let star = if parameter.pointer { " *" } else { "" };
                format!("{constant}{}{star}", parameter.of)
            })
            .collect();
        return format!(
            "function {}({}) -> {}",
            function.name,
            parameters.join(", "),
            function.returns
        );
    }
    // A struct, a typedef: with its members, without their comments.
    let mut members = String::new();
    let mut rest = code;
    while let Some((before, comment)) = rest.split_once("/**") {
        members += before;
        rest = comment.split_once("*/").map_or("", |(_, after)| after);
    }
    members += rest;
    let words: Vec<_> = members.split_whitespace().collect();
    format!("type {}", words.join(" ").trim_start_matches("typedef "))
}
