//! Each mistake: its message, and the words that it underlines. The snapshots read like rustc's output.

mod arguments;
mod context;
mod function;
mod methods;
mod names;
mod register;
mod rules;

use std::fmt::Write;

use super::run;

/// A mistake's name and the source with it.
type Case = (&'static str, &'static str);

fn report(cases: &[Case]) -> String {
    let reports = cases.iter().map(|(name, source)| format!("# {name}\n\n{}", errors(source)));
    reports.collect::<Vec<_>>().join("\n")
}

fn errors(source: &str) -> String {
    let output = run(source);
    assert!(source.starts_with('#') != output.item.is_empty(), "the item is gone: {source}");
    let mut report = String::new();
    for error in output.errors {
        check(&error.to_string());
        let message = error.to_string().replace('\n', "\n       ");
        let (start, end) = (error.span().start(), error.span().end());
        let line = source.lines().nth(start.line - 1).expect("a line of the source");
        let width = if end.line > start.line {
            line.chars().count() - start.column
        } else {
            end.column - start.column
        };
        // An error without tokens of its own is reported at the attribute.
        let (column, width) =
            if width == 0 { (0, line.chars().count()) } else { (start.column, width) };
        let indent = line.len() - line.trim_start().len();
        let (line, column) = (line.trim_start(), column - indent);
        let marks = " ".repeat(column) + &"^".repeat(width);
        writeln!(report, "error: {message}\n  | {line}\n  | {marks}").expect("a string");
    }
    report
}

/// Our conventions for messages.
fn check(message: &str) {
    for internal in ["__private", "__churnkey", "inventory", "churnkey_runtime", "Annotated"] {
        assert!(!message.contains(internal), "{message}");
    }
    let lines: Vec<&str> = message.lines().collect();
    assert!(lines.len() > 1, "what to write instead? {message}");
    assert!(lines.iter().all(|line| !line.ends_with('.')), "{message}");
    assert!(message.starts_with(char::is_lowercase) || message.starts_with('`'), "{message}");
}
