//! U1 and U21: where the token came, and for which mode.

use std::collections::BTreeSet;

use super::Read;
use crate::record::file::Record;

/// U1
pub(super) fn place(record: &Record) -> Read {
    if !record.head.knew_token {
        return Read::not_seen("the recorder did not know the token");
    }
    let places: BTreeSet<&str> = record
        .kinds
        .iter()
        .flat_map(|kind| kind.token.iter().flatten())
        .map(String::as_str)
        .collect();
    let signatures: BTreeSet<&str> =
        record.kinds.iter().flat_map(|kind| &kind.signatures).map(String::as_str).collect();
    if places.is_empty() && signatures.is_empty() {
        let what = if record.kinds.is_empty() {
            "no request came"
        } else {
            "no request had this token, in whatever place, nor a signature by it; is it the one of the dashboard?"
        };
        return Read::not_seen(what);
    }
    let what: Vec<_> = places.iter().chain(&signatures).copied().collect();
    let what = what.join("; ");
    if !places.is_empty() && places.iter().all(|place| place.starts_with("header authorization, "))
    {
        return Read::expected(what);
    }
    let mut read = Read::otherwise(what);
    for place in places {
        read = match place.strip_prefix("header ").and_then(|it| it.split_once(", ")) {
            Some(("authorization", _)) => read,
            Some((header, _)) => read.write(format!("CK_TOKEN_HEADER={header}")),
            None => read.write(format!(
                "nothing takes a token in this place ({place}), which proxies keep: ask Churnkey for a header"
            )),
        };
    }
    if !signatures.is_empty() {
        read = read.write(".authenticate(…), as docs/first-contact.md shows it for a signature");
    }
    read
}

/// U21
pub(super) fn of_modes(record: &Record) -> Read {
    if !record.head.knew_token {
        return Read::not_seen("the recorder did not know the token");
    }
    let in_mode = |mode: &str, with: bool| {
        record.kinds.iter().any(|kind| kind.mode == mode && kind.has_token() == with)
    };
    match (in_mode("test", true), in_mode("test", false)) {
        (true, false) => Read::expected("the same token in test mode"),
        (_, true) => Read::otherwise("requests in test mode without this token")
            .write("CK_INTEGRATION_TOKEN=\"LIVE TEST\", both with a space between them"),
        (false, false) => Read::not_seen("no request in test mode"),
    }
}
