//! `X-Churnkey-Mode` (protocol 2.3).

use std::fmt;

use actix_web::http::header::{HeaderMap, HeaderName};

use crate::error::{Error, Result};

static HEADER: HeaderName = HeaderName::from_static("x-churnkey-mode");

/// Whether a request is about live or about test data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mode {
    /// The default: what a request without the header means.
    Live,
    /// Test data; see [`Builder::test_context`](crate::Builder::test_context).
    Test,
}

/// What an `X-Churnkey-Mode` that is neither `live` nor `test` means. Churnkey does not say (protocol 9, U17).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum UnknownMode {
    /// 400: the safer reading, since the other touches live data.
    #[default]
    Refuse,
    /// As if the header were absent.
    Live,
}

impl Mode {
    /// The value of the header: `live` or `test`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Test => "test",
        }
    }

    pub(crate) fn read(headers: &HeaderMap, unknown: UnknownMode) -> Result<Self> {
        let mut values = headers.get_all(&HEADER);
        let Some(value) = values.next() else { return Ok(Self::Live) };
        let value = value.as_bytes().trim_ascii();
        let mode = if values.next().is_some() {
            None // two headers: whichever was meant, the other one would be ignored
        } else if value.eq_ignore_ascii_case(b"live") {
            Some(Self::Live)
        } else if value.eq_ignore_ascii_case(b"test") {
            Some(Self::Test)
        } else {
            None
        };
        match (mode, unknown) {
            (Some(mode), _) => Ok(mode),
            (None, UnknownMode::Live) => Ok(Self::Live),
            (None, UnknownMode::Refuse) => {
                Err(Error::bad_request("`X-Churnkey-Mode` must be `live` or `test`"))
            }
        }
    }
}

impl fmt::Display for Mode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
