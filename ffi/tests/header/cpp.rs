//! `include/bestof.hpp`: `ffi/bestof.hpp.in` with a wrapper for each declaration of the C header.

use std::fmt::Write as _;
use std::fs;

use crate::api::{self, Function, Parameter, Role};
use crate::{Chapter, chapters, root};

pub(crate) fn header() -> String {
    let template = fs::read_to_string(root().join("ffi/bestof.hpp.in")).expect("the template");
    let kinds: Vec<Kind> = chapters().iter().flat_map(kinds).collect();
    let mut text = String::new();
    for chapter in chapters() {
        for declaration in &chapter.declarations {
            text += &structure(declaration);
        }
        for kind in kinds.iter().filter(|k| k.chapter == chapter.name) {
            text += &kind.declare();
        }
        for constant in constants(chapter).filter(|c| c.of != "i32" && c.of != "bestof_status") {
            if chapter.name != "version" {
                text += &constant.declare();
            }
        }
        for declaration in &chapter.declarations {
            if let Some(mut function) = api::function(declaration) {
                function.rename(is_taken);
                text += &wrapper(&function, &kinds);
            }
        }
    }
    template
        .replace("@STATUSES@", &statuses())
        .replace("@DECLARATIONS@\n", &text)
}

/// A `pub const` of a chapter.
struct Constant {
    name: String,
    of: String,
    value: String,
}

impl Constant {
    fn declare(&self) -> String {
        let of = match self.of.as_str() {
            "usize" => "std::size_t",
            "u64" => "std::uint64_t",
            "u32" => "std::uint32_t",
            "f64" => "double",
            other => panic!("{}: {other} has no name in C++ here", self.name),
        };
        let short = short(&self.name).to_lowercase();
        format!("\ninline constexpr {of} {short} = {};\n", self.name)
    }
}

fn constants(chapter: &Chapter) -> impl Iterator<Item = Constant> {
    chapter.source.lines().filter_map(|line| {
        let (name, rest) = line.strip_prefix("pub const ")?.split_once(": ")?;
        let (of, value) = rest.split_once(" = ")?;
        Some(Constant {
            name: name.to_owned(),
            of: of.to_owned(),
            value: value.trim_end_matches(';').to_owned(),
        })
    })
}

/// `BESTOF_E_X` as `bestof::status::x`.
fn statuses() -> String {
    chapters()
        .iter()
        .flat_map(constants)
        .filter(|constant| constant.of == "bestof_status")
        .map(|constant| {
            let short = short(&constant.name).to_lowercase();
            let short = short.strip_prefix("e_").unwrap_or(&short).to_owned();
            format!("    {short} = {},", constant.name)
        })
        .collect::<Vec<_>>()
        .join("\n")
}

/// Constants of one `int32_t` parameter or member.
struct Kind {
    chapter: &'static str,
    /// Of the namespace that holds them.
    name: String,
    /// In C++ and in C.
    members: Vec<(String, String)>,
}

impl Kind {
    /// Another name where a function or a type has it.
    fn namespace(&self) -> String {
        let name = format!("bestof_{}", self.name);
        let is_taken = chapters().iter().any(|chapter| {
            chapter.source.contains(&format!("extern \"C\" fn {name}("))
                || chapter.source.contains(&format!("pub struct {name} {{"))
        });
        self.name.clone() + if is_taken { "_kind" } else { "" }
    }

    fn declare(&self) -> String {
        let mut text = format!(
            "\nnamespace {} {{\nenum kind : std::int32_t {{\n",
            self.namespace()
        );
        for (short, name) in &self.members {
            writeln!(text, "    {short} = {name},").expect("a String takes all");
        }
        text + "};\n}\n"
    }
}

/// The `i32` constants of a chapter; a constant 0 begins the next kind. A kind is named by the words that all its
/// constants begin with, or else by the one `int32_t` parameter of the chapter.
fn kinds(chapter: &'static Chapter) -> Vec<Kind> {
    let mut groups: Vec<Vec<String>> = Vec::new();
    for constant in constants(chapter).filter(|constant| constant.of == "i32") {
        match groups.last_mut() {
            Some(group) if constant.value != "0" => group.push(constant.name),
            _ => groups.push(vec![constant.name]),
        }
    }
    groups
        .into_iter()
        .map(|names| {
            let prefix = common_words(&names);
            let name = if prefix.is_empty() {
                integer_parameter(chapter).unwrap_or_else(|| {
                    panic!("name the constants {names:?} after their parameter: BESTOF_PARAMETER_…")
                })
            } else {
                prefix.trim_end_matches('_').to_lowercase()
            };
            let members = names.iter().map(|name| {
                let member = short(name)[prefix.len()..].to_lowercase();
                (member, name.clone())
            });
            Kind {
                chapter: chapter.name,
                name,
                members: members.collect(),
            }
        })
        .collect()
}

/// `TAIL_` of `BESTOF_TAIL_BOUNDED` and `BESTOF_TAIL_GAUSSIAN`.
fn common_words(names: &[String]) -> &str {
    let (first, rest) = names.split_first().expect("no group is empty");
    short(first)
        .match_indices('_')
        .map(|(at, _)| &short(first)[..=at])
        .rfind(|prefix| {
            !rest.is_empty() && rest.iter().all(|name| short(name).starts_with(*prefix))
        })
        .unwrap_or("")
}

fn integer_parameter(chapter: &Chapter) -> Option<String> {
    let mut names: Vec<_> = chapter
        .declarations
        .iter()
        .filter_map(|declaration| api::function(declaration))
        .flat_map(|function| function.parameters)
        .filter(|parameter| parameter.of == "int32_t" && parameter.role == Role::Value)
        .map(|parameter| parameter.name)
        .collect();
    names.dedup();
    (names.len() == 1).then(|| names.remove(0))
}

/// `using rng = ::bestof_rng`, and the same for a pointer to a function; a configuration knows its own size.
fn structure(declaration: &str) -> String {
    let (_, code) = api::split(declaration);
    if let Some((_, rest)) = code.split_once("(*bestof_")
        && code.starts_with("typedef ")
        && let Some((alias, _)) = rest.split_once(')')
    {
        return format!("\nusing {alias} = ::bestof_{alias};\n");
    }
    let Some((name, members)) = code
        .strip_prefix("typedef struct ")
        .and_then(|rest| rest.split_once(" {"))
    else {
        return String::new();
    };
    let alias = short(name);
    if members.contains(" struct_size;") {
        format!(
            "\n// struct_size is set, and every other member 0.\nstruct {alias} : ::{name} {{\n    constexpr {alias}() \
             noexcept : ::{name}{{}} {{ struct_size = sizeof(::{name}); }}\n}};\n"
        )
    } else {
        format!("\nusing {alias} = ::{name};\n")
    }
}

/// Whether a parameter of this name would hide a type of the namespace.
fn is_taken(name: &str) -> bool {
    ["status", "result", "span"].contains(&name)
        || chapters()
            .iter()
            .flat_map(|chapter| &chapter.declarations)
            .any(|declaration| declaration.contains(&format!("typedef struct bestof_{name} {{")))
}

fn wrapper(function: &Function, kinds: &[Kind]) -> String {
    let name = short(&function.name);
    let outputs: Vec<&Parameter> = function
        .parameters
        .iter()
        .filter(|parameter| parameter.role == Role::Output)
        .collect();
    let reports = function.returns == "bestof_status";
    assert!(
        reports || outputs.is_empty(),
        "{}: what writes an output returns a bestof_status",
        function.name
    );
    let mut text = String::new();
    let output = match outputs.as_slice() {
        [] => None,
        [one] => Some(type_of(&one.of)),
        several => {
            writeln!(text, "\nstruct {name}_values {{").expect("a String takes all");
            for output in several {
                writeln!(text, "    {} {};", type_of(&output.of), output.name)
                    .expect("a String takes all");
            }
            text += "};\n";
            Some(format!("{name}_values"))
        }
    };
    let returns = match &output {
        Some(output) => format!("result<{output}>"),
        None if reports => "status".to_owned(),
        None => type_of(&function.returns),
    };
    let body = body(function, &outputs, output.as_deref());
    let taken: Vec<String> = function
        .parameters
        .iter()
        .filter_map(|parameter| taken(parameter, kinds))
        .collect();
    text += "\n";
    text += &comment(&function.brief.replace("bestof_", ""));
    text += &broken(
        "",
        &format!("[[nodiscard]] inline {returns} {name}(").replace("* ", "*"),
        &taken,
        ") noexcept",
    );
    text + "\n{\n" + &body + "}\n"
}

/// What the wrapper takes for a parameter of the C function, if anything.
fn taken(parameter: &Parameter, kinds: &[Kind]) -> Option<String> {
    let Parameter { name, of, .. } = parameter;
    let constant = if parameter.constant { "const " } else { "" };
    let kind = kinds
        .iter()
        .find(|kind| kind.name == *name && of == "int32_t");
    let of = kind.map_or_else(|| type_of(of), |kind| kind.namespace() + "::kind");
    match parameter.role {
        Role::Length | Role::Output => None,
        Role::Value => Some(format!("{of} {name}")),
        Role::Array(_) => Some(format!("span<{constant}{of}> {name}")),
        Role::One => Some(format!("{constant}{of} &{name}")),
        Role::Optional | Role::Other => Some(format!("{constant}{of} *{name}")),
    }
}

fn body(function: &Function, outputs: &[&Parameter], output: Option<&str>) -> String {
    let mut text = String::new();
    let mut unequal = Vec::new();
    let arguments: Vec<String> = function
        .parameters
        .iter()
        .map(|parameter| {
            let name = &parameter.name;
            match parameter.role {
                Role::Value if parameter.of == "bestof_status" => {
                    format!("static_cast<bestof_status>({name})")
                }
                Role::Value | Role::Optional | Role::Other => name.clone(),
                Role::Array(_) => format!("detail::data({name})"),
                Role::One => format!("&{name}"),
                Role::Output if outputs.len() == 1 => "&output".to_owned(),
                Role::Output => format!("&output.{name}"),
                Role::Length => {
                    let mut arrays = function.arrays(name);
                    let first = &arrays.next().expect("it is a length of something").name;
                    unequal.extend(arrays.map(|a| format!("!detail::fits({}, {first})", a.name)));
                    format!("{first}.size()")
                }
            }
        })
        .collect();
    if !unequal.is_empty() {
        text += &broken("    ", "if (", &unequal, ")").replace(", !", " || !");
        text += "\n        return status::capacity;\n";
    }
    let call = format!("::{}(", function.name);
    if let Some(output) = output {
        writeln!(text, "    {output} output{{}};").expect("a String takes all");
        let start = format!("const bestof_status reason = {call}");
        text += &broken("    ", &start, &arguments, ");");
        text += "\n    return detail::make(reason, output);\n";
    } else if function.returns == "bestof_status" {
        let start = format!("return static_cast<status>({call}");
        text += &broken("    ", &start, &arguments, "));");
        text += "\n";
    } else {
        text += &broken("    ", &format!("return {call}"), &arguments, ");");
        text += "\n";
    }
    text
}

fn type_of(c: &str) -> String {
    match c {
        "bestof_status" => "status".to_owned(),
        "size_t" | "int32_t" | "uint32_t" | "int64_t" | "uint64_t" | "uint8_t" => {
            format!("std::{c}")
        }
        _ => match c.strip_prefix("bestof_") {
            Some(short) => format!("bestof::{short}"),
            None => c.to_owned(),
        },
    }
}

fn short(name: &str) -> &str {
    name.strip_prefix("bestof_")
        .or_else(|| name.strip_prefix("BESTOF_"))
        .expect("every name begins with bestof")
}

/// A list between two brackets, continued under its first item where the line would be too long.
fn broken(indent: &str, start: &str, list: &[String], end: &str) -> String {
    let mut text = format!("{indent}{start}");
    let margin = text.len();
    let mut column = margin;
    for (at, item) in list.iter().enumerate() {
        let last = at + 1 == list.len();
        let width = item.len() + if last { end.len() } else { 1 };
        if at != 0 && column + 1 + width > 118 {
            write!(text, "\n{:margin$}", "").expect("a String takes all");
            column = margin;
        } else if at != 0 {
            text.push(' ');
            column += 1;
        }
        text += item;
        column += item.len();
        if !last {
            text.push(',');
            column += 1;
        }
    }
    text + end
}

/// A comment over as many lines as it takes.
fn comment(words: &str) -> String {
    let mut text = String::from("//");
    let mut column = 2;
    for word in words.split(' ') {
        if column + 1 + word.len() > 118 {
            text += "\n//";
            column = 2;
        }
        write!(text, " {word}").expect("a String takes all");
        column += 1 + word.len();
    }
    text + "\n"
}
