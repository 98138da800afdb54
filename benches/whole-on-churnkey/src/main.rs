//! All eleven modules with every optional method, as thin as they can be: what is built here is the endpoints.

mod actions;
mod controllers;

struct Billing;

#[actix_web::main]
async fn main() -> std::io::Result<()> {
    churnkey::serve(Billing).await
}
