//! The kinds of requests that an observation looks at.

use std::collections::BTreeSet;

use crate::advice::path::is_below_root;
use crate::record::file::Record;
use crate::record::kind::Kind;
use crate::routes::{ROUTES, Route};
use crate::target::Target;
use crate::translate::synonyms::{self, Endpoint};

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

/// As a finding shows it: method and path below `/churnkey`, or the whole path if that is not below one `/churnkey`.
pub(super) fn shown(kind: &Kind) -> String {
    let (target, method) = (Target::parse(&kind.path), &kind.method);
    if is_below_root(&target) {
        return format!("{method} {}", target.below);
    }
    let what = match target.prefix {
        None => "without `/churnkey`",
        Some(prefix) if prefix.ends_with('/') => "two slashes",
        Some(_) => "below two `/churnkey`",
    };
    format!("{method} {} ({what})", kind.path)
}

/// The endpoint that the requests meant.
pub(super) fn meant(kind: &Kind) -> Option<Endpoint> {
    let subscription = kind.body.as_ref().and_then(|body| body.get("subscriptionId"));
    let has_subscription = subscription.is_some_and(|types| {
        types.split(" or ").any(|kind| kind == "string" || kind.starts_with('"'))
    });
    synonyms::meant(&kind.method, below(kind), has_subscription)
}

/// Whether the requests are the protocol's own.
pub(super) fn is_standard(kind: &Kind) -> bool {
    is_below_root(&Target::parse(&kind.path))
        && route(kind).is_some_and(|route| route.method == kind.method)
}

/// Whether the integration would have refused the path or the method. If the recorder translated the requests, the status
/// does not say so.
pub(super) fn was_refused(kind: &Kind) -> bool {
    matches!(kind.status, 404 | 405) || !kind.translated.is_empty()
}

pub(super) fn is_manifest(kind: &Kind) -> bool {
    let target = Target::parse(&kind.path);
    // Anybody asks for `/`, so that only counts with the token.
    let is_homepage = target.prefix.is_none() && target.below == "/" && kind.token.is_none();
    synonyms::is_manifest(target.below) && !is_homepage
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
