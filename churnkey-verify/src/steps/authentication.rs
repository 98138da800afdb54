//! Sends a missing, empty or wrong token to every endpoint (protocol 2.2).

use super::endpoints::NO_WRITE;
use super::errors;
use crate::announced::Announced;
use crate::checks::{AUTH_EMPTY, AUTH_MISSING, AUTH_STATUS, AUTH_UNKNOWN_PATH, AUTH_WRONG, Check};
use crate::data::Data;
use crate::exchange::Exchange;
use crate::models::SUBSCRIPTIONS;
use crate::probe::{MISSING, Probe};
use crate::protocol;
use crate::run::Run;

pub(crate) async fn check(run: &mut Run<'_>, data: &Data, announced: &Announced) {
    if !run.selects(&["auth."]) {
        return;
    }
    let endpoints = endpoints(run, data, announced);
    let count = endpoints.len();
    for endpoint in &endpoints {
        for (check, token) in [
            (&AUTH_MISSING, None),
            (&AUTH_EMPTY, Some(String::new())),
            (&AUTH_WRONG, Some("ck-verify-another-token".to_owned())),
        ] {
            refused(run, endpoint, check, token).await;
        }
    }
    // A wrong comparison affects all endpoints, so one of them is enough.
    if let Some(endpoint) = endpoints.first() {
        for almost in almost(&run.settings.token) {
            refused(run, endpoint, &AUTH_WRONG, Some(almost)).await;
        }
    }
    for check in [&AUTH_MISSING, &AUTH_EMPTY, &AUTH_WRONG, &AUTH_STATUS] {
        run.pass_unless(check, &format!("{count} endpoints"), 0);
    }
    if !run.may_write() {
        run.skip(&AUTH_MISSING, "the actions", NO_WRITE);
    }
    unknown_path(run).await;
}

/// Tokens that a careless comparison accepts.
fn almost(token: &str) -> Vec<String> {
    let mut shorter: Vec<_> = token.chars().collect();
    let last = shorter.pop();
    let shorter: String = shorter.into_iter().collect();
    let other_end = if last == Some('0') { '1' } else { '0' };
    let mut almost = vec![format!("{token}0"), format!("{shorter}{other_end}")];
    if !shorter.trim().is_empty() {
        almost.push(shorter);
    }
    almost
}

/// A read of each existing kind, and each announced action if writing is allowed. An action gets an empty body, so that
/// an unprotected one has nothing to act on.
fn endpoints(run: &Run<'_>, data: &Data, announced: &Announced) -> Vec<Probe> {
    let mut probes = vec![run.probe("GET", run.features_path.clone())];
    for (module, controller) in protocol::collections() {
        if data.is_there(module) {
            probes.push(run.probe("GET", format!("{}?limit=1", controller.list)));
            if let Some(id) = data.first_id(module) {
                probes.push(run.probe("GET", protocol::path(controller.retrieve, &[id])));
            }
        }
        for find in controller.finds {
            if announced.flag(module.name, find.feature) == Some(true) {
                probes.push(run.probe("GET", protocol::path(find.path, &[MISSING])));
            }
        }
    }
    if let Some((owned, controller)) = data.subscriptions.first().zip(SUBSCRIPTIONS.controller()) {
        if let Some(id) = owned.listed.id() {
            let path = protocol::path(controller.retrieve, &[&owned.customer, id]);
            probes.push(run.probe("GET", path));
        }
        let list = protocol::path(controller.list, &[&owned.customer]);
        probes.push(run.probe("GET", format!("{list}?limit=1")));
    }
    for (module, action) in protocol::actions().filter(|_| run.may_write()) {
        for (path, is_for_all) in action.paths() {
            if announced.has(module.name)
                && (!is_for_all || announced.flag(module.name, "handleAll") == Some(true))
            {
                probes.push(Probe { body: Some(String::new()), ..run.probe("POST", path) });
            }
        }
    }
    probes
}

async fn refused(
    run: &mut Run<'_>,
    endpoint: &Probe,
    check: &'static Check,
    token: Option<String>,
) {
    let with = match &token {
        None => "without a token",
        Some(token) if token.is_empty() => "with an empty token",
        Some(_) => "with a wrong token",
    };
    let probe = Probe { token, ..endpoint.clone() };
    let Some(exchange) = run.send(probe).await else { return };
    let tried = format!("{} {with}", exchange.shown);
    if is_past_authentication(endpoint, &exchange) {
        run.fail_once(check, &tried, "401", &exchange.summary());
    } else if exchange.status == 401 {
        errors::body(run, &exchange);
    } else {
        run.fail_once(&AUTH_STATUS, &tried, "401", &exchange.summary());
    }
}

fn is_past_authentication(endpoint: &Probe, exchange: &Exchange) -> bool {
    match exchange.status {
        200..=299 | 400 | 404 | 405 | 409 | 422 => true,
        // An action that fails on an empty body was reached.
        500..=599 => endpoint.method == "POST",
        _ => false,
    }
}

async fn unknown_path(run: &mut Run<'_>) {
    let probe = Probe { token: None, ..run.probe("GET", format!("/{MISSING}")) };
    let Some(exchange) = run.send(probe).await else { return };
    let tried = format!("{} without a token", exchange.shown);
    if exchange.status == 401 {
        run.pass(&AUTH_UNKNOWN_PATH, &tried);
    } else if exchange.is_success() {
        run.fail(&AUTH_UNKNOWN_PATH, &tried, "401", &exchange.summary());
    } else {
        run.warn(&AUTH_UNKNOWN_PATH, &tried, "401", &exchange.summary());
    }
}
