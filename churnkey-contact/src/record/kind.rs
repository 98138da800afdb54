//! A kind of request: what all requests of it have in common, and nothing that tells of a person.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use churnkey_runtime::masking;
use serde::{Deserialize, Serialize};

use crate::digests::{self, Effort, Signed};
use crate::record::shape::{self, Looks, Shape, add_look};
use crate::routes::{self, Target};
use crate::seen::{HEADERS, Seen};
use crate::token::{self, Secret};

/// How many places, matches and translations of a kind are told.
const TOLD: usize = 12;

/// One line of the record.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct Kind {
    /// Its number in the record, from 1.
    pub kind: u32,
    /// How many requests were of this kind.
    pub count: u64,
    /// The method.
    pub method: String,
    /// The path, masked.
    pub path: String,
    /// The endpoint of the protocol that the path leads to, whatever the method, such as `/customers/:id`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    /// What was answered.
    pub status: u16,
    /// `X-Churnkey-Mode`: a word, the look of another value, or `none`.
    pub mode: String,
    /// Where the token stood; empty where there was none. Absent when the recorder does not know the token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<BTreeSet<String>>,
    /// What signatures are, such as "header x-ck-signature is HMAC-SHA256 by the token over the body, in hex".
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub signatures: BTreeSet<String>,
    /// The keys of the query: a word in quotation marks, or the type.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub query: BTreeMap<String, String>,
    /// The same of the body; absent where there was none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<BTreeMap<String, String>>,
    /// The names of headers with the look of their values.
    pub headers: BTreeMap<String, BTreeSet<String>>,
    /// The looks of the values of query and body.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub looks: BTreeMap<String, BTreeSet<String>>,
    /// What `--translate` has changed.
    #[serde(skip_serializing_if = "BTreeSet::is_empty")]
    pub translated: BTreeSet<String>,
    /// When the first and the last of them came.
    pub first: DateTime<Utc>,
    /// See `first`.
    pub last: DateTime<Utc>,
    /// Which kinds came directly before, and how often; 0 for none.
    pub after: BTreeMap<u32, u64>,
    /// The least and the most time since the request before, in milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gap_ms: Option<(u64, u64)>,
    /// The least and the most time until the answer, in milliseconds.
    pub took_ms: (u64, u64),
    /// How many had the same path and body as one in the ten minutes before.
    #[serde(skip_serializing_if = "is_zero")]
    pub repeats: u64,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes it so")]
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
    /// Of one request. `secret` is the Integration Token, if the recorder knows it.
    pub(crate) fn of(seen: &Seen, secret: Option<&Secret>) -> Self {
        let places = secret.map(|secret| places(seen, secret));
        let signatures = secret.map(|secret| signatures(seen, secret)).unwrap_or_default();
        // Who is not known to have it may still be answered as somebody who has it.
        let has_token = match &places {
            Some(places) => !places.is_empty() || !signatures.is_empty(),
            None => !matches!(seen.status, 401 | 403 | 429),
        };
        let target = Target::of(&seen.target);
        let mut looks = Looks::new();
        let query = shape::query(target.query.unwrap_or_default(), &mut looks);
        let body = shape::body(&seen.body, seen.header("content-type"), &mut looks);
        let took = u64::try_from(seen.took.as_millis()).unwrap_or(u64::MAX);
        Self {
            count: 1,
            method: masking::method(&seen.method).to_owned(),
            path: target.masked(has_token),
            route: routes::of_path(target.below).map(|route| route.pattern.to_owned()),
            status: seen.status,
            mode: mode(seen),
            token: places,
            signatures,
            query,
            body,
            headers: headers(seen),
            looks,
            translated: seen.translated.iter().take(TOLD).cloned().collect(),
            first: seen.at,
            last: seen.at,
            took_ms: (took, took),
            ..Self::default()
        }
    }

    /// Whether both are of one kind: what came is the same but for looks and times.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        let key = |kind: &Self| {
            (
                kind.method.clone(),
                kind.path.clone(),
                kind.route.clone(),
                kind.status,
                kind.mode.clone(),
                kind.token.clone(),
            )
        };
        key(self) == key(other) && self.query == other.query && self.body == other.body
    }

    /// Whether its sender is known to have the token.
    #[must_use]
    pub fn has_token(&self) -> bool {
        match &self.token {
            Some(places) => !places.is_empty() || !self.signatures.is_empty(),
            None => !matches!(self.status, 401 | 403 | 429),
        }
    }

    /// One more of this kind.
    pub(crate) fn add(&mut self, other: Self) {
        self.count += other.count;
        self.first = self.first.min(other.first);
        self.last = self.last.max(other.last);
        for (name, looks) in other.headers {
            if self.headers.contains_key(&name) || self.headers.len() < HEADERS {
                for look in looks {
                    add_look(&mut self.headers, &name, look);
                }
            }
        }
        for (place, looks) in other.looks {
            for look in looks {
                add_look(&mut self.looks, &place, look);
            }
        }
        for signature in other.signatures {
            if self.signatures.len() < TOLD {
                self.signatures.insert(signature);
            }
        }
        for told in other.translated {
            if self.translated.len() < TOLD {
                self.translated.insert(told);
            }
        }
        self.took_ms = (self.took_ms.0.min(other.took_ms.0), self.took_ms.1.max(other.took_ms.1));
    }
}

fn places(seen: &Seen, secret: &Secret) -> BTreeSet<String> {
    let headers = seen.headers.iter().map(|(name, value)| (name.as_str(), value.as_slice()));
    let mut places: BTreeSet<String> = token::in_head(secret, &seen.target, headers)
        .iter()
        .map(ToString::to_string)
        .take(TOLD)
        .collect();
    if let Ok(serde_json::Value::Object(body)) = serde_json::from_slice(&seen.body) {
        for (key, value) in body {
            if value.as_str().is_some_and(|value| secret.is(value.as_bytes())) {
                places.insert(token::Place::Body(key).to_string());
            }
        }
    }
    places
}

fn signatures(seen: &Seen, secret: &Secret) -> BTreeSet<String> {
    let headers = seen.headers.iter().map(|(name, value)| (name.as_str(), value.as_slice()));
    let signed = Signed {
        method: &seen.method,
        target: &seen.target,
        headers: headers.collect(),
        body: &seen.body,
    };
    let matches = digests::matches(secret, &signed, Effort::All);
    matches.into_iter().map(|signature| signature.told).take(TOLD).collect()
}

fn mode(seen: &Seen) -> String {
    match seen.header("x-churnkey-mode").map(std::str::from_utf8) {
        None => "none".to_owned(),
        Some(Ok(word)) => masking::word(word.trim()).into_owned(),
        Some(Err(_)) => "bytes that are not UTF-8".to_owned(),
    }
}

fn headers(seen: &Seen) -> Looks {
    let mut headers = Looks::new();
    for (name, value) in seen.headers.iter().take(HEADERS) {
        let lower = name.to_ascii_lowercase();
        let look = match std::str::from_utf8(value) {
            // What it is made of are words of the list, or it is a look.
            Ok(text) if is_media(&lower) => media(text),
            _ => masking::look(value).to_string(),
        };
        add_look(&mut headers, &masking::name(&lower), look);
    }
    headers
}

fn is_media(name: &str) -> bool {
    matches!(name, "accept" | "content-type")
}

/// `application/json; charset=utf-8` as it is, where each of its words is known.
fn media(text: &str) -> String {
    let known = |part: &str| masking::words::is_known(part) || part == "*" || part == "8";
    let parts = text.split(['/', ';', '=', ',', ' ', '-']).filter(|part| !part.is_empty());
    if text.len() <= 80 && parts.clone().all(known) && parts.count() > 0 {
        return text.to_owned();
    }
    masking::look(text.as_bytes()).to_string()
}
