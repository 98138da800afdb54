//! U17 and U21: the words for the mode, and the tokens of live and test mode.

use std::collections::{BTreeMap, BTreeSet};

use crate::record::file::Record;
use crate::report::finding::Observation;
use crate::report::kinds::{joined, with_token};
use crate::translate::mode::{meaning, setting};

/// U17
pub(super) fn words(record: &Record) -> Observation {
    let modes: BTreeSet<&str> = with_token(record).map(|kind| kind.mode.as_str()).collect();
    if modes.is_empty() {
        return Observation::not_seen("no request carried the token");
    }
    let observed = joined(modes.iter().copied());
    let (mut words, mut is_live_by_default, mut is_unclear) = (BTreeMap::new(), false, false);
    for mode in modes {
        let word = mode.to_ascii_lowercase();
        match meaning(&word) {
            Some(meaning) if meaning == word => {}
            Some(meaning) => drop(words.insert(word, meaning)),
            None if mode == "none" => is_live_by_default = true,
            None => is_unclear = true,
        }
    }
    let mut observation = if is_live_by_default {
        Observation::different(format!("{observed}: without the header the mode is live"))
    } else if is_unclear || !words.is_empty() {
        Observation::different(observed)
    } else {
        return Observation::as_expected(observed);
    };
    if !words.is_empty() {
        observation = observation.fix(setting(&words));
    }
    if is_unclear {
        observation = observation.fix(
            "CK_MODES='WORD=test', or 'WORD=live', with the word that Churnkey sends; until then it is a 400",
        );
    }
    observation
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
