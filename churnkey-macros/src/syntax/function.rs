//! The short form: a function.

use proc_macro2::{Span, TokenStream, TokenTree};

use super::attributes::Attributes;
use super::cursor;

pub(crate) struct Function {
    pub(crate) attributes: Attributes,
    /// The first token after the attributes, as the function's place in the runtime's messages.
    pub(crate) place: Span,
    /// `pub`, in front of the signature.
    pub(crate) visibility: TokenStream,
    pub(crate) signature: syn::Signature,
    /// The body, and whatever follows it.
    pub(crate) rest: TokenStream,
}

pub(super) fn parse(attributes: Attributes, tokens: &[TokenTree]) -> syn::Result<Function> {
    let (visibility, signature) = tokens.split_at(cursor::visibility(tokens));
    let body = cursor::body(signature).map_or(signature.len(), |(position, _)| position);
    let end =
        signature.iter().position(|token| cursor::is_punct(token, ';')).unwrap_or(body).min(body);
    let (signature, rest) = signature.split_at(end);
    let collected = |tokens: &[TokenTree]| tokens.iter().cloned().collect::<TokenStream>();
    Ok(Function {
        attributes,
        visibility: collected(visibility),
        place: tokens.first().map_or_else(Span::call_site, TokenTree::span),
        signature: syn::parse2(collected(signature))?,
        rest: collected(rest),
    })
}
