//! The answer that docs/tokens.md, docs/first-contact.md and docs/settings.md prescribe for a request.

use actix_web::http::Method;
use churnkey_runtime::{Mode, UnknownMode};

use crate::merchants::BODY_LIMIT;
use crate::routes::Target;
use crate::sent::{Sent, hex, signature};
use crate::services::{Known, Service};
use crate::tokens;

const TARGET_LIMIT: usize = 8 * 1024;
const HEADERS_LIMIT: usize = 16 * 1024;

#[derive(Debug, Clone, PartialEq)]
pub enum Expected {
    /// An error with this status. The merchant's code is not called.
    Refused(u16),
    Manifest,
    /// A call of the merchant's method, or 400 for a wrong query or body.
    Call {
        mode: Mode,
        is_action: bool,
        is_list: bool,
    },
}

/// One answer, or several if the request has several valid tokens with different limits. `below` is the path below
/// `/churnkey`.
#[must_use]
pub fn expected(service: &Service, sent: &Sent, below: &str) -> Vec<Expected> {
    let target = sent.uri.path_and_query().map_or(0, |target| target.as_str().len());
    let headers = sent.headers.iter().map(|(name, value)| name.as_str().len() + value.len());
    if target > TARGET_LIMIT {
        return vec![Expected::Refused(414)];
    }
    if headers.sum::<usize>() > HEADERS_LIMIT {
        return vec![Expected::Refused(431)];
    }
    let mut callers = callers(service, sent);
    if callers.is_empty() && service.is_signed {
        if is_too_large(sent) {
            return vec![Expected::Refused(413)];
        }
        if is_signed(sent) {
            callers.extend(service.tokens);
        }
    }
    if callers.is_empty() {
        return vec![Expected::Refused(401)];
    }
    let mut all: Vec<_> =
        callers.into_iter().map(|caller| with_token(service, sent, below, caller)).collect();
    all.dedup();
    all
}

/// The valid tokens that the request has in an accepted place.
#[must_use]
pub fn callers(service: &Service, sent: &Sent) -> Vec<Known> {
    let sent: Vec<_> = tokens::accepted(&sent.headers, service.headers).collect();
    let is_sent = |known: &&Known| sent.iter().any(|it| it == known.secret.as_bytes());
    service.tokens.iter().filter(is_sent).copied().collect()
}

fn with_token(service: &Service, sent: &Sent, below: &str, token: Known) -> Expected {
    let Some(mode) = mode(service, sent) else { return Expected::Refused(400) };
    if token.test_only && mode == Mode::Live {
        return Expected::Refused(403);
    }
    let matches = service.routes.matches(below);
    if matches.is_empty() {
        return Expected::Refused(404);
    }
    let Some(found) = matches.iter().find(|it| it.method == sent.method.as_str()) else {
        return Expected::Refused(405);
    };
    if found.params().is_none() {
        return Expected::Refused(400);
    }
    let has_large_body = sent.method != Method::GET && is_too_large(sent);
    match found.target {
        Target::Endpoint { is_action: true, .. } if token.read_only => Expected::Refused(403),
        _ if has_large_body => Expected::Refused(413),
        Target::Manifest => Expected::Manifest,
        Target::Endpoint { pattern, is_action } => {
            let is_list = !is_action && !pattern.rsplit('/').next().is_some_and(is_param);
            let mode = if service.has_test_context { mode } else { Mode::Live };
            Expected::Call { mode, is_action, is_list }
        }
    }
}

fn is_param(segment: &str) -> bool {
    segment.starts_with(':')
}

/// `None` for a mode that is refused with 400.
fn mode(service: &Service, sent: &Sent) -> Option<Mode> {
    let words: Vec<_> =
        sent.all("x-churnkey-mode").map(|word| word.trim_ascii().to_ascii_lowercase()).collect();
    let known = |word: &[u8]| match word {
        b"live" => Some(Mode::Live),
        b"test" => Some(Mode::Test),
        other => {
            let mut words = service.modes.iter();
            words.find(|(word, _)| word.as_bytes() == other).map(|(_, mode)| *mode)
        }
    };
    let mode = match words.as_slice() {
        [] => Some(Mode::Live),
        [word] => known(word),
        _ => None,
    };
    match service.unknown_mode {
        UnknownMode::Live => mode.or(Some(Mode::Live)),
        _ => mode,
    }
}

fn is_too_large(sent: &Sent) -> bool {
    let announced = sent.all("content-length").next().and_then(|it| str::from_utf8(it).ok());
    let announced = announced.and_then(|length| length.parse::<u64>().ok());
    sent.body.len() > BODY_LIMIT || announced.is_some_and(|length| length > BODY_LIMIT as u64)
}

/// The signature must be in exactly one header, as hex digits in upper or lower case.
fn is_signed(sent: &Sent) -> bool {
    let mut values = sent.all("x-ck-signature");
    let (Some(value), None) = (values.next(), values.next()) else { return false };
    let value = value.strip_prefix(b"sha256=").unwrap_or(value);
    value.to_ascii_lowercase() == hex(&signature(&sent.body))
}
