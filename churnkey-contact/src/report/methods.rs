//! U22: HEAD, OPTIONS and requests of browsers.

use std::collections::BTreeSet;

use crate::record::file::Record;
use crate::report::finding::Observation;
use crate::report::kinds::joined;

pub(super) fn methods(record: &Record) -> Observation {
    if record.kinds.is_empty() {
        return Observation::not_seen("no request was recorded");
    }
    let methods = record.kinds.iter().map(|kind| kind.method.as_str());
    let mut seen: BTreeSet<_> =
        methods.filter(|name| matches!(*name, "HEAD" | "OPTIONS")).collect();
    if record.kinds.iter().any(|kind| kind.headers.contains_key("origin")) {
        seen.insert("requests with an `Origin` header, as browsers send them");
    }
    if seen.is_empty() {
        return Observation::as_expected("none of these");
    }
    Observation::different(joined(seen))
}
