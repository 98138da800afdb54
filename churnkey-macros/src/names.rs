//! All paths and identifiers of the generated code.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};

use crate::spec::{Method, Module, Ty, Words};

/// The crate that the generated code refers to, unless `crate = …` says otherwise.
#[derive(Clone, Copy)]
pub(crate) enum Root {
    Facade,
    Runtime,
}

impl Root {
    pub(crate) fn path(self) -> TokenStream {
        match self {
            Self::Facade => quote!(::churnkey),
            Self::Runtime => quote!(::churnkey_runtime),
        }
    }
}

/// The runtime's support module.
pub(crate) fn private(root: &TokenStream) -> TokenStream {
    quote!(#root::__private)
}

/// The name of `__private` inside the generated block.
pub(crate) fn local() -> Ident {
    ident("__churnkey")
}

/// The name of the context inside the output of `register!`.
pub(crate) fn alias() -> Ident {
    ident("__ChurnkeyContext")
}

/// The runtime's submodule of a module.
pub(crate) fn submodule(module: &Module) -> TokenStream {
    let (local, name) = (local(), ident(module.name));
    quote!(#local::#name)
}

pub(crate) fn trait_ident(module: &Module) -> Ident {
    ident(module.trait_name)
}

/// A word's variant in the runtime's enum.
pub(crate) fn variant(word: &str, place: Span) -> Ident {
    let pascal: String = word
        .split('_')
        .flat_map(|part| {
            let mut letters = part.chars();
            letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters)
        })
        .collect();
    Ident::new(&pascal, place)
}

pub(crate) fn enum_ident(words: Words) -> Ident {
    ident(words.enum_name)
}

/// An argument's field in `Features`. `type` is a keyword, so it is written as a raw identifier.
pub(crate) fn field(argument: &str) -> Ident {
    if argument == "type" { Ident::new_raw(argument, Span::call_site()) } else { ident(argument) }
}

pub(crate) fn method_ident(method: &Method) -> Ident {
    ident(method.name)
}

/// The name of a method that cannot be in the trait's impl but is kept. The leading underscore silences `dead_code`.
pub(crate) fn aside(module: &Module, method: &Ident, position: usize) -> Ident {
    format_ident!("__churnkey_{}_{}_{}", module.name, method, position, span = method.span())
}

/// The marker trait that only the attribute implements.
pub(crate) fn annotated(module: &Module) -> TokenStream {
    let (submodule, name) = (submodule(module), format_ident!("Annotated{}", module.trait_name));
    quote!(#submodule::#name)
}

/// The trait that a choice other than the default requires, such as `ProductPrices`.
pub(crate) fn chosen(module: &Module, word: &str) -> TokenStream {
    let (submodule, name) = (
        submodule(module),
        format_ident!("{}{}", variant(word, Span::call_site()), module.trait_name),
    );
    quote!(#submodule::#name)
}

/// A parameter of a generated method, with a name that the merchant's function cannot have.
pub(crate) fn parameter(name: &str) -> Ident {
    format_ident!("__churnkey_{}", name)
}

/// The module's trait, in place of a misspelt one.
pub(crate) fn trait_path(root: &TokenStream, module: &Module) -> TokenStream {
    let name = trait_ident(module);
    quote!(#root::#name)
}

/// A method's parameter type, or the type inside its `Result`.
pub(crate) fn ty(root: &TokenStream, ty: Ty) -> TokenStream {
    match ty {
        Ty::Unit => quote!(()),
        Ty::Text => quote!(::std::string::String),
        Ty::Named(name) => {
            let name = ident(name);
            quote!(#root::prelude::#name)
        }
        Ty::PageOf(name) => {
            let name = ident(name);
            quote!(#root::prelude::Page<#root::prelude::#name>)
        }
    }
}

/// A method's whole return type.
pub(crate) fn result(root: &TokenStream, returns: Ty) -> TokenStream {
    let returns = ty(root, returns);
    quote!(#root::prelude::Result<#returns>)
}

pub(crate) fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}
