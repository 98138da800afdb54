//! The whole pipeline, on tokens: its output, what is reported and where, and what survives.

mod degraded;
mod errors;
mod expansion;
mod half_typed;
mod spec;
mod speed;

use proc_macro2::{TokenStream, TokenTree};

use crate::expand::{Output, expand, register};
use crate::names::Root;
use crate::spec::Kind;

/// Expands source as it stands in a file: an attribute and its item, or `register!`.
fn run(source: &str) -> Output {
    let tokens: TokenStream = source.parse().unwrap_or_else(|error| panic!("{error}: {source}"));
    if let Some(TokenTree::Ident(_)) = tokens.clone().into_iter().next() {
        let Some(TokenTree::Group(modules)) = tokens.into_iter().last() else {
            panic!("no call: {source}");
        };
        return register(Root::Facade, modules.stream());
    }
    let mut tokens = tokens.into_iter();
    let (Some(_), Some(TokenTree::Group(attribute))) = (tokens.next(), tokens.next()) else {
        panic!("no attribute: {source}");
    };
    let mut kind = None;
    let mut arguments = TokenStream::new();
    for token in attribute.stream() {
        match token {
            TokenTree::Ident(word) if word == "controller" => kind = Some(Kind::Controller),
            TokenTree::Ident(word) if word == "action" => kind = Some(Kind::Action),
            TokenTree::Group(group) => arguments = group.stream(),
            _ => {}
        }
    }
    expand(kind.expect("controller or action"), Root::Facade, arguments, &tokens.collect())
}

/// Item and generated code, formatted; then the errors.
fn pretty(output: Output) -> String {
    let errors = output
        .errors
        .iter()
        .map(|error| format!("\n// {}", error.to_string().replace('\n', "\n// ")));
    let errors: Vec<String> = errors.collect();
    let mut tokens = output.item;
    tokens.extend(output.generated);
    let file = syn::parse2(tokens.clone()).unwrap_or_else(|error| panic!("{error}: {tokens}"));
    prettyplease::unparse(&file) + &errors.concat()
}
