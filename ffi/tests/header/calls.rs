//! One call of each function, for the fuzz targets and the hammer: generated, so that a new function is in both.
//!
//! `ffi/fuzz/fuzz.cpp` says what the words mean that are written here.

use std::fmt::Write as _;
use std::fs;

use crate::api::{self, Function, Role};
use crate::{chapters, root};

pub(crate) fn calls() -> String {
    let mut text = String::from("#ifdef __cplusplus\n");
    let by_hand = fs::read_to_string(root().join("ffi/fuzz/fuzz.cpp")).expect("the fuzz targets");
    let functions: Vec<Function> = chapters()
        .iter()
        .flat_map(|chapter| &chapter.declarations)
        .filter_map(|declaration| api::function(declaration))
        .collect();
    let mut targets = Vec::new();
    for function in functions.iter().filter(|f| takes_pointers(f)) {
        targets.push(&function.name);
        if !by_hand.contains(&format!("void fuzz_{}(", function.name)) {
            text += &target(function);
        }
    }
    text += "#endif\n\n#define TARGETS(TARGET)";
    for name in &targets {
        write!(text, " \\\n    TARGET({name})").expect("a String takes all");
    }
    for (arity, list) in [(1, "SCALARS"), (2, "SCALARS_OF_TWO")] {
        write!(text, "\n\n#define {list}(SCALAR)").expect("a String takes all");
        for function in functions.iter().filter(|f| is_scalar(f, arity)) {
            write!(text, " \\\n    SCALAR({})", function.name).expect("a String takes all");
        }
    }
    text + "\n"
}

fn takes_pointers(function: &Function) -> bool {
    function
        .parameters
        .iter()
        .any(|parameter| parameter.pointer)
}

/// `double f(double)`, or of more of them.
fn is_scalar(function: &Function, arity: usize) -> bool {
    function.returns == "double"
        && function
            .parameters
            .iter()
            .all(|parameter| parameter.of == "double" && parameter.role == Role::Value)
        && function.parameters.len() == arity
}

fn target(function: &Function) -> String {
    let mut text = format!("static void fuzz_{}(Input &input)\n{{\n", function.name);
    let scratch = function
        .parameters
        .iter()
        .any(|parameter| parameter.name.contains("scratch"));
    writeln!(text, "    Call call(input, {scratch});").expect("a String takes all");
    // Lengths first: arrays are made for them.
    for parameter in function
        .parameters
        .iter()
        .filter(|p| p.role == Role::Length)
    {
        let smallest = function
            .arrays(&parameter.name)
            .map(|array| format!("sizeof({})", array.of))
            .collect::<Vec<_>>()
            .join(", ");
        writeln!(
            text,
            "    const std::size_t {} = call.length({{{smallest}}});",
            parameter.name
        )
        .expect("a String takes all");
    }
    let arguments: Vec<String> = function
        .parameters
        .iter()
        .map(|parameter| {
            let api::Parameter { name, of, .. } = parameter;
            match (&parameter.role, parameter.constant) {
                (Role::Length, _) => name.clone(),
                (Role::Value, _) => format!("call.value<{of}>()"),
                (Role::Array(length), true) => format!("call.input<{of}>({length})"),
                (Role::Array(length), false) if name.contains("scratch") => {
                    format!("call.scratch<{of}>({length})")
                }
                (Role::Array(length), false) => format!("call.output<{of}>({length})"),
                (Role::One | Role::Optional, true) => format!("call.structure<const {of}>()"),
                (Role::One | Role::Optional, false) => format!("call.structure<{of}>()"),
                (Role::Output, _) => format!("call.output<{of}>(1)"),
                (Role::Other, _) if of == "void" => "call.anything()".to_owned(),
                (Role::Other, _) => panic!(
                    "{}: {name} has no length that is a parameter: write fuzz_{0}() in ffi/fuzz/fuzz.cpp",
                    function.name
                ),
            }
        })
        .collect();
    for (at, argument) in arguments.iter().enumerate() {
        writeln!(text, "    const auto argument_{at} = {argument};").expect("a String takes all");
    }
    text += "    call.ready();\n";
    let list: Vec<_> = (0..arguments.len())
        .map(|at| format!("argument_{at}"))
        .collect();
    let call = format!("{}({})", function.name, list.join(", "));
    if function.returns == "bestof_status" {
        writeln!(text, "    call.check({call});").expect("a String takes all");
    } else {
        writeln!(text, "    (void){call};").expect("a String takes all");
    }
    text + "}\n\n"
}
