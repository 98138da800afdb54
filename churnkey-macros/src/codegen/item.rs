//! The merchant's item, returned untouched wherever possible.

use proc_macro2::{Delimiter, Group, TokenStream};
use quote::{ToTokens, quote};

use super::handler::placeholder;
use crate::model::{Endpoint, Item, Member, Model, Repaired};
use crate::names;
use crate::syntax::{Function, Method};

pub(crate) fn item(item: &Item<'_>, written: &TokenStream, root: &TokenStream) -> TokenStream {
    match item {
        Item::AsWritten => written.clone(),
        Item::Function(function, signature) => {
            let Function { attributes, visibility, rest, .. } = function;
            let attributes = &attributes.all;
            quote!(#attributes #visibility #signature #rest)
        }
        Item::Disabled => quote!(#[cfg(any())] #written),
        Item::Repaired(repaired) => repair(repaired, root),
    }
}

fn repair(repaired: &Repaired<'_>, root: &TokenStream) -> TokenStream {
    let Repaired { attributes, head, meant, inner, braces, members, missing } = repaired;
    let attributes = &attributes.all;
    let (parameters, _, bounds) = head.generics.split_for_impl();
    let syn::ItemImpl { unsafety, impl_token, self_ty, .. } = head;
    let path = head.trait_.as_ref().map(|(path, for_token)| {
        let path =
            meant.map_or_else(|| path.to_token_stream(), |module| names::trait_path(root, module));
        quote!(#path #for_token)
    });
    let members = members.iter().map(member);
    let missing = missing.iter().map(|Endpoint { method, cfgs }| {
        let method = placeholder(root, method);
        quote!(#cfgs #method)
    });
    // Placeholders come first, since something half-typed at the end could swallow them.
    let mut body = Group::new(Delimiter::Brace, quote!(#inner #(#missing)* #(#members)*));
    body.set_span(*braces);
    quote!(#attributes #unsafety #impl_token #parameters #path #self_ty #bounds #body)
}

/// An inherent impl with the members that the trait does not have.
pub(super) fn aside(model: &Model<'_>) -> Option<TokenStream> {
    if model.aside.is_empty() {
        return None;
    }
    let context = model.context;
    let (parameters, _, bounds) = model.generics.split_for_impl();
    let members = model.aside.iter().map(member);
    Some(quote! {
        #[allow(dead_code)]
        impl #parameters #context #bounds {
            #(#members)*
        }
    })
}

fn member(member: &Member<'_>) -> TokenStream {
    match member {
        Member::AsWritten(tokens) => (*tokens).clone(),
        Member::Disabled(tokens) => quote!(#[cfg(any())] #tokens),
        Member::Method(method, signature) => {
            let Method { attributes, body, .. } = &**method;
            let attributes = &attributes.all;
            quote!(#attributes #signature #body)
        }
    }
}
