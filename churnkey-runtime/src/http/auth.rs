//! What a request shows of a token (protocol 2.2). Which tokens are valid is [`tokens`](crate::tokens).

use std::sync::Arc;

use actix_web::http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};

use crate::error::{Error, Result};
use crate::http::authenticate::Authenticate;
use crate::http::presented;
use crate::tokens::caller::Caller;
use crate::tokens::current::Tokens;

pub(crate) struct Authentication {
    pub(crate) tokens: Arc<Tokens>,
    /// Where a token is looked for besides `Authorization`.
    pub(crate) headers: Vec<HeaderName>,
    /// Asked about requests that show no valid token.
    pub(crate) by_request: Option<Authenticate>,
}

impl Authentication {
    /// Who asks, or 401 unless one of the headers carries a valid token.
    pub(crate) fn authenticate(&self, headers: &HeaderMap) -> Result<Caller> {
        let ordinary =
            headers.get(AUTHORIZATION).and_then(|value| presented::bearer(value.as_bytes()));
        match ordinary.and_then(|token| self.tokens.find(token)) {
            Some(caller) => Ok(caller),
            None => self.in_another_form(headers),
        }
    }

    /// Under another scheme or without one, in a second `Authorization`, or in a header that was named.
    #[cold]
    fn in_another_form(&self, headers: &HeaderMap) -> Result<Caller> {
        let mut shown = self.where_it_is_taken(headers).peekable();
        if shown.peek().is_none() {
            return Err(Error::new(
                401,
                "the integration token is missing: send `Authorization: Bearer <token>`",
            ));
        }
        let mut tokens = shown.flat_map(|value| presented::tokens(value.as_bytes()));
        let caller = tokens.find_map(|token| self.tokens.find(&token));
        caller.ok_or_else(|| Error::new(401, "the integration token is not valid"))
    }

    fn where_it_is_taken<'a>(
        &self,
        headers: &'a HeaderMap,
    ) -> impl Iterator<Item = &'a HeaderValue> {
        let named = self.headers.iter().flat_map(|name| headers.get_all(name));
        headers.get_all(AUTHORIZATION).chain(named)
    }

    /// Whether a token that stands in this header is taken.
    pub(crate) fn takes(&self, header: &HeaderName) -> bool {
        *header == AUTHORIZATION || self.headers.contains(header)
    }
}

#[cfg(test)]
#[path = "../tests/auth.rs"]
mod tests;
