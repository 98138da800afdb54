//! The output of the third stage for the fourth: only what is legal. A placeholder replaces each mistake, so that rustc
//! has nothing to add to our errors.

use proc_macro2::{Span, TokenStream};
use syn::GenericParam;

use crate::spec::{Argument, Method, Module, Words};
use crate::syntax::{self, Attributes, Function};

/// The meaning of a `register!`.
pub(crate) struct Registration<'a> {
    /// The crate that the generated code refers to.
    pub(crate) root: TokenStream,
    pub(crate) context: &'a syn::Type,
    /// The place of the call, for the runtime's messages.
    pub(crate) place: Span,
    pub(crate) modules: Vec<Registered<'a>>,
}

pub(crate) struct Registered<'a> {
    pub(crate) module: &'static Module,
    /// The place of the module's name in the list.
    pub(crate) word: Span,
    pub(crate) cfgs: &'a TokenStream,
}

/// A checked item.
pub(crate) struct Checked<'a> {
    pub(crate) item: Item<'a>,
    /// `None` if nothing can be generated from the item.
    pub(crate) model: Option<Model<'a>>,
}

/// The meaning of an attribute.
pub(crate) struct Model<'a> {
    pub(crate) module: &'static Module,
    /// The crate that the generated code refers to.
    pub(crate) root: TokenStream,
    /// The type in `impl … for`.
    pub(crate) context: &'a syn::Type,
    pub(crate) cfgs: &'a TokenStream,
    /// The place of the item, for the runtime's messages.
    pub(crate) place: Span,
    pub(crate) features: Vec<Feature>,
    pub(crate) endpoints: Vec<Endpoint<'a>>,
    /// The trait's impl, if the merchant did not write it.
    pub(crate) handler: Option<Handler<'a>>,
    /// The generics of every generated impl.
    pub(crate) generics: syn::Generics,
    pub(crate) entry: Entry,
    /// Members that cannot be in the trait's impl. They are kept in a separate impl, for the editor and their callers.
    pub(crate) aside: Vec<Member<'a>>,
}

/// What registers the module.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Entry {
    /// The attribute.
    Attribute,
    /// `register!`, once per instantiation: the linker collects entries for types, not for type or constant parameters.
    Register,
    /// Nothing, after an error.
    None,
}

impl Entry {
    pub(crate) fn of(generics: &syn::Generics) -> Self {
        let is_lifetime = |parameter| matches!(parameter, &GenericParam::Lifetime(_));
        if generics.params.iter().all(is_lifetime) { Self::Attribute } else { Self::Register }
    }
}

/// A field of the runtime's `Features`.
pub(crate) struct Feature {
    pub(crate) argument: &'static Argument,
    pub(crate) value: Value,
}

/// Words keep their source spans, so that the editor can resolve them.
pub(crate) enum Value {
    Flag(bool),
    List(Words, Vec<(&'static str, Span)>),
    Choice(Words, &'static str, Span),
}

/// A method of the trait, and the conditions under which it exists.
pub(crate) struct Endpoint<'a> {
    pub(crate) method: &'static Method,
    pub(crate) cfgs: Option<&'a TokenStream>,
}

pub(crate) enum Handler<'a> {
    /// Calls the merchant's function.
    Function(&'a syn::Signature),
    /// A placeholder after an error, which is never called.
    Placeholder,
}

/// The merchant's item, as it is returned.
pub(crate) enum Item<'a> {
    AsWritten,
    /// A block with corrections, or a generic block with the bounds of a context added.
    Repaired(Box<Repaired<'a>>),
    /// A generic function with the bounds of a context added.
    Function(&'a Function, Box<syn::Signature>),
    /// A block from which nothing can be generated. Its tokens are kept but hidden from rustc.
    Disabled,
}

pub(crate) struct Repaired<'a> {
    pub(crate) attributes: &'a Attributes,
    pub(crate) head: syn::ItemImpl,
    /// The trait that a misspelt one stands for.
    pub(crate) meant: Option<&'static Module>,
    pub(crate) inner: &'a TokenStream,
    pub(crate) braces: Span,
    pub(crate) members: Vec<Member<'a>>,
    /// Methods that need a placeholder.
    pub(crate) missing: Vec<Endpoint<'a>>,
}

pub(crate) enum Member<'a> {
    AsWritten(&'a TokenStream),
    /// Something that the trait does not have. Its tokens are kept but hidden from rustc.
    Disabled(&'a TokenStream),
    /// A method whose name was corrected, or whose missing `async` was added.
    Method(&'a syntax::Method, Box<syn::Signature>),
}
