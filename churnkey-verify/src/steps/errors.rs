//! Checks the answers for objects that do not exist, and the bodies of errors (protocol 2.5).

use crate::checks::{ERROR_BODY, ERROR_MISSING, ERROR_MODE};
use crate::data::Data;
use crate::exchange::Exchange;
use crate::inspect;
use crate::models::{CUSTOMERS, PRICES, SUBSCRIPTIONS};
use crate::probe::{MISSING, Probe, UNKNOWN_WORD};
use crate::protocol;
use crate::run::Run;

pub(crate) async fn check(run: &mut Run<'_>, data: &Data) {
    if !run.selects(&["error."]) {
        return;
    }
    for path in missing(data) {
        let Some(exchange) = run.send(run.probe("GET", path)).await else { continue };
        match exchange.status {
            404 => body(run, &exchange),
            400 => {
                body(run, &exchange);
                run.warn(&ERROR_MISSING, &exchange.shown, "404", &exchange.summary());
            }
            _ => run.fail(&ERROR_MISSING, &exchange.shown, "404", &exchange.summary()),
        }
    }
    run.pass_unless(&ERROR_MISSING, "objects that do not exist", 0);
    let probe = run.probe("GET", format!("/{MISSING}"));
    if let Some(exchange) = run.send(probe).await
        && !exchange.is_success()
    {
        body(run, &exchange);
    }
    mode(run).await;
    run.pass_unless(&ERROR_BODY, "all errors", 0);
}

/// For each controller that exists, the path of an object that does not.
fn missing(data: &Data) -> Vec<String> {
    let mut paths: Vec<_> = protocol::collections()
        .filter(|(module, _)| data.is_there(module) || module.name == CUSTOMERS.name)
        .map(|(_, controller)| protocol::path(controller.retrieve, &[MISSING]))
        .collect();
    let customer = data.subscriptions.first().map(|owned| owned.customer.as_str());
    let customer = customer.or_else(|| data.first_id(&CUSTOMERS));
    if let Some((customer, controller)) = customer.zip(SUBSCRIPTIONS.controller()) {
        paths.push(protocol::path(controller.retrieve, &[customer, MISSING]));
    }
    paths
}

async fn mode(run: &mut Run<'_>) {
    let Some(prices) = PRICES.controller() else { return };
    let probe = run.probe("GET", format!("{}?limit=1", prices.list));
    let probe = Probe { mode: Some(UNKNOWN_WORD.to_owned()), ..probe };
    let Some(exchange) = run.send(probe).await else { return };
    let tried = format!("{} with X-Churnkey-Mode: {UNKNOWN_WORD}", exchange.shown);
    if exchange.status == 400 {
        body(run, &exchange);
        run.pass(&ERROR_MODE, &tried);
    } else if exchange.is_forbidden() {
        body(run, &exchange);
        run.skip(&ERROR_MODE, &tried, "the token may not be used in any mode but its own (403)");
    } else {
        run.warn(&ERROR_MODE, &tried, "400", &exchange.summary());
    }
}

/// Reports what is wrong with the body of an error.
pub(crate) fn body(run: &mut Run<'_>, exchange: &Exchange) {
    for fault in inspect::error(exchange) {
        run.fault(&exchange.shown, fault);
    }
}
