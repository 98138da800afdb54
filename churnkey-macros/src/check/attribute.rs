//! The attribute, which must be the only one on its item.

use proc_macro2::{Span, TokenStream};

use super::wording;
use crate::args::Arguments;
use crate::diag::Diagnostics;
use crate::names::Root;
use crate::spec::Kind;
use crate::syntax::Other;

/// The attribute: which of the two, and its arguments.
pub(crate) struct Attribute<'a> {
    pub(crate) kind: Kind,
    pub(crate) arguments: &'a Arguments,
    /// The crate that the generated code refers to.
    pub(crate) root: TokenStream,
    /// The attribute itself, for errors about what it lacks.
    pub(crate) place: Span,
}

impl<'a> Attribute<'a> {
    pub(crate) fn new(
        kind: Kind,
        root: Root,
        arguments: &'a Arguments,
        item: &TokenStream,
    ) -> Self {
        let root = arguments.root.as_ref().map_or_else(|| root.path(), |(_, path)| path.clone());
        // With the item's hygiene, rustc does not add that the error "originates in the attribute macro".
        let first =
            item.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span());
        Self { kind, arguments, root, place: Span::call_site().resolved_at(first) }
    }
}

/// One item is one module, so it has one attribute. It does not need `async_trait` either.
pub(crate) fn only_attribute(
    attribute: &Attribute<'_>,
    others: &[Other],
    diagnostics: &mut Diagnostics,
) {
    let word = attribute.kind.word();
    for other in others {
        let problem = match other.kind {
            None => {
                wording::async_trait(word, other.word.span(), diagnostics);
                continue;
            }
            Some(kind) if kind == attribute.kind => {
                format!("attribute `{word}` is written twice")
            }
            Some(_) => format!("attributes `{word}` and `{}` stand on one item", other.word),
        };
        diagnostics.at_span(attribute.place, &problem, "this is the first of the two");
        diagnostics.at(&other.word, &problem, "remove one of the two");
    }
}
