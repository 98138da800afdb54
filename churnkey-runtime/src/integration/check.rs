//! Checks an integration's settings. `setting` is the builder's method or the variable that an error names.

use actix_web::http::StatusCode;
use actix_web::http::header::HeaderName;

use crate::http::limits::Limits;
use crate::integration::start_error::StartError;
use crate::module::mode::Mode;
use crate::module::query::PageLimits;
use crate::module::spellings::Spellings;

pub(crate) fn limits(limits: &Limits) -> Result<(), StartError> {
    let Limits {
        request_time,
        body_time,
        body,
        target,
        headers,
        concurrent_reads,
        concurrent_actions,
        hung_after,
    } = *limits;
    if hung_after.is_zero() {
        let problem = "it must be above 0, or each action would count as hung at once";
        return Err(StartError::setting("hung_after", problem));
    }
    let settings = [
        ("request_timeout", request_time.is_zero()),
        ("body_timeout", body_time.is_zero()),
        ("body_limit", body == 0),
        ("path_limit", target == 0),
        ("headers_limit", headers == 0),
        ("concurrent_reads", concurrent_reads == 0),
        ("concurrent_actions", concurrent_actions == 0),
    ];
    match settings.into_iter().find(|(_, is_zero)| *is_zero) {
        Some((setting, _)) => {
            Err(StartError::setting(setting, "it must be above 0, or no request could be answered"))
        }
        None => Ok(()),
    }
}

pub(crate) fn actions_per_minute(limit: Option<u32>) -> Result<(), StartError> {
    if limit == Some(0) {
        let problem = "it must be above 0; to stop the actions, close the gate";
        return Err(StartError::setting("actions_per_minute", problem));
    }
    Ok(())
}

pub(crate) fn page_limits(
    setting: &'static str,
    limits: PageLimits,
) -> Result<PageLimits, StartError> {
    let PageLimits { default, max } = limits;
    if default == 0 || default > max {
        let problem = format!(
            "the default is {default} and the maximum {max}; the default must be at least 1 and at most the maximum"
        );
        return Err(StartError::setting(setting, problem));
    }
    Ok(limits)
}

pub(crate) fn header_names(
    setting: &'static str,
    names: &[String],
) -> Result<Vec<HeaderName>, StartError> {
    let name = |name: &String| {
        HeaderName::try_from(name.as_str()).map_err(|_| {
            StartError::setting(setting, format!("`{name}` is not a valid header name"))
        })
    };
    names.iter().map(name).collect()
}

/// Each word must differ from the protocol's and from the others.
pub(crate) fn mode_words(
    setting: &'static str,
    words: &[(String, Mode)],
) -> Result<(), StartError> {
    for (number, (word, _)) in words.iter().enumerate() {
        let same = |(other, _): &(String, Mode)| other.eq_ignore_ascii_case(word);
        let problem = if word.is_empty() || !word.bytes().all(|byte| byte.is_ascii_graphic()) {
            "must be visible ASCII without spaces, since a header must carry it"
        } else if ["live", "test"].into_iter().any(|known| known.eq_ignore_ascii_case(word)) {
            "is a word of the protocol, so its meaning is fixed"
        } else if words.iter().take(number).any(same) {
            "appears twice"
        } else {
            continue;
        };
        return Err(StartError::setting(setting, format!("`{word}` {problem}")));
    }
    Ok(())
}

/// Only statuses that allow an empty body.
pub(crate) fn action_status(setting: &'static str, code: u16) -> Result<StatusCode, StartError> {
    let all = [StatusCode::OK, StatusCode::CREATED, StatusCode::ACCEPTED, StatusCode::NO_CONTENT];
    all.into_iter().find(|status| status.as_u16() == code).ok_or_else(|| {
        StartError::setting(setting, format!("it is {code}; it must be 200, 201, 202 or 204"))
    })
}

pub(crate) fn spellings(
    setting: &'static str,
    given: &[(String, String)],
) -> Result<Spellings, StartError> {
    let spelling = |(spelling, meaning): &(String, String)| {
        let problem = if spelling.is_empty() {
            "a spelling must not be empty".to_owned()
        } else if Spellings::known(spelling).is_some() {
            format!("`{spelling}` already has a meaning, and cannot have another")
        } else if let Some(known) = Spellings::known(meaning) {
            return Ok((spelling.clone(), known));
        } else {
            let all = Spellings::KEYS.iter().chain(Spellings::WORDS).copied().collect::<Vec<_>>();
            format!(
                "`{meaning}` is neither a key nor a word of an action's body; it must be one of {}",
                all.join(", ")
            )
        };
        Err(StartError::setting(setting, problem))
    };
    Ok(Spellings(given.iter().map(spelling).collect::<Result<_, _>>()?))
}
