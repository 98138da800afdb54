//! U2 and U3: the manifest's format and path.

use crate::record::file::Record;
use crate::report::finding::Observation;
use crate::report::kinds::{
    count, is_head_or_options, is_manifest, is_standard, joined, plural, shown, with_token,
};
use crate::report::path_fixes::PathFixes;
use crate::translate::synonyms;

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
        .fix("CK_MANIFEST_FORMAT='PascalCase modules' (churnkey manifest URL --all-formats shows each)"),
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
    let paths: Vec<_> = requested.iter().map(|kind| shown(kind)).collect();
    let paths = joined(paths.iter().map(String::as_str));
    if requested.iter().all(|kind| is_standard(kind)) {
        return Observation::as_expected(paths);
    }
    let mut fixes = PathFixes::default();
    for kind in requested {
        // A 401 is about the token, not about the path.
        let is_served = kind.translated.is_empty() && (kind.status < 400 || kind.status == 401);
        if let Some(endpoint) = synonyms::manifest()
            && !is_standard(kind)
            && !is_served
            && !is_head_or_options(kind)
        {
            fixes.add(kind, endpoint);
        }
    }
    fixes.of(Observation::different(paths))
}
