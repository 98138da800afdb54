//! U6, U7, U12 and U16: the keys and dates in the bodies of actions.

use std::collections::{BTreeMap, BTreeSet};

use churnkey_runtime::environment::KEYS;

use crate::advice::spelling::{self, Spellings};
use crate::record::file::Record;
use crate::record::kind::Kind;
use crate::record::shape::DATE_AND_TIME;
use crate::report::finding::Observation;
use crate::report::kinds::{joined, with_token};

/// The bodies of actions, under any name of the action.
fn bodies(record: &Record) -> impl Iterator<Item = (&Kind, &BTreeMap<String, String>)> {
    with_token(record)
        .filter(|kind| kind.path.contains("/actions"))
        .filter_map(|kind| Some((kind, kind.body.as_ref()?)))
}

fn all_keys(record: &Record) -> impl Iterator<Item = &str> {
    bodies(record).flat_map(|(_, body)| body.keys()).map(String::as_str)
}

/// The name within `duration`, if the server could read it under another spelling.
fn in_duration(key: &str) -> Option<&str> {
    key.strip_prefix("duration.").filter(|name| !name.contains(['.', '[', '(']))
}

/// The keys at the top of a body, and those of `duration`.
fn is_read(key: &str) -> bool {
    match key.strip_prefix("duration.") {
        Some(name) => DURATION.contains(&name),
        None => KEYS.contains(&key) && !DURATION.contains(&key),
    }
}

const DURATION: &[&str] =
    &["amount", "count", "date", "end", "interval", "type", "unit", "until", "value"];
const DATES: &[&str] = &["date", "end", "until"];

/// U6
pub(super) fn duration(record: &Record) -> Observation {
    let is_duration = |key: &str| key == "duration" || key.starts_with("duration.");
    let keys: BTreeSet<_> = all_keys(record).filter(|key| is_duration(key)).collect();
    if keys.is_empty() {
        return Observation::not_seen("no action had a duration");
    }
    let mut spellings = Spellings::new();
    let mut words = BTreeSet::new();
    for (kind, body) in bodies(record) {
        for (key, types) in body.iter().filter(|(key, _)| is_duration(key)) {
            for word in spelling::unknown_words(key, types) {
                words.insert(format!("{key}: `{word}`"));
            }
            if key == "duration" && !matches!(types.as_str(), "object" | "null") {
                words.insert(format!("duration is of the type {types}, not an object"));
            }
            add_words(&mut spellings, key, types);
            if let Some(name) = in_duration(key)
                && !is_read(key)
                && let Some(meaning) = spelling::duration_meaning(name, types, is_date(kind, key))
                && !has(body, meaning)
            {
                spelling::add(&mut spellings, name, meaning);
            }
        }
    }
    let is_expected = words.is_empty() && keys.iter().all(|key| is_read(key));
    let observed = joined(keys.into_iter().chain(words.iter().map(String::as_str)));
    if is_expected {
        return Observation::as_expected(observed);
    }
    let different = Observation::different(observed);
    if spellings.is_empty() {
        return different.fix(
            "CK_SPELLINGS='NAME=KEY' for each name that means one of the keys amount, unit, date and type; \
             options.raw() has the whole body",
        );
    }
    different.fix(format!("{}, if that is what they mean", spelling::line(&spellings)))
}

/// Whether a duration has this key under one of the names that the server reads.
fn has(body: &BTreeMap<String, String>, key: &str) -> bool {
    let names: &[&str] = match key {
        "amount" => &["amount", "value", "count"],
        "unit" => &["unit", "interval"],
        "date" => DATES,
        _ => &["type"],
    };
    names.iter().any(|name| body.contains_key(&format!("duration.{name}")))
}

fn is_date(kind: &Kind, key: &str) -> bool {
    let looks = kind.looks.get(&format!("body {key}"));
    looks.is_some_and(|looks| {
        !looks.is_empty() && looks.iter().all(|look| look.starts_with("a date"))
    })
}

fn add_words(spellings: &mut Spellings, key: &str, types: &str) {
    for word in spelling::unknown_words(key, types) {
        if let Some(meaning) = spelling::word_meaning(key, word) {
            spelling::add(spellings, word, meaning);
        }
    }
}

/// U7
pub(super) fn unpause(record: &Record) -> Observation {
    let cancellations = || bodies(record).filter(|(kind, _)| kind.path.ends_with("/cancel"));
    if cancellations().next().is_none() {
        return Observation::not_seen("nothing was canceled");
    }
    let keys = || cancellations().flat_map(|(_, body)| body);
    let is_known =
        |key: &str| matches!(key, "" | "customerId" | "subscriptionId" | "scheduledAt" | "unpause");
    let others = joined(keys().map(|(key, _)| key.as_str()).filter(|key| !is_known(key)));
    if others.is_empty() {
        if keys().any(|(key, _)| key == "unpause") {
            return Observation::as_expected("`unpause`");
        }
        return Observation::not_seen("no cancellation had such a key");
    }
    let mut spellings = Spellings::new();
    for (key, types) in keys().filter(|(key, _)| !is_known(key)) {
        let is_flag = types.split(" or ").all(|kind| matches!(kind, "true" | "false" | "null"));
        let lower = key.to_ascii_lowercase();
        if is_flag && (lower.contains("pause") || lower.contains("resume")) {
            spelling::add(&mut spellings, key, "unpause");
        }
    }
    let different = Observation::different(format!("other keys of a cancellation: {others}"));
    if spellings.is_empty() {
        return different.fix(
            "options.raw() has them; CK_SPELLINGS='NAME=unpause' if one of them means that a paused subscription resumes",
        );
    }
    different.fix(format!(
        "{}, if that is what it means; otherwise options.raw() has it",
        spelling::line(&spellings)
    ))
}

/// U12
pub(super) fn dates(record: &Record) -> Observation {
    let looks: BTreeSet<_> = bodies(record)
        .flat_map(|(kind, _)| {
            DATES.iter().filter_map(|key| kind.looks.get(&format!("body duration.{key}")))
        })
        .flatten()
        .map(String::as_str)
        .collect();
    if looks.is_empty() {
        return Observation::not_seen("no action had a date");
    }
    // As the server reads them: RFC 3339, a plain day, or a number of milliseconds since 1970 (not as a string).
    let is_expected = |look: &&str| matches!(*look, DATE_AND_TIME | "a date" | "a whole number");
    if looks.iter().all(is_expected) {
        return Observation::as_expected(joined(looks));
    }
    Observation::different(joined(looks)).fix(
        "a date in another form is a 400: convert it before the integration, such as in a middleware",
    )
}

/// U16
pub(super) fn keys(record: &Record) -> Observation {
    if bodies(record).next().is_none() {
        return Observation::not_seen("no action was called");
    }
    let unknown = joined(all_keys(record).filter(|key| !key.is_empty() && !is_read(key)));
    let (mut words, mut spellings) = (BTreeSet::new(), Spellings::new());
    for (key, types) in bodies(record).flat_map(|(_, body)| body) {
        // Those of a duration belong to U6.
        if !key.starts_with("duration") {
            words
                .extend(spelling::unknown_words(key, types).map(|word| format!("{key}: `{word}`")));
            add_words(&mut spellings, key, types);
        }
    }
    if unknown.is_empty() && words.is_empty() {
        return Observation::as_expected("none");
    }
    let words = joined(words.iter().map(String::as_str));
    let observed = [unknown.as_str(), &words].into_iter().filter(|part| !part.is_empty());
    let mut different = Observation::different(observed.collect::<Vec<_>>().join("; "));
    if !spellings.is_empty() {
        different = different.fix(spelling::line(&spellings));
    }
    if !unknown.is_empty() {
        different = different.fix("options.raw() has the keys, if you need them");
    }
    different
}
