//! Every error as `{"code", "message"}`, those of actix's extractors too.

use std::borrow::Cow;
use std::fmt;

use actix_web::error::{JsonPayloadError, ResponseError};
use actix_web::http::StatusCode;
use actix_web::http::header::ALLOW;
use actix_web::web::{JsonConfig, PathConfig, QueryConfig};
use actix_web::{HttpRequest, HttpResponse, Responder};
use serde::Serialize;

#[derive(Debug, Serialize)]
pub(crate) struct ApiError {
    code: u16,
    message: Cow<'static, str>,
    #[serde(skip)]
    allow: Option<&'static str>,
}

impl ApiError {
    pub(crate) fn new(code: u16, message: impl Into<Cow<'static, str>>) -> Self {
        Self { code, message: message.into(), allow: None }
    }

    pub(crate) fn bad_request(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(400, message)
    }

    pub(crate) fn not_found(message: impl Into<Cow<'static, str>>) -> Self {
        Self::new(404, message)
    }

    pub(crate) fn method_not_allowed(allow: &'static str) -> Self {
        Self { allow: Some(allow), ..Self::new(405, format!("only {allow} is allowed here")) }
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.code).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        if let Some(allow) = self.allow {
            response.insert_header((ALLOW, allow));
        }
        response.json(self)
    }
}

impl Responder for ApiError {
    type Body = actix_web::body::BoxBody;

    fn respond_to(self, _: &HttpRequest) -> HttpResponse {
        self.error_response()
    }
}

pub(crate) fn json_config() -> JsonConfig {
    JsonConfig::default()
        .limit(64 * 1024)
        .content_type_required(false)
        .content_type(|_| true)
        .error_handler(|error, _| {
            let code = match error {
                JsonPayloadError::Overflow { .. }
                | JsonPayloadError::OverflowKnownLength { .. } => 413,
                _ => 400,
            };
            ApiError::new(code, error.to_string()).into()
        })
}

pub(crate) fn path_config() -> PathConfig {
    PathConfig::default().error_handler(|error, _| ApiError::bad_request(error.to_string()).into())
}

pub(crate) fn query_config() -> QueryConfig {
    QueryConfig::default().error_handler(|error, _| ApiError::bad_request(error.to_string()).into())
}
