//! How a report shows values: by type, and never a value that may be personal.

use serde_json::Value;

/// The type of a value, without the value.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(number) if number.is_f64() => "a fraction",
        Value::Number(_) => "a whole number",
        Value::String(text) if text.is_empty() => "an empty string",
        Value::String(_) => "a string",
        Value::Array(list) if list.is_empty() => "an empty array",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// Shows a value that is a word of the protocol, a date, a number or an id.
pub(crate) fn quoted(value: &Value) -> String {
    match value {
        // Whatever it should be, this is an e-mail address.
        Value::String(text) if text.contains('@') => kind(value).to_owned(),
        Value::String(text) if !text.is_empty() => format!("`{}`", shortened(text)),
        Value::Number(number) => format!("the number {number}"),
        other => kind(other).to_owned(),
    }
}

/// Words to choose from: `` `month` or `year` ``.
pub(crate) fn one_of(words: &[&str]) -> String {
    let words: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    words.join(" or ")
}

/// Text from outside, made short, single-line, and free of control characters.
pub(crate) fn shortened(text: &str) -> String {
    on_a_line(text, 60)
}

pub(crate) fn on_a_line(text: &str, limit: usize) -> String {
    let mut short: String = text
        .chars()
        .take(limit)
        .map(|letter| if letter.is_control() { '\u{fffd}' } else { letter })
        .collect();
    if text.chars().nth(limit).is_some() {
        short.push('…');
    }
    short
}
