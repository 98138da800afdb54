//! Writes the log to a file, without personal data.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use chrono::NaiveDate;
use serde_json::Value;

use crate::event::Entry;

/// The file. Each entry is one line of JSON.
pub(crate) struct Record {
    file: Mutex<File>,
}

/// Keys that hold personal data, at any depth.
const PERSONAL: &[&str] = &[
    "name",
    "lastName",
    "email",
    "phone",
    "addresses",
    "metadata",
    "customAttributes",
    "feedback",
    "followupResponse",
    "country",
    "city",
    "postalCode",
    "line1",
    "line2",
    "state",
];
const MASK: &str = "…";

impl Record {
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self { file: Mutex::new(File::options().create(true).append(true).open(path)?) })
    }

    /// A full disk does not end a rehearsal.
    pub(crate) fn write(&self, entry: &Entry) {
        let Ok(mut entry) = serde_json::to_value(entry) else { return };
        mask(&mut entry);
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = writeln!(file, "{entry}");
    }
}

/// Masks personal data, also in JSON inside a string.
pub(crate) fn mask(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            // A status and an action are named by `name` too; those words are the protocol's.
            for (key, value) in fields {
                let word = key == "name" && value.as_str().is_some_and(is_status);
                if PERSONAL.contains(&key.as_str()) && !word {
                    hide(value);
                } else {
                    mask(value);
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(mask),
        Value::String(text) => {
            let inner = serde_json::from_str::<Value>(text).ok();
            match inner.filter(|inner| inner.is_object() || inner.is_array()) {
                Some(mut inner) => {
                    mask(&mut inner);
                    *text = inner.to_string();
                }
                None => *text = masked(text),
            }
        }
        _ => {}
    }
}

fn is_status(word: &str) -> bool {
    matches!(word, "active" | "canceled" | "paused" | "unpaid" | "trial")
}

fn hide(value: &mut Value) {
    match value {
        Value::Object(fields) => fields.values_mut().for_each(hide),
        Value::Array(items) => items.iter_mut().for_each(hide),
        Value::Null => {}
        other => *other = Value::String(MASK.to_owned()),
    }
}

/// Masks e-mail addresses and phone numbers in a text, and what a path searches for.
fn masked(text: &str) -> String {
    let mut after_search = false;
    let parts = text.split_inclusive(|letter: char| " /?&=\"',;<>()".contains(letter));
    let part = |part: &str| {
        let body = part.trim_end_matches(|letter: char| " /?&=\"',;<>()".contains(letter));
        let end = part.get(body.len()..).unwrap_or_default();
        let digits = body.chars().filter(char::is_ascii_digit).count();
        let plain = body.chars().all(|letter| letter.is_ascii_digit() || "+-.%B".contains(letter));
        let personal = after_search || body.contains('@') || body.contains("%40");
        after_search = matches!(body, "email" | "phone") && end.starts_with('/');
        if personal && !body.is_empty()
            || (digits >= 7 && plain && body.parse::<NaiveDate>().is_err())
        {
            return format!("{MASK}{end}");
        }
        part.to_owned()
    };
    parts.map(part).collect()
}
