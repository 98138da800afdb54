//! The attributes and `register!` on mutations of valid token streams: they never panic, the content of an item's braces and
//! the registered context are always in the output, and each error is reported at tokens of the input.

#![no_main]
#![allow(dead_code, reason = "the crate's own entry points are left out")]

// A proc-macro crate cannot be linked, so its modules are taken in.
#[path = "../../../churnkey-macros/src/args/mod.rs"]
mod args;
#[path = "../../../churnkey-macros/src/check/mod.rs"]
mod check;
#[path = "../../../churnkey-macros/src/codegen/mod.rs"]
mod codegen;
#[path = "../../../churnkey-macros/src/diag.rs"]
mod diag;
mod errors;
#[path = "../../../churnkey-macros/src/expand.rs"]
mod expand;
#[path = "../../../churnkey-macros/src/model/mod.rs"]
mod model;
mod mutation;
#[path = "../../../churnkey-macros/src/names.rs"]
mod names;
mod registered;
#[path = "../../../churnkey-macros/src/spec.rs"]
mod spec;
#[path = "../../../churnkey-macros/src/syntax/mod.rs"]
mod syntax;

use std::collections::{HashMap, HashSet};

use libfuzzer_sys::fuzz_target;
use proc_macro2::{Delimiter, TokenStream, TokenTree};

use crate::expand::expand;
use crate::names::Root;
use crate::spec::Kind;

// The steps of the mutation, a zero, and the source that it begins with: an attribute and its item, or `register!`.
fuzz_target!(|data: &[u8]| {
    let Some(end) = data.iter().position(|byte| *byte == 0) else { return };
    let (steps, source) = (&data[..end], &data[end + 1..]);
    let Some(source) = str::from_utf8(source).ok().and_then(Source::read) else { return };
    let root = if steps.len() % 2 == 0 { Root::Facade } else { Root::Runtime };
    match source {
        Source::Annotated(kind, arguments, item) => {
            if let Some((arguments, item)) = mutation::mutated(arguments, item, steps) {
                annotated(kind, root, arguments, &item);
            }
        }
        Source::Registered(list) => {
            if let Some((list, _)) = mutation::mutated(list, TokenStream::new(), steps) {
                registered::check(root, list);
            }
        }
    }
});

fn annotated(kind: Kind, root: Root, arguments: TokenStream, item: &TokenStream) {
    let is_item = syn::parse2::<syn::Item>(item.clone()).is_ok();
    let output = expand(kind, root, arguments, item);
    let mut code = output.item.clone();
    code.extend(output.generated.clone());
    if let Some(braces) = braces(item) {
        survives(&braces, &code, item);
    }
    // rustc has nothing to add to code that was whole.
    if is_item && let Err(error) = syn::parse2::<syn::File>(code.clone()) {
        panic!("{error}\n{item}\nbecame\n{code}");
    }
    errors::are_at_the_input(&output.errors);
    drop(output.into_tokens());
}

enum Source {
    Annotated(Kind, TokenStream, TokenStream),
    Registered(TokenStream),
}

impl Source {
    /// As in a file: `#[churnkey::action(…)]` and the item below, or `register!(…)`.
    fn read(source: &str) -> Option<Self> {
        let mut tokens = source.parse::<TokenStream>().ok()?.into_iter();
        let attribute = match (tokens.next()?, tokens.next()?) {
            (TokenTree::Punct(_), TokenTree::Group(attribute)) => attribute,
            (TokenTree::Ident(name), TokenTree::Punct(_)) if name == "register" => {
                let TokenTree::Group(list) = tokens.next()? else { return None };
                return Some(Self::Registered(list.stream()));
            }
            _ => return None,
        };
        let (mut kind, mut arguments) = (None, TokenStream::new());
        for token in attribute.stream() {
            match token {
                TokenTree::Ident(word) if word == "controller" => kind = Some(Kind::Controller),
                TokenTree::Ident(word) if word == "action" => kind = Some(Kind::Action),
                TokenTree::Group(group) => arguments = group.stream(),
                _ => {}
            }
        }
        Some(Self::Annotated(kind?, arguments, tokens.collect()))
    }
}

/// What stands in the item's braces, when they are what the item ends with: else it is no item that rustc hands on.
fn braces(item: &TokenStream) -> Option<TokenStream> {
    let mut braces = item.clone().into_iter().filter_map(|token| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => Some(group.stream()),
        _ => None,
    });
    let (only, none) = (braces.next()?, braces.next());
    let last = item.clone().into_iter().last()?;
    let ends = matches!(last, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
    (ends && none.is_none()).then_some(only)
}

/// Every word and literal of the block is in the output, and every body is there as a whole.
fn survives(block: &TokenStream, code: &TokenStream, item: &TokenStream) {
    let mut left: HashMap<String, usize> = HashMap::new();
    let mut bodies = HashSet::new();
    count(code.clone(), &mut left, &mut bodies);
    let mut written = Vec::new();
    wanted(block.clone(), true, &mut written);
    for word in written {
        let left = left.get_mut(&word).filter(|left| **left > 0);
        let Some(left) = left else { panic!("`{word}` is lost of: {item}\nwhich became: {code}") };
        *left -= 1;
    }
    for token in block.clone() {
        if let TokenTree::Group(group) = token
            && group.delimiter() == Delimiter::Brace
        {
            let body = group.stream().to_string();
            assert!(bodies.contains(&body), "a body is lost of: {item}\nwhich became: {code}");
        }
    }
}

/// The words of a block that may not get lost: a method's name may be put right, its visibility goes, and so do the commas,
/// angles and `where` of an empty list.
fn wanted(tokens: TokenStream, outermost: bool, into: &mut Vec<String>) {
    let mut before = String::new();
    for token in tokens {
        let text = match &token {
            TokenTree::Group(_) => String::new(),
            other => other.to_string(),
        };
        match token {
            TokenTree::Group(group) => {
                let hidden =
                    outermost && before == "pub" && group.delimiter() == Delimiter::Parenthesis;
                if !hidden {
                    // Invisible ones around members are opened.
                    let invisible = group.delimiter() == Delimiter::None;
                    wanted(group.stream(), outermost && invisible, into);
                }
            }
            TokenTree::Punct(_) => {}
            TokenTree::Ident(_) if outermost && before == "fn" => {}
            TokenTree::Ident(_)
                if outermost && ["pub", "default", "where"].contains(&text.as_str()) => {}
            TokenTree::Ident(_) | TokenTree::Literal(_) => into.push(text.clone()),
        }
        before = text;
    }
}

fn count(tokens: TokenStream, words: &mut HashMap<String, usize>, bodies: &mut HashSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => {
                if group.delimiter() == Delimiter::Brace {
                    bodies.insert(group.stream().to_string());
                }
                count(group.stream(), words, bodies);
            }
            other => *words.entry(other.to_string()).or_default() += 1,
        }
    }
}
