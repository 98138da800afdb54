//! Serves the merchant on the address in `CK_ADDR`, with the token in `CK_INTEGRATION_TOKEN`.

use std::{env, io};

use actix_web::{App, HttpServer, web};
use bench_by_hand::{Billing, TokenDigest, configure};

#[actix_web::main]
async fn main() -> io::Result<()> {
    let token = env::var("CK_INTEGRATION_TOKEN").unwrap_or_default();
    if token.is_empty() {
        return Err(io::Error::other("`CK_INTEGRATION_TOKEN` is not set"));
    }
    let address = env::var("CK_ADDR").unwrap_or_else(|_| "127.0.0.1:8080".to_owned());
    let billing = web::Data::new(Billing::open());
    let token = web::Data::new(TokenDigest::of(token.as_bytes()));
    HttpServer::new(move || {
        App::new().configure(|config| configure(config, billing.clone(), token.clone()))
    })
    .workers(1)
    .bind(address)?
    .run()
    .await
}
