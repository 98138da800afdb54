//! An impl block: syn parses its head, and its members are split.

use proc_macro2::{Delimiter, Group, Span, TokenStream, TokenTree};
use quote::quote;

use super::attributes::{self, Attributes};
use super::cursor;
use super::member::{self, Member};

pub(crate) struct Block {
    pub(crate) attributes: Attributes,
    /// The first token after the attributes, as the block's place in the runtime's messages.
    pub(crate) place: Span,
    /// The head only, without items.
    pub(crate) head: syn::ItemImpl,
    /// `#![…]` after the opening brace.
    pub(crate) inner: TokenStream,
    pub(crate) braces: Group,
    pub(crate) members: Vec<Member>,
}

pub(super) fn parse(attributes: Attributes, tokens: &[TokenTree]) -> syn::Result<Block> {
    let (position, braces) = match cursor::body(tokens) {
        Some((position, braces)) => (position, braces.clone()),
        // A head that is still being typed may be readable.
        None => (tokens.len(), Group::new(Delimiter::Brace, TokenStream::new())),
    };
    let content: Vec<TokenTree> = braces.stream().into_iter().collect();
    let (inner, content) = attributes::inner(&content);
    let head: TokenStream = tokens.get(..position).unwrap_or_default().iter().cloned().collect();
    let head = syn::parse2(quote!(#head {}))?;
    Ok(Block {
        attributes,
        place: tokens.first().map_or_else(Span::call_site, TokenTree::span),
        head,
        members: member::split(content),
        inner,
        braces,
    })
}

impl Block {
    /// The trait's path; `None` for an inherent impl.
    pub(crate) fn trait_path(&self) -> Option<&syn::Path> {
        self.head.trait_.as_ref().map(|(path, _)| path)
    }

    pub(crate) fn context(&self) -> &syn::Type {
        &self.head.self_ty
    }

    pub(crate) fn methods(&self) -> impl Iterator<Item = &member::Method> {
        self.members.iter().filter_map(|member| match member {
            Member::Method(method) => Some(&**method),
            Member::Stray(_) | Member::Unknown(_) => None,
        })
    }
}
