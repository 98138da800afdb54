//! The attributes on an item or a method. Only `cfg` matters here: it also applies to whatever is generated from the
//! item.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

use super::cursor::{group, ident, is_punct};
use crate::spec::Kind;

#[derive(Default)]
pub(crate) struct Attributes {
    pub(crate) all: TokenStream,
    /// The `#[cfg(…)]`s among them.
    pub(crate) cfgs: TokenStream,
}

impl Attributes {
    /// Splits leading attributes from the item. An unfinished one, a lone `#`, stays with the item.
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

/// An attribute that cannot be on the same item as ours.
pub(crate) struct Other {
    /// One more of ours, or else `async_trait`.
    pub(crate) kind: Option<Kind>,
    pub(crate) word: Ident,
}

/// The item without attributes below ours that cannot be combined with it: a second one of ours would register its
/// module again, and `async_trait` changes the methods.
///
/// Only a path that begins with our crate is certainly ours, since another crate may have an `#[action]` too.
pub(crate) fn without_others(item: &TokenStream) -> (TokenStream, Vec<Other>) {
    let trees: Vec<TokenTree> = item.clone().into_iter().collect();
    let (mut kept, mut others) = (TokenStream::new(), Vec::new());
    let mut rest = trees.as_slice();
    while let [hash, brackets, after @ ..] = rest {
        let Some(content) = group(brackets, Delimiter::Bracket).filter(|_| is_punct(hash, '#'))
        else {
            break;
        };
        match other(content.stream()) {
            Some(other) => others.push(other),
            None => kept.extend([hash.clone(), brackets.clone()]),
        }
        rest = after;
    }
    kept.extend(rest.iter().cloned());
    (kept, others)
}

fn other(attribute: TokenStream) -> Option<Other> {
    let path =
        attribute.into_iter().take_while(|token| ident(token).is_some() || is_punct(token, ':'));
    let segments: Vec<Ident> = path.filter_map(|token| ident(&token).cloned()).collect();
    let kind = match segments.as_slice() {
        [.., word] if word == "async_trait" => None,
        [root, word] if root == "churnkey" || root == "churnkey_runtime" => {
            Some([Kind::Controller, Kind::Action].into_iter().find(|kind| word == kind.word())?)
        }
        _ => return None,
    };
    Some(Other { kind, word: segments.last()?.clone() })
}
