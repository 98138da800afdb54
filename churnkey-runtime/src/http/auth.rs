//! Finds the token in a request (protocol 2.2). [`tokens`](crate::tokens) knows which tokens are valid.

use std::sync::Arc;

use actix_web::http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};

use crate::error::{Error, Result};
use crate::http::custom_auth::Authenticate;
use crate::http::presented;
use crate::tokens::caller::Caller;
use crate::tokens::current::Tokens;

pub(crate) struct Authentication {
    pub(crate) tokens: Arc<Tokens>,
    /// The headers that may hold a token besides `Authorization`.
    pub(crate) headers: Vec<HeaderName>,
    /// Asked about requests without a valid token.
    pub(crate) by_request: Option<Authenticate>,
}

impl Authentication {
    /// The caller that the token belongs to, or 401 if no header holds a valid token.
    pub(crate) fn authenticate(&self, headers: &HeaderMap) -> Result<Caller> {
        let bearer =
            headers.get(AUTHORIZATION).and_then(|value| presented::bearer(value.as_bytes()));
        match bearer.and_then(|token| self.tokens.find(token)) {
            Some(caller) => Ok(caller),
            None => self.in_another_form(headers),
        }
    }

    /// Under another scheme or without one, in a second `Authorization`, or in a header from the settings.
    #[cold]
    fn in_another_form(&self, headers: &HeaderMap) -> Result<Caller> {
        let mut values = self.accepted_values(headers).peekable();
        if values.peek().is_none() {
            return Err(Error::new(
                401,
                "the integration token is missing: send `Authorization: Bearer <token>`",
            ));
        }
        let mut tokens = values.flat_map(|value| presented::tokens(value.as_bytes()));
        let caller = tokens.find_map(|token| self.tokens.find(&token));
        caller.ok_or_else(|| Error::new(401, "the integration token is not valid"))
    }

    fn accepted_values<'a>(&self, headers: &'a HeaderMap) -> impl Iterator<Item = &'a HeaderValue> {
        let named = self.headers.iter().flat_map(|name| headers.get_all(name));
        headers.get_all(AUTHORIZATION).chain(named)
    }

    /// Whether a token in this header is accepted.
    pub(crate) fn accepts(&self, header: &HeaderName) -> bool {
        *header == AUTHORIZATION || self.headers.contains(header)
    }
}

#[cfg(test)]
#[path = "../tests/auth.rs"]
mod tests;
