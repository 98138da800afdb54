//! The short form: one function.

use proc_macro2::{Span, TokenStream, TokenTree};

use super::attributes::Attributes;
use super::cursor;

pub(crate) struct Function {
    pub(crate) attributes: Attributes,
    /// The first token behind the attributes: where the function is, in messages of the runtime.
    pub(crate) place: Span,
    pub(crate) signature: syn::Signature,
}

pub(super) fn parse(attributes: Attributes, tokens: &[TokenTree]) -> syn::Result<Function> {
    let signature = tokens.get(cursor::visibility(tokens)..).unwrap_or_default();
    let body = cursor::body(signature).map_or(signature.len(), |(position, _)| position);
    let end =
        signature.iter().position(|token| cursor::is_punct(token, ';')).unwrap_or(body).min(body);
    let signature: TokenStream = signature.get(..end).unwrap_or_default().iter().cloned().collect();
    Ok(Function {
        attributes,
        place: tokens.first().map_or_else(Span::call_site, TokenTree::span),
        signature: syn::parse2(signature)?,
    })
}
