//! A method that stands in after an error, so that the trait's impl is whole and rustc has nothing to add.

use proc_macro2::TokenStream;
use quote::quote;

use crate::names;
use crate::spec::Method;

pub(super) fn method(root: &TokenStream, method: &Method) -> TokenStream {
    let name = names::method_ident(method);
    let types = method.parameters.iter().map(|(_, ty)| names::ty(root, ty));
    let result = names::result(root, method.returns);
    quote! {
        async fn #name(&self, #(_: #types),*) -> #result {
            ::core::future::pending().await
        }
    }
}
