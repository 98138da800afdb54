use churnkey::Integration;
use churnkey::actions::{DurationUnit, Schedule, StartDate};
use churnkey::chrono::Utc;
use churnkey::prelude::*;
use churnkey::testing::Harness;
use serde_json::json;

use crate::shop::{EMAIL, Mistake, PHONE, Shop, Torn};

#[actix_web::test]
async fn each_controller_is_called_with_its_types() {
    let harness = Harness::new(Shop::new());
    let first = PageRequest::new(1);
    let page = harness.customers(&first).await.unwrap();
    assert_eq!((page.data[0].id.as_str(), page.next.as_deref()), ("u_1", Some("1")));
    let second = harness.customers(&first.clone().cursor("1")).await.unwrap();
    assert_eq!(second.data[0].id, "u/2");
    assert_eq!(harness.customer("u/2").await.unwrap().id, "u/2");
    assert_eq!(harness.customer_by_email(EMAIL).await.unwrap().id, "u_1");
    assert_eq!(harness.customer_by_phone(PHONE).await.unwrap().id, "u_1");
    assert_eq!(harness.subscriptions("u_1", &first).await.unwrap().data[0].id, "s_1");
    assert_eq!(harness.price("p_t").await.unwrap().id, "p_t");
    assert_eq!(harness.prices(&first).await.unwrap().data.len(), 1);
    assert_eq!(harness.coupon("c_2").await.unwrap().code.as_deref(), Some("HALF"));
    assert_eq!(harness.coupons(&first).await.unwrap().data.len(), 1);
    assert_eq!(harness.product("prod_1").await.unwrap().name, "Team");
    assert_eq!(harness.products(&first).await.unwrap().data.len(), 1);
    assert_eq!(harness.family("fam_1").await.unwrap().name, "Work");
    assert_eq!(harness.families(&first).await.unwrap().data.len(), 1);
    assert_eq!(harness.price("none").await.unwrap_err().code(), 404);
    assert_eq!(harness.get("/features").await.body["actions"]["applyCoupon"]["enabled"], true);
}

#[actix_web::test]
async fn each_action_is_called_with_its_options() {
    let harness = Harness::new(Shop::new());
    let (one, trial) = (SubscriptionKey::new("u_1", "s_1"), SubscriptionKey::new("u/2", "s_3"));
    let coupon = ApplyCouponOptions::new("u_1", "s_1", "c_2");
    harness.apply_coupon(&coupon).await.unwrap();
    assert_eq!(harness.subscription(&one).await.unwrap().discounts.len(), 2);

    let price = ChangePriceOptions::new("u_1", "s_1", "p_t", Schedule::Immediate);
    harness.change_price(&price).await.unwrap();
    assert_eq!(harness.subscription(&one).await.unwrap().items[0].price.id, "p_t");

    let month = ActionDuration::period(1, DurationUnit::Month).unwrap();
    let before = harness.subscription(&trial).await.unwrap().status.trial().unwrap().end();
    harness.extend_trial(&ExtendTrialOptions::new("u/2", "s_3", month)).await.unwrap();
    let after = harness.subscription(&trial).await.unwrap().status.trial().unwrap().end();
    assert!(after > before);

    let until = ActionDuration::until_date(Utc::now() + churnkey::chrono::TimeDelta::days(40));
    let pause = PauseOptions::new("u_1", "s_1", StartDate::Immediate, until);
    harness.pause(&pause).await.unwrap();
    assert!(harness.subscription(&one).await.unwrap().status.is_paused());
    let refused = harness.pause(&pause).await.unwrap_err();
    assert_eq!((refused.code(), refused.message()), (400, "it is paused already"));
    // What is not declared does not reach the merchant's code.
    let refused = harness.pause(&pause.allow_annual(true)).await.unwrap_err();
    assert!(refused.message().contains("allowAnnual"), "{refused}");

    let cancel = CancelOptions::new("u_1", "s_1", Schedule::Immediate);
    harness.cancel(&cancel).await.unwrap();
    assert!(harness.subscription(&one).await.unwrap().status.is_canceled());
    // No such method.
    let all = CancelAllOptions::new("u_1", Schedule::Immediate);
    assert_eq!(harness.cancel_all(&all).await.unwrap_err().code(), 404);
    let answer = harness.post("/actions/subscription/cancel", &json!({})).await;
    assert_eq!((answer.status, &answer.body["code"]), (400, &json!(400)));
}

#[actix_web::test]
async fn an_integration_of_ones_own_is_taken_with_its_token() {
    let integration = Integration::builder(Shop::new()).token("a").build().unwrap();
    let harness = Harness::of(integration.clone(), "a");
    assert_eq!(harness.get("/features").await.status, 200);
    assert_eq!(Harness::of(integration, "b").get("/features").await.status, 401);
}

#[actix_web::test]
async fn a_500_shows_its_cause_which_the_client_does_not_read() {
    let harness = Harness::new(Shop::with(Mistake::Ledger));
    let error = harness.family("fam_1").await.unwrap_err();
    assert_eq!(error.code(), 500);
    assert!(error.message().starts_with("internal error (request "), "{error}");
    // What `unwrap` shows.
    assert!(format!("{error:?}").contains("the ledger is torn"), "{error:?}");

    let answer = harness.get("/families/fam_1").await;
    assert_eq!(answer.cause.as_deref(), Some("the ledger is torn"));
    assert!(!answer.body.to_string().contains("ledger"), "{answer:?}");
    assert_eq!(harness.get("/families").await.cause, None);
}

#[actix_web::test]
async fn a_text_that_became_a_500_says_what_to_write_instead() {
    let error = Harness::new(Shop::with(Mistake::Text)).family("fam_1").await.unwrap_err();
    let shown = format!("{error:?}");
    assert!(shown.contains("no such family") && shown.contains("`Error::not_found(…)`"), "{shown}");
}

#[actix_web::test]
async fn the_programs_own_builder_gives_tests_its_answers() {
    let builder = Integration::builder(Shop::with(Mistake::Ledger))
        .map_error(|_: &Torn| Some(Error::new(503, "the books are closed")));
    let harness = Harness::from_builder(builder);
    let error = harness.family("fam_1").await.unwrap_err();
    assert_eq!((error.code(), error.message()), (503, "the books are closed"));
    assert_eq!(error.source().unwrap().to_string(), "the ledger is torn");
}
