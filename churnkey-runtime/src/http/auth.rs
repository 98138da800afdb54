//! The Integration Token (protocol 2.2).

use actix_web::http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use sha2::{Digest as _, Sha256};
use subtle::{Choice, ConstantTimeEq as _};

use crate::error::{Error, Result};
use crate::integration::start_error::StartError;

type Digest = [u8; 32];

/// The tokens that are valid now, as digests: the secrets themselves are not kept.
pub(crate) struct Tokens {
    digests: Vec<Digest>,
    /// Where a token is looked for besides `Authorization`.
    headers: Vec<HeaderName>,
}

impl Tokens {
    pub(crate) fn new(tokens: &[String], headers: Vec<HeaderName>) -> Result<Self, StartError> {
        if tokens.is_empty() || tokens.iter().any(|token| token.trim().is_empty()) {
            return Err(StartError::NoToken);
        }
        if !tokens.iter().all(|token| token.bytes().all(|byte| byte.is_ascii_graphic())) {
            return Err(StartError::UnreadableToken);
        }
        let digests = tokens.iter().map(|token| digest(token.as_bytes())).collect();
        Ok(Self { digests, headers })
    }

    /// The headers that may carry a token besides `Authorization`.
    #[cfg(feature = "openapi")]
    pub(crate) fn headers(&self) -> &[HeaderName] {
        &self.headers
    }

    /// 401 unless one of the headers carries a valid token.
    pub(crate) fn authenticate(&self, headers: &HeaderMap) -> Result<()> {
        let authorization = headers.get_all(AUTHORIZATION).map(|value| bearer(value.as_bytes()));
        let extra =
            self.headers.iter().flat_map(|name| headers.get_all(name)).map(HeaderValue::as_bytes);
        let mut presented = authorization.chain(extra).peekable();
        if presented.peek().is_none() {
            return Err(Error::new(
                401,
                "the integration token is missing: send `Authorization: Bearer <token>`",
            ));
        }
        if presented.any(|token| self.knows(token)) {
            return Ok(());
        }
        Err(Error::new(401, "the integration token is not valid"))
    }

    /// Digests are of equal length and all of them are compared, so the time tells neither a token's length, nor how
    /// much of it was right, nor which one it was.
    fn knows(&self, token: &[u8]) -> bool {
        let presented = digest(token);
        let known = self
            .digests
            .iter()
            .fold(Choice::from(0), |known, digest| known | digest.ct_eq(&presented));
        known.into()
    }
}

/// The value without a `Bearer` scheme in any case; a bare token is taken as it is.
fn bearer(value: &[u8]) -> &[u8] {
    match value.split_at_checked(7) {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case(b"bearer ") => token.trim_ascii(),
        _ => value.trim_ascii(),
    }
}

fn digest(token: &[u8]) -> Digest {
    Sha256::digest(token).into()
}

#[cfg(test)]
#[path = "../tests/auth.rs"]
mod tests;
