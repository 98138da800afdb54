//! The endpoints of all eleven modules, as thin as they can be: what is built here is the endpoints.

use std::{env, io};

use actix_web::middleware::from_fn;
use actix_web::{App, HttpServer, Resource, web};

mod actions;
mod controllers;
mod features;
mod models;

// What any such merchant needs, as the other one by hand has it. The files and not its crate: what is built here is compared,
// so it has to be this merchant and no other.
#[path = "../../by-hand/src/auth.rs"]
#[allow(unreachable_pub, reason = "the other one is a library")]
mod auth;
#[path = "../../by-hand/src/error.rs"]
mod error;
#[path = "../../by-hand/src/paging.rs"]
mod paging;

use auth::TokenDigest;
use error::ApiError;

#[actix_web::main]
async fn main() -> io::Result<()> {
    let token = env::var("CK_INTEGRATION_TOKEN").unwrap_or_default();
    if token.is_empty() {
        return Err(io::Error::other("`CK_INTEGRATION_TOKEN` is not set"));
    }
    let address = env::var("CK_ADDR").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let token = web::Data::new(TokenDigest::of(token.as_bytes()));
    HttpServer::new(move || App::new().configure(|config| configure(config, token.clone())))
        .bind(address)?
        .run()
        .await
}

fn configure(config: &mut web::ServiceConfig, token: web::Data<TokenDigest>) {
    use {actions as act, controllers as read};
    let churnkey = web::scope("/churnkey")
        .wrap(from_fn(auth::authenticate))
        .app_data(token)
        .app_data(error::json_config())
        .app_data(error::path_config())
        .app_data(error::query_config())
        .service(only("/features", "GET").get(features::show))
        .service(only("/customers", "GET").get(read::customers))
        .service(only("/customers/email/{email}", "GET").get(read::customer_by_email))
        .service(only("/customers/phone/{phone}", "GET").get(read::customer_by_phone))
        .service(only("/customers/{id}", "GET").get(read::customer))
        .service(only("/customers/{id}/subscriptions", "GET").get(read::subscriptions))
        .service(only("/customers/{customer}/subscriptions/{id}", "GET").get(read::subscription))
        .service(only("/prices", "GET").get(read::prices))
        .service(only("/prices/{id}", "GET").get(read::price))
        .service(only("/coupons", "GET").get(read::coupons))
        .service(only("/coupons/{id}", "GET").get(read::coupon))
        .service(only("/products", "GET").get(read::products))
        .service(only("/products/{id}", "GET").get(read::product))
        .service(only("/families", "GET").get(read::families))
        .service(only("/families/{id}", "GET").get(read::family))
        .service(only("/actions/subscription/cancel", "POST").post(act::cancel))
        .service(only("/actions/customer/cancel", "POST").post(act::cancel_all))
        .service(only("/actions/subscription/pause", "POST").post(act::pause))
        .service(only("/actions/customer/pause", "POST").post(act::pause_all))
        .service(only("/actions/subscription/apply-coupon", "POST").post(act::apply_coupon))
        .service(only("/actions/subscription/change-price", "POST").post(act::change_price))
        .service(only("/actions/subscription/extend-trial", "POST").post(act::extend_trial))
        .default_service(web::to(async || ApiError::not_found("there is no such endpoint")));
    config.service(churnkey);
}

/// A resource that answers 405 to every method that it gets no route for.
fn only(path: &str, allow: &'static str) -> Resource {
    web::resource(path)
        .default_service(web::to(move || async move { ApiError::method_not_allowed(allow) }))
}
