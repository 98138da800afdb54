//! A merchant's own function that says who asks, for requests that show no valid token: such as by a signature.
//!
//! Only with it is a stranger's body read.

mod reading;
mod request;

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};

use actix_web::HttpRequest;
use actix_web::dev::Payload;
use actix_web::web::Bytes;

use crate::error::{Error, Result};
use crate::http::authenticate::reading::Reading;
use crate::http::limits::Limits;
use crate::tokens::caller::Caller;
use crate::tokens::current::Tokens;
use crate::tokens::secret::Secret;

pub use request::AuthRequest;

pub(crate) type Check = Box<dyn Fn(&AuthRequest<'_>, &Secret) -> bool + Send + Sync>;

pub(crate) struct Authenticate {
    check: Check,
    reading: Reading,
}

impl Authenticate {
    pub(crate) fn new(check: Check) -> Self {
        Self { check, reading: Reading::default() }
    }

    /// Reads the body, and asks the function. `None` when it knows nobody.
    pub(crate) async fn ask(
        &self,
        tokens: &Tokens,
        http: &HttpRequest,
        payload: &mut Payload,
        limits: &Limits,
    ) -> Result<(Option<Caller>, Bytes)> {
        let body = self.reading.read(http, payload, limits).await?;
        let request = AuthRequest { http, body: &body };
        let asked = || tokens.find_by(|secret| (self.check)(&request, secret));
        let caller = catch_unwind(AssertUnwindSafe(asked)).map_err(|_: Box<dyn Any + Send>| {
            Error::internal("the function of `authenticate` panicked")
        })?;
        Ok((caller, body))
    }
}
