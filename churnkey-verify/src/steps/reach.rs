//! Whether there is an integration at all, and whether it takes the token.

use serde_json::Value;

use crate::CannotRun;
use crate::answer::Answer;
use crate::checks::{AUTH_RIGHT, MANIFEST_PRESENT, MANIFEST_READABLE, REACH_URL};
use crate::run::Run;
use crate::transport::Failure;

/// What the Features endpoint gave.
pub(crate) enum Found {
    Manifest {
        shown: String,
        manifest: Value,
    },
    /// There is none that can be read; that is told.
    Nothing,
}

/// `None` when nothing more can be asked; that is told.
pub(crate) async fn find(run: &mut Run<'_>) -> Result<Option<Found>, CannotRun> {
    let ask = run.request("GET", run.features_path.clone());
    let Some(features) = run.send(ask).await else { return Err(cannot_run(run)) };
    if refused(run, &features) {
        return Ok(None);
    }
    if features.is_success() && features.json.is_some() {
        run.is_json(&features); // its Content-Type
        run.pass(&AUTH_RIGHT, &features.shown);
        run.pass(&MANIFEST_PRESENT, &features.shown);
        let Answer { shown, json, .. } = features;
        return Ok(json.map(|manifest| Found::Manifest { shown, manifest }));
    }
    // Is this another address, or an integration without the endpoint? Two that every integration has tell.
    let mut seen = false;
    for path in ["/prices?limit=1", "/customers/ck-verify-missing"] {
        let ask = run.request("GET", path);
        let Some(answer) = run.send(ask).await else { continue };
        if refused(run, &answer) {
            return Ok(None);
        }
        seen |= answer.is_an_integrations();
    }
    if !seen {
        let expected =
            "an answer of an integration: JSON, with `data`, or with `code` and `message`";
        run.fail(&REACH_URL, &features.shown, expected, &features.summary());
        return Ok(None);
    }
    run.pass(&AUTH_RIGHT, &features.shown);
    let expected = "200 with the features manifest";
    let check = if features.is_success() { &MANIFEST_READABLE } else { &MANIFEST_PRESENT };
    run.fail(check, &features.shown, expected, &features.summary());
    Ok(Some(Found::Nothing))
}

/// Whether the right token is refused; then nothing else can be told.
fn refused(run: &mut Run<'_>, answer: &Answer) -> bool {
    let refused = matches!(answer.status, 401 | 403);
    if refused {
        run.fail(&AUTH_RIGHT, &answer.shown, "200", &answer.summary());
    }
    refused
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
