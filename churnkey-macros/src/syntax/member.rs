//! Splits the content of an impl block's braces so tolerantly that no token is lost.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

use super::attributes::Attributes;
use super::cursor::{self, group, is_group, is_punct};

pub(crate) enum Member {
    Method(Box<Method>),
    /// A constant, a type or a macro call, which none of our traits contains.
    Stray(Stray),
    /// Tokens that make no sense (yet).
    Unknown(TokenStream),
}

pub(crate) struct Method {
    pub(crate) name: Ident,
    pub(crate) attributes: Attributes,
    /// `None` if the signature does not parse (yet), in which case no rule is checked.
    pub(crate) signature: Option<syn::Signature>,
    /// The whole method, as written.
    pub(crate) tokens: TokenStream,
    /// The braces or the `;`; empty if there is neither.
    pub(crate) body: TokenStream,
}

pub(crate) struct Stray {
    /// `constant`, `type`, `macro`.
    pub(crate) what: &'static str,
    pub(crate) name: Ident,
    pub(crate) tokens: TokenStream,
}

pub(super) fn split(tokens: &[TokenTree]) -> Vec<Member> {
    let mut members = Vec::new();
    let mut rest = tokens;
    while let [first, after @ ..] = rest {
        // A `$method:item` of a macro_rules macro arrives in invisible delimiters.
        if let Some(invisible) = group(first, Delimiter::None) {
            let tokens: Vec<TokenTree> = invisible.stream().into_iter().collect();
            members.extend(split(&tokens));
            rest = after;
            continue;
        }
        let (member, length) = next(rest);
        members.push(member);
        rest = rest.get(length.max(1)..).unwrap_or_default();
    }
    members
}

/// The member that `tokens` begin with, and its length.
fn next(tokens: &[TokenTree]) -> (Member, usize) {
    let (attributes, rest) = Attributes::split(tokens);
    let start = tokens.len() - rest.len();
    if let Some((method, length)) = method(attributes, rest) {
        let length = start + length;
        let method = Method { tokens: between(tokens, 0, length), ..method };
        return (Member::Method(Box::new(method)), length);
    }
    if let Some((what, name, length)) = stray(rest) {
        let length = start + length;
        let tokens = between(tokens, 0, length);
        return (Member::Stray(Stray { what, name, tokens }), length);
    }
    let length = start + usize::from(!rest.is_empty());
    (Member::Unknown(between(tokens, 0, length)), length)
}

fn method(attributes: Attributes, tokens: &[TokenTree]) -> Option<(Method, usize)> {
    let keyword = cursor::function_keyword(tokens)?;
    let name = tokens.get(keyword + 1).and_then(cursor::ident)?.clone();

    // The method ends with its body, or with a `;`, or where the next member begins.
    let after_name = tokens.get(keyword + 2..).unwrap_or_default();
    let own = end(after_name).unwrap_or(after_name.len());
    let after_name = after_name.get(..own).unwrap_or_default();
    let (signature_length, body_length) = match cursor::body(after_name) {
        Some((position, _)) => (position, 1),
        None => match after_name.iter().position(|token| is_punct(token, ';')) {
            Some(position) => (position, 1),
            None => (own, 0),
        },
    };
    let body = keyword + 2 + signature_length;
    let length = body + body_length;
    let signature = between(tokens, cursor::visibility(tokens), body);
    let method = Method {
        name,
        attributes,
        signature: syn::parse2(signature).ok(),
        tokens: TokenStream::new(),
        body: between(tokens, body, length),
    };
    Some((method, length))
}

/// The start of the next member, if a method is unfinished.
fn end(tokens: &[TokenTree]) -> Option<usize> {
    (0..tokens.len()).find(|&position| {
        let rest = tokens.get(position..).unwrap_or_default();
        let attribute = matches!(rest, [hash, brackets, ..]
            if is_punct(hash, '#') && is_group(brackets, Delimiter::Bracket));
        attribute || cursor::function_keyword(rest).is_some()
    })
}

fn stray(tokens: &[TokenTree]) -> Option<(&'static str, Ident, usize)> {
    let rest = tokens.get(cursor::visibility(tokens)..)?;
    let before = tokens.len() - rest.len();
    let (what, name) = match rest {
        [TokenTree::Ident(word), TokenTree::Ident(name), ..] if word == "const" => {
            ("constant", name)
        }
        [TokenTree::Ident(word), TokenTree::Ident(name), ..] if word == "type" => ("type", name),
        [TokenTree::Ident(name), bang, arguments @ TokenTree::Group(_), after @ ..]
            if is_punct(bang, '!') =>
        {
            let semicolon = !is_group(arguments, Delimiter::Brace)
                && after.first().is_some_and(|token| is_punct(token, ';'));
            return Some(("macro", name.clone(), before + 3 + usize::from(semicolon)));
        }
        _ => return None,
    };
    let value = rest.get(2..).unwrap_or_default();
    let value = value.get(..end(value).unwrap_or(value.len())).unwrap_or_default();
    let own = value
        .iter()
        .position(|token| is_punct(token, ';'))
        .map_or(value.len(), |position| position + 1);
    Some((what, name.clone(), before + 2 + own))
}

fn between(tokens: &[TokenTree], start: usize, end: usize) -> TokenStream {
    tokens.get(start..end).unwrap_or_default().iter().cloned().collect()
}
