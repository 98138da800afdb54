//! The fields in which two answers differ, by the verifier's tables of fields.

use std::collections::BTreeSet;

use serde::Serialize;
use serde_json::{Map, Value};

use crate::fields::{Field, Presence, Shape, Type, date};
use crate::shown::{kind, shortened};

/// How the two values of a field differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DifferenceKind {
    /// The values have the same type.
    AnotherValue,
    /// The values have different types, such as a string and a number.
    AnotherType,
    /// Only the old integration has the field.
    OnlyOld,
    /// Only the new integration has the field.
    OnlyNew,
}

/// A field in which two answers differ.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct FieldDiffers {
    /// The path without positions: `items[].price.id`.
    pub(super) field: String,
    pub(super) kind: DifferenceKind,
    pub(super) old: Value,
    pub(super) new: Value,
}

/// The differences between two objects of a model. As in the protocol, `null`, an optional list without entries and a
/// missing key are the same, and so are two spellings of the same moment, and `5` and `5.0`.
pub(super) fn differences(shape: &Shape, old: &Value, new: &Value) -> Vec<FieldDiffers> {
    let mut found = Vec::new();
    of_shape(shape, old, new, "", &mut found);
    found
}

/// The same for values that no table describes.
pub(super) fn untyped(path: &str, old: &Value, new: &Value, found: &mut Vec<FieldDiffers>) {
    match (old, new) {
        (Value::Object(old), Value::Object(new)) => {
            for key in keys(old, new) {
                untyped(&below(path, key), value(old, key), value(new, key), found);
            }
        }
        (Value::Array(old), Value::Array(new)) => {
            entries(path, old, new, found, |one, other, path, found| {
                untyped(path, one, other, found);
            });
        }
        _ => scalar(path, old, new, found),
    }
}

fn of_shape(shape: &Shape, old: &Value, new: &Value, path: &str, found: &mut Vec<FieldDiffers>) {
    let (Value::Object(old), Value::Object(new)) = (old, new) else {
        return untyped(path, old, new, found);
    };
    for field in shape.fields {
        let (old, new) = (value(old, field.key), value(new, field.key));
        of_field(field, old, new, path, found);
    }
    for key in keys(old, new) {
        if !shape.fields.iter().any(|field| field.key == key) {
            untyped(&below(path, key), value(old, key), value(new, key), found);
        }
    }
}

fn of_field(
    Field { key, presence, of }: &Field,
    old: &Value,
    new: &Value,
    path: &str,
    found: &mut Vec<FieldDiffers>,
) {
    let path = below(path, key);
    let absent = |value: &Value| is_absent(value, of, *presence);
    match (absent(old), absent(new)) {
        (true, true) => {}
        (false, false) => of_type(of, old, new, &path, found),
        _ => scalar(&path, old, new, found),
    }
}

fn of_type(of: &Type, old: &Value, new: &Value, path: &str, found: &mut Vec<FieldDiffers>) {
    match of {
        Type::Date if date(old).is_some() && date(old) == date(new) => {}
        Type::Of(shape) => of_shape(shape, old, new, path, found),
        Type::ListOf(shape) => match (old, new) {
            (Value::Array(old), Value::Array(new)) => {
                entries(path, old, new, found, |one, other, path, found| {
                    of_shape(shape, one, other, path, found);
                });
            }
            _ => untyped(path, old, new, found),
        },
        Type::Tagged(tag, shapes) => tagged(tag, shapes, old, new, path, found),
        _ => untyped(path, old, new, found),
    }
}

/// Objects with different tags differ in the tag and in the fields that both kinds have.
fn tagged(
    tag: &str,
    shapes: &[(&str, &Shape)],
    old: &Value,
    new: &Value,
    path: &str,
    found: &mut Vec<FieldDiffers>,
) {
    let shape = |value: &Value| {
        let word = value.get(tag)?;
        shapes.iter().find(|(name, _)| word == name).map(|(_, shape)| *shape)
    };
    let (Some(one), Some(other)) = (shape(old), shape(new)) else {
        return untyped(path, old, new, found);
    };
    if std::ptr::eq(one, other) && old.get(tag) == new.get(tag) {
        return of_shape(one, old, new, path, found);
    }
    let (Value::Object(old), Value::Object(new)) = (old, new) else { return };
    let knows = |shape: &Shape, key: &str| shape.fields.iter().any(|field| field.key == key);
    for field in one.fields.iter().filter(|field| knows(other, field.key)) {
        of_field(field, value(old, field.key), value(new, field.key), path, found);
    }
    for key in keys(old, new) {
        if !knows(one, key) && !knows(other, key) {
            untyped(&below(path, key), value(old, key), value(new, key), found);
        }
    }
}

/// Matches entries with ids by id, in any order, and other entries by position.
fn entries(
    path: &str,
    old: &[Value],
    new: &[Value],
    found: &mut Vec<FieldDiffers>,
    compare: impl Fn(&Value, &Value, &str, &mut Vec<FieldDiffers>),
) {
    let path = format!("{path}[]");
    let ids = ids(old).zip(ids(new));
    let partner = |at: usize, entry: &Value| match &ids {
        Some(_) => new.iter().find(|other| id(other) == id(entry)),
        None => new.get(at),
    };
    for (at, entry) in old.iter().enumerate() {
        match partner(at, entry) {
            Some(other) => compare(entry, other, &path, found),
            None => scalar(&path, entry, &Value::Null, found),
        }
    }
    let others = new.iter().enumerate().filter(|(at, entry)| match &ids {
        Some((of_old, _)) => id(entry).is_none_or(|id| !of_old.contains(id)),
        None => *at >= old.len(),
    });
    for (_, entry) in others {
        scalar(&path, &Value::Null, entry, found);
    }
}

/// The entry's own id, or for a discount the id of its coupon.
fn id(entry: &Value) -> Option<&str> {
    entry.get("id").or_else(|| entry.get("coupon")?.get("id")).and_then(Value::as_str)
}

/// The ids, if every entry has a unique one.
fn ids(entries: &[Value]) -> Option<BTreeSet<&str>> {
    let ids: Option<BTreeSet<_>> = entries.iter().map(id).collect();
    ids.filter(|ids| ids.len() == entries.len())
}

fn scalar(path: &str, old: &Value, new: &Value, found: &mut Vec<FieldDiffers>) {
    let same = match (old, new) {
        (Value::Number(one), Value::Number(other)) => one.as_f64() == other.as_f64(),
        _ => old == new,
    };
    if same {
        return;
    }
    let of_one_type = match (old, new) {
        (Value::Number(_), Value::Number(_)) | (Value::String(_), Value::String(_)) => true,
        _ => kind(old) == kind(new),
    };
    let kind = match (old, new) {
        (_, Value::Null) => DifferenceKind::OnlyOld,
        (Value::Null, _) => DifferenceKind::OnlyNew,
        _ if of_one_type => DifferenceKind::AnotherValue,
        _ => DifferenceKind::AnotherType,
    };
    let field = if path.is_empty() { "the whole answer" } else { path };
    let (old, new) = (old.clone(), new.clone());
    found.push(FieldDiffers { field: field.to_owned(), kind, old, new });
}

/// An optional list or metadata without entries counts as absent.
fn is_absent(value: &Value, of: &Type, presence: Presence) -> bool {
    let optional = presence != Presence::Required;
    match (value, of) {
        (Value::Null, _) => true,
        (Value::Array(list), Type::ListOf(_)) => optional && list.is_empty(),
        (Value::Object(entries), Type::Metadata) => optional && entries.is_empty(),
        _ => false,
    }
}

fn keys<'a>(one: &'a Map<String, Value>, other: &'a Map<String, Value>) -> BTreeSet<&'a str> {
    one.keys().chain(other.keys()).map(String::as_str).collect()
}

fn value<'a>(object: &'a Map<String, Value>, key: &str) -> &'a Value {
    object.get(key).unwrap_or(&Value::Null)
}

/// Shortens long keys and hides e-mail addresses: a merchant may use either as a key.
fn below(path: &str, key: &str) -> String {
    let key = if key.contains('@') { "…".to_owned() } else { shortened(key) };
    if path.is_empty() { key } else { format!("{path}.{key}") }
}
