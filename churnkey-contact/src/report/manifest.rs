//! U2 and U3: the manifest's format and path.

use std::collections::BTreeSet;

use crate::record::file::Record;
use crate::report::finding::Observation;
use crate::report::kinds::{
    below, count, is_head_or_options, is_manifest, joined, plural, with_token,
};

/// U2. If Churnkey does not understand the envelope, it sends no other requests.
pub(super) fn envelope(record: &Record) -> Observation {
    let read = with_token(record).filter(|kind| is_manifest(kind) && kind.status == 200);
    let others = with_token(record).filter(|kind| !is_manifest(kind));
    match (count(read), count(others)) {
        (0, _) => Observation::not_seen("the manifest was never read successfully"),
        (read, 0) => Observation::not_seen(format!(
            "the manifest was read {}, and no other request came: if the dashboard shows no features, try another format",
            plural(read, "time")
        ))
        .fix("CK_MANIFEST_FORMAT=\"PascalCase modules\" (churnkey manifest URL --all-formats shows each)"),
        (_, others) => Observation::as_expected(format!(
            "the manifest was read, and {} came",
            plural(others, "other request")
        )),
    }
}

/// U3
pub(super) fn path(record: &Record) -> Observation {
    let requested: Vec<_> = with_token(record).filter(|kind| is_manifest(kind)).collect();
    if requested.is_empty() {
        return Observation::not_seen("no request with the token asked for it");
    }
    let endpoints: BTreeSet<_> =
        requested.iter().map(|kind| (kind.method.as_str(), below(kind))).collect();
    let shown: Vec<_> = endpoints.iter().map(|(method, path)| format!("{method} {path}")).collect();
    let shown = shown.join(", ");
    if endpoints
        .iter()
        .all(|(method, path)| *method == "GET" && path.trim_end_matches('/') == "/features")
    {
        return Observation::as_expected(shown);
    }
    let different = Observation::different(shown);
    let by_path = requested.into_iter().filter(|kind| !is_head_or_options(kind));
    // A 401 is about the token, not about the path.
    if by_path.clone().all(|kind| kind.status < 400 || kind.status == 401) {
        return different;
    }
    let paths = joined(by_path.map(|kind| below(kind).trim_end_matches('/')));
    different.fix(format!("CK_FEATURES_PATHS={}", paths.replace(", ", ",")))
}
