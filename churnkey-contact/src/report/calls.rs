//! What requests show by their paths, queries, headers and order.

use std::collections::BTreeSet;

use super::Read;
use crate::record::file::Record;
use crate::record::kind::Kind;
use crate::routes;
use crate::translate::path;

/// Of somebody with the token.
fn known(record: &Record) -> impl Iterator<Item = &Kind> {
    record.kinds.iter().filter(|kind| kind.has_token())
}

fn route(kind: &Kind) -> Option<&'static routes::Route> {
    let pattern = kind.route.as_deref()?;
    routes::ROUTES.iter().find(|route| route.pattern == pattern)
}

fn joined<'a>(items: impl IntoIterator<Item = &'a str>) -> String {
    let items: BTreeSet<_> = items.into_iter().collect();
    items.into_iter().collect::<Vec<_>>().join(", ")
}

/// The path below `/churnkey`, masked.
fn below(kind: &Kind) -> &str {
    routes::Target::of(&kind.path).below
}

/// Whether a kind asks for the manifest, under whatever name.
fn is_manifest(kind: &Kind) -> bool {
    path::is_manifest(below(kind))
}

/// U2: an envelope that was not understood shows in what does not come after it.
pub(super) fn envelope(record: &Record) -> Read {
    let given = known(record).filter(|kind| is_manifest(kind) && kind.status == 200);
    let times: u64 = given.map(|kind| kind.count).sum();
    let others: u64 = known(record).filter(|kind| !is_manifest(kind)).map(|kind| kind.count).sum();
    match (times, others) {
        (0, _) => Read::not_seen("the manifest was not read with success"),
        (_, 0) => Read::not_seen(format!(
            "the manifest was read {times} times, and nothing else was asked after it: if the dashboard shows no features, \
             try another format"
        ))
        .write("CK_MANIFEST_FORMAT=\"PascalCase modules\" (churnkey manifest URL --all-formats shows each)"),
        (_, others) => {
            Read::expected(format!("the manifest was read, and {others} other requests came"))
        }
    }
}

/// U3
pub(super) fn manifest_path(record: &Record) -> Read {
    let asked: Vec<_> = known(record).filter(|kind| is_manifest(kind)).collect();
    if asked.is_empty() {
        return Read::not_seen("nobody with the token asked for it");
    }
    let paths: BTreeSet<(&str, &str)> =
        asked.iter().map(|kind| (kind.method.as_str(), below(kind))).collect();
    let what: Vec<_> = paths.iter().map(|(method, path)| format!("{method} {path}")).collect();
    let what = what.join(", ");
    if paths
        .iter()
        .all(|(method, path)| *method == "GET" && path.trim_end_matches('/') == "/features")
    {
        return Read::expected(what);
    }
    let read = Read::otherwise(what);
    if asked.iter().all(|kind| kind.status < 400) {
        return read;
    }
    let paths = joined(paths.into_iter().map(|(_, path)| path.trim_end_matches('/')));
    read.write(format!("CK_FEATURES_PATHS={}", paths.replace(", ", ",")))
}

/// U8
pub(super) fn handle_all(record: &Record) -> Read {
    let called = known(record).filter(|kind| below(kind).starts_with("/actions/customer/"));
    let called = joined(called.map(below));
    if called.is_empty() {
        return Read::not_seen("no action for all subscriptions of a customer");
    }
    Read::expected(called)
}

/// U9
pub(super) fn phone(record: &Record) -> Read {
    let mut others = BTreeSet::new();
    let mut expected = false;
    for kind in known(record) {
        if kind.route.as_deref() == Some("/customers/phone/:phone") {
            expected = true;
        } else if let Some(translated) = path::translate(&kind.method, below(kind), false)
            && translated.route.pattern == "/customers/phone/:phone"
        {
            others.insert((kind.method.as_str(), below(kind)));
        }
    }
    if others.is_empty() {
        return if expected {
            Read::expected("/customers/phone/…")
        } else {
            Read::not_seen("nobody was looked for by phone")
        };
    }
    let what: Vec<_> = others.iter().map(|(method, path)| format!("{method} {path}")).collect();
    others.iter().fold(Read::otherwise(what.join(", ")), |read, (method, path)| {
        let alias = path::alias(method, path, "/customers/phone/:phone");
        read.write(format!("CK_ALIASES=\"{alias}\""))
    })
}

/// U10
pub(super) fn limit(record: &Record) -> Read {
    let (with, without): (Vec<&Kind>, Vec<&Kind>) = known(record)
        .filter(|kind| route(kind).is_some_and(routes::Route::is_list))
        .partition(|kind| kind.query.contains_key("limit"));
    let count = |kinds: &[&Kind]| kinds.iter().map(|kind| kind.count).sum::<u64>();
    let looks = with.iter().filter_map(|kind| kind.looks.get("query limit")).flatten();
    let looks = joined(looks.map(String::as_str));
    match (count(&with), count(&without)) {
        (0, 0) => Read::not_seen("no list was read"),
        (with, 0) => Read::expected(format!("always sent ({with} times): {looks}")),
        (0, without) => {
            Read::otherwise(format!("never sent, in {without} lists: the default of 10 counts"))
                .write(".page_limits(DEFAULT, MOST), if 10 entries are too few")
        }
        (with, without) => {
            Read::otherwise(format!("sent {with} times ({looks}), not sent {without} times"))
        }
    }
}

/// U11
pub(super) fn cursor(record: &Record) -> Read {
    let looks = known(record).filter_map(|kind| kind.looks.get("query cursor")).flatten();
    let looks = joined(looks.map(String::as_str));
    if looks.is_empty() {
        return Read::not_seen("no list had a second page");
    }
    Read::expected(format!("it comes back: {looks}"))
}

/// U15
pub(super) fn repeats(record: &Record) -> Read {
    let actions = || known(record).filter(|kind| route(kind).is_some_and(routes::Route::is_action));
    let repeated: u64 = actions().map(|kind| kind.repeats).sum();
    let is_key = |name: &&String| {
        name.contains("idempotency") || name.contains("request-id") || name.contains("retry")
    };
    let keys =
        joined(actions().flat_map(|kind| kind.headers.keys()).filter(is_key).map(String::as_str));
    if actions().next().is_none() {
        return Read::not_seen("no action was called");
    }
    let mut what = format!("{repeated} actions came a second time within ten minutes");
    if !keys.is_empty() {
        what.push_str("; headers that may tell repeats apart: ");
        what.push_str(&keys);
    }
    if keys.is_empty() && repeated == 0 { Read::expected(what) } else { Read::otherwise(what) }
}

/// U17
pub(super) fn mode(record: &Record) -> Read {
    let modes: BTreeSet<&str> = known(record).map(|kind| kind.mode.as_str()).collect();
    if modes.is_empty() {
        return Read::not_seen("no request of somebody with the token");
    }
    let what = joined(modes.iter().copied());
    let odd: Vec<_> = modes.iter().filter(|mode| !matches!(**mode, "live" | "test")).collect();
    if odd.is_empty() {
        return Read::expected(what);
    }
    if odd.iter().all(|mode| **mode == "none") {
        return Read::otherwise(format!("{what}: without the header it is live mode"));
    }
    Read::otherwise(what).write(".unknown_mode(UnknownMode::Live), or 400 as it is now: what is meant has to be known first")
}

/// U18
pub(super) fn refused(record: &Record) -> Read {
    let refused = known(record)
        .filter(|kind| route(kind).is_some_and(routes::Route::is_action) && kind.status == 400);
    let refused = joined(refused.map(below));
    if refused.is_empty() {
        return Read::not_seen("no action was answered with 400");
    }
    Read::otherwise(format!("400 to {refused}: the log of the integration says why"))
}

/// U19
pub(super) fn missing(record: &Record) -> Read {
    let missing = known(record)
        .filter(|kind| matches!(kind.status, 404 | 405) && !is_manifest(kind))
        .partition(|kind| route(kind).is_some_and(|route| route.method == kind.method));
    let (protocols, others): (Vec<&Kind>, Vec<&Kind>) = missing;
    if protocols.is_empty() && others.is_empty() {
        return Read::not_seen("nothing was answered with 404 or 405");
    }
    if others.is_empty() {
        let paths = joined(protocols.iter().map(|kind| below(kind)));
        return Read::expected(format!("404 of endpoints that the protocol has: {paths}"));
    }
    let lines: BTreeSet<String> =
        others.iter().map(|kind| format!("{} {}", kind.method, below(kind))).collect();
    let what = joined(lines.iter().map(String::as_str));
    let mut read = Read::otherwise(format!("no endpoint of the protocol: {what}"));
    for kind in others {
        if let Some(translated) = path::translate(&kind.method, below(kind), false) {
            let alias = path::alias(&kind.method, below(kind), translated.route.pattern);
            read = read.write(format!("CK_ALIASES=\"{alias}\""));
        }
    }
    read
}

/// U20
pub(super) fn extensions(record: &Record) -> Read {
    let extended = known(record)
        .filter(|kind| kind.route.as_deref() == Some("/actions/subscription/extend-trial"));
    let times: u64 = extended.map(|kind| kind.count).sum();
    if times == 0 {
        return Read::not_seen("no trial was extended");
    }
    Read::expected(format!("a trial was extended {times} times"))
}

/// U22
pub(super) fn methods(record: &Record) -> Read {
    let odd = record.kinds.iter().filter(|kind| matches!(kind.method.as_str(), "HEAD" | "OPTIONS"));
    let mut odd: BTreeSet<&str> = odd.map(|kind| kind.method.as_str()).collect();
    if record.kinds.iter().any(|kind| kind.headers.contains_key("origin")) {
        odd.insert("requests with an Origin, as browsers send them");
    }
    if record.kinds.is_empty() {
        return Read::not_seen("no request came");
    }
    if odd.is_empty() {
        return Read::expected("none of them");
    }
    Read::otherwise(joined(odd))
}
