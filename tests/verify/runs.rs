use std::cell::RefCell;
use std::rc::Rc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use churnkey::testing::{self, Harness};
use churnkey::verify::{Report, Severity, checks};

use crate::shop::{Mistake, Shop};

fn ids(report: &Report, severity: Severity) -> Vec<&'static str> {
    let outcomes = report.outcomes.iter().filter(|outcome| outcome.severity == severity);
    let mut ids: Vec<_> = outcomes.map(|outcome| outcome.check.id).collect();
    ids.dedup();
    ids
}

#[actix_web::test]
async fn a_sound_merchant_passes_without_a_warning_and_no_action_is_reached() {
    let shop = Shop::new();
    let actions = shop.actions.clone();
    let report = testing::verify(shop).await;
    report.assert_passed();
    assert_eq!(ids(&report, Severity::Warning), [""; 0], "{report}");
    assert_eq!(actions.load(Ordering::Relaxed), 0);
    // What was not tried is said; all of it is about writing.
    let mut skipped =
        report.outcomes.iter().filter(|it| it.severity == Severity::Skipped).peekable();
    assert!(skipped.peek().is_some(), "{report}");
    for it in skipped {
        assert!(it.check.id.starts_with("write.") || it.tried == "the actions", "{report}");
    }
}

#[actix_web::test]
async fn a_broken_method_is_reported_with_its_path_and_its_fix() {
    let report = testing::verify(Shop::with(Mistake::Product)).await;
    assert_eq!(ids(&report, Severity::Failed), ["link.product"]);
    let failed = std::panic::catch_unwind(|| report.assert_passed()).unwrap_err();
    let message = failed.downcast::<String>().unwrap();
    for part in [
        "failed  link.product: a price belongs to a product that does not exist",
        "    tried     GET /churnkey/prices?limit=100\n    at        $.data[0].productId",
        "    got       `prod_gone`, which is answered with 404 with an object",
        "    fix       send a `productId` that `GET /churnkey/products/:id` knows",
        "failed: 1 failed, 0 warned",
    ] {
        assert!(message.contains(part), "{part:?} is not in\n{message}");
    }
}

#[actix_web::test]
async fn a_500_is_told_with_its_cause() {
    let report = testing::verify(Shop::with(Mistake::Ledger)).await;
    let told = report.to_string();
    assert!(told.contains("500 with an object, because of: the ledger is torn"), "{told}");
}

#[actix_web::test]
async fn only_some_checks() {
    let harness = Harness::new(Shop::with(Mistake::Product));
    let report =
        harness.verifier().only(["paging", "model.price"]).verify(harness.integration()).await;
    report.assert_passed();
    let outside = |outcome: &&churnkey::verify::Outcome| {
        !outcome.check.id.starts_with("paging.") && outcome.check.id != "model.price"
    };
    assert_eq!(report.outcomes.iter().find(outside), None);
    // Nothing was checked, so nothing passed.
    let report = harness.verifier().only(["no-such-check"]).verify(harness.integration()).await;
    assert!(!report.passed());
}

#[actix_web::test]
async fn what_never_answers_is_waited_for_once() {
    let harness = Harness::new(Shop::with(Mistake::Slow));
    let verifier = harness.verifier().timeout(Duration::from_millis(100));
    let report = verifier.verify(harness.integration()).await;
    assert_eq!(ids(&report, Severity::Failed), ["reach.time"], "{report}");
    assert!(report.elapsed < Duration::from_secs(5), "{:?}", report.elapsed);
}

#[actix_web::test]
async fn it_keeps_to_its_bounds() {
    let harness = Harness::new(Shop::new());
    let verifier = harness.verifier().bounds(Duration::from_mins(1), 30);
    let report = verifier.verify(harness.integration()).await;
    assert_eq!(report.requests, 30);
    assert_eq!(ids(&report, Severity::Failed), [""; 0], "{report}");
    assert_eq!(ids(&report, Severity::Warning), ["reach.bounds"], "{report}");
}

#[actix_web::test]
async fn a_wrong_token_is_all_that_is_reported() {
    let harness = Harness::new(Shop::new());
    let report = churnkey::verify::Verifier::new("another").verify(harness.integration()).await;
    assert_eq!(ids(&report, Severity::Failed), ["auth.right"], "{report}");
    assert_eq!(report.outcomes.len(), 1);
}

#[actix_web::test]
async fn each_outcome_is_reported_at_once() {
    let harness = Harness::new(Shop::new());
    let reported = Rc::new(RefCell::new(Vec::new()));
    let report_to = Rc::clone(&reported);
    let verifier = harness
        .verifier()
        .on_progress(move |outcome| report_to.borrow_mut().push(outcome.check.id));
    let report = verifier.verify(harness.integration()).await;
    let all: Vec<_> = report.outcomes.iter().map(|outcome| outcome.check.id).collect();
    assert_eq!(*reported.borrow(), all);
}

#[test]
fn ids_are_unique_and_grouped() {
    let checks: Vec<_> = checks().collect();
    for (at, check) in checks.iter().enumerate() {
        assert!(check.id.contains('.') && !check.id.ends_with('.'), "{}", check.id);
        assert!(!checks[..at].iter().any(|before| before.id == check.id), "{}", check.id);
        assert!(!check.meaning.is_empty() && !check.fix.is_empty(), "{}", check.id);
    }
}
