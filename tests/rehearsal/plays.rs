//! Automatic plays, as in a merchant's own tests.

use std::time::Duration;

use churnkey::Integration;
use churnkey::rehearsal::{Flow, Rehearsal, Verdict};

use crate::merchant::{Fault, Studio};
use crate::served::TOKEN;

fn rehearsal(studio: &Studio) -> Rehearsal {
    let integration = Integration::builder(studio.clone()).test_context(studio.clone());
    let integration = integration.token(TOKEN).build().unwrap();
    Rehearsal::of(&integration, TOKEN).timeout(Duration::from_secs(2)).at_once(true)
}

#[actix_web::test]
async fn each_offer_is_accepted_and_seen() {
    for (customer, subscription, reason, offer, path) in [
        ("u_1", "s_1", "I need a break", "pause", "$.status.name"),
        ("u_1", "s_1", "too expensive", "discount", "$.discounts"),
        ("u_1", "s_1", "do not need all", "plan_change", "$.items[0].price.id"),
        ("u_1", "s_trial", "undecided", "trial_extension", "$.status.trial.end"),
    ] {
        let studio = Studio::new();
        let rehearsal = rehearsal(&studio);
        let play = rehearsal.play(customer).subscription(subscription);
        let outcome = play.choose(reason).accept().await.unwrap();
        outcome.assert_passed();
        assert_eq!(outcome.accepted.as_ref().unwrap().terms.as_str(), offer);
        let [effect] = outcome.effects.as_slice() else { panic!("{outcome}") };
        assert_eq!(effect.verdict, Verdict::Visible, "{outcome}");
        assert!(effect.changes.iter().any(|change| change.path == path), "{outcome}");
        assert_ne!(outcome.before(), outcome.after());
    }
}

#[actix_web::test]
async fn whoever_declines_can_cancel() {
    let studio = Studio::new();
    let rehearsal = rehearsal(&studio);
    let play = rehearsal.play("u_1").subscription("s_1").choose("break");
    let offered = play.clone().cancel().await.unwrap_err().to_string();
    assert_eq!(offered, "the customer is offered a pause first: decline it");
    assert_eq!(studio.asked(), []);
    let outcome = play.decline().feedback("good bye").cancel().await.unwrap();
    outcome.assert_passed();
    assert_eq!(outcome.after().unwrap()["status"]["name"], "canceled");
    // What is canceled has no flow.
    let again = rehearsal.play("u_1").subscription("s_1").choose("other").cancel().await;
    assert_eq!(again.unwrap_err().to_string(), "the subscription s_1 is already canceled");
}

#[actix_web::test]
async fn what_is_scheduled_need_not_show_yet() {
    let studio = Studio::new();
    let rehearsal = rehearsal(&studio).at_once(false);
    let outcome = rehearsal
        .play("u_1")
        .subscription("s_1")
        .choose("break")
        .pause_for(3)
        .accept()
        .await
        .unwrap();
    outcome.assert_passed();
    assert_eq!(outcome.effects[0].verdict, Verdict::Later);
    assert_eq!(studio.asked()[0].1["duration"]["amount"], 3);
}

#[actix_web::test]
async fn a_fault_fails_the_play_and_is_told() {
    for (fault, verdict, word) in [
        (Fault::NoEffect, Verdict::Missing, "expected the status `paused`, got another status"),
        (Fault::Refuses, Verdict::Failed, "not this month"),
        (Fault::Breaks, Verdict::Failed, "500"),
        (Fault::HalfDone, Verdict::Failed, "refused has changed the subscription"),
    ] {
        let studio = Studio::new();
        studio.fault(fault);
        let outcome = rehearsal(&studio)
            .play("u_1")
            .subscription("s_1")
            .choose("break")
            .accept()
            .await
            .unwrap();
        assert!(!outcome.passed, "{outcome}");
        assert_eq!(outcome.effects[0].verdict, verdict, "{outcome}");
        let text = outcome.to_string();
        assert!(text.contains(word) && text.ends_with("\nfailed\n"), "{text}");
        assert!(!text.contains(TOKEN));
    }
}

/// A time-out says so; whether the action is done then, nobody knows.
#[actix_web::test]
async fn an_action_that_hangs_ends_the_play_in_time() {
    let studio = Studio::new();
    studio.fault(Fault::Hangs);
    let begun = std::time::Instant::now();
    let outcome =
        rehearsal(&studio).play("u_1").subscription("s_1").choose("break").accept().await.unwrap();
    assert!(begun.elapsed() < Duration::from_secs(5), "it waited for the action");
    assert!(!outcome.passed);
    assert!(outcome.to_string().contains("no answer within 2 s"), "{outcome}");
}

#[actix_web::test]
async fn a_play_that_cannot_be_says_why() {
    let studio = Studio::new();
    let rehearsal = rehearsal(&studio);
    let play = || rehearsal.play("u_1").subscription("s_1");
    let text = |error: churnkey::rehearsal::RehearsalError| error.to_string();
    assert!(
        text(play().accept().await.unwrap_err())
            .starts_with("the flow asks for a reason: choose one of \"I need a break\"")
    );
    assert!(
        text(play().choose("I").accept().await.unwrap_err()).contains("part of several reasons")
    );
    assert!(
        text(play().choose("aliens").accept().await.unwrap_err())
            .contains("this customer has no reason `aliens`")
    );
    assert_eq!(
        text(play().choose("other").accept().await.unwrap_err()),
        "nothing is offered to this customer for \"Another reason\""
    );
    assert_eq!(
        text(play().choose("break").pause_for(9).accept().await.unwrap_err()),
        "a pause of 9 is not offered: 1 to 3"
    );
    assert!(
        text(play().choose("do not need").plan("p_yen").accept().await.unwrap_err())
            .contains("the prices are p_small, p_year")
    );
    let nobody = rehearsal.play("nobody").subscription("s_1").choose("break").accept().await;
    assert!(
        text(nobody.unwrap_err())
            .starts_with("GET /churnkey/customers/nobody: 404: there is no such object")
    );
    assert_eq!(studio.asked(), []);
}

#[actix_web::test]
async fn a_wrong_token_says_which_request_failed_and_what_to_look_at() {
    let studio = Studio::new();
    let integration = Integration::builder(studio).token(TOKEN).build().unwrap();
    let rehearsal = Rehearsal::of(&integration, "another-token-of-that-length");
    let error = rehearsal.play("u_1").choose("break").accept().await.unwrap_err().to_string();
    assert!(error.starts_with("GET /churnkey/features: 401"), "{error}");
    assert!(error.contains("CK_INTEGRATION_TOKEN"), "{error}");
    assert!(!error.contains("another-token"), "{error}");
}

#[actix_web::test]
async fn a_whole_customer_is_played_with_each_subscription_seen() {
    let studio = Studio::new();
    let outcome = rehearsal(&studio).play("u_3").choose("other").cancel().await.unwrap();
    outcome.assert_passed();
    let of: Vec<_> = outcome.effects.iter().map(|effect| effect.subscription.as_str()).collect();
    assert_eq!(of, ["s_3a", "s_3b"]);
}

#[actix_web::test]
async fn a_flow_of_ones_own_is_played_without_what_cannot_be() {
    let copy = r#""copy": { "headline": "h", "body": "b", "cta": "c", "declineCta": "d" }"#;
    let flow = format!(
        r#"{{ "blueprintId": "mine", "steps": [
            {{ "type": "survey", "reasons": [
                {{ "id": "gone", "label": "Gone", "offer": {{ "type": "discount", "couponId": "c_gone", {copy} }} }},
                {{ "id": "dollars", "label": "Dollars", "offer": {{ "type": "discount", "couponId": "c_dollars", {copy} }} }},
                {{ "id": "half", "label": "Half", "offer": {{ "type": "discount", "couponId": "c_half", "percentOff": 50, {copy} }} }}
            ] }},
            {{ "type": "offer", "offer": {{ "type": "pause", "months": 1, "interval": "week", {copy} }} }},
            {{ "type": "confirm" }}
        ] }}"#
    );
    let studio = Studio::new();
    let rehearsal = rehearsal(&studio).flow(Flow::read(&flow).unwrap());
    // At the start one knows of what is impossible for everybody.
    assert_eq!(
        rehearsal.impossible_offers().await.unwrap(),
        ["the offer of the reason `gone` cannot be carried out: there is no coupon `c_gone`"]
    );
    let play = |reason: &str| rehearsal.play("u_1").subscription("s_1").choose(reason);
    play("half").accept().await.unwrap().assert_passed();
    // The coupon's currency is not the subscription's, so the next offer is the first.
    let outcome = play("dollars").accept().await.unwrap();
    assert_eq!(outcome.accepted.unwrap().terms.as_str(), "pause");
    assert!(
        outcome
            .findings
            .iter()
            .any(|finding| finding.detail.contains("is in usd, and the subscription in eur"))
    );
}

#[actix_web::test]
async fn a_flow_to_begin_with_is_that_of_an_active_subscription() {
    let studio = Studio::new();
    let rehearsal = rehearsal(&studio);
    let flow = rehearsal.generated_flow(None, None).await.unwrap();
    let json = serde_json::to_string(&flow).unwrap();
    assert_eq!(Flow::read(&json).unwrap(), flow);
    assert!(json.contains("c_half") && json.contains("p_small"), "{json}");
}
