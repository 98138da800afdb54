//! Acme Video: a subscription business with billing of its own, to copy from.
//!
//! `cargo run --example acme` serves it from an embedded database that is made and filled at the first run.
//!
//! - one file a module: `customers.rs`, `cancel.rs`, …
//! - `timeline.rs`: what state a subscription is in, from its dates; `charge.rs`: what it costs
//! - `db.rs`, `schema.sql`, `catalogue.rs`, `seed.rs`: the database; `journal.rs`: what was done, so that a request may come twice

mod apply_coupon;
mod cancel;
mod catalogue;
mod change_price;
mod charge;
mod coupons;
mod customers;
mod db;
mod discounts;
mod extend_trial;
mod families;
mod journal;
mod pause;
mod prices;
mod products;
mod seed;
mod subscriptions;
mod timeline;

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use churnkey::models::SubscriptionKey;
use churnkey::{Error, Integration};
use tracing_subscriber::EnvFilter;

use crate::db::Acme;

#[actix_web::main]
async fn main() -> io::Result<()> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).init();

    let (live, test) = databases()?;
    let acme = open(&live).await?;
    let to_try = acme.running(db::now()).await.map_err(unreadable)?;
    let mut builder = Integration::builder(acme).name("Acme Video").token_from_env();
    builder = builder.openapi_path("/openapi.json");
    if let Some(test) = test {
        builder = builder.test_context(open(&test).await?);
    }
    let made_up = match std::env::var("CK_INTEGRATION_TOKEN") {
        Ok(token) if !token.trim().is_empty() => None,
        _ => Some(random_token()?),
    };
    if let Some(token) = &made_up {
        builder = builder.token(token);
    }
    let server = builder.build()?.server().bind()?;
    if let Some(address) = server.addresses().first() {
        greet(*address, made_up.as_deref(), &live, &to_try);
    }
    server.run().await
}

/// Where live and test data are: `DATABASE_URL` and `TEST_DATABASE_URL`, or two files under the target folder. With
/// `DATABASE_URL` alone test mode reads the same data.
fn databases() -> io::Result<(String, Option<String>)> {
    let test = std::env::var("TEST_DATABASE_URL").ok();
    if let Ok(url) = std::env::var("DATABASE_URL") {
        return Ok((url, test));
    }
    let target = match std::env::var_os("CARGO_TARGET_DIR") {
        Some(target) => PathBuf::from(target),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"),
    };
    let folder = target.join("acme");
    std::fs::create_dir_all(&folder)?;
    let folder = folder.canonicalize()?;
    let file = |name| format!("sqlite:{}?mode=rwc", folder.join(name).display());
    Ok((file("acme.db"), test.or_else(|| Some(file("acme-test.db")))))
}

async fn open(url: &str) -> io::Result<Acme> {
    Acme::open(url).await.map_err(unreadable)
}

#[expect(clippy::needless_pass_by_value, reason = "`map_err` calls it so")]
fn unreadable(error: Error) -> io::Error {
    let cause = error.source().map_or_else(|| error.to_string(), ToString::to_string);
    io::Error::other(format!("cannot open the database: {cause}"))
}

/// Only an example may do this: a real merchant's token comes from Churnkey's dashboard.
fn random_token() -> io::Result<String> {
    let mut bytes = [0_u8; 20];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes.iter().fold("ck_int_".to_owned(), |token, byte| format!("{token}{byte:02x}")))
}

fn greet(address: SocketAddr, made_up: Option<&str>, database: &str, to_try: &SubscriptionKey) {
    let database = database.split('?').next().unwrap_or(database);
    // A password has no place on a terminal.
    if database.starts_with("sqlite:") {
        println!("database {database}");
    }
    match made_up {
        Some(token) => {
            println!("CK_INTEGRATION_TOKEN is not set; the token of this run is\n\n    {token}\n");
        }
        None => println!("the token is that of CK_INTEGRATION_TOKEN\n"),
    }
    let token = made_up.unwrap_or("$CK_INTEGRATION_TOKEN");
    let curl = format!("curl -s -H \"Authorization: Bearer {token}\"");
    println!("{curl} http://{address}/churnkey/features\n");
    let SubscriptionKey { customer_id, subscription_id, .. } = to_try;
    println!(
        "{curl} http://{address}/churnkey/customers/{customer_id}/subscriptions/{subscription_id}\n"
    );
    println!(
        "{curl} http://{address}/churnkey/actions/subscription/pause -d '{{\"customerId\": \"{customer_id}\", \
         \"subscriptionId\": \"{subscription_id}\", \"startAt\": \"immediate\", \"duration\": {{\"type\": \"period\", \
         \"amount\": 2, \"unit\": \"month\"}}}}' -w '%{{http_code}}\\n'\n"
    );
}
