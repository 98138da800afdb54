//! `register!`: the context and its modules are in the output.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens as _;
use syn::Type;
use syn::parse::{ParseStream, Parser as _};

use crate::errors;
use crate::expand::register;
use crate::names::Root;

pub(crate) fn check(root: Root, list: TokenStream) {
    let output = register(root, list.clone());
    let code = &output.generated;
    assert!(output.item.is_empty());
    assert!(!output.errors.is_empty() || !code.is_empty(), "neither an error nor code for: {list}");
    // The output is valid, so rustc reports no further error.
    if let Err(error) = syn::parse2::<syn::File>(code.clone()) {
        panic!("{error}\n{list}\nbecame\n{code}");
    }
    // The editor completes the type of the context while the rest is being typed.
    if let Some(context) = context(&list) {
        assert!(
            code.to_string().contains(&context),
            "{context} is lost of: {list}\nwhich became: {code}"
        );
    }
    if output.errors.is_empty() {
        let mut left = words(code.clone());
        for word in words(list.clone()).into_iter().filter(|word| word != "crate") {
            let found = left.iter().position(|other| *other == word);
            let Some(found) = found else {
                panic!("`{word}` is lost of: {list}\nwhich became: {code}")
            };
            left.swap_remove(found);
        }
    }
    errors::are_at_the_input(&output.errors);
    drop(output.into_tokens());
}

/// The names in the contexts of the seeds. Other types may be refused as contexts.
const OWN: [&str; 4] = ["Billing", "Postgres", "Fake", "shop"];

/// The context, if it has only these names.
fn context(list: &TokenStream) -> Option<String> {
    let first = |input: ParseStream<'_>| {
        let context: Type = input.parse()?;
        input.parse::<TokenStream>()?;
        Ok(context)
    };
    let context = first.parse2(list.clone()).ok()?.into_token_stream();
    let is_plain = |token: TokenTree| match token {
        TokenTree::Ident(word) => OWN.iter().any(|own| word == own),
        TokenTree::Punct(sign) => "<>,:".contains(sign.as_char()),
        TokenTree::Literal(_) => true,
        TokenTree::Group(_) => false,
    };
    context.clone().into_iter().all(is_plain).then(|| context.to_string())
}

fn words(tokens: TokenStream) -> Vec<String> {
    let words = tokens.into_iter().flat_map(|token| match token {
        TokenTree::Group(group) => words(group.stream()),
        TokenTree::Punct(_) => Vec::new(),
        other => vec![other.to_string()],
    });
    words.collect()
}
