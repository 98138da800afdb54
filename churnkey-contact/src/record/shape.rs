//! The shape of a query or a body: its keys with their types, and what their values look like.

use std::collections::{BTreeMap, BTreeSet};

use chrono::DateTime;
use churnkey_runtime::masking;
use serde_json::Value;

const MAX_KEYS: usize = 64;
const MAX_DEPTH: usize = 5;
/// How many entries of each array are read.
const MAX_ENTRIES: usize = 8;
/// How many looks of a key or header are listed.
const MAX_LOOKS: usize = 6;
/// In bytes: the length of the types of a key.
const MAX_TYPES: usize = 60;
/// The look of such a value.
pub(crate) const DATE_AND_TIME: &str = "a date and time";
/// Stands for the keys and looks beyond these.
const OTHERS: &str = "others";

/// What the values of each key or header look like.
pub(super) type Looks = BTreeMap<String, BTreeSet<String>>;

/// The types of keys: `"end-of-period"` for `startAt`, `string` for `customerId`.
pub(super) type Shape = BTreeMap<String, String>;

pub(super) fn add_look(looks: &mut Looks, key: &str, look: String) {
    let known = looks.entry(key.to_owned()).or_default();
    if known.contains(&look) {
        return;
    }
    known.insert(if known.len() < MAX_LOOKS { look } else { OTHERS.to_owned() });
}

pub(super) fn query(query: &str, looks: &mut Looks) -> Shape {
    let mut shape = Shape::new();
    for (key, value) in form_urlencoded::parse(query.as_bytes()).take(MAX_KEYS) {
        text(&masking::name(&key), &value, &mut shape, &mut Looks::new());
        if !masking::words::is_known(&value) {
            let look = masking::look(value.as_bytes()).to_string();
            add_look(looks, &format!("query {}", masking::name(&key)), look);
        }
    }
    shape
}

/// `None` if there is no body.
pub(super) fn body(bytes: &[u8], content_type: Option<&[u8]>, looks: &mut Looks) -> Option<Shape> {
    if bytes.is_empty() {
        return None;
    }
    let mut shape = Shape::new();
    if let Ok(json) = serde_json::from_slice::<Value>(bytes) {
        let mut found = Looks::new();
        json_value("", &json, 0, &mut shape, &mut found);
        for (key, found) in found {
            for look in found {
                add_look(looks, &format!("body {key}"), look);
            }
        }
        return Some(shape);
    }
    let is_form = content_type
        .is_some_and(|media_type| media_type.starts_with(b"application/x-www-form-urlencoded"));
    if is_form {
        shape.insert(String::new(), "form".to_owned());
        for (key, value) in form_urlencoded::parse(bytes).take(MAX_KEYS) {
            text(&masking::name(&key), &value, &mut shape, &mut Looks::new());
        }
    } else {
        let kind = if std::str::from_utf8(bytes).is_ok() { "text, not JSON" } else { "bytes" };
        shape.insert(String::new(), kind.to_owned());
    }
    Some(shape)
}

/// `path` is empty for the whole body; `items[].price` is a key of the entries of an array.
fn json_value(path: &str, value: &Value, depth: usize, shape: &mut Shape, looks: &mut Looks) {
    if shape.len() >= MAX_KEYS {
        shape.insert(OTHERS.to_owned(), "more keys".to_owned());
        return;
    }
    match value {
        Value::Null => add_type(shape, path, "null"),
        Value::Bool(true) => add_type(shape, path, "true"),
        Value::Bool(false) => add_type(shape, path, "false"),
        Value::Number(number) => {
            add_type(shape, path, "number");
            let is_fraction = number.as_f64().is_some_and(|number| number.fract() != 0.0);
            let look = if is_fraction { "a fraction" } else { "a whole number" };
            add_look(looks, path, look.to_owned());
        }
        Value::String(value) => text(path, value, shape, looks),
        Value::Array(entries) => {
            add_type(shape, path, "array");
            let path = format!("{path}[]");
            if depth < MAX_DEPTH {
                for entry in entries.iter().take(MAX_ENTRIES) {
                    json_value(&path, entry, depth + 1, shape, looks);
                }
            }
        }
        Value::Object(object) => {
            add_type(shape, path, "object");
            if depth >= MAX_DEPTH {
                return;
            }
            for (key, value) in object {
                let key = masking::name(key);
                let path = if path.is_empty() { key.into_owned() } else { format!("{path}.{key}") };
                json_value(&path, value, depth + 1, shape, looks);
            }
        }
    }
}

/// A known word is its own type, in quotation marks.
fn text(key: &str, value: &str, shape: &mut Shape, looks: &mut Looks) {
    let kind = if masking::words::is_known(value) {
        format!("\"{value}\"")
    } else {
        add_look(looks, key, look(value));
        "string".to_owned()
    };
    add_type(shape, key, &kind);
}

/// Of a date and time also whether it has a time zone, without which it is not a moment.
fn look(value: &str) -> String {
    let mut look = masking::look(value.as_bytes()).to_string();
    if look == DATE_AND_TIME && DateTime::parse_from_rfc3339(value).is_err() {
        look.push_str(", not as in RFC 3339");
    }
    look
}

/// The entries of an array may have several types.
fn add_type(shape: &mut Shape, key: &str, kind: &str) {
    let known = shape.entry(key.to_owned()).or_default();
    if known.is_empty() {
        kind.clone_into(known);
    } else if !known.split(" or ").any(|known| known == kind) && known.len() < MAX_TYPES {
        known.push_str(" or ");
        known.push_str(kind);
    }
}
