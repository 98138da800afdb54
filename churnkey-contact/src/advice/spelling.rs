//! Other spellings of the keys and words in an action's body, for `CK_SPELLINGS`.

use std::collections::BTreeMap;

use churnkey_runtime::environment::{KEYS, WORDS};
use churnkey_runtime::masking::nearest;

const SCHEDULES: &[&str] = &["immediate", "end-of-period"];
const KINDS: &[&str] = &["period", "date"];
const UNITS: &[&str] = &["day", "week", "month", "year"];

/// Each spelling with its meaning.
pub(crate) type Spellings = BTreeMap<String, &'static str>;

/// Adds a spelling, unless the server would refuse it.
pub(crate) fn add(spellings: &mut Spellings, spelling: &str, meaning: &'static str) {
    let is_known = KEYS.contains(&spelling) || WORDS.contains(&spelling);
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    if !is_known && !spelling.is_empty() && spelling.bytes().all(is_name) {
        spellings.entry(spelling.to_owned()).or_insert(meaning);
    }
}

/// The words that the server reads under this key, such as `duration.unit`; empty if it reads no words there.
fn words(key: &str) -> &'static [&'static str] {
    match key {
        "startAt" | "scheduledAt" => SCHEDULES,
        "duration.type" => KINDS,
        "duration.unit" | "duration.interval" => UNITS,
        _ => &[],
    }
}

/// The words of these types (`"day" or number`).
pub(crate) fn words_in(types: &str) -> impl Iterator<Item = &str> + Clone {
    types.split(" or ").filter_map(|kind| kind.strip_prefix('"')?.strip_suffix('"'))
}

/// The words under a key that the server does not know there.
pub(crate) fn unknown_words<'a>(key: &str, types: &'a str) -> impl Iterator<Item = &'a str> {
    let known = words(key);
    // A unit may be in the plural.
    let is_known = move |word: &str| {
        known.contains(&word)
            || (known == UNITS && word.strip_suffix('s').is_some_and(|unit| UNITS.contains(&unit)))
    };
    words_in(types).filter(move |word| !known.is_empty() && !is_known(word))
}

/// The word that an unknown one under this key probably means.
pub(crate) fn word_meaning(key: &str, word: &str) -> Option<&'static str> {
    nearest(word, words(key))
}

/// The key of a duration that another one probably means, by the types of its values, or else by its name.
pub(crate) fn duration_meaning(name: &str, types: &str, is_date: bool) -> Option<&'static str> {
    let mut words = words_in(types);
    if words.clone().any(|word| KINDS.contains(&word)) {
        Some("type")
    } else if words.any(|word| UNITS.contains(&word.strip_suffix('s').unwrap_or(word))) {
        Some("unit")
    } else if is_date {
        Some("date")
    } else if types == "number" {
        Some("amount")
    } else {
        nearest(name, &["type", "amount", "unit", "date"])
    }
}

/// The variable for these spellings.
pub(crate) fn line(spellings: &Spellings) -> String {
    let pairs: Vec<_> =
        spellings.iter().map(|(spelling, meaning)| format!("{spelling}={meaning}")).collect();
    format!("CK_SPELLINGS='{}'", pairs.join(" "))
}
