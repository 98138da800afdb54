//! U22: HEAD, OPTIONS and requests of browsers.

use std::collections::BTreeSet;

use crate::record::file::Record;
use crate::report::finding::Observation;
use crate::report::kinds::{
    below, is_head_or_options, is_manifest, joined, meant, shown, was_refused,
};
use crate::report::path_fixes::PathFixes;
use crate::routes;
use crate::translate::synonyms;

pub(super) fn methods(record: &Record) -> Observation {
    if record.kinds.is_empty() {
        return Observation::not_seen("no request was recorded");
    }
    let kinds = record.kinds.iter().filter(|kind| is_head_or_options(kind));
    let mut seen: BTreeSet<_> = kinds.clone().map(shown).collect();
    if record.kinds.iter().any(|kind| kind.headers.contains_key("origin")) {
        seen.insert("requests with an `Origin` header, as browsers send them".to_owned());
    }
    if seen.is_empty() {
        return Observation::as_expected("none of these");
    }
    let mut fixes = PathFixes::default();
    for kind in kinds.filter(|kind| kind.has_token() && was_refused(kind)) {
        let endpoint = if is_manifest(kind) {
            synonyms::manifest()
        } else {
            // An action cannot be called by such a method.
            routes::by_path(below(kind)).filter(|route| !route.is_action())
        };
        let endpoint = endpoint.or_else(|| meant(kind).map(|meant| meant.route));
        if let Some(endpoint) = endpoint {
            fixes.add(kind, endpoint);
        }
    }
    fixes.of(Observation::different(joined(seen.iter().map(String::as_str))))
}
