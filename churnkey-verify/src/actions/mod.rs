//! The writing checks: every announced action on one subscription, and what must be visible after it.
//!
//! The order matters, since each action changes what the next one finds: first what has to be refused, then what can be
//! undone, then the pause, and at the end the cancellation. An option that is refused because of an earlier one is
//! skipped, not failed.

mod cancel;
mod change_price;
mod coupon;
mod pause;
mod refused;
mod subject;
mod trial;

use churnkey_runtime::Mode;

use crate::answer::quoted;
use crate::checks::{
    Check, WRITE_APPLY_COUPON, WRITE_CANCEL, WRITE_CHANGE_PRICE, WRITE_EMPTY_ANSWER,
    WRITE_EXTEND_TRIAL, WRITE_PAUSE, WRITE_REFUSED, WRITE_SUBJECT,
};
use crate::data::Data;
use crate::manifest::Announced;
use crate::run::Run;

use subject::Subject;

/// Module and check.
const CHECKS: [(&str, &Check); 5] = [
    ("ApplyCoupon", &WRITE_APPLY_COUPON),
    ("ChangePrice", &WRITE_CHANGE_PRICE),
    ("ExtendTrial", &WRITE_EXTEND_TRIAL),
    ("Pause", &WRITE_PAUSE),
    ("Cancel", &WRITE_CANCEL),
];

pub(crate) async fn check(run: &mut Run<'_>, data: &Data, announced: &Announced) {
    if !run.wants(&["write."]) {
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
    let Some(mut subject) = Subject::find(run, data, &subscription).await else {
        return unfit(run, announced, "no such subscription, or its customer is not known");
    };
    if !matches!(subject.status(), "active" | "trial") {
        let got = format!("the status {}", quoted(&subject.status().into()));
        return unfit(run, announced, &got);
    }
    run.pass(&WRITE_SUBJECT, &format!("subscription {}", subject.id));
    if !refused::check(run, data, announced, &mut subject).await {
        let why = "a request that had to be refused has changed the subscription";
        return skip_all(run, announced, why);
    }
    if announced.has("ApplyCoupon") {
        coupon::check(run, data, &mut subject).await;
    }
    if announced.has("ChangePrice") {
        change_price::check(run, data, announced, &mut subject).await;
    }
    if announced.has("ExtendTrial") {
        trial::check(run, announced, &mut subject).await;
    }
    if announced.has("Pause") {
        pause::check(run, announced, &mut subject).await;
    }
    if announced.has("Cancel") {
        cancel::check(run, announced, &mut subject).await;
    }
    run.pass_unless(&WRITE_REFUSED, "requests that have to be refused", 0);
    for (module, check) in CHECKS.iter().filter(|(module, _)| announced.has(module)) {
        if subject.was_accepted(module) {
            run.pass_unless(check, &format!("{module} on subscription {}", subject.id), 0);
        }
    }
    if CHECKS.iter().any(|(module, _)| subject.was_accepted(module)) {
        run.pass_unless(&WRITE_EMPTY_ANSWER, "all actions", 0);
    }
}

/// What was asked for cannot be done: a run that says nothing of it would look like one that has tried.
fn unfit(run: &mut Run<'_>, announced: &Announced, got: &str) {
    let expected = "a subscription that is active or in its trial, and may be changed";
    run.fail(&WRITE_SUBJECT, "the subscription that was named", expected, got);
    skip_all(run, announced, "the subscription that was named cannot be changed");
}

/// Those that have nothing to tell yet.
fn skip_all(run: &mut Run<'_>, announced: &Announced, why: &str) {
    for (module, check) in CHECKS {
        if announced.has(module) || announced.unknown {
            run.skip(check, module, why);
        }
    }
    if run.faults(&WRITE_REFUSED) == 0 {
        run.skip(&WRITE_REFUSED, "the actions", why);
    }
    run.skip(&WRITE_EMPTY_ANSWER, "the actions", why);
}
