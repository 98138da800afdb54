//! Small helpers for slices of tokens.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenTree};

/// The first keyword that says what kind of item the tokens begin with. Preceding words are skipped.
pub(super) fn keyword(tokens: &[TokenTree]) -> Option<(&'static str, Span)> {
    const KEYWORDS: [&str; 12] = [
        "impl", "fn", "struct", "enum", "union", "trait", "mod", "static", "type", "use", "const",
        "extern",
    ];
    if let Some(function) = function_keyword(tokens).and_then(|position| tokens.get(position)) {
        return Some(("fn", function.span()));
    }
    tokens.iter().find_map(|token| {
        let word = ident(token)?;
        let keyword = KEYWORDS.into_iter().find(|keyword| word == keyword)?;
        Some((keyword, word.span()))
    })
}

/// The position of the `fn` of a function or method that begins here, after its visibility and qualifiers.
pub(super) fn function_keyword(tokens: &[TokenTree]) -> Option<usize> {
    let mut position = 0;
    loop {
        position += match tokens.get(position..)? {
            // `fn(u32)` is a type; a method has a name.
            [TokenTree::Ident(word), TokenTree::Ident(_), ..] if word == "fn" => {
                return Some(position);
            }
            [TokenTree::Ident(word), next, ..]
                if word == "pub" && is_group(next, Delimiter::Parenthesis) =>
            {
                2
            }
            [TokenTree::Ident(word), TokenTree::Literal(_), ..] if word == "extern" => 2,
            [TokenTree::Ident(word), ..] if is_qualifier(word) => 1,
            _ => return None,
        };
    }
}

/// The number of tokens of a visibility or `default`, which are not part of a signature.
pub(super) fn visibility(tokens: &[TokenTree]) -> usize {
    match tokens {
        [TokenTree::Ident(word), next, after @ ..]
            if word == "pub" && is_group(next, Delimiter::Parenthesis) =>
        {
            2 + visibility(after)
        }
        [TokenTree::Ident(word), after @ ..] if word == "pub" || word == "default" => {
            1 + visibility(after)
        }
        _ => 0,
    }
}

/// The position of a body's braces, not of a const argument's, as in `Db<{ 3 }>`.
pub(super) fn body(tokens: &[TokenTree]) -> Option<(usize, &Group)> {
    tokens.iter().enumerate().find_map(|(position, token)| {
        let group = group(token, Delimiter::Brace)?;
        let after = tokens.get(position + 1);
        let before = position.checked_sub(1).and_then(|position| tokens.get(position));
        let in_angles = before.is_some_and(|token| is_punct(token, '<'))
            || after.is_some_and(|token| is_punct(token, '>'))
            || (before.is_some_and(|token| is_punct(token, ','))
                && after.is_some_and(|token| is_punct(token, ',')));
        (!in_angles).then_some((position, group))
    })
}

pub(super) fn ident(token: &TokenTree) -> Option<&Ident> {
    match token {
        TokenTree::Ident(ident) => Some(ident),
        _ => None,
    }
}

pub(super) fn group(token: &TokenTree, delimiter: Delimiter) -> Option<&Group> {
    match token {
        TokenTree::Group(group) if group.delimiter() == delimiter => Some(group),
        _ => None,
    }
}

pub(super) fn is_group(token: &TokenTree, delimiter: Delimiter) -> bool {
    group(token, delimiter).is_some()
}

pub(super) fn is_punct(token: &TokenTree, character: char) -> bool {
    matches!(token, TokenTree::Punct(punct) if punct.as_char() == character)
}

fn is_qualifier(word: &Ident) -> bool {
    ["pub", "default", "const", "async", "unsafe", "safe", "extern"]
        .iter()
        .any(|qualifier| word == qualifier)
}
