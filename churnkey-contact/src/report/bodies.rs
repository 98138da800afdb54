//! U6, U7, U12 and U16: the keys and dates in the bodies of actions.

use std::collections::{BTreeMap, BTreeSet};

use crate::record::file::Record;
use crate::record::kind::Kind;
use crate::report::finding::Observation;
use crate::report::kinds::{joined, with_token};

/// The keys that an integration reads, in any action.
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

/// The bodies of actions, under any name of the action.
fn bodies(record: &Record) -> impl Iterator<Item = (&Kind, &BTreeMap<String, String>)> {
    with_token(record)
        .filter(|kind| kind.path.contains("/actions"))
        .filter_map(|kind| Some((kind, kind.body.as_ref()?)))
}

fn all_keys(record: &Record) -> impl Iterator<Item = &str> {
    bodies(record).flat_map(|(_, body)| body.keys()).map(String::as_str)
}

/// U6
pub(super) fn duration(record: &Record) -> Observation {
    let keys: BTreeSet<_> = all_keys(record).filter(|key| key.starts_with("duration")).collect();
    if keys.is_empty() {
        return Observation::not_seen("no action had a duration");
    }
    let is_expected = keys.iter().all(|key| KEYS.contains(key));
    let observed = joined(keys);
    if is_expected {
        return Observation::as_expected(observed);
    }
    Observation::different(observed).fix(
        "options.raw() has the whole body; a 400 in the record means that these keys were not understood",
    )
}

/// U7
pub(super) fn unpause(record: &Record) -> Observation {
    let cancellations = || bodies(record).filter(|(kind, _)| kind.path.ends_with("/cancel"));
    if cancellations().next().is_none() {
        return Observation::not_seen("nothing was canceled");
    }
    let keys: BTreeSet<_> =
        cancellations().flat_map(|(_, body)| body.keys()).map(String::as_str).collect();
    let is_other = |key: &&str| {
        !matches!(*key, "" | "customerId" | "subscriptionId" | "scheduledAt" | "unpause")
    };
    let others = joined(keys.iter().copied().filter(is_other));
    if !others.is_empty() {
        return Observation::different(format!("other keys of a cancellation: {others}"))
            .fix("options.raw() has them");
    }
    if keys.contains("unpause") {
        return Observation::as_expected("`unpause`");
    }
    Observation::not_seen("no cancellation had such a key")
}

/// U12
pub(super) fn dates(record: &Record) -> Observation {
    let looks: BTreeSet<_> = bodies(record)
        .filter_map(|(kind, _)| kind.looks.get("body duration.date"))
        .flatten()
        .map(String::as_str)
        .collect();
    if looks.is_empty() {
        return Observation::not_seen("no action had a date");
    }
    // A date with or without a time, or milliseconds since 1970.
    let is_expected =
        |look: &&str| matches!(*look, "a date and time" | "a whole number" | "13 digits");
    if looks.iter().all(is_expected) {
        Observation::as_expected(joined(looks))
    } else {
        Observation::different(joined(looks))
    }
}

/// U16
pub(super) fn keys(record: &Record) -> Observation {
    if bodies(record).next().is_none() {
        return Observation::not_seen("no action was called");
    }
    let unknown = joined(all_keys(record).filter(|key| !key.is_empty() && !KEYS.contains(key)));
    if unknown.is_empty() {
        return Observation::as_expected("none");
    }
    Observation::different(unknown).fix("options.raw() has them, if you need them")
}
