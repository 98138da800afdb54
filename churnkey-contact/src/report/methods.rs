//! U22: HEAD, OPTIONS and requests of browsers.

use std::collections::BTreeSet;

use crate::record::file::Record;
use crate::report::finding::Observation;
use crate::report::kinds::{below, is_head_or_options, is_manifest, joined};
use crate::routes::{self, Route};
use crate::translate::synonyms;

pub(super) fn methods(record: &Record) -> Observation {
    if record.kinds.is_empty() {
        return Observation::not_seen("no request was recorded");
    }
    let kinds = record.kinds.iter().filter(|kind| is_head_or_options(kind));
    let mut seen: BTreeSet<_> = kinds.clone().map(|kind| kind.method.as_str()).collect();
    if record.kinds.iter().any(|kind| kind.headers.contains_key("origin")) {
        seen.insert("requests with an `Origin` header, as browsers send them");
    }
    if seen.is_empty() {
        return Observation::as_expected("none of these");
    }
    let refused = kinds.filter(|kind| kind.has_token() && matches!(kind.status, 404 | 405));
    refused.fold(Observation::different(joined(seen)), |different, kind| {
        let pattern = match routes::by_path(below(kind)) {
            Some(Route { method: "GET", pattern }) => pattern,
            None if is_manifest(kind) => "/features",
            _ => return different,
        };
        let alias = synonyms::alias(&kind.method, below(kind), pattern);
        different.fix(format!("CK_ALIASES=\"{alias}\""))
    })
}
