//! What is not there, and the bodies of errors (protocol 2.5).

use serde_json::Value;

use crate::answer::{Answer, kind, quoted};
use crate::checks::{ERROR_BODY, ERROR_MISSING, ERROR_MODE};
use crate::data::{Data, KINDS};
use crate::report::Weight;
use crate::run::Run;
use crate::transport::segment;

/// An id that no merchant has.
pub(crate) const NOBODY: &str = "ck-verify-missing";
const UNKNOWN_MODE: &str = "ck-verify";

pub(crate) async fn check(run: &mut Run<'_>, data: &Data) {
    if !run.wants(&["error."]) {
        return;
    }
    let mut paths: Vec<_> = KINDS
        .iter()
        .filter(|kind| {
            !kind.path.is_empty() && (data.is_there(kind.module) || kind.module == "Customers")
        })
        .map(|kind| format!("{}/{NOBODY}", kind.path))
        .collect();
    let customer = data.subscriptions.first().map(|owned| owned.customer.as_str());
    let customer = customer.or_else(|| data.objects("Customers").first()?.id());
    if let Some(customer) = customer {
        paths.push(format!("/customers/{}/subscriptions/{NOBODY}", segment(customer)));
    }
    for path in paths {
        let ask = run.request("GET", path);
        let Some(answer) = run.send(ask).await else { continue };
        match answer.status {
            404 => body(run, &answer),
            400 => {
                body(run, &answer);
                run.warn(&ERROR_MISSING, &answer.shown, "404", &answer.summary());
            }
            _ => run.fail(&ERROR_MISSING, &answer.shown, "404", &answer.summary()),
        }
    }
    run.pass_unless(&ERROR_MISSING, "objects that do not exist", 0);
    let ask = run.request("GET", format!("/{NOBODY}"));
    if let Some(answer) = run.send(ask).await
        && !answer.is_success()
    {
        body(run, &answer);
    }
    mode(run).await;
    run.pass_unless(&ERROR_BODY, "all errors", 0);
}

async fn mode(run: &mut Run<'_>) {
    let mut ask = run.request("GET", "/prices?limit=1");
    ask.mode = Some(UNKNOWN_MODE.to_owned());
    let Some(answer) = run.send(ask).await else { return };
    let tried = format!("{} with X-Churnkey-Mode: {UNKNOWN_MODE}", answer.shown);
    if answer.status == 400 {
        body(run, &answer);
        run.pass(&ERROR_MODE, &tried);
    } else {
        run.warn(&ERROR_MODE, &tried, "400", &answer.summary());
    }
}

/// Whether an error's body is `{"code", "message"}`.
pub(crate) fn body(run: &mut Run<'_>, answer: &Answer) {
    let status = answer.status;
    let mut fail = |expected: &str, got: &str, path: &str| {
        let path = Some(path.to_owned());
        run.record(&ERROR_BODY, Weight::Failed, &answer.shown, expected, got, path);
    };
    let Some(Value::Object(json)) = &answer.json else {
        return fail("a JSON object with `code` and `message`", &answer.summary(), "$");
    };
    let code = json.get("code");
    if code.and_then(Value::as_u64) != Some(u64::from(status)) {
        let got = code.map_or_else(|| "nothing".to_owned(), quoted);
        fail(&format!("the status, {status}"), &got, "$.code");
    }
    let message = json.get("message");
    if message.and_then(Value::as_str).is_none_or(str::is_empty) {
        fail("a string for people to read", message.map_or("nothing", kind), "$.message");
    }
    if !answer.says_json() {
        fail("Content-Type: application/json", "another one", "$");
    }
}
