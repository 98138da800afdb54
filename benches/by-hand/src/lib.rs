//! The benchmarks' merchant written by hand on actix-web, the way a careful engineer would without a framework.

use actix_web::middleware::from_fn;
use actix_web::{Resource, web};

mod actions;
mod auth;
mod billing;
mod customers;
mod error;
mod features;
mod models;
mod paging;
mod prices;
mod subscriptions;

pub use auth::TokenDigest;
pub use billing::Billing;

use error::ApiError;

/// Mounts everything under `/churnkey`. Both arguments are shared by all workers.
pub fn configure(
    config: &mut web::ServiceConfig,
    billing: web::Data<Billing>,
    token: web::Data<TokenDigest>,
) {
    let churnkey = web::scope("/churnkey")
        .wrap(from_fn(auth::authenticate))
        .app_data(billing)
        .app_data(token)
        .app_data(error::json_config())
        .app_data(error::path_config())
        .app_data(error::query_config())
        .service(get("/features").get(features::show))
        .service(get("/customers/{id}").get(customers::retrieve))
        .service(get("/customers/{id}/subscriptions").get(subscriptions::list))
        .service(get("/customers/{customer_id}/subscriptions/{id}").get(subscriptions::retrieve))
        .service(get("/prices").get(prices::list))
        .service(get("/prices/{id}").get(prices::retrieve))
        .service(post("/actions/subscription/cancel").post(actions::cancel))
        .service(post("/actions/subscription/pause").post(actions::pause))
        .default_service(web::to(async || ApiError::not_found("there is no such endpoint")));
    config.service(churnkey);
}

fn get(path: &str) -> Resource {
    only(path, "GET")
}

fn post(path: &str) -> Resource {
    only(path, "POST")
}

/// A resource that answers 405 to every method that it gets no route for.
fn only(path: &str, allow: &'static str) -> Resource {
    web::resource(path)
        .default_service(web::to(move || async move { ApiError::method_not_allowed(allow) }))
}
