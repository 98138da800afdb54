//! Reads raw JSON against tables of fields, so that every fault has a path. The runtime's own serde types are not used,
//! because they stop at the first fault and are lenient where Churnkey may not be.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use crate::checks::{Check, MODEL_UNKNOWN_KEY};
use crate::fault::{Fault, Severity};
use crate::shown::{kind, one_of, quoted, shortened};

pub(crate) type Object = Map<String, Value>;

/// The shape of an object.
pub(crate) struct Shape {
    /// The check that reports its faults; `None` for that of the object around it.
    pub(crate) check: Option<&'static Check>,
    pub(crate) fields: &'static [Field],
    /// Rules that a table cannot express.
    pub(crate) rules: &'static [Rule],
}

/// A rule over several fields of one object.
pub(crate) type Rule = fn(&Object, &mut At<'_>);

/// One field of an object.
pub(crate) struct Field {
    pub(crate) key: &'static str,
    pub(crate) presence: Presence,
    pub(crate) of: Type,
}

/// Whether a field must be present.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    Required,
    /// Churnkey's documentation does not require it, but something is lost without it.
    Advised,
    Optional,
}

/// What a field holds.
pub(crate) enum Type {
    Id,
    Text,
    Date,
    Currency,
    /// Money in the minor unit: a whole number.
    Money,
    /// A count.
    Whole,
    /// A whole number of at least 1.
    Positive,
    Percent,
    Word(&'static [&'static str]),
    /// An object of strings.
    Metadata,
    Of(&'static Shape),
    ListOf(&'static Shape),
    /// An object whose shape depends on one of its fields.
    Tagged(&'static str, &'static [(&'static str, &'static Shape)]),
}

/// A part of a model, whose check reports its faults.
pub(crate) const fn part(fields: &'static [Field]) -> Shape {
    Shape { check: None, fields, rules: &[] }
}

pub(crate) const fn required(key: &'static str, of: Type) -> Field {
    Field { key, presence: Presence::Required, of }
}

pub(crate) const fn advised(key: &'static str, of: Type) -> Field {
    Field { key, presence: Presence::Advised, of }
}

pub(crate) const fn optional(key: &'static str, of: Type) -> Field {
    Field { key, presence: Presence::Optional, of }
}

/// A place in a JSON value, with the list that collects its faults.
pub(crate) struct At<'a> {
    pub(crate) path: String,
    check: &'static Check,
    faults: &'a mut Vec<Fault>,
}

impl At<'_> {
    fn below(&mut self, step: &str) -> At<'_> {
        At { path: format!("{}{step}", self.path), check: self.check, faults: self.faults }
    }

    pub(crate) fn key(&mut self, key: &str) -> At<'_> {
        self.below(&format!(".{}", shortened(key)))
    }

    pub(crate) fn item(&mut self, index: usize) -> At<'_> {
        self.below(&format!("[{index}]"))
    }

    pub(crate) fn fail(&mut self, expected: impl Into<String>, got: impl Into<String>) {
        self.report(self.check, Severity::Failed, expected.into(), got.into());
    }

    pub(crate) fn warn(&mut self, expected: impl Into<String>, got: impl Into<String>) {
        self.report(self.check, Severity::Warning, expected.into(), got.into());
    }

    pub(crate) fn warn_as(
        &mut self,
        check: &'static Check,
        expected: impl Into<String>,
        got: impl Into<String>,
    ) {
        self.report(check, Severity::Warning, expected.into(), got.into());
    }

    fn report(&mut self, check: &'static Check, severity: Severity, expected: String, got: String) {
        self.faults.push(Fault { check, severity, path: self.path.clone(), expected, got });
    }
}

/// All faults of a value that should have this shape.
pub(crate) fn read(
    value: &Value,
    path: &str,
    shape: &'static Shape,
    check: &'static Check,
) -> Vec<Fault> {
    let mut faults = Vec::new();
    object(value, shape, &mut At { path: path.to_owned(), check, faults: &mut faults });
    faults
}

fn object(value: &Value, shape: &'static Shape, at: &mut At<'_>) {
    // A value that is not an object is a fault of the surrounding object; a wrong field is a fault of this one.
    let Value::Object(object) = value else {
        return at.fail("an object", kind(value));
    };
    let mut at =
        At { path: at.path.clone(), check: shape.check.unwrap_or(at.check), faults: at.faults };
    for Field { key, presence, of } in shape.fields {
        match object.get(*key) {
            Some(Value::Null) if *presence != Presence::Required => {} // the same as absent (protocol 2.9)
            Some(value) => field(value, of, &mut at.key(key)),
            None if *presence == Presence::Required => at.key(key).fail(of.expected(), "nothing"),
            None if *presence == Presence::Advised => at.key(key).warn(of.expected(), "nothing"),
            None => {}
        }
    }
    for key in object.keys() {
        if !shape.fields.iter().any(|field| field.key == key) {
            let known: Vec<_> = shape.fields.iter().map(|field| field.key).collect();
            let expected = format!("only {}", known.join(", "));
            at.key(key).warn_as(&MODEL_UNKNOWN_KEY, expected, "an unknown key");
        }
    }
    for rule in shape.rules {
        rule(object, &mut at);
    }
}

fn field(value: &Value, wanted: &'static Type, at: &mut At<'_>) {
    let right = match wanted {
        Type::Id => value.as_str().is_some_and(|text| !text.is_empty()),
        Type::Text => value.is_string(),
        Type::Date => date(value).is_some(),
        Type::Currency => value.as_str().is_some_and(|text| {
            text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_alphabetic())
        }),
        Type::Money => whole(value).is_some(),
        Type::Whole => whole(value).is_some_and(|number| number >= 0.0),
        Type::Positive => whole(value).is_some_and(|number| number >= 1.0),
        Type::Percent => value.as_f64().is_some_and(|number| (0.0..=100.0).contains(&number)),
        Type::Word(words) => value.as_str().is_some_and(|text| words.contains(&text)),
        Type::Metadata => return metadata(value, at),
        Type::Of(shape) => return object(value, shape, at),
        Type::ListOf(shape) => return list(value, shape, at),
        Type::Tagged(tag, shapes) => return tagged(value, tag, shapes, at),
    };
    if !right {
        let got = if wanted.may_be_shown() { quoted(value) } else { kind(value).to_owned() };
        at.fail(wanted.expected(), got);
    }
}

/// A date as `JSON.stringify` writes it (protocol 2.7): RFC 3339, or a sign and six digits for a year beyond four.
pub(crate) fn date(value: &Value) -> Option<DateTime<Utc>> {
    let text = value.as_str()?;
    if text.starts_with(['+', '-']) {
        return text.parse().ok();
    }
    DateTime::parse_from_rfc3339(text).ok().map(|date| date.to_utc())
}

/// A number without a fraction, including `5.0`, since JavaScript does not distinguish it from `5`.
fn whole(value: &Value) -> Option<f64> {
    value.as_f64().filter(|number| number.fract() == 0.0)
}

fn metadata(value: &Value, at: &mut At<'_>) {
    let Value::Object(entries) = value else {
        return at.fail("an object of strings", kind(value));
    };
    for (key, value) in entries {
        if !value.is_string() {
            at.key(key).fail("a string", kind(value));
        }
    }
}

fn list(value: &Value, shape: &'static Shape, at: &mut At<'_>) {
    let Value::Array(items) = value else {
        return at.fail("an array", kind(value));
    };
    for (index, item) in items.iter().enumerate() {
        object(item, shape, &mut at.item(index));
    }
}

fn tagged(
    value: &Value,
    tag: &str,
    shapes: &'static [(&'static str, &'static Shape)],
    at: &mut At<'_>,
) {
    let Value::Object(fields) = value else {
        return at.fail("an object", kind(value));
    };
    let word = fields.get(tag);
    let known = word.and_then(|word| shapes.iter().find(|(name, _)| word == name));
    if let Some((_, shape)) = known {
        return object(value, shape, at);
    }
    let names: Vec<_> = shapes.iter().map(|(name, _)| *name).collect();
    let got = word.map_or_else(|| "nothing".to_owned(), quoted);
    at.key(tag).fail(one_of(&names), got);
}

impl Type {
    fn expected(&self) -> String {
        match self {
            Self::Id => "a string that is not empty".to_owned(),
            Self::Text => "a string".to_owned(),
            Self::Date => "a date like `2026-03-01T00:00:00.000Z`".to_owned(),
            Self::Currency => "three letters of ISO 4217, like `usd`".to_owned(),
            Self::Money => "a whole number of the minor unit (1.10 is 110)".to_owned(),
            Self::Whole => "a whole number, 0 or more".to_owned(),
            Self::Positive => "a whole number, 1 or more".to_owned(),
            Self::Percent => "a number from 0 to 100".to_owned(),
            Self::Word(words) => one_of(words),
            Self::Metadata => "an object of strings".to_owned(),
            Self::Of(_) | Self::Tagged(..) => "an object".to_owned(),
            Self::ListOf(_) => "an array".to_owned(),
        }
    }

    /// Whether a value of this type says nothing about a person.
    fn may_be_shown(&self) -> bool {
        !matches!(self, Self::Text)
    }
}
