//! Collects errors. Stages add to it and continue, so that one build shows every mistake in a block.

use proc_macro2::{Span, TokenStream};
use quote::ToTokens;

/// Errors, in the order in which they were found.
#[derive(Default)]
pub(crate) struct Diagnostics(Vec<syn::Error>);

impl Diagnostics {
    /// Reports `problem` under all of `tokens`, with what to write instead on a second line.
    pub(crate) fn at(
        &mut self,
        tokens: impl ToTokens,
        problem: impl AsRef<str>,
        write: impl AsRef<str>,
    ) {
        // One instantiation of syn's code for all callers: https://github.com/serde-rs/serde, `Ctxt::error_spanned_by`.
        let tokens: TokenStream = tokens.into_token_stream();
        let message = format!("{}\n{}", problem.as_ref(), write.as_ref());
        self.0.push(syn::Error::new_spanned(tokens, message));
    }

    /// The same for a place without its own tokens, such as a pair of parentheses.
    pub(crate) fn at_span(&mut self, span: Span, problem: impl AsRef<str>, write: impl AsRef<str>) {
        let message = format!("{}\n{}", problem.as_ref(), write.as_ref());
        self.0.push(syn::Error::new(span, message));
    }

    /// Reports something that is written twice, at both places.
    pub(crate) fn twice(
        &mut self,
        what: &str,
        name: &str,
        first: impl ToTokens,
        again: impl ToTokens,
    ) {
        let problem = format!("{what} `{name}` is written twice");
        self.at(first, &problem, "this is the first of the two");
        self.at(again, &problem, "remove one of the two");
    }

    pub(crate) fn into_errors(self) -> Vec<syn::Error> {
        self.0
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }
}
