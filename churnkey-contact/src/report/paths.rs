//! U9 and U19: paths that the protocol does not have.

use std::collections::BTreeSet;

use crate::record::file::Record;
use crate::record::kind::Kind;
use crate::report::finding::Observation;
use crate::report::kinds::{below, is_head_or_options, is_manifest, joined, route, with_token};
use crate::translate::synonyms;

const PHONE: &str = "/customers/phone/:phone";

/// U9
pub(super) fn phone(record: &Record) -> Observation {
    let mut others = BTreeSet::new();
    let mut as_expected = false;
    for kind in with_token(record) {
        if kind.route.as_deref() == Some(PHONE) {
            as_expected = true;
        } else if let Some(meant) = synonyms::resolve(&kind.method, below(kind), false)
            && meant.route.pattern == PHONE
        {
            others.insert((kind.method.as_str(), below(kind)));
        }
    }
    if others.is_empty() {
        return if as_expected {
            Observation::as_expected("/customers/phone/…")
        } else {
            Observation::not_seen("no customer was looked up by phone")
        };
    }
    let shown: Vec<_> = others.iter().map(|(method, path)| format!("{method} {path}")).collect();
    let different = Observation::different(shown.join(", "));
    others.iter().fold(different, |different, (method, path)| {
        different.fix(format!("CK_ALIASES=\"{}\"", synonyms::alias(method, path, PHONE)))
    })
}

/// U19
pub(super) fn missing(record: &Record) -> Observation {
    let (known, unknown): (Vec<&Kind>, Vec<&Kind>) = with_token(record)
        .filter(|kind| matches!(kind.status, 404 | 405) && !is_manifest(kind))
        .filter(|kind| !is_head_or_options(kind))
        .partition(|kind| route(kind).is_some_and(|route| route.method == kind.method));
    if known.is_empty() && unknown.is_empty() {
        return Observation::not_seen("no request got a 404 or 405");
    }
    if unknown.is_empty() {
        let paths = joined(known.into_iter().map(below));
        return Observation::as_expected(format!("404 for endpoints of the protocol: {paths}"));
    }
    let endpoints: BTreeSet<String> =
        unknown.iter().map(|kind| format!("{} {}", kind.method, below(kind))).collect();
    let endpoints = joined(endpoints.iter().map(String::as_str));
    let mut different = Observation::different(format!("not in the protocol: {endpoints}"));
    for kind in unknown {
        if let Some(meant) = synonyms::resolve(&kind.method, below(kind), false) {
            let alias = synonyms::alias(&kind.method, below(kind), meant.route.pattern);
            different = different.fix(format!("CK_ALIASES=\"{alias}\""));
        }
    }
    different
}
