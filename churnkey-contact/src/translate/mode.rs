//! Replaces other words for the mode.

use churnkey_runtime::masking;

use crate::request::Request;

/// Words that other clients of Churnkey use for its two modes.
pub(crate) fn translate(request: &mut Request) -> Option<String> {
    let mut headers = request.headers.iter_mut();
    let (_, value) = headers.find(|(name, _)| name.eq_ignore_ascii_case("x-churnkey-mode"))?;
    let word = String::from_utf8_lossy(value).trim().to_ascii_lowercase();
    let mode = match word.as_str() {
        "sandbox" | "testing" | "staging" | "development" => "test",
        "production" | "prod" => "live",
        // In another letter case.
        "test" | "live" if value.as_slice() != word.as_bytes() => word.as_str(),
        _ => return None,
    };
    let came = String::from_utf8_lossy(value);
    let notice = format!(
        "the mode {} was forwarded as `{mode}`; without the recorder it is a 400",
        masking::word(came.trim())
    );
    *value = mode.as_bytes().to_vec();
    Some(notice)
}
