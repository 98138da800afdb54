//! Before every endpoint: the token, and the mode.

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{AUTHORIZATION, HeaderMap, HeaderValue};
use actix_web::middleware::Next;
use actix_web::{Error, web};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::error::ApiError;

/// The Integration Token's digest: of equal length for every token, so that comparing takes equally long.
pub(crate) struct TokenDigest([u8; 32]);

impl TokenDigest {
    /// The digest of a token.
    pub(crate) fn of(token: &[u8]) -> Self {
        Self(Sha256::digest(token).into())
    }

    fn authenticate(&self, headers: &HeaderMap) -> Result<(), ApiError> {
        let Some(value) = headers.get(AUTHORIZATION) else {
            return Err(ApiError::new(401, "the integration token is missing"));
        };
        let token = match value.as_bytes().split_at_checked(7) {
            Some((scheme, token)) if scheme.eq_ignore_ascii_case(b"bearer ") => token,
            _ => value.as_bytes(),
        };
        if Self::of(token).0.ct_eq(&self.0).into() {
            return Ok(());
        }
        Err(ApiError::new(401, "the integration token is not valid"))
    }
}

pub(crate) async fn authenticate(
    token: web::Data<TokenDigest>,
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    token.authenticate(request.headers())?;
    check_mode(request.headers())?;
    next.call(request).await
}

/// Both modes have the same data here, so the mode is only checked.
fn check_mode(headers: &HeaderMap) -> Result<(), ApiError> {
    match headers.get("x-churnkey-mode").map(HeaderValue::as_bytes) {
        None | Some(b"live" | b"test") => Ok(()),
        Some(_) => Err(ApiError::bad_request("`X-Churnkey-Mode` must be `live` or `test`")),
    }
}
