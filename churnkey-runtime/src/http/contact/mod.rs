//! First contact: what came that is not as it was expected, said so that somebody can act on it, and with nothing of a
//! person or a secret in it ([`masking`](crate::masking)).

mod minute;
mod misplaced;
mod nearest;
mod strangers;
mod told;
pub(crate) mod unfound;
mod with_token;

use actix_web::HttpRequest;

use crate::http::auth::Authentication;
use crate::http::contact::minute::Minute;
use crate::http::contact::strangers::Strangers;
use crate::http::contact::told::Told;

/// What was said already. Only requests that are out of the ordinary come here.
#[derive(Default)]
pub(crate) struct Contact {
    misplaced: Minute,
    strangers: Strangers,
    told: Told,
}

impl Contact {
    /// A request was refused for want of a valid token.
    pub(crate) fn refused(&self, authentication: &Authentication, http: &HttpRequest) {
        match misplaced::find(authentication, http) {
            Some(place) if self.misplaced.is_over() => place.tell(),
            Some(_) => {}
            None => self.strangers.note(http),
        }
    }
}
