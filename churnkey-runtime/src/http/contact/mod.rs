//! First contact: logs what is unexpected in a request, and the setting that accepts it, without personal data or secrets
//! ([`masking`](crate::masking)).

mod authenticated;
mod kinds;
mod log_once;
mod misplaced;
mod nearest;
mod once_per_minute;
pub(crate) mod outside;
mod unmatched;

use actix_web::HttpRequest;

use crate::http::auth::Authentication;
use crate::http::contact::kinds::Kinds;
use crate::http::contact::log_once::LogOnce;
use crate::http::contact::once_per_minute::OncePerMinute;
use crate::http::request_line::RequestLine;

/// Knows what was logged before. Only unusual requests get here.
pub(crate) struct Contact {
    misplaced: OncePerMinute,
    unauthenticated: Kinds,
    log: LogOnce,
}

impl Default for Contact {
    fn default() -> Self {
        let advice = "if one of them is Churnkey, see docs/first-contact.md";
        Self {
            misplaced: OncePerMinute::default(),
            unauthenticated: Kinds::new("without a valid token", advice),
            log: LogOnce::default(),
        }
    }
}

impl Contact {
    /// A request was refused because it had no valid token.
    pub(crate) fn refused(&self, authentication: &Authentication, http: &HttpRequest) {
        match misplaced::find(authentication, http) {
            Some(place) if self.misplaced.begin() => place.log(),
            Some(_) => {}
            None => self.unauthenticated.log(http, &RequestLine::of(http, false).path),
        }
    }
}

#[cfg(test)]
#[path = "../../tests/constant_time.rs"]
mod tests;
