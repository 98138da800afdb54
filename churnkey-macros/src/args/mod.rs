//! Second stage: the raw arguments of the attribute. Every entry keeps its tokens; a later stage checks its words.

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
    /// `name = word`; `None` if nothing follows the `=`.
    Word(Option<Word>),
    /// Something else, which has been reported.
    Unreadable,
}

pub(crate) struct List {
    pub(crate) words: Vec<Word>,
    /// The place of the parentheses.
    pub(crate) place: Span,
    /// Whether they are parentheses right after the name, since `name = […]` is accepted too.
    pub(crate) plain: bool,
}

/// A word in its normal form: `"end-of-period"` becomes `end_of_period`. The form says how it was written.
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
