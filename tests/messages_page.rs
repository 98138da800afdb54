//! `docs/compiler-messages.md` shows one mistake of each kind. It is made from the compile-fail fixtures, and must not fall
//! behind them.
#![allow(missing_docs, reason = "tests are not a public face")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail"
)]

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// A section, what it is about, and its examples: a title, a fixture, and the line in it with which the mistake begins.
type Section = (&'static str, &'static str, &'static [(&'static str, &'static str, &'static str)]);

const SECTIONS: &[Section] = &[
    (
        "Something is missing",
        "Some modules need others, and every integration needs three. The compiler checks that across files and crates.",
        &[
            (
                "An action without another one that it needs",
                "prerequisites/pause_needs_cancel",
                "#[churnkey::action(pause",
            ),
            (
                "An integration without subscriptions",
                "prerequisites/serve_needs_subscriptions",
                "fn main",
            ),
            ("A block without its attribute", "prerequisites/an_attribute", "impl Cancel"),
            ("A required method is missing", "macro/methods", "mod missing_method "),
            ("A required list is missing", "lists/missing", "#[churnkey::action(pause"),
        ],
    ),
    (
        "A name is wrong",
        "",
        &[
            ("An action that does not exist", "macro/names", "mod unknown_action "),
            ("A misspelt trait", "macro/names", "mod misspelt_trait "),
            ("A misspelt method", "macro/methods", "mod misspelt_methods "),
            ("An unknown word in a list", "macro/arguments", "mod unknown_words "),
            ("An argument of another action", "macro/arguments", "mod argument_of_another_action "),
            ("The wrong attribute", "macro/names", "mod controller_on_an_action "),
            ("The same attribute twice", "macro/names", "mod attribute_twice "),
            ("Two names that contradict each other", "macro/names", "mod word_and_trait_disagree "),
            ("A helper method in the block", "macro/methods", "mod helper_in_the_block "),
        ],
    ),
    (
        "A shape is wrong",
        "",
        &[
            (
                "Something other than a comma between two words",
                "macro/arguments",
                "mod words_with_a_bar ",
            ),
            ("Several mistakes in one block", "macro/methods", "mod several_in_one_block "),
            (
                "A function that takes its context by value",
                "macro/function_form",
                "mod context_by_value ",
            ),
        ],
    ),
    (
        "The context cannot be used",
        "The context is the type after `for`. All threads of the server share it.",
        &[
            ("A pointer", "macro/context", "mod arc "),
            ("A type that only borrows", "macro/context", "mod lifetime "),
            ("A module missing from `register!`", "macro/register", "mod lacks_a_module "),
            ("A type that threads cannot share", "rustc/context_not_send", "pub struct G"),
        ],
    ),
    (
        "An error cannot be an answer",
        "An error that you return with `?` is logged as a cause, so it has to be an error that threads can share, or a text.",
        &[(
            "An enum that is not an error yet",
            "errors/enum_without_error",
            "#[churnkey::controller]",
        )],
    ),
];

const ACCEPT: &str = "CHURNKEY_ACCEPT";

#[test]
fn the_page_shows_a_mistake_of_each_kind() {
    let path = Path::new("docs/compiler-messages.md");
    let page = page();
    if std::env::var_os(ACCEPT).is_some() {
        fs::write(path, page).unwrap();
        return;
    }
    let written = fs::read_to_string(path).unwrap_or_default();
    let stale = written.lines().zip(page.lines()).position(|(written, new)| written != new);
    assert!(
        written == page,
        "{} is stale from line {}: run `{ACCEPT}=1 cargo test --test messages_page` and read the difference",
        path.display(),
        stale.unwrap_or_else(|| written.lines().count()) + 1,
    );
}

fn page() -> String {
    let mut page = "# What the compiler tells you\n\n\
        This page shows one mistake of each kind with the message that you get. A message says what is wrong, and then what to\n\
        write instead. One build reports all mistakes, and your modules stay callable, so one mistake does not cause others.\n"
        .to_owned();
    for (title, about, examples) in SECTIONS {
        write!(page, "\n## {title}\n").unwrap();
        if !about.is_empty() {
            write!(page, "\n{about}\n").unwrap();
        }
        for (title, fixture, begin) in *examples {
            let Example { code, errors } = Example::of(fixture, begin);
            write!(page, "\n### {title}\n\n```rust\n{code}\n```\n```text\n{errors}\n```\n")
                .unwrap();
        }
    }
    page
}

struct Example {
    code: String,
    errors: String,
}

impl Example {
    /// The item of the fixture that begins with this line, or the first one in it if it is a module; and the errors in it.
    fn of(fixture: &str, begin: &str) -> Self {
        let path = Path::new("tests/ui").join(fixture);
        let source = fs::read_to_string(path.with_extension("rs")).unwrap();
        let lines: Vec<&str> = source.lines().collect();
        let begins = lines.iter().position(|line| line.starts_with(begin));
        let mut start = begins.unwrap_or_else(|| panic!("{fixture}: no line begins with {begin}"));
        let mut indent = "";
        if begin.starts_with("mod ") {
            indent = "    ";
            start += 1;
            while lines[start].is_empty() || lines[start].trim_start().starts_with("merchant!") {
                start += 1;
            }
        }
        let closing = format!("{indent}}}");
        let length = match lines[start] {
            call if call.contains("!(") && call.ends_with(';') => 1,
            _ => lines[start..].iter().position(|line| *line == closing).unwrap() + 1,
        };
        let item = &lines[start..start + length];

        let output = fs::read_to_string(path.with_extension("stderr")).unwrap();
        // Lines are counted from one.
        let within = |error: &&str| {
            place(error).is_some_and(|line| (start + 1..=start + length).contains(&line))
        };
        let errors = output.split("\n\nerror").map(|error| error.trim_start_matches("error"));
        let errors = errors.filter(within).map(|error| told(error, indent.len()));
        let errors: Vec<String> = errors.collect();
        assert!(!errors.is_empty(), "{fixture}: no error is reported for {begin}");
        Self { code: without_bodies(item, indent), errors: errors.join("\n\n") }
    }
}

/// An item, with `…` for the bodies of its methods.
fn without_bodies(item: &[&str], indent: &str) -> String {
    let mut code = Vec::new();
    let mut lines = item.iter().map(|line| line.strip_prefix(indent).unwrap_or(line));
    while let Some(line) = lines.next() {
        let is_head = line.ends_with('{') && line.contains("fn ") && item.len() > 3;
        if is_head {
            let margin = line.len() - line.trim_start().len();
            let end = format!("{}}}", " ".repeat(margin));
            lines.by_ref().find(|line| *line == end).unwrap();
            code.push(format!("{line} … }}"));
        } else if !line.is_empty() {
            code.push(line.to_owned());
        }
    }
    code.join("\n")
}

/// The line that an error is about: the first `--> file:line:column`.
fn place(error: &str) -> Option<usize> {
    error.split_once("--> ")?.1.split(':').nth(1)?.parse().ok()
}

/// The error without its place in the fixture, and without what rustc says of its own: where traits are defined, and where
/// bounds are written.
fn told(error: &str, indent: usize) -> String {
    const OF_RUSTC: [&str; 7] = [
        "help: the trait `",
        "note: `",
        "= note: the question mark operation ",
        "note: required ",
        "= note: required ",
        "= note: this error originates ",
        "= note: expected enum ",
    ];
    let mut lines = Vec::new();
    let mut shown = true;
    for line in format!("error{error}").lines() {
        let text = line.trim_start();
        if OF_RUSTC.iter().any(|begin| text.starts_with(begin)) {
            shown = false;
        } else if ["error", "help: ", "note: ", "= "].iter().any(|begin| text.starts_with(begin)) {
            shown = true;
        }
        if shown && !text.starts_with("--> ") {
            lines.push(unnumbered(line, indent));
        }
    }
    // The margin above the first line of code, and below the last.
    lines.retain(|line| line != "|");
    lines.join("\n").trim_end().to_owned()
}

/// A line of code without its number, or another line as it is.
fn unnumbered(line: &str, indent: usize) -> String {
    let code = line.split_once('|').filter(|(margin, _)| {
        margin.chars().all(|letter| letter.is_ascii_digit() || letter == ' ')
    });
    match code {
        Some((_, code)) => {
            let code = code.strip_prefix(&" ".repeat(indent + 1)).unwrap_or(code.trim_start());
            format!("| {code}").trim_end().to_owned()
        }
        None => line.trim_end().to_owned(),
    }
}
