//! `/healthz`: whether this process takes requests, told without a token.

use actix_web::{HttpResponse, Resource, web};

use crate::error::Error;
use crate::http::draining::Draining;
use crate::http::encoding;

pub(crate) fn health(path: &str, draining: &Draining) -> Resource {
    let answer = {
        let draining = draining.clone();
        move || {
            let response = if draining.has_begun() {
                encoding::plain_error(&Error::new(503, "shutting down"))
            } else {
                HttpResponse::Ok().json(serde_json::json!({ "status": "ok" }))
            };
            async { response }
        }
    };
    web::resource(path)
        .route(web::get().to(answer.clone()))
        .route(web::head().to(answer))
        .default_service(web::to(async || {
            encoding::plain_error(&Error::method_not_allowed("GET, HEAD".to_owned()))
        }))
}

/// Every path that is not the integration's.
pub(crate) async fn nothing_here() -> HttpResponse {
    let error = Error::not_found("there is nothing here; the integration is under /churnkey");
    encoding::plain_error(&error)
}
