use std::sync::atomic::Ordering;

use churnkey::Mode;
use churnkey::testing::Harness;
use churnkey::verify::{Report, Severity};

use crate::shop::{Mistake, Shop};

async fn write(shop: Shop, subscription: &str) -> Report {
    let harness = Harness::new(shop).mode(Mode::Test);
    let verifier = harness.verifier().write(subscription);
    verifier.verify(harness.integration()).await
}

fn failed(report: &Report) -> Vec<&'static str> {
    let failed = report.outcomes.iter().filter(|outcome| outcome.severity == Severity::Failed);
    failed.map(|outcome| outcome.check.id).collect()
}

#[actix_web::test]
async fn every_action_works_on_a_subscription_of_each_kind() {
    for subscription in ["s_1", "s_2", "s_3"] {
        let report = write(Shop::new(), subscription).await;
        report.assert_passed();
        assert_eq!(report.count(Severity::Warning), 0, "{subscription}: {report}");
        let has = |id: &str, severity: Severity| {
            report.outcomes.iter().any(|one| one.check.id == id && one.severity == severity)
        };
        for id in ["write.refused", "write.apply-coupon", "write.change-price", "write.cancel"] {
            assert!(has(id, Severity::Passed), "{subscription}: {id}: {report}");
        }
        let trial = subscription == "s_3";
        let severity = if trial { Severity::Passed } else { Severity::Skipped };
        assert!(has("write.extend-trial", severity), "{subscription}: {report}");
    }
}

#[actix_web::test]
async fn an_action_without_effect_is_found() {
    assert_eq!(failed(&write(Shop::with(Mistake::Pause), "s_1").await), ["write.pause"]);
}

#[actix_web::test]
async fn a_change_by_a_refused_request_is_found() {
    // The second pause is refused, since it is paused already; but it leaves a trace.
    let report = write(Shop::with(Mistake::HalfDone), "s_1").await;
    assert_eq!(failed(&report), ["write.refused"], "{report}");
    assert!(report.to_string().contains("$.metadata.note"), "{report}");
}

#[actix_web::test]
async fn live_data_is_not_changed_unless_forced() {
    let shop = Shop::new();
    let actions = shop.actions.clone();
    let harness = Harness::new(shop);
    let verifier = harness.verifier().write("s_1");
    let report = verifier.verify(harness.integration()).await;
    assert_eq!(failed(&report), ["write.subject"], "{report}");
    assert_eq!(actions.load(Ordering::Relaxed), 0);

    let verifier = harness.verifier().write("s_1").force_live_writes();
    verifier.verify(harness.integration()).await.assert_passed();
    assert_ne!(actions.load(Ordering::Relaxed), 0);
}

#[actix_web::test]
async fn what_cannot_be_written_to_is_no_success() {
    let shop = Shop::new();
    let actions = shop.actions.clone();
    let report = write(shop.clone(), "s_none").await;
    assert_eq!(failed(&report), ["write.subject"], "{report}");
    assert_eq!(actions.load(Ordering::Relaxed), 0);
    // A run ends with a cancellation, so the same subscription cannot be taken twice.
    write(shop.clone(), "s_1").await.assert_passed();
    let report = write(shop, "s_1").await;
    assert_eq!(failed(&report), ["write.subject"], "{report}");
    assert!(report.to_string().contains("the status `canceled`"), "{report}");
}
