//! U1: where requests carry the token.

use std::collections::BTreeSet;

use crate::advice::token::{TokenAdvice, header_line, token};
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
    let advice: Vec<_> = locations.iter().map(|location| token(location)).collect();
    if !advice.is_empty() && advice.iter().all(|advice| *advice == TokenAdvice::Accepted) {
        return Observation::as_expected(observed);
    }
    let mut different = Observation::different(observed);
    let mut headers = Vec::new();
    for advice in advice {
        match advice {
            TokenAdvice::Accepted => {}
            TokenAdvice::Header(name) if headers.contains(&name) => {}
            TokenAdvice::Header(name) => headers.push(name),
            TokenAdvice::Other(sentence) => different = different.fix(sentence),
        }
    }
    if !headers.is_empty() {
        different = different.fix(header_line(&headers));
    }
    if !signatures.is_empty() {
        different = different.fix(".authenticate(…), as in docs/first-contact.md");
    }
    different
}
