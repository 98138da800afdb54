//! The grammar: `name`, `name(word, …)` and `name = word`, separated by commas. After a mistake it continues at the
//! next comma, so that all mistakes are reported.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::token::{Brace, Bracket, Paren};
use syn::{LitStr, Path, Result, Token};

use super::{Arguments, Entry, Form, List, Value, Word};
use crate::diag::Diagnostics;

const GRAMMAR: &str = "write `name`, `name(word, …)` or `name = word`, with commas between";

pub(crate) fn parse(tokens: TokenStream, diagnostics: &mut Diagnostics) -> Arguments {
    let mut arguments = Arguments::default();
    let parser = |input: ParseStream<'_>| entries(input, &mut arguments, diagnostics);
    if let Err(error) = parser.parse2(tokens) {
        // Every token is checked before it is taken, so this is unreachable; but no error may be lost.
        diagnostics.at_span(error.span(), error.to_string(), GRAMMAR);
    }
    arguments
}

fn entries(
    input: ParseStream<'_>,
    arguments: &mut Arguments,
    diagnostics: &mut Diagnostics,
) -> Result<()> {
    while !input.is_empty() {
        if input.parse::<Option<Token![,]>>()?.is_some() {
            continue;
        }
        let Some(name) = word(input)? else {
            let token: TokenTree = input.parse()?;
            diagnostics.at(&token, format!("argument `{token}` is not a word"), GRAMMAR);
            skip(input)?;
            continue;
        };
        if name.text == "crate" {
            root(input, &name, &mut arguments.root, diagnostics)?;
        } else {
            let value = value(input, &name, diagnostics)?;
            arguments.entries.push(Entry { name, value });
        }
        comma(input, diagnostics)?;
    }
    Ok(())
}

fn value(input: ParseStream<'_>, name: &Word, diagnostics: &mut Diagnostics) -> Result<Value> {
    if input.peek(Paren) {
        return list(input, name, true, diagnostics);
    }
    if input.peek(Bracket) || input.peek(Brace) {
        return list(input, name, false, diagnostics);
    }
    if input.peek(Token![:]) {
        let problem = format!("argument `{}` is followed by `:`", name.text);
        diagnostics.at(input.fork().parse::<TokenTree>()?, problem, GRAMMAR);
        skip(input)?;
        return Ok(Value::Unreadable);
    }
    if !input.peek(Token![=]) || input.peek(Token![==]) || input.peek(Token![=>]) {
        return Ok(Value::None);
    }
    input.parse::<Token![=]>()?;
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(Value::Word(None));
    }
    if input.peek(Paren) || input.peek(Bracket) || input.peek(Brace) {
        return list(input, name, false, diagnostics);
    }
    if let Some(word) = word(input)? {
        return Ok(Value::Word(Some(word)));
    }
    // A number, for example, which is treated like an unknown word.
    let token: TokenTree = input.parse()?;
    Ok(Value::Word(Some(Word {
        text: token.to_string(),
        form: Form::Plain,
        tokens: token.into_token_stream(),
    })))
}

fn list(
    input: ParseStream<'_>,
    name: &Word,
    plain: bool,
    diagnostics: &mut Diagnostics,
) -> Result<Value> {
    let (place, content) = input.step(|cursor| match cursor.any_group() {
        Some((content, _, span, rest)) => Ok(((span.join(), content.token_stream()), rest)),
        None => Err(cursor.error("expected a list")),
    })?;
    let mut words = Vec::new();
    let mut readable = true;
    let parser = |content: ParseStream<'_>| {
        while !content.is_empty() {
            if content.parse::<Option<Token![,]>>()?.is_some() {
                continue;
            }
            if let Some(mut word) = word(content)? {
                trailing(content, &mut word)?;
                words.push(word);
                comma(content, diagnostics)?;
            } else {
                readable = false;
                let token: TokenTree = content.parse()?;
                let problem = format!("`{token}` in `{}(…)` is not a word", name.text);
                diagnostics.at(&token, problem, format!("write `{}(word, …)`", name.text));
                skip(content)?;
            }
        }
        Ok(())
    };
    parser.parse2(content)?;
    if words.is_empty() && !readable {
        return Ok(Value::Unreadable);
    }
    Ok(Value::List(List { words, place, plain }))
}

/// Skips tokens that cannot follow a word in a list.
pub(super) fn trailing(input: ParseStream<'_>, word: &mut Word) -> Result<()> {
    let may_follow =
        input.is_empty() || input.peek(Token![,]) || input.peek(Token![;]) || starts_word(input);
    if may_follow {
        return Ok(());
    }
    word.form = Form::WithTrailingTokens;
    skip(input)
}

/// Only a comma, or nothing, may follow an entry.
pub(super) fn comma(input: ParseStream<'_>, diagnostics: &mut Diagnostics) -> Result<()> {
    if input.is_empty() || input.peek(Token![,]) {
        return Ok(());
    }
    let next: TokenTree = input.fork().parse()?;
    if starts_word(input) {
        diagnostics.at(
            &next,
            format!("word `{next}` has no comma in front"),
            format!("write `, {next}`"),
        );
        return Ok(());
    }
    if input.peek(Token![;]) {
        diagnostics.at(&next, "`;` stands where a comma belongs", "write `,`");
        input.parse::<Token![;]>()?;
        return Ok(());
    }
    diagnostics.at(&next, format!("`{next}` does not belong here"), GRAMMAR);
    skip(input)
}

pub(super) fn root(
    input: ParseStream<'_>,
    name: &Word,
    known: &mut Option<(Word, TokenStream)>,
    diagnostics: &mut Diagnostics,
) -> Result<()> {
    const WRITE: &str = "write `crate = ::path::to::churnkey`";
    if let Some((first, _)) = known.as_ref() {
        diagnostics.twice("argument", "crate", &first.tokens, &name.tokens);
    }
    if input.parse::<Option<Token![=]>>()?.is_none() {
        diagnostics.at(&name.tokens, "argument `crate` lacks its path", WRITE);
        return skip(input);
    }
    if let Some(text) = input.parse::<Option<LitStr>>()? {
        let path = text.parse_with(Path::parse_mod_style).ok();
        let write = path
            .as_ref()
            .map_or_else(|| WRITE.to_owned(), |_| format!("write `crate = {}`", text.value()));
        diagnostics.at(&text, "argument `crate` has its path in quotes", write);
        *known = path.map(|path| (name.clone(), path.into_token_stream()));
        return Ok(());
    }
    if Path::parse_mod_style(&input.fork()).is_ok() {
        let path = Path::parse_mod_style(input)?;
        *known = Some((name.clone(), path.into_token_stream()));
        return Ok(());
    }
    diagnostics.at(&name.tokens, "argument `crate` lacks its path", WRITE);
    skip(input)
}

fn starts_word(input: ParseStream<'_>) -> bool {
    input.peek(Ident::peek_any) || input.peek(LitStr)
}

/// Reads a word. Keywords are words too, and so are strings and `dashed-words`, since their meaning is clear.
pub(super) fn word(input: ParseStream<'_>) -> Result<Option<Word>> {
    if let Some(text) = input.parse::<Option<LitStr>>()? {
        let meaning = text.value().trim().replace('-', "_");
        return Ok(Some(Word {
            text: meaning,
            form: Form::Quoted,
            tokens: text.into_token_stream(),
        }));
    }
    if !input.peek(Ident::peek_any) {
        return Ok(None);
    }
    let ident = input.call(Ident::parse_any)?;
    let mut word = Word {
        text: ident.unraw().to_string(),
        form: Form::Plain,
        tokens: ident.into_token_stream(),
    };
    while input.peek(Token![-]) && input.peek2(Ident::peek_any) {
        let dash: Token![-] = input.parse()?;
        let next = input.call(Ident::parse_any)?;
        word.text = format!("{}_{next}", word.text);
        word.form = Form::Dashed;
        dash.to_tokens(&mut word.tokens);
        next.to_tokens(&mut word.tokens);
    }
    Ok(Some(word))
}

/// Skips to the next comma.
pub(super) fn skip(input: ParseStream<'_>) -> Result<()> {
    while !input.is_empty() && !input.peek(Token![,]) {
        input.parse::<TokenTree>()?;
    }
    Ok(())
}
