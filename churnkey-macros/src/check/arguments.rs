//! Checks a module's arguments: which ones exist, their forms, and their words.

use proc_macro2::{Span, TokenStream};

use super::attribute::Attribute;
use super::module::Named;
use super::wording;
use crate::args::{Entry, Value, Word};
use crate::diag::Diagnostics;
use crate::model::{self, Feature};
use crate::spec::{self, Argument, MODULES, Module, Shape, Words};

/// Checks the attribute's arguments and returns the features of the implemented module.
pub(super) fn check(
    attribute: &Attribute<'_>,
    named: &Named,
    diagnostics: &mut Diagnostics,
) -> Vec<Feature> {
    let own = named
        .arguments
        .map(|module| (module, of_module(attribute, module, named.position, diagnostics)));
    match (own, named.module) {
        (Some((module, features)), Some(implemented)) if module.name == implemented.name => {
            features
        }
        (_, Some(implemented)) => {
            let arguments = implemented.arguments.iter();
            arguments.map(|argument| Feature { argument, value: placeholder(argument) }).collect()
        }
        (_, None) => Vec::new(),
    }
}

fn of_module(
    attribute: &Attribute<'_>,
    module: &'static Module,
    name_at: Option<usize>,
    diagnostics: &mut Diagnostics,
) -> Vec<Feature> {
    let entries: Vec<&Entry> = entries(attribute, name_at).collect();
    for entry in &entries {
        if module.argument(&entry.name.text).is_none() {
            unknown(module, entry, diagnostics);
        }
    }
    let mut features = Vec::new();
    for argument in module.arguments {
        let mut own = entries.iter().copied().filter(|entry| entry.name.text == argument.name);
        let value = match own.next() {
            Some(first) => {
                for again in own {
                    diagnostics.twice(
                        "argument",
                        argument.name,
                        &first.name.tokens,
                        &again.name.tokens,
                    );
                }
                wording::form(&first.name, diagnostics);
                value(argument, first, diagnostics)
            }
            None => absent(module, argument, attribute, name_at, diagnostics),
        };
        features.push(Feature { argument, value });
    }
    features
}

fn entries<'a>(
    attribute: &Attribute<'a>,
    name_at: Option<usize>,
) -> impl Iterator<Item = &'a Entry> {
    let entries = attribute.arguments.entries.iter().enumerate();
    entries.filter(move |(position, _)| Some(*position) != name_at).map(|(_, entry)| entry)
}

fn unknown(module: &Module, entry: &Entry, diagnostics: &mut Diagnostics) {
    let (name, word) = (module.name, &entry.name);
    let text = &word.text;
    let own = wording::arguments(module);
    let with_word = |argument: &&Argument| {
        words(argument).is_some_and(|words| words.words.contains(&text.as_str()))
    };
    let elsewhere: Vec<&str> = MODULES
        .iter()
        .filter(|module| module.argument(text).is_some())
        .map(|module| module.name)
        .collect();
    if let (Some(list), Value::None) = (module.arguments.iter().find(with_word), &entry.value) {
        let problem = format!("word `{text}` of `{name}` stands alone");
        diagnostics.at(&word.tokens, problem, format!("write `{}`", form(list, text)));
    } else if let Some(second) = spec::by_name(text) {
        let problem = format!("word `{text}` is one module too many");
        let write = if second.name == name {
            format!("write `{name}` once")
        } else {
            format!("write `{}` above a block of its own", wording::attribute(second))
        };
        diagnostics.at(&word.tokens, problem, write);
    } else if elsewhere.is_empty() {
        let problem = format!("argument `{text}` of `{name}` does not exist");
        let closest = wording::closest(text, module.arguments.iter().map(|argument| argument.name));
        let instead = closest
            .map_or_else(|| own.clone(), |closest| format!("did you mean `{closest}`? {own}"));
        diagnostics.at(&word.tokens, problem, instead);
    } else {
        let problem =
            format!("argument `{text}` belongs to {}, not to `{name}`", wording::all(elsewhere));
        diagnostics.at(&word.tokens, problem, own);
    }
}

/// The value of an argument that was not written. Every list needs a word, so it is required.
fn absent(
    module: &Module,
    argument: &Argument,
    attribute: &Attribute<'_>,
    name_at: Option<usize>,
    diagnostics: &mut Diagnostics,
) -> model::Value {
    // A misspelt list has its own error.
    let misspelt = entries(attribute, name_at).any(|entry| {
        module.argument(&entry.name.text).is_none()
            && (wording::closest(&entry.name.text, module.arguments.iter().map(|it| it.name))
                == Some(argument.name)
                || words(argument)
                    .is_some_and(|words| words.words.contains(&entry.name.text.as_str())))
    });
    if let (Shape::List(_), false) = (argument.shape, misspelt) {
        let problem = format!("action `{}` lacks its `{}(…)`", module.name, argument.name);
        match name_at.and_then(|position| attribute.arguments.entries.get(position)) {
            Some(entry) => diagnostics.at(&entry.name.tokens, problem, wording::list(argument)),
            None => diagnostics.at_span(attribute.place, problem, wording::list(argument)),
        }
    }
    if let Shape::Flag = argument.shape { model::Value::Flag(false) } else { placeholder(argument) }
}

fn value(argument: &Argument, entry: &Entry, diagnostics: &mut Diagnostics) -> model::Value {
    let name = argument.name;
    let (problem, write) = match (argument.shape, &entry.value) {
        (_, Value::Unreadable) => return placeholder(argument),
        (Shape::Flag, Value::None) => return model::Value::Flag(true),
        (Shape::Flag, Value::Word(Some(word))) if word.text == "false" => {
            (format!("argument `{name}` takes no value"), format!("leave `{name}` out"))
        }
        (Shape::Flag, _) => {
            (format!("argument `{name}` takes no value"), format!("write `{name}` alone"))
        }
        (Shape::List(words), Value::List(written)) if written.plain => {
            if written.words.is_empty() {
                diagnostics.at_span(
                    written.place,
                    format!("list `{name}` is empty"),
                    wording::list(argument),
                );
            }
            return model::Value::List(words, list(name, words, &written.words, diagnostics));
        }
        (Shape::List(words), Value::List(written)) => {
            let known: Vec<&str> =
                written.words.iter().filter_map(|word| known(words, word)).collect();
            (
                format!("list `{name}` is not written with `(…)`"),
                format!("write `{}`", form(argument, &known.join(", "))),
            )
        }
        (Shape::List(words), Value::Word(word)) => {
            let known = word.as_ref().and_then(|word| known(words, word)).unwrap_or("…");
            (
                format!("list `{name}` is written with `=`"),
                format!("write `{}`", form(argument, known)),
            )
        }
        (Shape::List(_), Value::None) => {
            (format!("list `{name}` has no words"), wording::list(argument))
        }
        (Shape::Choice(words), Value::Word(Some(word))) => {
            let Some(known) = known(words, word) else {
                no_word(name, words, word, diagnostics);
                return placeholder(argument);
            };
            wording::form(word, diagnostics);
            return model::Value::Choice(words, known, place(&word.tokens));
        }
        (Shape::Choice(words), Value::List(written)) => {
            let word = written.words.first().and_then(|word| known(words, word)).unwrap_or("…");
            (
                format!("argument `{name}` is not written with `=`"),
                format!("write `{}`", form(argument, word)),
            )
        }
        (Shape::Choice(words), Value::None | Value::Word(None)) => {
            let all = words.words.iter().map(|word| form(argument, word));
            let all: Vec<String> = all.map(|form| format!("`{form}`")).collect();
            (format!("argument `{name}` lacks its word"), format!("write {}", all.join(" or ")))
        }
    };
    diagnostics.at(&entry.name.tokens, problem, write);
    placeholder(argument)
}

/// The known words of a list, each once. If none is left, all of them, since the mistake has been reported.
fn list(
    name: &str,
    words: Words,
    written: &[Word],
    diagnostics: &mut Diagnostics,
) -> Vec<(&'static str, Span)> {
    let mut chosen: Vec<(&'static str, &TokenStream)> = Vec::new();
    for word in written {
        let Some(known) = known(words, word) else {
            no_word(name, words, word, diagnostics);
            continue;
        };
        if let Some((_, first)) = chosen.iter().find(|(other, _)| *other == known) {
            diagnostics.twice("word", known, first, &word.tokens);
            continue;
        }
        wording::form(word, diagnostics);
        chosen.push((known, &word.tokens));
    }
    if chosen.is_empty() {
        return all(words);
    }
    chosen.into_iter().map(|(word, tokens)| (word, place(tokens))).collect()
}

fn all(words: Words) -> Vec<(&'static str, Span)> {
    words.words.iter().map(|word| (*word, Span::call_site())).collect()
}

/// The place of the first token.
pub(super) fn place(tokens: &TokenStream) -> Span {
    tokens.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span())
}

fn no_word(name: &str, words: Words, word: &Word, diagnostics: &mut Diagnostics) {
    let instead = wording::instead(
        &word.text,
        &format!("the words of `{name}`"),
        words.words.iter().copied(),
    );
    diagnostics.at(
        &word.tokens,
        format!("word `{}` of `{name}` does not exist", word.text),
        instead,
    );
}

fn known(words: Words, word: &Word) -> Option<&'static str> {
    words.words.iter().copied().find(|known| *known == word.text)
}

const fn words(argument: &Argument) -> Option<Words> {
    match argument.shape {
        Shape::Flag => None,
        Shape::List(words) | Shape::Choice(words) => Some(words),
    }
}

/// The argument with one word.
fn form(argument: &Argument, word: &str) -> String {
    match argument.shape {
        Shape::Flag => argument.name.to_owned(),
        Shape::List(_) => format!("{}({word})", argument.name),
        Shape::Choice(_) => format!("{} = {word}", argument.name),
    }
}

/// The placeholder after an error: everything that can be declared.
fn placeholder(argument: &Argument) -> model::Value {
    match argument.shape {
        Shape::Flag => model::Value::Flag(true),
        Shape::List(words) => model::Value::List(words, all(words)),
        Shape::Choice(words) => model::Value::Choice(
            words,
            words.words.first().copied().unwrap_or_default(),
            Span::call_site(),
        ),
    }
}
