//! Fourth stage: tokens. The merchant's item comes first, then one block with everything generated from it.

mod annotated;
mod handler;
mod item;
mod listing;

use proc_macro2::TokenStream;
use quote::quote;

pub(crate) use self::item::item;
pub(crate) use self::listing::listing;
use crate::model::Model;
use crate::names;

/// Everything that is generated from the item.
pub(crate) fn generated(model: &Model<'_>) -> TokenStream {
    let Model { root, cfgs, .. } = model;
    let (private, local) = (names::private(root), names::local());
    let annotated = annotated::annotated(model);
    let choices = annotated::choices(model);
    let handler = handler::handler(model);
    let registration = annotated::registration(model);
    let aside = item::aside(model);
    quote! {
        #cfgs
        const _: () = {
            use #private as #local;
            #handler
            #annotated
            #choices
            #registration
            #aside
        };
    }
}
