//! `X-Churnkey-Mode` (protocol 2.3).

use actix_web::http::header::{HeaderMap, HeaderName};

use crate::error::{Error, Result};
use crate::http::contact::Contact;
use crate::module::mode::Mode;

pub(crate) static HEADER: HeaderName = HeaderName::from_static("x-churnkey-mode");

/// How to read an `X-Churnkey-Mode` that is neither `live` nor `test`. Churnkey does not document it
/// ([protocol 9](crate::protocol#9-unknowns-and-recommended-tolerant-reading), U17).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnknownMode {
    /// 400: the safer reading, since the other touches live data.
    #[default]
    Refuse,
    /// As if the header were absent.
    Live,
}

/// How the header's value is read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Modes {
    pub(crate) unknown: UnknownMode,
    /// Words besides `live` and `test`, in any letter case.
    pub(crate) words: Vec<(String, Mode)>,
}

impl Mode {
    pub(crate) fn read(headers: &HeaderMap, modes: &Modes, contact: &Contact) -> Result<Self> {
        let mut values = headers.get_all(&HEADER);
        let Some(value) = values.next() else { return Ok(Self::Live) };
        let value = value.as_bytes().trim_ascii();
        let mode = if values.next().is_some() {
            None // two headers: to obey one is to ignore the other
        } else if value.eq_ignore_ascii_case(b"live") {
            Some(Self::Live)
        } else if value.eq_ignore_ascii_case(b"test") {
            Some(Self::Test)
        } else {
            let mut words = modes.words.iter();
            words
                .find(|(word, _)| value.eq_ignore_ascii_case(word.as_bytes()))
                .map(|(_, mode)| *mode)
        };
        if let Some(mode) = mode {
            return Ok(mode);
        }
        contact.unknown_mode(headers, modes.unknown);
        match modes.unknown {
            UnknownMode::Live => Ok(Self::Live),
            UnknownMode::Refuse => {
                Err(Error::bad_request("`X-Churnkey-Mode` must be `live` or `test`"))
            }
        }
    }
}
