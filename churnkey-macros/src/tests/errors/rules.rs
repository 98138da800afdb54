//! Every message of the rules is in a snapshot, and `tests/ui/README.md` lists which test covers which rule.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};

use super::{Case, arguments, context, function, methods, names, register};
use crate::tests::run;

const TOPICS: [(&str, &[Case]); 6] = [
    ("names", &names::CASES),
    ("arguments", &arguments::CASES),
    ("methods", &methods::CASES),
    ("context", &context::CASES),
    ("function", &function::CASES),
    ("register", &register::CASES),
];

/// The parser never asks for a list where there is none.
const OUT_OF_REACH: &str = "expected a list";

const ACCEPT: &str = "CHURNKEY_ACCEPT";

/// What a case's error says, and where it is shown.
struct Said {
    message: String,
    case: String,
}

/// A sentence of the rules: the text around its placeholders.
#[derive(PartialEq)]
struct Sentence {
    pieces: Vec<String>,
}

impl Sentence {
    /// From the source of a format string. `None` if it is not a sentence, such as the name of a type.
    fn of(literal: &str) -> Option<Self> {
        let letters = |word: &&str| word.chars().any(char::is_alphabetic);
        if literal.split_whitespace().filter(letters).count() < 2 {
            return None;
        }
        let literal = literal.replace("{{", "\u{1}").replace("}}", "\u{2}");
        let mut pieces = Vec::new();
        for (number, piece) in literal.split('{').enumerate() {
            let text = if number == 0 { Some(piece) } else { piece.split('}').nth(1) };
            let text = text.expect("a closed hole").replace('\u{1}', "{").replace('\u{2}', "}");
            pieces.push(text);
        }
        Some(Self { pieces })
    }

    /// A sentence that only follows a name, with its subject: `function `…` is const`.
    fn with_its_subject(mut self, file: &str) -> Self {
        let subject = match file {
            "check/function.rs" => "function `",
            "check/signature.rs" => "method `",
            _ => return self,
        };
        let first = self.pieces.first_mut().expect("a piece");
        if ["has ", "is ", "lacks ", "returns ", "takes "]
            .iter()
            .any(|verb| first.starts_with(verb))
        {
            first.insert_str(0, "` ");
            self.pieces.insert(0, subject.to_owned());
        }
        self
    }

    /// Whether it says something by itself, and does not only join other sentences.
    fn is_a_rule(&self) -> bool {
        const JOINTS: [&str; 4] = ["and", "function", "method", "the"];
        let text = self.pieces.join(" ");
        let mut words = text.split(|letter: char| !letter.is_alphabetic());
        words.any(|word| word.len() > 1 && !JOINTS.contains(&word))
    }

    fn is_in(&self, text: &str) -> bool {
        let mut rest = text;
        self.pieces.iter().all(|piece| match rest.split_once(piece.as_str()) {
            Some((_, after)) => {
                rest = after;
                true
            }
            None => false,
        })
    }

    fn shown(&self) -> String {
        self.pieces.join("…").replace('|', "\\|").replace('\n', " ")
    }
}

/// The rules' files, with their sentences in the order in which they are written.
fn rules() -> Vec<(String, Vec<Sentence>)> {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files: Vec<PathBuf> = fs::read_dir(source.join("check"))
        .expect("the rules")
        .map(|entry| entry.expect("a file").path())
        .collect();
    files.push(source.join("args/listing.rs"));
    files.push(source.join("args/parser.rs"));
    files.push(source.join("diag.rs"));
    files.sort();
    let rules = files.iter().map(|file| {
        let text = fs::read_to_string(file).expect("a file");
        let name = file.strip_prefix(&source).expect("a file of the crate").display().to_string();
        let mut all = Vec::new();
        sentences_of(text.parse().expect("Rust"), &mut all);
        let mut sentences = Vec::new();
        for sentence in all.into_iter().map(|sentence| sentence.with_its_subject(&name)) {
            if !sentences.contains(&sentence) {
                sentences.push(sentence);
            }
        }
        (name, sentences)
    });
    rules.filter(|(_, sentences)| !sentences.is_empty()).collect()
}

fn sentences_of(tokens: TokenStream, sentences: &mut Vec<Sentence>) {
    let mut is_attribute = false;
    for token in tokens {
        match &token {
            // Documentation is an attribute too.
            TokenTree::Group(_) if is_attribute => {}
            TokenTree::Group(group) => sentences_of(group.stream(), sentences),
            TokenTree::Literal(literal) => {
                let text: Result<syn::LitStr, _> = syn::parse_str(&literal.to_string());
                sentences.extend(text.ok().and_then(|it| Sentence::of(&it.value())));
            }
            _ => {}
        }
        is_attribute = match &token {
            TokenTree::Punct(punct) => {
                punct.as_char() == '#' || (is_attribute && punct.as_char() == '!')
            }
            _ => false,
        };
    }
}

fn all_that_is_said() -> Vec<Said> {
    let mut all = Vec::new();
    for (topic, cases) in TOPICS {
        for (name, source) in cases {
            for error in run(source).errors {
                all.push(Said { message: error.to_string(), case: format!("{topic}: {name}") });
            }
        }
    }
    all
}

#[test]
fn each_sentence_of_the_rules_is_said_in_a_snapshot() {
    let said = all_that_is_said();
    let mut unsaid = String::new();
    for (file, sentences) in rules() {
        for sentence in sentences {
            let shown = sentence.shown();
            if shown != OUT_OF_REACH && !said.iter().any(|it| sentence.is_in(&it.message)) {
                writeln!(unsaid, "{file}: {shown}").expect("a string");
            }
        }
    }
    assert!(unsaid.is_empty(), "no case in `churnkey-macros/src/tests/errors` shows\n{unsaid}");
}

/// The first line of a message, which says what the mistake is and not what to write instead.
fn problem(message: &str) -> &str {
    message.lines().next().unwrap_or_default()
}

/// The compile-fail fixtures whose output shows it too, next to rustc's own.
fn fixtures(sentence: &Sentence) -> Vec<String> {
    let ui = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/ui");
    let mut found = Vec::new();
    for topic in ["macro", "lists", "rustc"] {
        for entry in fs::read_dir(ui.join(topic)).expect("fixtures") {
            let path = entry.expect("a fixture").path();
            if path.extension().is_none_or(|extension| extension != "stderr") {
                continue;
            }
            let output = fs::read_to_string(&path).expect("its output");
            let mut errors = output.lines().filter_map(|line| line.strip_prefix("error: "));
            if errors.any(|error| sentence.is_in(error)) {
                let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
                found.push(format!("`{topic}/{name}`"));
            }
        }
    }
    found.sort();
    found
}

fn table() -> String {
    let said = all_that_is_said();
    let mut table = "\n| In | Rule | Snapshot | Beside rustc |\n|---|---|---|---|\n".to_owned();
    for (file, sentences) in rules() {
        for sentence in sentences.into_iter().filter(Sentence::is_a_rule) {
            let first = said.iter().find(|said| sentence.is_in(problem(&said.message)));
            if let Some(Said { case, .. }) = first {
                let fixtures = fixtures(&sentence).join(", ");
                let rule = sentence.shown();
                writeln!(table, "| `{file}` | {rule} | {case} | {fixtures} |").expect("a string");
            }
        }
    }
    table
}

#[test]
fn the_list_of_the_rules_is_up_to_date() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/ui/README.md");
    let page = fs::read_to_string(&path).expect("the list");
    let (text, _) = page.split_once("\n## The rules\n").expect("its heading");
    let new = format!("{text}\n## The rules\n{}", table());
    if std::env::var_os(ACCEPT).is_some() {
        fs::write(path, new).expect("the list");
        return;
    }
    assert!(
        page == new,
        "tests/ui/README.md is stale: run `{ACCEPT}=1 cargo test -p churnkey-macros rules` and read the difference"
    );
}
