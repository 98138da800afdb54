//! The attributes in front of an item or a method. Only `cfg` matters to us: what is made from a thing goes with it.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::cursor::{group, ident, is_punct};

#[derive(Default)]
pub(crate) struct Attributes {
    pub(crate) all: TokenStream,
    /// The `#[cfg(…)]`s among them.
    pub(crate) cfgs: TokenStream,
}

impl Attributes {
    /// Splits leading attributes from what they stand on. An unfinished one, `#` alone, stays with the rest.
    pub(super) fn split(tokens: &[TokenTree]) -> (Self, &[TokenTree]) {
        let mut attributes = Self::default();
        let mut rest = tokens;
        while let [hash, brackets, after @ ..] = rest {
            let Some(content) = group(brackets, Delimiter::Bracket).filter(|_| is_punct(hash, '#'))
            else {
                break;
            };
            let pair = [hash.clone(), brackets.clone()];
            let first = content.stream().into_iter().next();
            if first.as_ref().and_then(ident).is_some_and(|word| word == "cfg") {
                attributes.cfgs.extend(pair.clone());
            }
            attributes.all.extend(pair);
            rest = after;
        }
        (attributes, rest)
    }
}

/// Splits inner attributes, `#![…]`, from what follows.
pub(super) fn inner(tokens: &[TokenTree]) -> (TokenStream, &[TokenTree]) {
    let mut attributes = TokenStream::new();
    let mut rest = tokens;
    while let [hash, bang, brackets, after @ ..] = rest {
        let is_inner = is_punct(hash, '#') && is_punct(bang, '!');
        if !is_inner || group(brackets, Delimiter::Bracket).is_none() {
            break;
        }
        attributes.extend([hash.clone(), bang.clone(), brackets.clone()]);
        rest = after;
    }
    (attributes, rest)
}
