//! U17 and U21: the words for the mode, and the tokens of live and test mode.

use std::collections::BTreeSet;

use crate::record::file::Record;
use crate::report::finding::Observation;
use crate::report::kinds::{joined, with_token};

/// U17
pub(super) fn words(record: &Record) -> Observation {
    let modes: BTreeSet<&str> = with_token(record).map(|kind| kind.mode.as_str()).collect();
    if modes.is_empty() {
        return Observation::not_seen("no request carried the token");
    }
    let observed = joined(modes.iter().copied());
    let others: Vec<_> = modes.iter().filter(|mode| !matches!(**mode, "live" | "test")).collect();
    if others.is_empty() {
        return Observation::as_expected(observed);
    }
    if others.iter().all(|mode| **mode == "none") {
        return Observation::different(format!("{observed}: without the header the mode is live"));
    }
    Observation::different(observed)
        .fix(".unknown_mode(UnknownMode::Live), once you know that live mode is meant; until then it is a 400")
}

/// U21
pub(super) fn tokens(record: &Record) -> Observation {
    if !record.head.knew_token {
        return Observation::not_seen("the recorder did not know the token");
    }
    let in_test_mode = |has_token: bool| {
        record.kinds.iter().any(|kind| kind.mode == "test" && kind.has_token() == has_token)
    };
    match (in_test_mode(true), in_test_mode(false)) {
        (true, false) => Observation::as_expected("the same token in test mode"),
        (_, true) => Observation::different("requests in test mode without this token")
            .fix("CK_INTEGRATION_TOKEN=\"LIVE TEST\": both tokens, separated by a space"),
        (false, false) => Observation::not_seen("no request in test mode"),
    }
}
