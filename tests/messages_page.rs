//! `docs/compiler-messages.md` is made from the compile-fail cases, and must not fall behind them.
#![allow(missing_docs, reason = "tests are not a public face")]
#![allow(clippy::expect_used, clippy::panic, clippy::unwrap_used, reason = "a test may fail")]

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// Folder, title, and what the section is about.
const TOPICS: &[(&str, &str, &str)] = &[
    (
        "prerequisites",
        "What is missing",
        "A module needs others. These messages come from rustc, across files and crates.",
    ),
    (
        "function_prerequisites",
        "What is missing for a function",
        "The same for the short form of an action.",
    ),
    ("names", "Names", "The attribute, its first word, the trait, and what they stand on."),
    ("arguments", "Arguments", "The words between the attribute's parentheses."),
    ("lists", "Lists that need a word", "Each list of each action, empty and left out."),
    ("methods", "Methods", "What stands in the block."),
    ("context", "The context", "The type behind `for`."),
    ("function_form", "Functions", "The short form of an action."),
    ("errors", "Errors", "What `?` cannot make an answer of."),
];

const ACCEPT: &str = "CHURNKEY_ACCEPT";

#[test]
fn the_page_shows_every_message() {
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
        Made from the compile-fail cases in `tests/ui` by `tests/messages_page.rs`. Each shows a mistake and the message.\n"
        .to_owned();
    for (folder, title, about) in TOPICS {
        write!(page, "\n## {title}\n\n{about}\n").unwrap();
        for case in cases(folder) {
            page.push_str(&section(&case));
        }
    }
    page
}

fn cases(folder: &str) -> Vec<PathBuf> {
    let entries = fs::read_dir(Path::new("tests/ui").join(folder)).unwrap();
    let mut cases: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    cases.retain(|path| path.extension().is_some_and(|extension| extension == "rs"));
    cases.sort();
    cases
}

fn section(case: &Path) -> String {
    let source = fs::read_to_string(case).unwrap();
    let title = source.lines().next().unwrap().trim_start_matches("// ");
    let message = fs::read_to_string(case.with_extension("stderr")).unwrap();
    format!(
        "\n### {title}\n\n```rust\n{}\n```\n\n```text\n{}\n```\n",
        mistake(&source),
        told(&message)
    )
}

/// The case without what is the same in all of them.
fn mistake(source: &str) -> String {
    let same = |line: &&str| {
        line.starts_with("// ")
            || line.starts_with("#![allow")
            || line.starts_with("include!")
            || *line == "fn main() {}"
    };
    let lines: Vec<_> = source.lines().filter(|line| !same(line)).collect();
    lines.join("\n").trim().to_owned()
}

/// The message without what rustc says of its own: where traits are defined, and where bounds are written.
fn told(message: &str) -> String {
    const OF_RUSTC: [&str; 4] = [
        "help: the trait `",
        "note: required ",
        "= note: required ",
        "= note: this error originates ",
    ];
    let mut lines = Vec::new();
    let mut shown = true;
    for line in message.lines() {
        let text = line.trim_start();
        if OF_RUSTC.iter().any(|begin| text.starts_with(begin)) {
            shown = false;
        } else if ["error", "help: ", "note: ", "= "].iter().any(|begin| text.starts_with(begin)) {
            shown = true;
        }
        if shown {
            if line.starts_with("error") && lines.last().is_some_and(|last: &&str| !last.is_empty())
            {
                lines.push("");
            }
            lines.push(line.trim_end());
        }
    }
    lines.join("\n").trim().to_owned()
}
