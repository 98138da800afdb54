//! A kind of request: what its requests have in common, without personal data.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::record::shape::{Looks, Shape, add_look};

pub(super) const MAX_HEADERS: usize = 100;
/// How many locations of the token, and how many signatures and translations, a kind lists.
pub(super) const MAX_LISTED: usize = 12;

/// One line of the record: a kind of request and how often it came.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Kind {
    /// The number of the kind in the record, from 1.
    pub kind: u32,
    /// How many requests were of this kind.
    pub count: u64,
    /// The HTTP method.
    pub method: String,
    /// The masked path.
    pub path: String,
    /// The endpoint of the protocol that has this path, whatever the method: `/customers/:id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    /// The status of the response.
    pub status: u16,
    /// `X-Churnkey-Mode`: a word, what another value looks like, or `none`.
    pub mode: String,
    /// Where the request carried the token. `None` if the recorder does not know the token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<BTreeSet<String>>,
    /// Which of the tokens it was, from 1 in the order in which the recorder got them. Empty if it knows fewer than two.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub token_numbers: BTreeSet<u32>,
    /// Such as "header x-ck-signature is HMAC-SHA256 keyed with the token, in hex, over the body".
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub signatures: BTreeSet<String>,
    /// The keys of the query, each with its value if that is a known word, in quotation marks, or else with its type.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub query: BTreeMap<String, String>,
    /// The keys of the body, likewise. `None` if there was no body.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<BTreeMap<String, String>>,
    /// The names of the headers, each with what its values look like.
    pub headers: BTreeMap<String, BTreeSet<String>>,
    /// What the values of query and body look like.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub looks: BTreeMap<String, BTreeSet<String>>,
    /// What `--translate` changed.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub translated: BTreeSet<String>,
    /// When the first request of the kind came.
    pub first: DateTime<Utc>,
    /// When the last request of the kind came.
    pub last: DateTime<Utc>,
    /// The kinds that came directly before, and how often; 0 if none did.
    pub after: BTreeMap<u32, u64>,
    /// The shortest and the longest time since the previous request, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gap_ms: Option<(u64, u64)>,
    /// The shortest and the longest time until the response, in milliseconds.
    pub took_ms: (u64, u64),
    /// How many requests had the same method, target and body as one within the ten minutes before.
    #[serde(skip_serializing_if = "is_zero")]
    pub repeats: u64,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(number: &u64) -> bool {
    *number == 0
}

impl Default for Kind {
    fn default() -> Self {
        Self {
            kind: 0,
            count: 0,
            method: String::new(),
            path: String::new(),
            route: None,
            status: 0,
            mode: String::new(),
            token: None,
            token_numbers: BTreeSet::new(),
            signatures: BTreeSet::new(),
            query: Shape::new(),
            body: None,
            headers: Looks::new(),
            looks: Looks::new(),
            translated: BTreeSet::new(),
            first: DateTime::UNIX_EPOCH,
            last: DateTime::UNIX_EPOCH,
            after: BTreeMap::new(),
            gap_ms: None,
            took_ms: (0, 0),
            repeats: 0,
        }
    }
}

impl Kind {
    /// Whether the clients had the token. If the recorder does not know the token, the status tells.
    #[must_use]
    pub fn has_token(&self) -> bool {
        match &self.token {
            Some(locations) => !locations.is_empty() || !self.signatures.is_empty(),
            None => !matches!(self.status, 401 | 403 | 429),
        }
    }

    /// Whether the clients certainly had the token: only then the first segment of their paths is shown.
    pub(super) fn is_known_to_have_token(&self) -> bool {
        self.token.is_some() && self.has_token()
    }

    /// Whether the requests differ only in counts, times and what values look like.
    pub(super) fn is_same_kind(&self, other: &Self) -> bool {
        fn key(kind: &Kind) -> (&str, &str, Option<&str>, u16, &str, Option<&BTreeSet<String>>) {
            let Kind { method, path, route, status, mode, token, .. } = kind;
            (method, path, route.as_deref(), *status, mode, token.as_ref())
        }
        key(self) == key(other) && self.query == other.query && self.body == other.body
    }

    /// Adds requests of the same kind.
    pub(super) fn merge(&mut self, other: Self) {
        self.count += other.count;
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
        for (name, looks) in other.headers {
            if self.headers.contains_key(&name) || self.headers.len() < MAX_HEADERS {
                for look in looks {
                    add_look(&mut self.headers, &name, look);
                }
            }
        }
        for (key, looks) in other.looks {
            for look in looks {
                add_look(&mut self.looks, &key, look);
            }
        }
        self.token_numbers.extend(other.token_numbers);
        merge_bounded(&mut self.signatures, other.signatures);
        merge_bounded(&mut self.translated, other.translated);
        self.took_ms = (self.took_ms.0.min(other.took_ms.0), self.took_ms.1.max(other.took_ms.1));
    }
}

fn merge_bounded(known: &mut BTreeSet<String>, others: BTreeSet<String>) {
    for other in others {
        if known.len() < MAX_LISTED {
            known.insert(other);
        }
    }
}
