//! Tries the actions on a subscription that may be changed, each in a file.
//!
//! The order matters, since each action changes what the next one finds: first requests that must be refused, then
//! actions that can be undone, then the pause, and finally the cancellation, after which nothing else can be tried. An
//! option that is refused because of an earlier one is skipped, not failed.

mod apply_coupon;
mod cancel;
mod change_price;
mod extend_trial;
mod pause;
mod refused;
mod subject;
mod test;

use churnkey_runtime::Mode;

use crate::announced::Announced;
use crate::checks::{WRITE_EMPTY_ANSWER, WRITE_REFUSED, WRITE_SUBJECT};
use crate::data::Data;
use crate::module::{Action, Module};
use crate::probe::Probe;
use crate::protocol;
use crate::run::Run;
use crate::shown::quoted;
use crate::steps::endpoints::READ_ONLY;

use subject::Subject;
use test::{Scene, WriteTest};

static TESTS: [&WriteTest; 5] =
    [&apply_coupon::TEST, &change_price::TEST, &extend_trial::TEST, &pause::TEST, &cancel::TEST];

pub(crate) async fn check(run: &mut Run<'_>, data: &Data, announced: &Announced) {
    if !run.selects(&["write."]) {
        return;
    }
    let Some(subscription) = run.settings.write.as_ref().map(ToString::to_string) else {
        return skip_all(run, announced, "no subscription was named that may be changed");
    };
    if announced.unknown {
        return skip_all(run, announced, "without a manifest nothing is announced");
    }
    if run.settings.mode == Mode::Live && !run.settings.force_live_writes {
        return unfit(run, announced, "live data, which is not changed unless that is forced");
    }
    if is_forbidden(run, announced).await {
        run.skip(&WRITE_SUBJECT, "the actions", READ_ONLY);
        return skip_all(run, announced, READ_ONLY);
    }
    let Some(mut subject) = Subject::find(run, data, &subscription).await else {
        return unfit(run, announced, "no such subscription, or its customer is not known");
    };
    if !matches!(subject.status(), "active" | "trial") {
        let got = format!("the status {}", quoted(&subject.status().into()));
        return unfit(run, announced, &got);
    }
    run.pass(&WRITE_SUBJECT, &format!("subscription {}", subject.id));
    let scene = Scene { data, announced };
    let tests: Vec<_> = TESTS.into_iter().filter(|test| announced.has(test.module.name)).collect();
    if !refused::check(run, &scene, &mut subject, &tests).await {
        let why = "a request that must be refused changed the subscription";
        return skip_all(run, announced, why);
    }
    for test in &tests {
        (test.try_options)(run, &scene, &mut subject).await;
    }
    run.pass_unless(&WRITE_REFUSED, "requests that must be refused", 0);
    let accepted: Vec<_> =
        tried(announced).filter(|(module, _)| subject.was_accepted(module)).collect();
    for (module, action) in &accepted {
        let tried = format!("{} on subscription {}", module.name, subject.id);
        run.pass_unless(action.check, &tried, 0);
    }
    if !accepted.is_empty() {
        run.pass_unless(&WRITE_EMPTY_ANSWER, "all actions", 0);
    }
}

/// The announced actions, or all of them if the manifest is unknown.
fn tried(announced: &Announced) -> impl Iterator<Item = (&'static Module, &'static Action)> {
    protocol::actions().filter(|(module, _)| announced.has(module.name) || announced.unknown)
}

/// Whether the token may not be used for actions. If it may, an empty body gets 400, so a 403 is about the token.
async fn is_forbidden(run: &mut Run<'_>, announced: &Announced) -> bool {
    let Some((_, action)) = tried(announced).next() else { return false };
    let probe = Probe { body: Some(String::new()), ..run.probe("POST", action.path) };
    run.send(probe).await.is_some_and(|exchange| exchange.is_forbidden())
}

/// Fails the run, since a run that cannot do what was asked would otherwise look as if it had tried.
fn unfit(run: &mut Run<'_>, announced: &Announced, got: &str) {
    let expected = "a subscription that is active or in its trial, and may be changed";
    run.fail(&WRITE_SUBJECT, "the subscription that was named", expected, got);
    skip_all(run, announced, "the subscription that was named cannot be changed");
}

/// Skips the checks that have found nothing so far.
fn skip_all(run: &mut Run<'_>, announced: &Announced, why: &str) {
    for (module, action) in tried(announced) {
        run.skip(action.check, module.name, why);
    }
    if run.faults(&WRITE_REFUSED) == 0 {
        run.skip(&WRITE_REFUSED, "the actions", why);
    }
    run.skip(&WRITE_EMPTY_ANSWER, "the actions", why);
}
