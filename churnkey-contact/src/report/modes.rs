//! U17 and U21: the words for the mode, and the tokens of live and test mode.

use std::collections::{BTreeMap, BTreeSet};

use crate::record::file::Record;
use crate::record::kind::Kind;
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
    let in_mode = |mode: &'static str| record.kinds.iter().filter(move |kind| kind.mode == mode);
    if in_mode("test").any(|kind| !kind.has_token()) {
        return Observation::different(
            "requests in test mode without a token that the recorder knew",
        )
        .fix("CK_INTEGRATION_TOKEN='LIVE TEST': both tokens, separated by a space");
    }
    if !in_mode("test").any(Kind::has_token) {
        return Observation::not_seen("no request in test mode");
    }
    let numbers = |mode| -> BTreeSet<u32> {
        in_mode(mode).flat_map(|kind| kind.token_numbers.iter().copied()).collect()
    };
    let (live, test) = (numbers("live"), numbers("test"));
    if test.is_empty() {
        // The recorder knew one token.
        return Observation::as_expected("the same token in test mode");
    }
    let names = |numbers: &BTreeSet<u32>| {
        let names: Vec<_> = numbers.iter().map(|number| format!("token {number}")).collect();
        names.join(" and ")
    };
    let observed = format!("{} in test mode", names(&test));
    if live.is_empty() {
        Observation::not_seen(format!("{observed}, and no request in live mode"))
    } else if live.is_disjoint(&test) {
        // Nothing is left to do: an integration with all of these tokens accepts them in both modes.
        Observation::different(format!("{observed}, {} in live mode", names(&live)))
    } else {
        Observation::as_expected(format!("{observed}, {} in live mode", names(&live)))
    }
}
