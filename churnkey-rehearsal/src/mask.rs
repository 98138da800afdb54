//! Masks personal data in JSON.

use chrono::NaiveDate;
use serde_json::Value;

/// Keys with personal data, at any depth.
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

/// Also masks JSON inside strings.
pub(crate) fn mask(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            // The name of a status is not personal.
            for (key, value) in fields {
                let is_word = key == "name" && value.as_str().is_some_and(is_status);
                if PERSONAL.contains(&key.as_str()) && !is_word {
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

/// Masks e-mail addresses and phone numbers in a text, and the segment after `email/` or `phone/` in a path.
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
