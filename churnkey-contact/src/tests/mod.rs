//! Tests of private code.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail"
)]

mod accepted;
mod advice;
mod aggregation;
mod corpus;
mod files;
mod manifests;
mod proxy;
mod recorders;
mod reports;
mod routes;
mod settings;
mod signatures;
mod synonyms;
mod targets;
mod token_locations;
mod translations;

use std::fmt::Write as _;
use std::time::Duration;

use chrono::DateTime;

use crate::exchange::Exchange;
use crate::record::classify::classify;
use crate::record::kind::Kind;
use crate::request::{Headers, Request};
use crate::secret::Secret;

pub(super) const TOKEN: &str = "ck_int_4c6627bd756d732e";

fn secret() -> Secret {
    Secret::new(TOKEN.to_owned())
}

fn request(method: &str, target: &str, pairs: &[(&str, &str)], body: &str) -> Request {
    Request {
        method: method.to_owned(),
        target: target.to_owned(),
        headers: headers(pairs),
        body: body.as_bytes().to_vec(),
    }
}

/// A request with the token, and a response with status 200.
fn exchange(method: &str, target: &str, body: &str) -> Exchange {
    let bearer = format!("Bearer {TOKEN}");
    let pairs = [("authorization", bearer.as_str()), ("x-churnkey-mode", "live")];
    Exchange {
        request: request(method, target, &pairs, body),
        at: DateTime::from_timestamp(1_764_489_600, 0).unwrap(),
        status: 200,
        took: Duration::from_millis(3),
        translated: Vec::new(),
    }
}

fn get(target: &str) -> Exchange {
    exchange("GET", target, "")
}

fn headers(pairs: &[(&str, &str)]) -> Headers {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), value.as_bytes().to_vec())).collect()
}

fn hex(digest: &[u8]) -> String {
    digest.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn kind(exchange: &Exchange) -> Kind {
    classify(exchange, Some(&secret()))
}
