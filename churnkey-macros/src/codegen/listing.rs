//! What `register!` becomes: an entry for each of its modules.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};

use crate::model::{Registered, Registration};
use crate::names;

pub(crate) fn listing(registration: &Registration<'_>) -> TokenStream {
    let Registration { root, context, place, modules } = registration;
    let (private, local, alias) = (names::private(root), names::local(), names::alias());
    let line = quote_spanned!(*place=> ::core::line!());
    let entries = modules.iter().map(|Registered { module, place, cfgs }| {
        let submodule = names::submodule(module);
        // The word is where rustc says that the context has no such module.
        let mut context = names::alias();
        context.set_span(Span::call_site().located_at(*place));
        quote! {
            #cfgs
            #local::submit! {
                #submodule::module::<#context>().listed(#local::Place::new(::core::file!(), #line))
            }
        }
    });
    quote! {
        const _: () = {
            use #private as #local;
            type #alias = #context;
            #(#entries)*
        };
    }
}
