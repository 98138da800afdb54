//! Tests of what is not public.
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail"
)]

mod books;
mod corpus;
mod digests;
mod files;
mod heads;
mod manifests;
mod paths;
mod reports;
mod routes;
mod tokens;

use std::fmt::Write as _;
use std::time::Duration;

use chrono::DateTime;

use crate::record::kind::Kind;
use crate::seen::Seen;
use crate::token::Secret;

pub(super) const TOKEN: &str = "ck_int_4c6627bd756d732e";

fn secret() -> Secret {
    Secret::new(TOKEN.to_owned())
}

/// A request of whoever has the token, answered with 200.
fn seen(method: &str, target: &str, body: &str) -> Seen {
    let bearer = format!("Bearer {TOKEN}");
    Seen {
        at: DateTime::from_timestamp(1_764_489_600, 0).unwrap(),
        method: method.to_owned(),
        target: target.to_owned(),
        headers: headers(&[("authorization", &bearer), ("x-churnkey-mode", "live")]),
        body: body.as_bytes().to_vec(),
        status: 200,
        took: Duration::from_millis(3),
        translated: Vec::new(),
    }
}

fn get(target: &str) -> Seen {
    seen("GET", target, "")
}

fn headers(pairs: &[(&str, &str)]) -> Vec<(String, Vec<u8>)> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), value.as_bytes().to_vec())).collect()
}

fn hex(digest: &[u8]) -> String {
    digest.iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

fn kind(seen: &Seen) -> Kind {
    Kind::of(seen, Some(&secret()))
}
