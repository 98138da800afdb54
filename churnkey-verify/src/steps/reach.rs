//! Checks whether there is an integration, and whether it accepts the token.

use serde_json::Value;

use crate::CannotRun;
use crate::checks::{AUTH_RIGHT, MANIFEST_PRESENT, MANIFEST_READABLE, REACH_URL};
use crate::exchange::Exchange;
use crate::models::{CUSTOMERS, PRICES};
use crate::probe::{MISSING, Probe};
use crate::protocol;
use crate::run::Run;
use crate::transport::Failure;

/// The answer of the Features endpoint.
pub(crate) enum Found {
    Manifest {
        shown: String,
        manifest: Value,
    },
    /// No readable manifest, which has been reported.
    Nothing,
}

/// Returns `None` if nothing more can be requested, which has been reported.
pub(crate) async fn find(run: &mut Run<'_>) -> Result<Option<Found>, CannotRun> {
    let probe = run.probe("GET", run.features_path.clone());
    let Some(features) = run.send(probe).await else { return Err(cannot_run(run)) };
    if is_refused(run, &features).await {
        return Ok(None);
    }
    if features.is_success() && features.json.is_some() {
        run.is_json(&features); // checks its Content-Type
        run.pass(&AUTH_RIGHT, &features.shown);
        run.pass(&MANIFEST_PRESENT, &features.shown);
        let Exchange { shown, json, .. } = features;
        return Ok(json.map(|manifest| Found::Manifest { shown, manifest }));
    }
    // This may be a wrong address, or an integration without the endpoint. Two reads that every integration has decide.
    let mut seen = false;
    for path in asked_of_all() {
        let probe = run.probe("GET", path);
        let Some(exchange) = run.send(probe).await else { continue };
        if is_refused(run, &exchange).await {
            return Ok(None);
        }
        seen |= exchange.is_from_an_integration();
    }
    if !seen {
        let expected =
            "an answer of an integration: JSON with `data`, or with `code` and `message`";
        run.fail(&REACH_URL, &features.shown, expected, &features.summary());
        return Ok(None);
    }
    run.pass(&AUTH_RIGHT, &features.shown);
    let expected = "200 with the features manifest";
    let check = if features.is_success() { &MANIFEST_READABLE } else { &MANIFEST_PRESENT };
    run.fail(check, &features.shown, expected, &features.summary());
    Ok(Some(Found::Nothing))
}

fn asked_of_all() -> impl Iterator<Item = String> {
    let prices = PRICES.controller().map(|prices| format!("{}?limit=1", prices.list));
    let customer =
        CUSTOMERS.controller().map(|customers| protocol::path(customers.retrieve, &[MISSING]));
    prices.into_iter().chain(customer)
}

/// Whether the right token is refused, in which case nothing else can be checked.
async fn is_refused(run: &mut Run<'_>, exchange: &Exchange) -> bool {
    if !matches!(exchange.status, 401 | 403) {
        return false;
    }
    if exchange.is_forbidden() && is_known(run).await {
        let mode = run.settings.mode;
        let why = format!(
            "the token is known, but may not read {mode} data (403); use one that may, or the other mode"
        );
        run.skip(&AUTH_RIGHT, &exchange.shown, &why);
    } else {
        run.fail(&AUTH_RIGHT, &exchange.shown, "200", &exchange.summary());
    }
    true
}

/// Whether the integration knows the token: it refuses a wrong one with another status.
async fn is_known(run: &mut Run<'_>) -> bool {
    let wrong = Some(MISSING.to_owned());
    let probe = Probe { token: wrong, ..run.probe("GET", run.features_path.clone()) };
    run.send(probe).await.is_some_and(|exchange| exchange.status == 401)
}

fn cannot_run(run: &Run<'_>) -> CannotRun {
    match &run.failure {
        Some(Failure::Unsendable(what)) => CannotRun::Header(what.clone()),
        Some(Failure::Connection(why)) => CannotRun::Unreachable(why.clone()),
        Some(Failure::TooLarge) => CannotRun::Unreachable("the answer is too large".to_owned()),
        Some(Failure::TimedOut) | None => {
            let seconds = run.settings.timeout.as_secs_f64();
            CannotRun::Unreachable(format!("no answer within {seconds} s"))
        }
    }
}
