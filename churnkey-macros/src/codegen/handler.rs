//! The trait's impl, if the merchant did not write it: for the short form, one that calls the merchant's function;
//! after an error, a placeholder.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Signature;

use crate::model::{Handler, Model};
use crate::names;
use crate::spec::Method;

pub(super) fn handler(model: &Model<'_>) -> Option<TokenStream> {
    let Model { module, context, generics, root, .. } = model;
    let handler = model.handler.as_ref()?;
    let (submodule, trait_name) = (names::submodule(module), names::trait_ident(module));
    let methods =
        module.methods.iter().filter(|method| method.required).map(|method| match handler {
            Handler::Function(function) => call(root, method, function),
            Handler::Placeholder => placeholder(root, method),
        });
    let (parameters, _, bounds) = generics.split_for_impl();
    Some(quote! {
        #[automatically_derived]
        impl #parameters #submodule::#trait_name for #context #bounds {
            #(#methods)*
        }
    })
}

/// A placeholder after an error, so that the trait's impl is complete and rustc has nothing to add.
pub(super) fn placeholder(root: &TokenStream, method: &Method) -> TokenStream {
    let name = names::method_ident(method);
    let types = method.parameters.iter().map(|(_, ty)| names::ty(root, *ty));
    let result = names::result(root, method.returns);
    quote! {
        async fn #name(&self, #(_: #types),*) -> #result {
            ::core::future::pending().await
        }
    }
}

fn call(root: &TokenStream, method: &Method, function: &Signature) -> TokenStream {
    let name = names::method_ident(method);
    let parameters: Vec<Ident> =
        method.parameters.iter().map(|(name, _)| names::parameter(name)).collect();
    let types = method.parameters.iter().map(|(_, ty)| names::ty(root, *ty));
    let result = names::result(root, method.returns);
    // If a type is not ours after all, rustc reports the error where the merchant wrote it.
    let written = function.inputs.iter().skip(1).map(|input| located(end(input)));
    let arguments = parameters.iter().cloned().zip(written).map(|(mut argument, place)| {
        argument.set_span(place);
        argument
    });
    let function_name = &function.ident;
    let answer = located(end(&function.output));
    let call = quote_spanned!(answer=> (self, #(#arguments),*).await);
    quote! {
        async fn #name(&self, #(#parameters: #types),*) -> #result {
            #function_name #call
        }
    }
}

/// The generated code's hygiene at the merchant's place.
fn located(place: Span) -> Span {
    Span::call_site().located_at(place)
}

fn end(tokens: &impl ToTokens) -> Span {
    tokens.to_token_stream().into_iter().last().map_or_else(Span::call_site, |token| token.span())
}
