//! First contact: logs what is unexpected in a request, and the setting that accepts it, without personal data or secrets
//! ([`masking`](crate::masking)).

mod authenticated;
mod log_once;
mod misplaced;
mod nearest;
mod once_per_minute;
mod unauthenticated;

use actix_web::HttpRequest;

use crate::http::auth::Authentication;
use crate::http::contact::log_once::LogOnce;
use crate::http::contact::once_per_minute::OncePerMinute;
use crate::http::contact::unauthenticated::Unauthenticated;

/// Knows what was logged before. Only unusual requests get here.
#[derive(Default)]
pub(crate) struct Contact {
    misplaced: OncePerMinute,
    unauthenticated: Unauthenticated,
    log: LogOnce,
}

impl Contact {
    /// A request was refused because it had no valid token.
    pub(crate) fn refused(&self, authentication: &Authentication, http: &HttpRequest) {
        match misplaced::find(authentication, http) {
            Some(place) if self.misplaced.begin() => place.log(),
            Some(_) => {}
            None => self.unauthenticated.log(http),
        }
    }
}

#[cfg(test)]
#[path = "../../tests/constant_time.rs"]
mod tests;
