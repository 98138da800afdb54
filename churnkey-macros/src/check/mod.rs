//! Third stage: the rules. It turns what was written into what is legal, reporting each mistake once; in its place goes
//! what was meant, when that is clear, or a placeholder.

mod arguments;
mod block;
mod context;
mod function;
mod generics;
mod listing;
mod methods;
mod module;
mod signature;
mod types;
mod word;
mod wording;

use proc_macro2::{Span, TokenStream};

pub(crate) use self::listing::check as listing;
use crate::args::Arguments;
use crate::diag::Diagnostics;
use crate::model::{self, Model};
use crate::names::Root;
use crate::spec::Kind;
use crate::syntax::{Item, Other};

/// What the rules left.
pub(crate) struct Checked<'a> {
    pub(crate) item: model::Item<'a>,
    /// `None` when nothing can be made from the item.
    pub(crate) model: Option<Model<'a>>,
}

/// The attribute: which of the two, and what is between its parentheses.
pub(crate) struct Attribute<'a> {
    pub(crate) kind: Kind,
    pub(crate) arguments: &'a Arguments,
    /// The crate that the generated code refers to.
    pub(crate) root: TokenStream,
    /// The attribute itself, for what is missing in it.
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
        // With the item's hygiene rustc does not add that the error "originates in the attribute macro".
        let first =
            item.clone().into_iter().next().map_or_else(Span::call_site, |token| token.span());
        Self { kind, arguments, root, place: Span::call_site().resolved_at(first) }
    }
}

/// One item is one module, so it has one attribute; and its methods are `async` as they are.
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

pub(crate) fn check<'a>(
    attribute: &Attribute<'a>,
    item: &'a Item,
    diagnostics: &mut Diagnostics,
) -> Checked<'a> {
    let nothing = Checked { item: model::Item::AsWritten, model: None };
    match item {
        Item::Block(block) => block::check(attribute, block, diagnostics),
        Item::Function(function) => function::check(attribute, function, diagnostics),
        Item::Other(what, place) => {
            let word = attribute.kind.word();
            let problem = format!("attribute `{word}` stands on {what}");
            diagnostics.at_span(*place, problem, wording::places(attribute.kind));
            nothing
        }
        Item::Unreadable(what, place) => {
            let problem = format!("head of this {what} is not complete");
            diagnostics.at_span(*place, problem, wording::places(attribute.kind));
            nothing
        }
    }
}
