//! The content of `register!`'s parentheses: a context, a colon, and its modules.

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Result, Token, Type};

use super::parser::{self, word};
use super::{Form, Word};
use crate::diag::Diagnostics;

/// The modules of one instantiation of a context.
#[derive(Default)]
pub(crate) struct Listing {
    /// `None` if it cannot be read, which has been reported.
    pub(crate) context: Option<Type>,
    pub(crate) modules: Vec<Listed>,
    /// `crate = ::path`: the word and the path.
    pub(crate) root: Option<(Word, TokenStream)>,
}

pub(crate) struct Listed {
    pub(crate) name: Word,
    /// The `#[cfg(…)]`s in front of it.
    pub(crate) cfgs: TokenStream,
}

/// The whole call, as messages show it.
pub(crate) const EXAMPLE: &str =
    "churnkey::register!(Billing<Postgres>: Customers, Prices, Subscriptions, Cancel)";

pub(crate) fn parse(tokens: TokenStream, diagnostics: &mut Diagnostics) -> Listing {
    let mut listing = Listing::default();
    let parser = |input: ParseStream<'_>| read(input, &mut listing, diagnostics);
    if let Err(error) = parser.parse2(tokens) {
        diagnostics.at_span(error.span(), error.to_string(), format!("write `{EXAMPLE}`"));
    }
    listing
}

fn read(
    input: ParseStream<'_>,
    listing: &mut Listing,
    diagnostics: &mut Diagnostics,
) -> Result<()> {
    if input.peek(Token![crate]) && input.peek2(Token![=]) {
        let name: Token![crate] = input.parse()?;
        let problem = "argument `crate` comes before the context";
        diagnostics.at(
            name,
            problem,
            "write it last: `Billing<Postgres>: Customers, crate = ::path`",
        );
        let name =
            Word { text: "crate".to_owned(), form: Form::Plain, tokens: name.into_token_stream() };
        parser::root(input, &name, &mut listing.root, diagnostics)?;
        input.parse::<Option<Token![,]>>()?;
    }
    context(input, listing, diagnostics)?;
    while !input.is_empty() {
        if input.parse::<Option<Token![,]>>()?.is_some() {
            continue;
        }
        let cfgs = cfgs(input, diagnostics)?;
        let Some(mut name) = word(input)? else {
            // An attribute without a module.
            let Some(token) = input.parse::<Option<TokenTree>>()? else { break };
            let write = format!("write the names of modules with commas between: `{EXAMPLE}`");
            diagnostics.at(&token, format!("`{token}` is not a module"), write);
            parser::skip(input)?;
            continue;
        };
        if name.text == "crate" {
            parser::root(input, &name, &mut listing.root, diagnostics)?;
        } else {
            qualified(input, &mut name)?;
            parser::trailing(input, &mut name)?;
            listing.modules.push(Listed { name, cfgs });
        }
        parser::comma(input, diagnostics)?;
    }
    Ok(())
}

/// Reads the type and its colon.
fn context(
    input: ParseStream<'_>,
    listing: &mut Listing,
    diagnostics: &mut Diagnostics,
) -> Result<()> {
    let write = format!("write `{EXAMPLE}`");
    if input.is_empty() || input.peek(Token![:]) && !input.peek(Token![::]) {
        diagnostics.at_span(input.span(), "`register!` names no context", write);
        input.parse::<Option<Token![:]>>()?;
        return Ok(());
    }
    if input.fork().parse::<Type>().is_err() {
        let token: TokenTree = input.parse()?;
        diagnostics.at(&token, format!("`{token}` does not begin a context"), write);
        // Modules follow the next colon, whatever the context is.
        while !input.is_empty() && !input.peek(Token![:]) {
            input.parse::<TokenTree>()?;
        }
        input.parse::<Option<Token![:]>>()?;
        return Ok(());
    }
    listing.context = Some(input.parse()?);
    if input.is_empty() || input.parse::<Option<Token![:]>>()?.is_some() {
        return Ok(());
    }
    if let Some(arrow) = input.parse::<Option<Token![=>]>>()? {
        diagnostics.at(arrow, "`=>` stands where `:` belongs", write);
        return Ok(());
    }
    let token: TokenTree = input.parse()?;
    diagnostics.at(&token, format!("`{token}` stands where `:` belongs"), write);
    Ok(())
}

/// Reads `churnkey::Customers` as `Customers`.
fn qualified(input: ParseStream<'_>, name: &mut Word) -> Result<()> {
    while input.peek(Token![::]) {
        input.parse::<Token![::]>()?.to_tokens(&mut name.tokens);
        name.form = Form::AtTheEndOfAPath;
        let Some(next) = word(input)? else { break };
        name.text = next.text;
        name.tokens.extend(next.tokens);
    }
    Ok(())
}

/// The `cfg`s of a module. No other attribute is allowed here.
fn cfgs(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<TokenStream> {
    let mut cfgs = TokenStream::new();
    while input.peek(Token![#]) && input.peek2(syn::token::Bracket) {
        let attributes = input.call(Attribute::parse_outer)?;
        for attribute in attributes {
            if attribute.path().is_ident("cfg") {
                attribute.to_tokens(&mut cfgs);
            } else {
                let problem = "attribute in front of a module is not a condition";
                diagnostics.at(attribute, problem, "remove it: only `#[cfg(…)]` can stand there");
            }
        }
    }
    Ok(cfgs)
}
