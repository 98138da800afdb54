//! What a request shows of a token (protocol 2.2). Which tokens are valid is [`tokens`](crate::tokens).

use std::sync::Arc;

use actix_web::http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};

use crate::error::{Error, Result};
use crate::tokens::caller::Caller;
use crate::tokens::current::Tokens;

pub(crate) struct Authentication {
    pub(crate) tokens: Arc<Tokens>,
    /// Where a token is looked for besides `Authorization`.
    pub(crate) headers: Vec<HeaderName>,
}

impl Authentication {
    /// Who asks, or 401 unless one of the headers carries a valid token.
    pub(crate) fn authenticate(&self, headers: &HeaderMap) -> Result<Caller> {
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
        let caller = presented.find_map(|token| self.tokens.find(token));
        caller.ok_or_else(|| Error::new(401, "the integration token is not valid"))
    }
}

/// The value without a `Bearer` scheme in any case; a bare token is taken as it is.
fn bearer(value: &[u8]) -> &[u8] {
    match value.split_at_checked(7) {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case(b"bearer ") => token.trim_ascii(),
        _ => value.trim_ascii(),
    }
}

#[cfg(test)]
#[path = "../tests/auth.rs"]
mod tests;
