//! The merchant's own function that authenticates requests without a valid token, by a signature for example.
//!
//! Without such a function, the bodies of these requests are not read.

mod body_reader;
mod request;

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use actix_web::HttpRequest;
use actix_web::dev::Payload;
use actix_web::web::Bytes;

use crate::error::{Error, Result};
use crate::http::custom_auth::body_reader::BodyReader;
use crate::http::limits::Limits;
use crate::tokens::caller::Caller;
use crate::tokens::current::Tokens;
use crate::tokens::secret::Secret;

pub use request::AuthRequest;

pub(crate) type Check = Box<dyn Fn(&AuthRequest<'_>, &Secret) -> bool + Send + Sync>;

pub(crate) struct Authenticate {
    check: Check,
    bodies: BodyReader,
}

impl Authenticate {
    pub(crate) fn new(check: Check) -> Self {
        Self { check, bodies: BodyReader::default() }
    }

    /// Reads the body, and calls the function with each token's secret. `None` if it accepts none of them.
    pub(crate) async fn find_caller(
        &self,
        tokens: &Tokens,
        http: &HttpRequest,
        payload: &mut Payload,
        limits: &Limits,
    ) -> Result<(Option<Caller>, Bytes)> {
        let body = self.bodies.read(http, payload, limits).await?;
        let request = AuthRequest { http, body: &body };
        let find = || tokens.find_by(|secret| (self.check)(&request, secret));
        let caller = catch_unwind(AssertUnwindSafe(find)).map_err(|_: Box<dyn Any + Send>| {
            Error::internal("the `authenticate` function panicked")
        })?;
        Ok((caller, body))
    }
}
