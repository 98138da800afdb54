//! The output of `register!`: an entry for each of its modules.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use crate::model::{Registered, Registration};
use crate::names;

pub(crate) fn listing(registration: &Registration<'_>) -> TokenStream {
    let Registration { root, context, place, modules } = registration;
    let (private, local, alias) = (names::private(root), names::local(), names::alias());
    let line = quote_spanned!(*place=> ::core::line!());
    let entries = modules.iter().map(|Registered { module, word, cfgs }| {
        let (submodule, mut name, mut context) =
            (names::submodule(module), names::trait_ident(module), names::alias());
        // With the word's span, rustc reports there that the context lacks the module, and the editor finds the trait.
        name.set_span(*word);
        context.set_span(*word);
        quote! {
            #cfgs
            #[allow(unused_imports)]
            use #local::#name as _;
            #cfgs
            #local::submit! {
                #submodule::module::<#context>().listed(#local::SourceLocation::new(::core::file!(), #line))
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
