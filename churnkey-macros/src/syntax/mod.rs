//! First stage: finds what kind of item it is, and its methods. Bodies stay opaque tokens: rustc checks them, and
//! half-typed ones must reach the editor unchanged.

mod attributes;
mod cursor;
mod function;
mod header;
mod member;

use proc_macro2::{Span, TokenStream, TokenTree};

pub(crate) use self::attributes::{Attributes, Other, without_others};
pub(crate) use self::function::Function;
pub(crate) use self::header::Block;
pub(crate) use self::member::{Member, Method, Stray};

/// The annotated item.
pub(crate) enum Item {
    Block(Box<Block>),
    Function(Box<Function>),
    /// An item that the attributes cannot apply to, such as `a struct`, with its keyword.
    Other(&'static str, Span),
    /// An impl block or a function whose head does not parse (yet), with its keyword.
    Unreadable(&'static str, Span),
}

pub(crate) fn parse(tokens: &TokenStream) -> Item {
    let trees: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let (attributes, rest) = Attributes::split(&trees);
    match cursor::keyword(rest) {
        Some(("impl", place)) => header::parse(attributes, rest)
            .map_or(Item::Unreadable("impl block", place), |block| Item::Block(Box::new(block))),
        Some(("fn", place)) => function::parse(attributes, rest)
            .map_or(Item::Unreadable("function", place), |function| {
                Item::Function(Box::new(function))
            }),
        Some((keyword, span)) => Item::Other(describe(keyword), span),
        None => Item::Other(
            "an item of another kind",
            rest.first().map_or_else(Span::call_site, TokenTree::span),
        ),
    }
}

fn describe(keyword: &str) -> &'static str {
    match keyword {
        "struct" => "a struct",
        "enum" => "an enum",
        "union" => "a union",
        "trait" => "a trait",
        "mod" => "a module",
        "const" => "a constant",
        "static" => "a static",
        "type" => "a type alias",
        "use" => "an import",
        "extern" => "an extern block",
        _ => "an item of another kind",
    }
}
