//! The runtime's view of a module: its features, its endpoints, and its entry in the registry.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use crate::model::{Endpoint, Entry, Feature, Model, Value};
use crate::names;
use crate::spec;

/// The marker trait's impl.
pub(super) fn annotated(model: &Model<'_>) -> TokenStream {
    let Model { module, context, features, generics, .. } = model;
    let (local, submodule, annotated) =
        (names::local(), names::submodule(module), names::annotated(module));
    let features = features.iter().map(|feature| field(model, feature));
    let endpoints = model
        .endpoints
        .iter()
        .filter(|_| model.entry != Entry::None)
        .map(|endpoint| self::endpoint(model, endpoint));
    let (parameters, _, bounds) = generics.split_for_impl();
    // `line!()` is the line of its own span; without the item's span it would be the attribute's line.
    let line = quote_spanned!(model.place=> ::core::line!());
    let implemented = (module.name == spec::EVERYWHERE).then(|| implemented(model));
    quote! {
        #[automatically_derived]
        impl #parameters #annotated for #context #bounds {
            const FEATURES: #submodule::Features = #submodule::Features { #(#features,)* };
            const ENDPOINTS: &'static [#local::Endpoint] = &[#(#endpoints,)*];
            const PLACE: #local::SourceLocation = #local::SourceLocation::new(::core::file!(), #line);
            #implemented
        }
    }
}

/// A choice other than the default has a prerequisite, which a trait expresses.
pub(super) fn choices(model: &Model<'_>) -> TokenStream {
    let Model { module, context, generics, .. } = model;
    let chosen = model.features.iter().filter_map(|feature| match feature.value {
        Value::Choice(words, word, _) if words.words.first() != Some(&word) => {
            Some(names::chosen(module, word))
        }
        _ => None,
    });
    let chosen = chosen.filter(|_| model.entry != Entry::None);
    let (parameters, _, bounds) = generics.split_for_impl();
    quote! {
        #(
            #[automatically_derived]
            impl #parameters #chosen for #context #bounds {}
        )*
    }
}

pub(super) fn registration(model: &Model<'_>) -> Option<TokenStream> {
    let Model { module, context, .. } = model;
    if model.entry != Entry::Attribute {
        return None;
    }
    let (local, submodule) = (names::local(), names::submodule(module));
    Some(quote!(#local::submit! { #submodule::module::<#context>() }))
}

/// Which modules the context implements, to find those missing from `register!`.
fn implemented(model: &Model<'_>) -> TokenStream {
    let (local, context) = (names::local(), model.context);
    quote!(const IMPLEMENTED: #local::Implemented = #local::implemented!(#context);)
}

fn field(model: &Model<'_>, feature: &Feature) -> TokenStream {
    let name = names::field(feature.argument.name);
    let submodule = names::submodule(model.module);
    let value = match &feature.value {
        Value::Flag(set) => quote!(#set),
        Value::List(words, chosen) => {
            let name = names::enum_ident(*words);
            let variants = chosen.iter().map(|(word, place)| names::variant(word, *place));
            quote!(&[#(#submodule::#name::#variants),*])
        }
        Value::Choice(words, chosen, place) => {
            let (name, variant) = (names::enum_ident(*words), names::variant(chosen, *place));
            quote!(#submodule::#name::#variant)
        }
    };
    quote!(#name: #value)
}

fn endpoint(model: &Model<'_>, endpoint: &Endpoint<'_>) -> TokenStream {
    let Endpoint { method, cfgs } = endpoint;
    let (submodule, method, context) =
        (names::submodule(model.module), names::method_ident(method), model.context);
    quote!(#cfgs #submodule::#method::<#context>())
}
