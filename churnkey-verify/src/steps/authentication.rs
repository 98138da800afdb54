//! The token on every endpoint: missing, empty and wrong (protocol 2.2).

use super::endpoints::NO_WRITE;
use super::errors::{self, NOBODY};
use crate::answer::Answer;
use crate::checks::{AUTH_EMPTY, AUTH_MISSING, AUTH_STATUS, AUTH_UNKNOWN_PATH, AUTH_WRONG, Check};
use crate::data::walk::Listed;
use crate::data::{Data, KINDS};
use crate::manifest::{ACTIONS, Announced};
use crate::run::{Ask, Run};
use crate::transport::segment;

pub(crate) async fn check(run: &mut Run<'_>, data: &Data, announced: &Announced) {
    if !run.wants(&["auth."]) {
        return;
    }
    let endpoints = endpoints(run, data, announced);
    let count = endpoints.len();
    let token = run.settings.token.clone();
    let other = "ck-verify-another-token".to_owned();
    for endpoint in &endpoints {
        for (check, authorization) in [
            (&AUTH_MISSING, None),
            (&AUTH_EMPTY, Some("Bearer ".to_owned())),
            (&AUTH_WRONG, Some(format!("Bearer {other}"))),
        ] {
            refused(run, endpoint, check, authorization).await;
        }
    }
    // Comparing goes wrong in one place for all endpoints, if it does: one of them is enough.
    if let Some(endpoint) = endpoints.first() {
        for almost in almost(&token) {
            refused(run, endpoint, &AUTH_WRONG, Some(format!("Bearer {almost}"))).await;
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

/// Tokens that a careless comparison takes for the right one.
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

/// A read of each kind that is there, and each announced action where writing is allowed. An action gets an empty body,
/// so that it would have nothing to act on where it is not guarded.
fn endpoints(run: &Run<'_>, data: &Data, announced: &Announced) -> Vec<Ask> {
    let mut asks = vec![run.request("GET", run.features_path.clone())];
    for kind in KINDS.iter().filter(|kind| data.is_there(kind.module)) {
        asks.push(run.request("GET", format!("{}?limit=1", kind.path)));
        if let Some(id) = data.objects(kind.module).iter().find_map(Listed::id) {
            asks.push(run.request("GET", format!("{}/{}", kind.path, segment(id))));
        }
    }
    if let Some(owned) = data.subscriptions.first() {
        let list = format!("/customers/{}/subscriptions", segment(&owned.customer));
        if let Some(id) = owned.listed.id() {
            asks.push(run.request("GET", format!("{list}/{}", segment(id))));
        }
        asks.push(run.request("GET", format!("{list}?limit=1")));
    }
    for (feature, key) in [("findByEmail", "email"), ("findByPhone", "phone")] {
        if announced.flag("Customers", feature) == Some(true) {
            asks.push(run.request("GET", format!("/customers/{key}/{NOBODY}")));
        }
    }
    for (module, for_all, path) in ACTIONS.into_iter().filter(|_| run.may_write()) {
        if announced.has(module) && (!for_all || announced.flag(module, "handleAll") == Some(true))
        {
            asks.push(Ask { body: Some(String::new()), ..run.request("POST", path) });
        }
    }
    asks
}

async fn refused(
    run: &mut Run<'_>,
    endpoint: &Ask,
    check: &'static Check,
    authorization: Option<String>,
) {
    let with = match &authorization {
        None => "without a token",
        Some(value) if value.trim() == "Bearer" => "with an empty token",
        Some(_) => "with a wrong token",
    };
    let Some(answer) = run.send(Ask { authorization, ..endpoint.clone() }).await else { return };
    let tried = format!("{} {with}", answer.shown);
    match judge(endpoint, &answer) {
        Verdict::Refused if answer.status == 401 => errors::body(run, &answer),
        Verdict::Refused => run.fail_once(&AUTH_STATUS, &tried, "401", &answer.summary()),
        Verdict::Answered => run.fail_once(check, &tried, "401", &answer.summary()),
    }
}

enum Verdict {
    Refused,
    /// It got beyond the authentication.
    Answered,
}

fn judge(endpoint: &Ask, answer: &Answer) -> Verdict {
    match answer.status {
        200..=299 | 400 | 404 | 405 | 409 | 422 => Verdict::Answered,
        // An action that breaks at an empty body was reached.
        500..=599 if endpoint.method == "POST" => Verdict::Answered,
        _ => Verdict::Refused,
    }
}

async fn unknown_path(run: &mut Run<'_>) {
    let ask = Ask { authorization: None, ..run.request("GET", format!("/{NOBODY}")) };
    let Some(answer) = run.send(ask).await else { return };
    let tried = format!("{} without a token", answer.shown);
    if answer.status == 401 {
        run.pass(&AUTH_UNKNOWN_PATH, &tried);
    } else if answer.is_success() {
        run.fail(&AUTH_UNKNOWN_PATH, &tried, "401", &answer.summary());
    } else {
        run.warn(&AUTH_UNKNOWN_PATH, &tried, "401", &answer.summary());
    }
}
