//! The keys of an action's body (protocol 6). Reading is tolerant where Churnkey's pages disagree, and every refusal
//! names the key.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt;

use actix_web::web::Bytes;
use serde::Deserialize;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::error::{Error, Result};
use crate::module::odd::{Oddities, is_known_key};
use crate::module::spellings::Spellings;
use crate::module::words::{Word, quoted};

/// The keys of one JSON object, with unparsed values.
pub(crate) struct Fields<'a> {
    bytes: &'a Bytes,
    /// `duration.` within `duration`, so that messages name the whole key.
    prefix: &'static str,
    entries: Vec<(Cow<'a, str>, &'a RawValue)>,
    /// One bit for each entry that has been read.
    read: Cell<u64>,
    spellings: Option<&'a Spellings>,
    oddities: Option<&'a Oddities>,
}

impl<'a> Fields<'a> {
    /// Parses with only the protocol's own keys and words.
    #[cfg(any(test, fuzzing))]
    pub(crate) fn parse(body: &'a Bytes) -> Result<Self> {
        Self::parse_with(body, None, None)
    }

    /// Parses with the merchant's other spellings, and collects oddities.
    pub(crate) fn parse_with(
        body: &'a Bytes,
        spellings: Option<&'a Spellings>,
        oddities: Option<&'a Oddities>,
    ) -> Result<Self> {
        match entries(body) {
            Ok(entries) => {
                let read = Cell::new(0);
                Ok(Self { bytes: body, prefix: "", entries, read, spellings, oddities })
            }
            Err(error) => {
                if let Some(oddities) = oddities {
                    oddities.body(body);
                }
                Err(error)
            }
        }
    }

    /// The whole body as it arrived.
    pub(crate) fn body(&self) -> Bytes {
        self.bytes.clone()
    }

    /// The value of `key`. `null` counts as absent (protocol 2.9). A repeated key is refused.
    pub(crate) fn get(&self, key: &str) -> Result<Option<&'a RawValue>> {
        match self.entry(key)? {
            None if self.spellings.is_some() => self.spelt_otherwise(key),
            value => Ok(value),
        }
    }

    fn entry(&self, key: &str) -> Result<Option<&'a RawValue>> {
        let mut found = None;
        for (at, (name, value)) in self.entries.iter().enumerate() {
            if name == key {
                self.read.set(self.read.get() | (1 << (at % 64)));
                if found.replace(*value).is_some() {
                    return Err(self.refuse(key, "is given twice"));
                }
            }
        }
        Ok(found.filter(|value| value.get() != "null"))
    }

    /// The value under another name that the merchant has set.
    fn spelt_otherwise(&self, key: &str) -> Result<Option<&'a RawValue>> {
        for other in self.spellings.into_iter().flat_map(|spellings| spellings.of(key)) {
            if let Some(value) = self.entry(other)? {
                return Ok(Some(value));
            }
        }
        Ok(None)
    }

    /// Reports the keys that were not read, after all reading.
    pub(crate) fn report_unread(&self) {
        if self.read.get().count_ones() as usize != self.entries.len() {
            self.report(|_| true);
        }
    }

    /// Reports the keys that are read nowhere, after reading stopped at an error.
    #[cold]
    pub(crate) fn report_unknown(&self) {
        self.report(|key| !is_known_key(key));
    }

    #[cold]
    fn report(&self, is_odd: impl Fn(&str) -> bool) {
        let Some(oddities) = self.oddities else { return };
        for (at, (name, _)) in self.entries.iter().enumerate().take(64) {
            if self.read.get() & (1 << at) == 0 && is_odd(name) {
                oddities.key(self.prefix, name);
            }
        }
    }

    /// The first of several keys that is present, with its value.
    pub(crate) fn first<'k>(&self, keys: &[&'k str]) -> Result<Option<(&'k str, &'a RawValue)>> {
        for key in keys {
            if let Some(value) = self.get(key)? {
                return Ok(Some((key, value)));
            }
        }
        Ok(None)
    }

    /// A required id under `key`, or else under the first of `others` that is present.
    pub(crate) fn id<T: From<String>>(&self, key: &str, others: &[&str]) -> Result<T> {
        let found = match self.get(key)? {
            Some(value) => Some((key, value)),
            None => self.first(others)?,
        };
        let Some((key, value)) = found else { return Err(self.missing(&[key])) };
        let Some(text) = read::<String>(value) else {
            return Err(self.refuse(key, "must be a string"));
        };
        if text.is_empty() {
            return Err(self.refuse(key, "must not be empty"));
        }
        if text.chars().any(char::is_control) {
            return Err(self.refuse(key, "has a control character"));
        }
        Ok(T::from(text))
    }

    pub(crate) fn flag(&self, key: &str) -> Result<Option<bool>> {
        let Some(value) = self.get(key)? else { return Ok(None) };
        read(value).map(Some).ok_or_else(|| self.refuse(key, "must be true or false"))
    }

    pub(crate) fn word<T: Word>(&self, key: &str) -> Result<T> {
        let Some(value) = self.get(key)? else { return Err(self.missing(&[key])) };
        let word = read::<Text<'_>>(value).map(|Text(word)| word);
        let named = |word: &str| T::ALL.iter().find(|known| known.as_str() == word).copied();
        let known =
            word.as_deref().and_then(|word| named(word).or_else(|| named(self.meaning(word)?)));
        known.ok_or_else(|| {
            let words: Vec<_> = T::ALL.iter().map(|known| known.as_str()).collect();
            self.unknown_word(key, word.as_deref(), &words);
            self.refuse(key, &format!("must be {}", quoted(T::ALL)))
        })
    }

    /// The meaning of a spelling that the merchant has set.
    pub(crate) fn meaning(&self, word: &str) -> Option<&'static str> {
        self.spellings?.meaning(word)
    }

    #[cold]
    pub(crate) fn unknown_word(&self, key: &str, word: Option<&str>, known: &[&'static str]) {
        if let Some(oddities) = self.oddities {
            oddities.word(self.prefix, key, word, known);
        }
    }

    #[cold]
    pub(crate) fn not_offered(&self, key: &str, value: &str, says: &str) {
        if let Some(oddities) = self.oddities {
            oddities.not_offered(self.prefix, key, value, says);
        }
    }

    #[cold]
    pub(crate) fn odd_date(&self, key: &str, value: &RawValue, was_read: bool) {
        if let Some(oddities) = self.oddities {
            oddities.date(self.prefix, key, value.get(), was_read);
        }
    }

    /// The object under `key`; `prefix` is `key` with a dot.
    pub(crate) fn object(&self, key: &str, prefix: &'static str) -> Result<Fields<'a>> {
        let Some(value) = self.get(key)? else { return Err(self.missing(&[key])) };
        match serde_json::from_str::<Object<'a>>(value.get()) {
            Ok(Object(entries)) => Ok(Fields {
                bytes: self.bytes,
                prefix,
                entries,
                read: Cell::new(0),
                spellings: self.spellings,
                oddities: self.oddities,
            }),
            Err(_) => Err(self.refuse(key, "must be an object")),
        }
    }

    pub(crate) fn missing(&self, keys: &[&str]) -> Error {
        let keys = keys.first().copied().unwrap_or_default();
        self.refuse(keys, "is missing")
    }

    pub(crate) fn refuse(&self, key: &str, problem: &str) -> Error {
        Error::bad_request(format!("`{}{key}` {problem}", self.prefix))
    }
}

/// The entries of a body that is one JSON object.
fn entries(body: &Bytes) -> Result<Vec<(Cow<'_, str>, &RawValue)>> {
    let Ok(text) = str::from_utf8(body) else {
        return Err(Error::bad_request("the body is not UTF-8"));
    };
    match serde_json::from_str::<Object<'_>>(text) {
        Ok(Object(entries)) => Ok(entries),
        // serde's message may quote the body, so ours only says where the error is.
        Err(error) if error.is_data() => Err(Error::bad_request("the body must be a JSON object")),
        Err(_) if body.is_empty() => {
            Err(Error::bad_request("the body is empty; it must be a JSON object"))
        }
        Err(error) => Err(Error::bad_request(format!(
            "the body is not JSON (line {}, column {})",
            error.line(),
            error.column()
        ))),
    }
}

pub(crate) fn read<'a, T: Deserialize<'a>>(value: &'a RawValue) -> Option<T> {
    serde_json::from_str(value.get()).ok()
}

/// A whole number; in JSON, `2.0` and `1.5e3` are whole too. It is read digit by digit, so nothing is rounded.
pub(crate) fn whole(value: &RawValue) -> Option<i64> {
    let text = value.get();
    if !text.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
        return None;
    }
    if let Ok(plain) = text.parse() {
        return Some(plain);
    }
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (before, after) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [before, after].concat();
    let significant = digits.trim_end_matches('0');
    if matches!(significant, "" | "-") {
        return Some(0);
    }
    let trimmed = digits.len() - significant.len();
    let exponent = exponent.parse::<i64>().ok()?.checked_sub(i64::try_from(after.len()).ok()?)?;
    let zeros = exponent.checked_add(i64::try_from(trimmed).ok()?)?;
    let zeros = usize::try_from(zeros).ok().filter(|zeros| *zeros <= 18)?; // more would overflow, fewer would be a fraction
    [significant, &"0".repeat(zeros)].concat().parse().ok()
}

struct Object<'a>(Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ObjectVisitor)
    }
}

struct ObjectVisitor;

impl<'de> Visitor<'de> for ObjectVisitor {
    type Value = Object<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut entries = Vec::with_capacity(8);
        while let Some((Text(key), value)) = map.next_entry::<Text<'de>, &'de RawValue>()? {
            entries.push((key, value));
        }
        Ok(Object(entries))
    }
}

/// A string that is borrowed unless it contains an escape; `Cow`'s own `Deserialize` always copies.
struct Text<'a>(Cow<'a, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextVisitor;
        impl<'de> Visitor<'de> for TextVisitor {
            type Value = Text<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string")
            }

            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(text)))
            }

            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(TextVisitor)
    }
}

#[cfg(test)]
#[path = "../tests/fields.rs"]
mod tests;
