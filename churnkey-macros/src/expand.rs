//! The pipeline: syntax, arguments, check, model, codegen. A pure function of two token streams.

use proc_macro2::TokenStream;

use crate::check::Attribute;
use crate::diag::Diagnostics;
use crate::names::Root;
use crate::spec::Kind;
use crate::{args, check, codegen, syntax};

/// What an attribute returns.
pub(crate) struct Output {
    /// The merchant's item, which is always there, whatever the errors.
    pub(crate) item: TokenStream,
    pub(crate) generated: TokenStream,
    pub(crate) errors: Vec<syn::Error>,
}

pub(crate) fn expand(kind: Kind, root: Root, arguments: TokenStream, item: &TokenStream) -> Output {
    let mut diagnostics = Diagnostics::default();
    let (item, others) = syntax::without_others(item);
    let parsed = syntax::parse(&item);
    let arguments = args::parse(arguments, &mut diagnostics);
    let attribute = Attribute::new(kind, root, &arguments, &item);
    check::only_attribute(&attribute, &others, &mut diagnostics);
    let checked = check::check(&attribute, &parsed, &mut diagnostics);
    Output {
        item: codegen::item(&checked.item, &item, &attribute.root),
        generated: checked.model.map(|model| codegen::generated(&model)).unwrap_or_default(),
        errors: diagnostics.into_errors(),
    }
}

/// `register!` has no item: all of its output is generated.
pub(crate) fn register(root: Root, tokens: TokenStream) -> Output {
    let mut diagnostics = Diagnostics::default();
    let listing = args::listing(tokens, &mut diagnostics);
    let registration = check::listing(&listing, root, &mut diagnostics);
    Output {
        item: TokenStream::new(),
        generated: registration.map(|it| codegen::listing(&it)).unwrap_or_default(),
        errors: diagnostics.into_errors(),
    }
}

impl Output {
    pub(crate) fn into_tokens(self) -> TokenStream {
        let mut tokens = self.item;
        tokens.extend(self.generated);
        tokens.extend(self.errors.iter().map(syn::Error::to_compile_error));
        tokens
    }
}
