//! What neither the log nor an error may contain of a request: valid tokens, signatures, and what may be personal data.

use std::collections::BTreeSet;

use churnkey_runtime::masking::words::is_known;
use percent_encoding::percent_decode_str;
use serde_json::Value;

use crate::sent::Sent;
use crate::services::{Service, TOKENS};

/// Names of persons, which are in the dictionaries too. They may be logged where the name of a header, a key or a cookie is.
const PERSONS: [&str; 2] = ["okafor", "zhivago"];

/// In characters. Shorter values could be in a line by chance.
const SHORTEST: usize = 8;

/// The values, in lower case.
pub struct Private(BTreeSet<String>);

impl Private {
    #[must_use]
    pub fn of(sent: &Sent) -> Self {
        let target = sent.uri.to_string();
        let decoded: Vec<u8> = percent_decode_str(&target).collect();
        let mut values = BTreeSet::new();
        for text in [target.as_bytes(), &decoded, &sent.body] {
            values.extend(with_digits(text));
        }
        for (name, value) in &sent.headers {
            values.extend(with_digits(name.as_str().as_bytes()));
            values.extend(with_digits(value.as_bytes()));
        }
        values.extend(TOKENS.map(str::to_owned));
        let names = names(sent);
        values.extend(PERSONS.into_iter().filter(|it| !names.contains(it)).map(str::to_owned));
        Self(values)
    }

    /// # Panics
    /// When one of them is in the text.
    pub fn check_absent_from(&self, text: &str) {
        for line in text.lines() {
            let lower = line.to_lowercase();
            let found = self.0.iter().find(|value| lower.contains(*value));
            assert!(found.is_none(), "{found:?} is in: {line}");
        }
    }
}

/// Ids, numbers, tokens and signatures: letters and digits in a row, at least one of them a digit. They may not even be
/// logged in the place of a name, unless they are in the list of known words.
fn with_digits(text: &[u8]) -> impl Iterator<Item = String> {
    let rows = text.split(|byte| !byte.is_ascii_alphanumeric());
    let rows = rows.filter(|row| row.len() >= SHORTEST && row.iter().any(u8::is_ascii_digit));
    let rows = rows.map(|row| String::from_utf8_lossy(row).to_lowercase());
    rows.filter(|row| !is_known(row))
}

/// All names in a request that may be logged, in lower case: the first segment of the path, the names of headers and
/// cookies, and the keys of the query and the body.
fn names(sent: &Sent) -> String {
    let mut names = Vec::new();
    let below = Service::at(sent.uri.path()).map_or("", |(_, below)| below);
    names.extend(below.split('/').nth(1).map(str::to_owned));
    let query = sent.uri.query().unwrap_or_default();
    names.extend(form_urlencoded::parse(query.as_bytes()).map(|(key, _)| key.into_owned()));
    for (name, value) in &sent.headers {
        names.push(name.as_str().to_owned());
        if name == "cookie" {
            let pairs = value.as_bytes().split(|byte| *byte == b';');
            let cookies = pairs.filter_map(|pair| pair.split(|byte| *byte == b'=').next());
            names.extend(cookies.map(|name| String::from_utf8_lossy(name).into_owned()));
        }
    }
    match serde_json::from_slice(&sent.body) {
        Ok(body) => keys(&body, &mut names),
        Err(_) => names.push(String::from_utf8_lossy(&sent.body).into_owned()),
    }
    names.join(" ").to_lowercase()
}

fn keys(value: &Value, into: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                into.push(key.clone());
                keys(value, into);
            }
        }
        Value::Array(all) => all.iter().for_each(|value| keys(value, into)),
        _ => {}
    }
}
