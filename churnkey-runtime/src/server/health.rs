//! `/healthz`: whether this process takes requests, told without a token.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use actix_web::{HttpResponse, Resource, web};

use crate::error::Error;
use crate::http::encoding;
use crate::http::service::Core;

pub(crate) fn health(path: &str, core: &Arc<Core>) -> Resource {
    let answer = {
        let core = Arc::clone(core);
        move || {
            let mut response = if core.draining.load(Ordering::Relaxed) {
                encoding::plain_error(&Error::new(503, "shutting down"))
            } else {
                HttpResponse::Ok().json(serde_json::json!({ "status": "ok" }))
            };
            closed(&mut response);
            async { response }
        }
    };
    web::resource(path)
        .route(web::get().to(answer.clone()))
        .route(web::head().to(answer))
        .default_service(web::to(async || {
            let mut response = encoding::plain_error(&Error::method_not_allowed("GET, HEAD"));
            closed(&mut response);
            response
        }))
}

/// Every path that is not the integration's.
pub(crate) async fn nothing_here() -> HttpResponse {
    let error = Error::not_found("there is nothing here; the integration is under /churnkey");
    let mut response = encoding::plain_error(&error);
    closed(&mut response);
    response
}

/// Who has shown no token may not keep a connection: actix limits the time for a head on a new connection only.
fn closed(response: &mut HttpResponse) {
    response.head_mut().set_connection_type(actix_web::http::ConnectionType::Close);
}
