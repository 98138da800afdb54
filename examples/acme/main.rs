//! Acme Video: a subscription business with home-grown billing, to copy from.
//!
//! `cargo run --example acme` serves it from an embedded database, which is created and filled at the first run.
//!
//! - a file for each module: `customers.rs`, `cancel.rs`, …
//! - `timeline.rs`: a subscription's state, from its dates; `charge.rs`: what it costs; `limits.rs`: one pause a year
//! - `rehearsal.rs`: a page on which you play the customer of the cancel flow, on test data
//! - `action.rs`: what all actions share; `journal/`: what was asked for, by whom, and the outcome
//! - `commands.rs`: what support may do: `cargo run --example acme -- history u_1001`
//! - `db.rs`, `schema.sql`, `older.rs`, `catalogue.rs`, `seed.rs`, `personas.rs`: the database
//! - `connections.rs`: what happens when the database is locked, full or gone

mod action;
mod apply_coupon;
mod cancel;
mod catalogue;
mod change_price;
mod charge;
mod commands;
mod connections;
mod coupons;
mod customers;
mod db;
mod discounts;
mod extend_trial;
mod families;
mod journal;
mod limits;
mod older;
mod pause;
mod personas;
mod prices;
mod products;
mod rehearsal;
mod seed;
mod subscriptions;
mod timeline;

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use churnkey::models::SubscriptionKey;
use churnkey::{Error, Integration};
use tracing_subscriber::EnvFilter;

use crate::connections::Place;
use crate::db::Acme;

#[actix_web::main]
async fn main() -> io::Result<ExitCode> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).init();

    let (live, test) = databases()?;
    let words: Vec<_> = std::env::args_os().skip(1).collect();
    if !words.is_empty() {
        return Ok(commands::run(&words, &live, &test).await);
    }
    let acme = open(&live).await?;
    let to_try = acme.running(db::now()).await.map_err(unreadable)?;
    let probe = acme.probe();
    let mut builder = Integration::builder(acme)
        .name("Acme Video")
        .map_error(connections::answer)
        .openapi_path("/openapi.json")
        .test_context(open(&test).await?)
        .from_env();
    // If one is set and empty, the deployment has a mistake, which `build` reports.
    let of_the_environment = TOKEN_VARIABLES.iter().any(|name| std::env::var_os(name).is_some());
    let made_up = if of_the_environment { None } else { Some(random_token()?) };
    if let Some(token) = &made_up {
        builder = builder.token(token);
    }
    let integration = builder.build()?;
    // Its address comes first, since a newcomer opens it.
    if let Some(rehearsal) = rehearsal::bind(&integration, made_up.as_deref())? {
        rehearsal::greet(&rehearsal);
        actix_web::rt::spawn(rehearsal.run_without_signals()); // ends with this process
    }
    let server = integration.server().ready(probe).bind()?;
    if let Some(address) = server.addresses().first() {
        greet(*address, made_up.as_deref(), &live, &test, &to_try);
    }
    server.run().await?;
    Ok(ExitCode::SUCCESS)
}

/// The variables from which `from_env` reads tokens.
const TOKEN_VARIABLES: [&str; 2] = ["CK_INTEGRATION_TOKEN", "CK_INTEGRATION_TOKEN_FILE"];

/// Where live and test data are: in `DATABASE_URL` and `TEST_DATABASE_URL`, or in two files under the target folder. With
/// `DATABASE_URL` alone, test data is in a file beside it, or in a schema of it, and never in the live data.
fn databases() -> io::Result<(Place, Place)> {
    let at = |url| Place { url, schema: None };
    let live = match std::env::var("DATABASE_URL") {
        Ok(url) => url,
        Err(_) => format!("sqlite:{}?mode=rwc", folder()?.join("acme.db").display()),
    };
    let test = match std::env::var("TEST_DATABASE_URL") {
        Ok(url) => at(url),
        Err(_) => test_beside(&live),
    };
    Ok((at(live), test))
}

fn test_beside(live: &str) -> Place {
    if !live.starts_with("sqlite:") {
        return Place { url: live.to_owned(), schema: Some("acme_test") };
    }
    let file = live.split('?').next().unwrap_or(live);
    let name = file.strip_suffix(".db").unwrap_or(file);
    Place { url: format!("{name}-test.db?mode=rwc"), schema: None }
}

/// The default folder.
fn folder() -> io::Result<PathBuf> {
    let target = match std::env::var_os("CARGO_TARGET_DIR") {
        Some(target) => PathBuf::from(target),
        None => Path::new(env!("CARGO_MANIFEST_DIR")).join("../target"),
    };
    let folder = target.join("acme");
    std::fs::create_dir_all(&folder)?;
    folder.canonicalize()
}

async fn open(place: &Place) -> io::Result<Acme> {
    Acme::open(place).await.map_err(unreadable)
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

fn greet(
    address: SocketAddr,
    made_up: Option<&str>,
    live: &Place,
    test: &Place,
    to_try: &SubscriptionKey,
) {
    println!("database {live}, in test mode {test}");
    match made_up {
        Some(token) => {
            println!("CK_INTEGRATION_TOKEN is not set; the token of this run is\n\n    {token}\n");
        }
        None => println!("the token is that of the environment\n"),
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
