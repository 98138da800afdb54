//! Third stage: the rules. It turns what was written into what is legal, and reports each mistake once. A mistake is
//! replaced by what was meant, if that is clear, or else by a placeholder.

mod arguments;
mod attribute;
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

pub(crate) use self::attribute::{Attribute, only_attribute};
pub(crate) use self::listing::check as listing;
use crate::diag::Diagnostics;
use crate::model::{self, Checked};
use crate::syntax::Item;

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
