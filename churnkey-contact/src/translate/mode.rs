//! Replaces other words for the mode.

use std::collections::BTreeMap;

use crate::request::Request;

pub(crate) fn translate(request: &mut Request) -> Option<String> {
    let mut headers = request.headers.iter_mut();
    let (_, value) = headers.find(|(name, _)| name.eq_ignore_ascii_case("x-churnkey-mode"))?;
    let word = String::from_utf8_lossy(value).trim().to_ascii_lowercase();
    let mode = meaning(&word)?;
    if value.as_slice() == mode.as_bytes() {
        return None;
    }
    let advice = if word == mode {
        "this project accepts it as it came".to_owned()
    } else {
        setting(&BTreeMap::from([(word.clone(), mode)]))
    };
    let notice =
        format!("the mode {word} was forwarded as `{mode}`; without the recorder: {advice}");
    *value = mode.as_bytes().to_vec();
    Some(notice)
}

/// The mode that a word in lower case usually means.
pub(crate) fn meaning(word: &str) -> Option<&'static str> {
    match word {
        "test" | "sandbox" | "testing" | "staging" | "development" => Some("test"),
        "live" | "production" | "prod" => Some("live"),
        _ => None,
    }
}

/// Words in lower case, and what they mean.
pub(crate) fn setting(words: &BTreeMap<String, &str>) -> String {
    let words: Vec<_> = words.iter().map(|(word, mode)| format!("{word}={mode}")).collect();
    format!("CK_MODES='{}'", words.join(" "))
}
