//! The cancel flow, rehearsed: a local Churnkey in acme's own process, on a second port.

use std::net::{Ipv4Addr, SocketAddr};
use std::{env, io};

use churnkey::rehearsal::{BoundRehearsal, Rehearsal};
use churnkey::{Integration, Token};

/// Listens on the port beside acme's own, or on any free one. With `DATABASE_URL` acme is part of a deployment, where
/// there is no rehearsal unless `ACME_REHEARSAL=1`.
pub(crate) fn bind(
    integration: &Integration,
    made_up: Option<&str>,
) -> io::Result<Option<BoundRehearsal>> {
    let wanted = env::var_os("ACME_REHEARSAL").is_some_and(|wanted| wanted == "1");
    if env::var_os("DATABASE_URL").is_some() && !wanted {
        return Ok(None);
    }
    let token = match made_up {
        Some(token) => token.to_owned(),
        None => token()?,
    };
    // On test data, which is a rehearsal's default.
    let rehearsal =
        Rehearsal::of(integration, token).account_from_env().map_err(io::Error::other)?;
    let local = |port| SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let beside = rehearsal.clone().address(local(port_beside())).bind();
    let bound = beside.or_else(|_| rehearsal.address(local(0)).bind());
    bound.map(Some).map_err(io::Error::other)
}

/// A token that may be used for actions.
fn token() -> io::Result<String> {
    let tokens = Token::from_env().map_err(io::Error::other)?;
    let token = tokens.iter().find(|token| !token.is_read_only()).or(tokens.first());
    Ok(token.map(|token| token.secret().to_owned()).unwrap_or_default())
}

/// The port after acme's own, or 0, any free one, if acme's own is any free one too.
fn port_beside() -> u16 {
    let own = env::var("CK_ADDR").ok().and_then(|address| address.rsplit(':').next()?.parse().ok());
    match own.unwrap_or(8080_u16) {
        0 | u16::MAX => 0,
        port => port + 1,
    }
}

pub(crate) fn greet(rehearsal: &BoundRehearsal) {
    println!("the cancel flow, rehearsed on test data: {}", rehearsal.url());
    println!(
        "    a customer for each offer: pause@example.org, discount@example.org, price@example.org, trial@example.org, cancel@example.org"
    );
    println!("    for a front end of your own: apiBaseUrl {}", rehearsal.api_base_url());
    match rehearsal.made_up_api_key() {
        Some(key) => println!(
            "    CK_APP_ID={} CK_API_KEY={key} (made up for this run)\n",
            rehearsal.app_id()
        ),
        None => println!("    with CK_APP_ID and CK_API_KEY as they are set\n"),
    }
}
