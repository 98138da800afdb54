//! First contact: what came that is not as it was expected, said so that somebody can act on it, and with nothing of a
//! person or a secret in it ([`masking`](crate::masking)).

mod minute;
mod misplaced;
pub(crate) mod unfound;

use actix_web::HttpRequest;

use crate::http::auth::Authentication;
use crate::http::contact::minute::Minute;

/// What was said already. Only requests that are out of the ordinary come here.
#[derive(Default)]
pub(crate) struct Contact {
    misplaced: Minute,
}

impl Contact {
    /// A request was refused for want of a valid token.
    pub(crate) fn refused(&self, authentication: &Authentication, http: &HttpRequest) {
        if let Some(place) = misplaced::find(authentication, http)
            && self.misplaced.is_over()
        {
            place.tell();
        }
    }
}
