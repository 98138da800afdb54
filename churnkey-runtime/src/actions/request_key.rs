//! A digest of a request, to recognize one that comes twice. `docs/repeats.md` documents the text that is hashed: merchants
//! keep the digests in their databases, so it must not change.

use std::fmt::{self, Write as _};

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use crate::actions::action_options::ActionOptions;

/// A digest of a request for an action: two requests that ask for the same have the same digest.
///
/// It covers the action, the mode, the ids and the options as they were read. So neither the order of keys nor their
/// spelling matters, nor whether a flag is absent or `false`, nor a key that this crate does not know. It does not change
/// from one version of this crate to the next, so it can be kept in a database: a SHA-256 in 64 hex digits.
///
/// The page *Repeats* explains its use.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::actions::{CancelOptions, Schedule};
///
/// let end = CancelOptions::new("u_1001", "s_77", Schedule::EndOfPeriod);
/// assert_eq!(end.request_key(), end.clone().request_key());
/// assert_ne!(end.request_key(), end.clone().unpause(true).request_key());
/// assert_eq!(end.request_key().as_str().len(), 64);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RequestKey(String);

impl RequestKey {
    pub(crate) fn of(options: &impl ActionOptions) -> Self {
        let digest = Sha256::digest(text(options));
        let mut hex = String::with_capacity(2 * digest.len());
        for byte in digest {
            let _ = write!(hex, "{byte:02x}"); // writing to a `String` cannot fail
        }
        Self(hex)
    }

    /// 64 hex digits in lower case.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The digits as an owned text, without a copy.
    #[must_use]
    pub fn into_string(self) -> String {
        self.0
    }
}

impl fmt::Display for RequestKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for RequestKey {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for RequestKey {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for RequestKey {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

impl From<RequestKey> for String {
    fn from(key: RequestKey) -> Self {
        key.0
    }
}

/// Leaves unset flags out, so that a request's text stays the same when its action gets a new flag.
fn text<O: ActionOptions>(options: &O) -> String {
    let mut keys = options.other_keys();
    keys.retain(|_, value| *value != Value::Bool(false));
    let (customer, subscription) = options.ids();
    let whole = json!({
        "action": O::ACTION,
        "customerId": customer.as_str(),
        "mode": options.origin().mode(),
        "options": keys,
        "subscriptionId": subscription.map(crate::models::SubscriptionId::as_str),
    });
    let mut text = String::with_capacity(256);
    write(&whole, &mut text);
    text
}

/// RFC 8785, as far as options need it: they have no fractions, and ASCII keys. The keys are sorted here, since another
/// crate may enable the feature of `serde_json` with which a map keeps the order of insertion.
fn write(value: &Value, text: &mut String) {
    match value {
        Value::Object(map) => {
            let mut entries: Vec<_> = map.iter().collect();
            entries.sort_by_key(|(key, _)| *key);
            list(text, ['{', '}'], entries, |(key, value), text| {
                text.push_str(&Value::from(key.as_str()).to_string());
                text.push(':');
                write(value, text);
            });
        }
        Value::Array(values) => list(text, ['[', ']'], values, write),
        scalar => text.push_str(&scalar.to_string()),
    }
}

fn list<T>(
    text: &mut String,
    [open, close]: [char; 2],
    items: impl IntoIterator<Item = T>,
    write: impl Fn(T, &mut String),
) {
    text.push(open);
    for (number, item) in items.into_iter().enumerate() {
        if number > 0 {
            text.push(',');
        }
        write(item, text);
    }
    text.push(close);
}

#[cfg(test)]
#[path = "../tests/request_key.rs"]
mod tests;
