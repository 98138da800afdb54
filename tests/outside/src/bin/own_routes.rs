//! A page and a stream of events beside the integration, on the same port.

use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::error::ErrorUnauthorized;
use actix_web::middleware::{Next, from_fn};
use actix_web::rt::time::sleep;
use actix_web::web::{self, Bytes, ServiceConfig};
use actix_web::{Error, HttpResponse};
use churnkey::Integration;
use churnkey_outside::Billing;
use futures_util::stream;

fn routes(config: &mut ServiceConfig) {
    config.route("/", web::get().to(async || "our own page"));
    let staff = web::scope("/staff").wrap(from_fn(staff_alone));
    config.service(staff.route("/events", web::get().to(events)));
}

async fn staff_alone(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, Error> {
    if request.headers().get("cookie").is_none_or(|cookie| cookie != "session=of-staff") {
        return Err(ErrorUnauthorized("log in first")); // and the connection is closed
    }
    churnkey::trust_connection(request.request()); // a stream may last
    next.call(request).await
}

/// What goes on, as server-sent events.
async fn events() -> HttpResponse {
    let ticks = stream::unfold(0, async |tick: u32| {
        sleep(Duration::from_millis(500)).await;
        (tick < 5).then(|| (Ok::<_, Error>(Bytes::from(format!("data: {tick}\n\n"))), tick + 1))
    });
    HttpResponse::Ok().content_type("text/event-stream").streaming(ticks)
}

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    let integration = Integration::builder(Billing::default()).from_env().build()?;
    // Two seconds are less than the events take.
    integration.server().app(routes).answer_timeout(Duration::from_secs(2)).run().await
}
