//! Second stage: the attribute's arguments, raw. Every entry keeps its tokens; whether a word exists is checked later.

mod listing;
mod parser;

use proc_macro2::{Span, TokenStream};

pub(crate) use self::listing::{Listed, Listing, parse as listing};
pub(crate) use self::parser::parse;

/// Everything between `#[churnkey::action(` and `)]`.
#[derive(Default)]
pub(crate) struct Arguments {
    pub(crate) entries: Vec<Entry>,
    /// `crate = ::path`: the word and the path.
    pub(crate) root: Option<(Word, TokenStream)>,
}

pub(crate) struct Entry {
    pub(crate) name: Word,
    pub(crate) value: Value,
}

pub(crate) enum Value {
    /// `name`
    None,
    /// `name(word, …)`
    List(List),
    /// `name = word`; `None` when nothing follows the `=`.
    Word(Option<Word>),
    /// Something else, which has been reported.
    Unreadable,
}

pub(crate) struct List {
    pub(crate) words: Vec<Word>,
    /// Where the parentheses are.
    pub(crate) place: Span,
    /// Whether they are parentheses right after the name: `name = […]` is read as well.
    pub(crate) plain: bool,
}

/// A word as it was meant. `"end-of-period"` is `end_of_period` here; the form says how it was written.
#[derive(Clone)]
pub(crate) struct Word {
    pub(crate) text: String,
    pub(crate) form: Form,
    pub(crate) tokens: TokenStream,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Plain,
    Quoted,
    Dashed,
    /// Followed by unexpected tokens.
    WithTrailingTokens,
    /// At the end of a path.
    AtTheEndOfAPath,
}
