//! The shape of a query and of a body: keys with their types, words of the protocol as they are, and of other values the
//! look.

use std::collections::{BTreeMap, BTreeSet};

use churnkey_runtime::masking;
use serde_json::Value;

/// How many keys of a body are told, and how deep.
const KEYS: usize = 64;
const DEPTH: usize = 5;
/// How many looks of a value are kept.
pub(crate) const LOOKS: usize = 6;
/// In bytes: how long the types of a place may be.
const MOST_TYPES: usize = 60;
/// What stands for the looks and keys beyond these.
pub(crate) const OTHERS: &str = "others";

/// The looks of the values at each place.
pub(crate) type Looks = BTreeMap<String, BTreeSet<String>>;

/// What keys there are, and of what type: `startAt` is `"end-of-period"`, `customerId` is `string`.
pub(crate) type Shape = BTreeMap<String, String>;

pub(crate) fn add_look(looks: &mut Looks, place: &str, look: String) {
    let known = looks.entry(place.to_owned()).or_default();
    if known.contains(&look) {
        return;
    }
    known.insert(if known.len() < LOOKS { look } else { OTHERS.to_owned() });
}

pub(crate) fn query(query: &str, looks: &mut Looks) -> Shape {
    let mut shape = Shape::new();
    for (key, value) in form_urlencoded::parse(query.as_bytes()).take(KEYS) {
        text(&masking::name(&key), &value, &mut shape, &mut Looks::new());
        if !masking::words::is_known(&value) {
            let look = masking::look(value.as_bytes()).to_string();
            add_look(looks, &format!("query {}", masking::name(&key)), look);
        }
    }
    shape
}

/// `None` when there is no body.
pub(crate) fn body(bytes: &[u8], content_type: Option<&[u8]>, looks: &mut Looks) -> Option<Shape> {
    if bytes.is_empty() {
        return None;
    }
    let mut shape = Shape::new();
    if let Ok(json) = serde_json::from_slice::<Value>(bytes) {
        let mut found = Looks::new();
        json_value("", &json, 0, &mut shape, &mut found);
        for (place, looks_there) in found {
            for look in looks_there {
                add_look(looks, &format!("body {place}"), look);
            }
        }
        return Some(shape);
    }
    let form = content_type.is_some_and(|it| it.starts_with(b"application/x-www-form-urlencoded"));
    if form {
        shape.insert(String::new(), "form".to_owned());
        for (key, value) in form_urlencoded::parse(bytes).take(KEYS) {
            text(&masking::name(&key), &value, &mut shape, &mut Looks::new());
        }
    } else {
        let what = if std::str::from_utf8(bytes).is_ok() { "text, not JSON" } else { "bytes" };
        shape.insert(String::new(), what.to_owned());
    }
    Some(shape)
}

fn json_value(place: &str, value: &Value, depth: usize, shape: &mut Shape, looks: &mut Looks) {
    if shape.len() >= KEYS {
        shape.insert(OTHERS.to_owned(), "more keys".to_owned());
        return;
    }
    match value {
        Value::Null => note(shape, place, "null"),
        Value::Bool(true) => note(shape, place, "true"),
        Value::Bool(false) => note(shape, place, "false"),
        Value::Number(number) => {
            note(shape, place, "number");
            let look = if number.is_f64() { "a fraction" } else { "a whole number" };
            add_look(looks, place, look.to_owned());
        }
        Value::String(value) => text(place, value, shape, looks),
        Value::Array(entries) => {
            note(shape, place, "array");
            let place = format!("{place}[]");
            if depth < DEPTH {
                entries
                    .iter()
                    .take(8)
                    .for_each(|it| json_value(&place, it, depth + 1, shape, looks));
            }
        }
        Value::Object(object) => {
            note(shape, place, "object");
            if depth >= DEPTH {
                return;
            }
            for (key, value) in object {
                let key = masking::name(key);
                let place =
                    if place.is_empty() { key.into_owned() } else { format!("{place}.{key}") };
                json_value(&place, value, depth + 1, shape, looks);
            }
        }
    }
}

/// A word as it is, in quotation marks; otherwise that it is a string, and how it looks.
fn text(place: &str, value: &str, shape: &mut Shape, looks: &mut Looks) {
    let what = if masking::words::is_known(value) {
        format!("\"{value}\"")
    } else {
        add_look(looks, place, masking::look(value.as_bytes()).to_string());
        "string".to_owned()
    };
    note(shape, place, &what);
}

/// The type at a place. Entries of a list may be of several types.
fn note(shape: &mut Shape, place: &str, what: &str) {
    let known = shape.entry(place.to_owned()).or_default();
    if known.is_empty() {
        what.clone_into(known);
    } else if !known.split(" or ").any(|one| one == what) && known.len() < MOST_TYPES {
        known.push_str(" or ");
        known.push_str(what);
    }
}
