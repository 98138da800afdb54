//! U9 and U19: paths that the protocol does not have.

use crate::record::file::Record;
use crate::record::kind::Kind;
use crate::report::finding::Observation;
use crate::report::kinds::{
    below, is_head_or_options, is_manifest, is_standard, joined, meant, shown, was_refused,
    with_token,
};
use crate::report::path_fixes::PathFixes;

const PHONE: &str = "/customers/phone/:phone";

/// U9
pub(super) fn phone(record: &Record) -> Observation {
    let is_phone = |kind: &&Kind| meant(kind).is_some_and(|meant| meant.route.pattern == PHONE);
    let kinds = with_token(record).filter(|kind| !is_head_or_options(kind)).filter(is_phone);
    let (expected, others): (Vec<&Kind>, Vec<&Kind>) =
        kinds.partition(|kind| kind.method == "GET" && kind.route.as_deref() == Some(PHONE));
    if others.is_empty() {
        return if expected.is_empty() {
            Observation::not_seen("no customer was looked up by phone")
        } else {
            Observation::as_expected("/customers/phone/…")
        };
    }
    different(others, "")
}

/// U19
pub(super) fn missing(record: &Record) -> Observation {
    let kinds = with_token(record).filter(|kind| !is_manifest(kind) && !is_head_or_options(kind));
    let (known, others): (Vec<&Kind>, Vec<&Kind>) = kinds.partition(|kind| is_standard(kind));
    let known: Vec<_> = known.into_iter().filter(|kind| matches!(kind.status, 404 | 405)).collect();
    // One that was translated is only of interest here if its path was.
    let is_unknown = |kind: &&Kind| {
        matches!(kind.status, 404 | 405) || (was_refused(kind) && meant(kind).is_some())
    };
    let others: Vec<_> = others.into_iter().filter(is_unknown).collect();
    if !others.is_empty() {
        return different(others, "not in the protocol: ");
    }
    if known.is_empty() {
        return Observation::not_seen("no request got a 404 or 405");
    }
    let paths = joined(known.into_iter().map(below));
    Observation::as_expected(format!("404 for endpoints of the protocol: {paths}"))
}

fn different(kinds: Vec<&Kind>, what: &str) -> Observation {
    let paths: Vec<_> = kinds.iter().map(|kind| shown(kind)).collect();
    let paths = joined(paths.iter().map(String::as_str));
    let mut fixes = PathFixes::default();
    for kind in kinds {
        if let Some(meant) = meant(kind) {
            fixes.add(kind, meant.route);
        }
    }
    fixes.of(Observation::different(format!("{what}{paths}")))
}
