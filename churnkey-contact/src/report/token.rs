//! U1: where requests carry the token.

use std::collections::BTreeSet;

use crate::record::file::Record;
use crate::report::finding::Observation;

pub(super) fn location(record: &Record) -> Observation {
    if !record.head.knew_token {
        return Observation::not_seen("the recorder did not know the token");
    }
    let kinds = record.kinds.iter();
    let locations: BTreeSet<&str> =
        kinds.clone().flat_map(|kind| kind.token.iter().flatten()).map(String::as_str).collect();
    let signatures: BTreeSet<&str> =
        kinds.flat_map(|kind| &kind.signatures).map(String::as_str).collect();
    if locations.is_empty() && signatures.is_empty() {
        return Observation::not_seen(if record.kinds.is_empty() {
            "no request was recorded"
        } else {
            "no request carried this token or a signature with it; is it the token in the dashboard?"
        });
    }
    let observed: Vec<_> = locations.iter().chain(&signatures).copied().collect();
    let observed = observed.join("; ");
    let is_expected = |location: &&str| location.starts_with("header authorization, ");
    if !locations.is_empty() && locations.iter().all(is_expected) {
        return Observation::as_expected(observed);
    }
    let mut different = Observation::different(observed);
    for location in locations {
        different = match location.strip_prefix("header ").and_then(|header| header.split_once(", "))
        {
            Some(("authorization", _)) => different,
            Some((header, _)) => different.fix(format!("CK_TOKEN_HEADER={header}")),
            None => different.fix(format!(
                "no setting accepts a token there ({location}), because proxies log it: ask Churnkey for a header"
            )),
        };
    }
    if !signatures.is_empty() {
        different = different.fix(".authenticate(…), as in docs/first-contact.md");
    }
    different
}
