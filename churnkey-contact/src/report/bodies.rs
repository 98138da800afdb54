//! What requests show by their bodies.

use std::collections::BTreeSet;

use super::Read;
use crate::record::file::Record;
use crate::record::kind::Kind;

/// The keys that the integration reads, in whatever action.
const KEYS: &[&str] = &[
    "allowAnnual",
    "coupon",
    "customerId",
    "duration",
    "duration.amount",
    "duration.date",
    "duration.type",
    "duration.unit",
    "price",
    "prorate",
    "scheduledAt",
    "startAt",
    "subscriptionId",
    "unpause",
];

/// Bodies of actions, of somebody with the token.
fn bodies(
    record: &Record,
) -> impl Iterator<Item = (&Kind, &std::collections::BTreeMap<String, String>)> {
    record
        .kinds
        .iter()
        .filter(|kind| kind.has_token() && kind.path.contains("/actions"))
        .filter_map(|kind| Some((kind, kind.body.as_ref()?)))
}

fn joined(items: &BTreeSet<&str>) -> String {
    items.iter().copied().collect::<Vec<_>>().join(", ")
}

/// U6
pub(super) fn duration(record: &Record) -> Read {
    let keys: BTreeSet<&str> = bodies(record)
        .flat_map(|(_, body)| body.keys())
        .filter(|key| key.starts_with("duration"))
        .map(String::as_str)
        .collect();
    if keys.is_empty() {
        return Read::not_seen("no action had a duration");
    }
    let what = joined(&keys);
    if keys.iter().all(|key| *key == "duration" || KEYS.contains(key)) {
        return Read::expected(what);
    }
    Read::otherwise(what)
        .write("options.raw() has the whole body; a 400 in the record says that these keys were not understood")
}

/// U7
pub(super) fn unpause(record: &Record) -> Read {
    let cancels: Vec<_> =
        bodies(record).filter(|(kind, _)| kind.path.ends_with("/cancel")).collect();
    if cancels.is_empty() {
        return Read::not_seen("nothing was canceled");
    }
    let others: BTreeSet<&str> = cancels
        .iter()
        .flat_map(|(_, body)| body.keys())
        .map(String::as_str)
        .filter(|key| {
            !matches!(*key, "" | "customerId" | "subscriptionId" | "scheduledAt" | "unpause")
        })
        .collect();
    if !others.is_empty() {
        return Read::otherwise(format!("other keys of a cancellation: {}", joined(&others)))
            .write("options.raw() has them");
    }
    if cancels.iter().any(|(_, body)| body.contains_key("unpause")) {
        return Read::expected("`unpause`");
    }
    Read::not_seen("no cancellation had such a key")
}

/// U12
pub(super) fn dates(record: &Record) -> Read {
    let looks: BTreeSet<&str> = bodies(record)
        .filter_map(|(kind, _)| kind.looks.get("body duration.date"))
        .flatten()
        .map(String::as_str)
        .collect();
    if looks.is_empty() {
        return Read::not_seen("no action had a date");
    }
    let what = joined(&looks);
    // Those that are read: a date and time, `YYYY-MM-DD`, milliseconds since 1970.
    let is_read = |look: &&str| matches!(*look, "a date and time" | "a whole number" | "13 digits");
    if looks.iter().all(is_read) { Read::expected(what) } else { Read::otherwise(what) }
}

/// U16
pub(super) fn keys(record: &Record) -> Read {
    if bodies(record).next().is_none() {
        return Read::not_seen("no action was called");
    }
    let unknown: BTreeSet<&str> = bodies(record)
        .flat_map(|(_, body)| body.keys())
        .map(String::as_str)
        .filter(|key| !key.is_empty() && !KEYS.contains(key))
        .collect();
    if unknown.is_empty() {
        return Read::expected("none");
    }
    Read::otherwise(joined(&unknown)).write("options.raw() has them, if they are of use")
}
