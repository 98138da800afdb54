//! The kinds of requests that an observation looks at.

use std::collections::BTreeSet;

use crate::record::file::Record;
use crate::record::kind::Kind;
use crate::routes::{ROUTES, Route};
use crate::target::Target;
use crate::translate::synonyms;

pub(super) fn with_token(record: &Record) -> impl Iterator<Item = &Kind> {
    record.kinds.iter().filter(|kind| kind.has_token())
}

/// The actions that the protocol has.
pub(super) fn actions(record: &Record) -> impl Iterator<Item = &Kind> {
    with_token(record).filter(|kind| route(kind).is_some_and(Route::is_action))
}

pub(super) fn route(kind: &Kind) -> Option<&'static Route> {
    let pattern = kind.route.as_deref()?;
    ROUTES.iter().find(|route| route.pattern == pattern)
}

/// The masked path below `/churnkey`.
pub(super) fn below(kind: &Kind) -> &str {
    Target::parse(&kind.path).below
}

pub(super) fn is_manifest(kind: &Kind) -> bool {
    synonyms::is_manifest(below(kind))
}

/// Whether U22 is about it.
pub(super) fn is_head_or_options(kind: &Kind) -> bool {
    matches!(kind.method.as_str(), "HEAD" | "OPTIONS")
}

/// How many requests there were.
pub(super) fn count<'a>(kinds: impl IntoIterator<Item = &'a Kind>) -> u64 {
    kinds.into_iter().map(|kind| kind.count).sum()
}

/// Each item once, with commas.
pub(super) fn joined<'a>(items: impl IntoIterator<Item = &'a str>) -> String {
    let items: BTreeSet<_> = items.into_iter().collect();
    items.into_iter().collect::<Vec<_>>().join(", ")
}

/// `1 request`, `2 requests`.
pub(super) fn plural(count: u64, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
