//! The C API as data: what each declaration of the header takes, and what its `# Safety` section says of each pointer.
//! The C++ wrapper and the fuzz targets are made from it.

/// A function of the header.
pub(crate) struct Function {
    pub(crate) name: String,
    pub(crate) returns: String,
    pub(crate) parameters: Vec<Parameter>,
    /// The first paragraph of its comment.
    pub(crate) brief: String,
}

/// A parameter of a function.
pub(crate) struct Parameter {
    pub(crate) name: String,
    /// The type as C spells it, without `struct` and, for a pointer, that to which it points, without `const`.
    pub(crate) of: String,
    pub(crate) constant: bool,
    pub(crate) pointer: bool,
    pub(crate) role: Role,
}

/// What a parameter is for.
#[derive(Clone, PartialEq, Eq)]
pub(crate) enum Role {
    /// Passed by value, and not the length of an array.
    Value,
    /// The length of the arrays that name it.
    Length,
    /// Points to as many as the named parameter says.
    Array(String),
    /// Points to one that is read, or read and written.
    One,
    /// Points to one that is only written, and need not be initialised; it may be allowed to be NULL, too.
    Output,
    /// Points to one that is read, or is NULL.
    Optional,
    /// Untyped, or points to as many as its comment says in other words.
    Other,
}

impl Function {
    /// Appends an underscore to the names that are taken.
    pub(crate) fn rename(&mut self, is_taken: impl Fn(&str) -> bool) {
        for parameter in &mut self.parameters {
            if is_taken(&parameter.name) {
                parameter.name.push('_');
            }
            if let Role::Array(length) = &mut parameter.role
                && is_taken(length)
            {
                length.push('_');
            }
        }
    }

    /// The arrays whose length is the named parameter.
    pub(crate) fn arrays<'a>(&'a self, length: &'a str) -> impl Iterator<Item = &'a Parameter> {
        self.parameters
            .iter()
            .filter(move |p| matches!(&p.role, Role::Array(of) if of == length))
    }
}

/// A declaration, its comment and its code.
pub(crate) fn split(declaration: &str) -> (&str, &str) {
    match declaration.split_once("*/") {
        Some((comment, code)) => (comment, code.trim()),
        None => ("", declaration.trim()),
    }
}

/// The function that a declaration declares, if it declares one.
pub(crate) fn function(declaration: &str) -> Option<Function> {
    let (comment, code) = split(declaration);
    if code.starts_with("#define") || code.starts_with("typedef") {
        return None;
    }
    let (head, list) = code.strip_suffix(");")?.split_once('(')?;
    let name = head.rsplit([' ', '*']).next()?.to_owned();
    let comment = plain(comment);
    let (text, safety) = comment.split_once("# Safety").unwrap_or((&comment, ""));
    let mut parameters: Vec<_> = list
        .split(',')
        .map(str::trim)
        .filter(|parameter| *parameter != "void")
        .map(parameter)
        .collect();
    let roles: Vec<_> = parameters
        .iter()
        .map(|parameter| match parameter.role {
            Role::One => role(&name, text, safety, parameter, &parameters),
            _ => Role::Value,
        })
        .collect();
    for (parameter, role) in parameters.iter_mut().zip(&roles) {
        let length = Role::Array(parameter.name.clone());
        parameter.role = if roles.contains(&length) {
            Role::Length
        } else {
            role.clone()
        };
    }
    let brief = text.split("\n\n").next().unwrap_or("").trim();
    Some(Function {
        returns: head
            .strip_suffix(&name)
            .expect("it ends with the name")
            .trim()
            .to_owned(),
        brief: brief.split_whitespace().collect::<Vec<_>>().join(" "),
        name,
        parameters,
    })
}

/// `const struct bestof_rng *rng` and its like. A pointer points to one until its comment says otherwise.
fn parameter(code: &str) -> Parameter {
    let at = code
        .rfind([' ', '*'])
        .unwrap_or_else(|| panic!("no type and name in: {code}"));
    let (of, name) = code.split_at(at + 1);
    assert!(
        of.matches('*').count() <= 1 && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_'),
        "neither a value nor a plain pointer: {code}"
    );
    Parameter {
        name: name.to_owned(),
        constant: of.contains("const "),
        pointer: of.contains('*'),
        role: if of.contains('*') {
            Role::One
        } else {
            Role::Value
        },
        of: ["struct ", "const ", "*"]
            .iter()
            .fold(of.to_owned(), |of, part| of.replace(part, ""))
            .trim()
            .to_owned(),
    }
}

/// A comment without its stars.
fn plain(comment: &str) -> String {
    comment
        .trim_start_matches("/**")
        .lines()
        .map(|line| line.trim().trim_start_matches('*').trim())
        .collect::<Vec<_>>()
        .join("\n")
}

/// What the `# Safety` section says of a pointer: "x and out must each hold len doubles", "rng must point to …,
/// out to one double". A verb, or a length, holds for all pointers named before it.
fn role(
    function: &str,
    text: &str,
    safety: &str,
    pointer: &Parameter,
    parameters: &[Parameter],
) -> Role {
    let words: Vec<&str> = safety
        .split_whitespace()
        .map(|word| word.trim_end_matches([',', '.', ';', ':']))
        .collect();
    let is = |word: &str, role: Role| {
        parameters
            .iter()
            .any(|p| p.name == word && p.role == role && (role != Role::Value || p.of == "size_t"))
    };
    let nullable = |name: &str| {
        [text, safety].iter().any(|text| {
            text.contains(&format!("{name} may be NULL"))
                || text.contains(&format!("{name} is NULL or"))
        })
    };
    for (at, _) in words
        .iter()
        .enumerate()
        .filter(|(_, w)| **w == pointer.name)
    {
        let passed_over = |word: &&&str| {
            is(word, Role::One)
                || [
                    "and", "or", "must", "each", "both", "all", "be", "NULL", "either",
                ]
                .contains(word)
        };
        let mut rest = words[at + 1..].iter().skip_while(passed_over).peekable();
        let verb = *rest.next().unwrap_or(&"");
        if is(verb, Role::Value) {
            return Role::Array(verb.to_owned());
        }
        if verb == "one" && !pointer.constant {
            return Role::Output;
        }
        if !["hold", "point", "to"].contains(&verb) {
            continue;
        }
        let mut rest = rest.skip_while(|w| ["to", "at", "least", "exactly"].contains(w));
        let what = *rest.next().unwrap_or(&"");
        if is(what, Role::Value) {
            return Role::Array(what.to_owned());
        }
        if verb == "hold" {
            return Role::Other;
        }
        let clause = rest.take(6).copied().collect::<Vec<_>>().join(" ");
        let written = what == "one"
            || pointer.name.ends_with("out")
            || clause.contains("initialised or not")
            || !pointer.of.starts_with("bestof_");
        return match (pointer.constant, written) {
            (false, true) => Role::Output,
            (true, _) if nullable(&pointer.name) => Role::Optional,
            _ => Role::One,
        };
    }
    // Not named there: one struct, or one number where nothing could be the length of an array.
    let counts = parameters.iter().any(|p| p.of == "size_t");
    match (pointer.of.as_str(), pointer.constant) {
        ("void", _) => return Role::Other,
        ("bestof_status", _) => {}
        (of, true) if of.starts_with("bestof_") => return Role::One,
        (of, false) if of.starts_with("bestof_") && pointer.name.ends_with("out") => {
            return Role::Output;
        }
        (of, false) if of.starts_with("bestof_") => return Role::One,
        (_, false) if !counts => return Role::Output,
        _ => {}
    }
    panic!(
        "{function}: its `# Safety` section must say of {0} either `{0} must hold LENGTH doubles`, where LENGTH is a \
         size_t parameter, or `{0} must point to one TYPE` (an output), or `{0} must point to a TYPE` (see \
         ffi/tests/header/api.rs)",
        pointer.name
    )
}
