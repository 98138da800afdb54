//! Finds a valid token in a place where none is accepted. It is only logged: the answer stays 401.

use std::borrow::Cow;

use actix_web::HttpRequest;
use actix_web::http::header::{COOKIE, HeaderName};
use percent_encoding::percent_decode;

use crate::http::auth::Authentication;
use crate::http::presented;
use crate::masking;

/// How many values of one request are compared, and how long one may be.
const MOST: usize = 64;
const LONGEST: usize = 1024;

pub(super) enum Place {
    Header(HeaderName),
    Cookie(String),
    Query(String),
    Path,
}

/// Where the token is. [`Tokens::find`](crate::tokens::current::Tokens::find) compares each value in constant time.
pub(super) fn find(authentication: &Authentication, http: &HttpRequest) -> Option<Place> {
    let headers = http.headers().iter();
    let headers = headers
        .filter(|(name, _)| **name != COOKIE && !authentication.accepts(name))
        .flat_map(|(name, value)| {
            let tokens = presented::tokens(value.as_bytes());
            tokens.into_iter().map(|token| (Place::Header(name.clone()), token))
        });
    let cookies = http.headers().get_all(COOKIE).flat_map(|value| {
        value.as_bytes().split(|byte| *byte == b';').filter_map(|pair| pair_of(pair, Place::Cookie))
    });
    let query = http.query_string().as_bytes().split(|byte| *byte == b'&');
    let query = query.filter_map(|pair| pair_of(pair, Place::Query));
    let path = http.uri().path().as_bytes().rsplit(|byte| *byte == b'/');
    let path = path.map(|segment| (Place::Path, decoded(segment)));
    let places = path.take(MOST / 4).chain(query.take(MOST / 4)).chain(headers).chain(cookies);
    let mut places = places.filter(|(_, value)| (1..=LONGEST).contains(&value.len())).take(MOST);
    places.find(|(_, value)| authentication.tokens.find(value).is_some()).map(|(place, _)| place)
}

/// `name=value`
fn pair_of(pair: &[u8], place: fn(String) -> Place) -> Option<(Place, Cow<'_, [u8]>)> {
    let equals = pair.iter().position(|byte| *byte == b'=')?;
    let (name, value) = pair.split_at(equals);
    let name = String::from_utf8_lossy(name.trim_ascii()).into_owned();
    Some((place(name), decoded(value.get(1..)?.trim_ascii())))
}

fn decoded(value: &[u8]) -> Cow<'_, [u8]> {
    percent_decode(value).into()
}

impl Place {
    pub(super) fn log(&self) {
        match self {
            Self::Header(name) => {
                let header = &*masking::name(name.as_str());
                let advice = if header == name.as_str() {
                    format!(
                        "set `CK_TOKEN_HEADER={header}`, or write `.token_header(\"{header}\")`"
                    )
                } else {
                    "name it in `CK_TOKEN_HEADER`, or by `.token_header(…)`".to_owned()
                };
                tracing::warn!(
                    target: "churnkey",
                    header,
                    "the integration token came in the header `{header}`, where it is not accepted, so the answer was 401; \
                     to accept it there, {advice}"
                );
            }
            Self::Cookie(name) => log_never(&format!("the cookie `{}`", masking::name(name))),
            Self::Query(key) => log_never(&format!("the query, as `{}`", masking::name(key))),
            Self::Path => log_never("the path"),
        }
    }
}

fn log_never(place: &str) {
    tracing::warn!(
        target: "churnkey",
        "the integration token came in {place}, where it is never accepted, so the answer was 401: proxies log such \
         places. Have it sent in a header, and replace it, since it may have been logged"
    );
}
