use churnkey::Integration;

use crate::client::{TOKEN, get, post};
use crate::merchant::{Kiosk, Shop};

const ACTIONS: &[(&str, &str)] = &[
    (
        "/churnkey/actions/subscription/cancel",
        r#"{"customerId": "u_1", "subscriptionId": "s_1", "scheduledAt": "immediate", "unpause": true}"#,
    ),
    (
        "/churnkey/actions/customer/cancel",
        r#"{"customerId": "u_1", "scheduledAt": "end-of-period"}"#,
    ),
    (
        "/churnkey/actions/subscription/pause",
        r#"{"customerId": "u_1", "subscriptionId": "s_1", "startAt": "immediate",
            "duration": {"type": "period", "amount": 2, "unit": "month"}, "allowAnnual": true}"#,
    ),
    (
        "/churnkey/actions/customer/pause",
        r#"{"customerId": "u_1", "startAt": "end-of-period",
            "duration": {"type": "date", "date": "2026-06-01T00:00:00.000Z"}, "allowAnnual": false}"#,
    ),
    (
        "/churnkey/actions/subscription/apply-coupon",
        r#"{"customerId": "u_1", "subscriptionId": "s_1", "coupon": "c_1"}"#,
    ),
    (
        "/churnkey/actions/subscription/change-price",
        r#"{"customerId": "u_1", "subscriptionId": "s_1", "price": "p_2", "scheduledAt": "immediate", "prorate": true}"#,
    ),
    (
        "/churnkey/actions/subscription/extend-trial",
        r#"{"customerId": "u_1", "subscriptionId": "s_1", "duration": {"type": "period", "amount": 7, "unit": "day"}}"#,
    ),
];

#[actix_web::test]
async fn an_action_that_succeeds_is_200_with_no_body() {
    let shop = Shop::default();
    let integration = shop.integration();
    for (path, body) in ACTIONS {
        let answer = post(&integration, path, *body).await;
        assert_eq!((answer.status, answer.body.len()), (200, 0), "{path}");
        assert_eq!(shop.calls().len(), 1, "{path}");
    }
}

/// What is missing or of the wrong type is refused by its key, whatever else is in the body.
#[actix_web::test]
async fn every_key_of_every_action_is_checked() {
    let shop = Shop::default();
    let integration = shop.integration();
    for (path, body) in ACTIONS {
        let whole: serde_json::Map<_, _> = serde_json::from_str(body).unwrap();
        for key in whole.keys() {
            let mut wrong = whole.clone();
            wrong.insert(key.clone(), serde_json::json!([7]));
            let message =
                post(&integration, path, serde_json::to_string(&wrong).unwrap()).await.error(400);
            assert!(message.starts_with(&format!("`{key}` must be")), "{path} {key}: {message}");

            let mut missing = whole.clone();
            missing.remove(key);
            let answer = post(&integration, path, serde_json::to_string(&missing).unwrap()).await;
            if matches!(key.as_str(), "unpause" | "allowAnnual" | "prorate") {
                assert_eq!(answer.status, 200, "{path} without {key}");
                shop.calls();
            } else {
                assert_eq!(answer.error(400), format!("`{key}` is missing"), "{path}");
            }
        }
        for body in ["", "{", "[]", "null", "{\"customerId\": \"u_1\""] {
            let message = post(&integration, path, body).await.error(400);
            assert!(message.starts_with("the body "), "{path} {body}: {message}");
        }
    }
    assert_eq!(shop.calls(), [""; 0], "nothing that was refused reached the merchant's code");
}

#[actix_web::test]
async fn options_arrive_field_for_field_with_the_raw_json_at_hand() {
    let shop = Shop::default();
    let integration = shop.integration();
    let body = r#"{"customerId":"u_1","subscriptionId":"s_1","scheduledAt":"immediate","unpause":null,"new":{"a":1}}"#;
    post(&integration, "/churnkey/actions/subscription/cancel", body).await;
    let call = shop.calls().remove(0);
    assert!(
        call.contains(r#"customer_id: CustomerId("u_1"), subscription_id: SubscriptionId("s_1")"#),
        "{call}"
    );
    assert!(call.contains("scheduled_at: Immediate, unpause: false"), "{call}");
    assert!(call.contains(r#""new":{"a":1}"#), "{call}");
}

#[actix_web::test]
async fn the_spellings_that_churnkeys_pages_disagree_on_are_all_read() {
    let shop = Shop::default();
    let integration = shop.integration();
    for keys in [
        r#""price": "p_2""#,
        r#""priceId": "p_2""#,
        r#""id": "p_2""#,
        r#""price": "p_2", "id": "x""#,
    ] {
        let body = format!(
            r#"{{"customerId": "u_1", "subscriptionId": "s_1", {keys}, "scheduledAt": "immediate"}}"#
        );
        post(&integration, "/churnkey/actions/subscription/change-price", body).await;
        assert!(shop.calls().remove(0).contains(r#"price: PriceId("p_2")"#), "{keys}");
    }
    for keys in [r#""coupon": "c_1""#, r#""couponId": "c_1""#, r#""id": "c_1""#] {
        let body = format!(r#"{{"customerId": "u_1", "subscriptionId": "s_1", {keys}}}"#);
        post(&integration, "/churnkey/actions/subscription/apply-coupon", body).await;
        assert!(shop.calls().remove(0).contains(r#"coupon: CouponId("c_1")"#), "{keys}");
    }
    for duration in [r#"{"value": 7, "interval": "days"}"#, r#"{"until": "2026-06-01"}"#] {
        let body =
            format!(r#"{{"customerId": "u_1", "subscriptionId": "s_1", "duration": {duration}}}"#);
        let answer = post(&integration, "/churnkey/actions/subscription/extend-trial", body).await;
        assert_eq!(answer.status, 200, "{duration}");
    }
}

#[actix_web::test]
async fn what_was_not_declared_is_400_before_the_merchants_code() {
    let kiosk = Kiosk::default();
    let integration = kiosk.integration();
    let subscription = r#""customerId": "u_1", "subscriptionId": "s_1""#;
    for (action, keys, refused) in [
        ("cancel", r#""scheduledAt": "immediate""#, "`scheduledAt`: `immediate` is not offered"),
        ("cancel", r#""scheduledAt": "end-of-period", "unpause": true"#, "`unpause`: "),
        (
            "pause",
            r#""startAt": "immediate", "duration": {"amount": 1, "unit": "month"}"#,
            "`startAt`: ",
        ),
        (
            "pause",
            r#""startAt": "end-of-period", "duration": {"date": "2026-06-01"}"#,
            "`duration`: `date` is not offered",
        ),
        (
            "pause",
            r#""startAt": "end-of-period", "duration": {"amount": 1, "unit": "month"}, "allowAnnual": true"#,
            "`allowAnnual`: ",
        ),
        ("change-price", r#""price": "p_1", "scheduledAt": "immediate""#, "`scheduledAt`: "),
        (
            "change-price",
            r#""price": "p_1", "scheduledAt": "end-of-period", "prorate": true"#,
            "`prorate`: ",
        ),
        (
            "extend-trial",
            r#""duration": {"amount": 1, "unit": "day"}"#,
            "`duration`: `period` is not offered",
        ),
    ] {
        let path = format!("/churnkey/actions/subscription/{action}");
        let message =
            post(&integration, &path, format!("{{{subscription}, {keys}}}")).await.error(400);
        assert!(message.starts_with(refused), "{action}: {message}");
    }
    assert_eq!(kiosk.0.calls(), [""; 0]);
}

#[actix_web::test]
async fn an_absent_allow_annual_is_the_declared_feature() {
    let body = r#"{"customerId": "u_1", "subscriptionId": "s_1", "startAt": "end-of-period",
                   "duration": {"amount": 1, "unit": "month"}}"#;
    let (shop, kiosk) = (Shop::default(), Kiosk::default());
    post(&shop.integration(), "/churnkey/actions/subscription/pause", body).await;
    assert!(shop.calls().remove(0).contains("allow_annual: true"), "declared");
    post(&kiosk.integration(), "/churnkey/actions/subscription/pause", body).await;
    assert!(kiosk.0.calls().remove(0).contains("allow_annual: false"), "not declared");
}

#[actix_web::test]
async fn unpause_is_false_unless_it_is_sent_and_may_have_another_name() {
    let body = |more: &str| {
        format!(
            r#"{{"customerId": "u_1", "subscriptionId": "s_1", "scheduledAt": "immediate"{more}}}"#
        )
    };
    let shop = Shop::default();
    let builder =
        Integration::builder(shop.clone()).token(TOKEN).spelling("resumeFirst", "unpause");
    let integration = builder.build().unwrap();
    for (more, unpause) in [
        ("", "unpause: false"),
        (r#", "unpause": false"#, "unpause: false"),
        (r#", "unpause": true"#, "unpause: true"),
        (r#", "resumeFirst": true"#, "unpause: true"),
    ] {
        let answer = post(&integration, "/churnkey/actions/subscription/cancel", body(more)).await;
        assert_eq!(answer.status, 200, "{more}");
        let call = shop.calls().remove(0);
        assert!(call.contains(unpause), "{more}: {call}");
    }
}

/// Announced or not, `multiple` refuses nothing.
#[actix_web::test]
async fn whether_a_trial_is_extended_again_is_for_the_method_to_decide() {
    let body =
        r#"{"customerId": "u_1", "subscriptionId": "s_1", "duration": {"date": "2100-01-01"}}"#;
    let (shop, kiosk) = (Shop::default(), Kiosk::default());
    for (integration, shop, multiple) in
        [(shop.integration(), &shop, true), (kiosk.integration(), &kiosk.0, false)]
    {
        assert_eq!(integration.manifest()["actions"]["extendTrial"]["multiple"], multiple);
        for _ in 0..2 {
            let path = "/churnkey/actions/subscription/extend-trial";
            assert_eq!(post(&integration, path, body).await.status, 200);
        }
        assert_eq!(shop.calls().len(), 2);
    }
}

#[actix_web::test]
async fn a_body_over_the_limit_is_413() {
    let shop = Shop::default();
    let body = format!(
        r#"{{"customerId": "u_1", "scheduledAt": "immediate", "padding": "{}"}}"#,
        "x".repeat(64 * 1024)
    );
    let path = "/churnkey/actions/customer/cancel";
    assert_eq!(
        post(&shop.integration(), path, body.clone()).await.error(413),
        "the body is larger than 65536 bytes"
    );
    assert_eq!(shop.calls(), [""; 0]);
    let generous = Integration::builder(shop).body_limit(128 * 1024).token(TOKEN).build().unwrap();
    assert_eq!(post(&generous, path, body).await.status, 200);
}

/// Dropped half-way, an action could have told the payment provider and not the database.
#[actix_web::test]
async fn an_action_runs_to_its_end_when_the_client_goes_away() {
    use churnkey::prelude::*;

    #[derive(Clone)]
    struct Slow(std::sync::Arc<std::sync::atomic::AtomicBool>);

    #[churnkey::controller]
    impl Customers for Slow {
        async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
            Ok(Customer::new(id))
        }
    }

    #[churnkey::controller]
    impl Prices for Slow {
        async fn retrieve(&self, id: PriceId) -> Result<Price> {
            Ok(crate::merchant::price(id))
        }

        async fn list(&self, _: PageRequest) -> Result<Page<Price>> {
            Ok(Page::last([]))
        }
    }

    #[churnkey::controller]
    impl Subscriptions for Slow {
        async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
            Ok(crate::merchant::subscription(key.subscription_id, key.customer_id))
        }
    }

    #[churnkey::action(cancel, schedules(immediate))]
    impl Cancel for Slow {
        async fn handle(&self, _: CancelOptions) -> Result<()> {
            actix_web::rt::time::sleep(std::time::Duration::from_millis(50)).await;
            self.0.store(true, std::sync::atomic::Ordering::SeqCst);
            Ok(())
        }
    }

    let done = std::sync::Arc::default();
    let integration =
        Integration::builder(Slow(std::sync::Arc::clone(&done))).token(TOKEN).build().unwrap();
    let body = r#"{"customerId": "u_1", "subscriptionId": "s_1", "scheduledAt": "immediate"}"#;
    let call = post(&integration, "/churnkey/actions/subscription/cancel", body);
    let gone = actix_web::rt::time::timeout(std::time::Duration::from_millis(10), call).await;
    assert!(gone.is_err(), "the client was to go away before the action's end");
    for _ in 0..100 {
        if done.load(std::sync::atomic::Ordering::SeqCst) {
            return;
        }
        actix_web::rt::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the action was dropped half-way");
}

#[actix_web::test]
async fn the_status_of_an_action_that_was_done_is_a_setting() {
    let body = r#"{"customerId": "u_1", "scheduledAt": "immediate"}"#;
    let with = |status| {
        let builder = Integration::builder(Shop::default()).token(TOKEN);
        builder.action_status(status).build()
    };
    for status in [200, 201, 202, 204] {
        let integration = with(status).unwrap();
        let answer = post(&integration, "/churnkey/actions/customer/cancel", body).await;
        assert_eq!((answer.status, answer.body.len()), (status, 0));
        assert_eq!(
            get(&integration, "/churnkey/customers/u_1").await.status,
            200,
            "a read is as it was"
        );
    }
    for status in [0, 199, 205, 304, 400] {
        let refused = with(status).unwrap_err().to_string();
        let told = format!(
            "invalid setting `action_status`: it is {status}; it must be 200, 201, 202 or 204"
        );
        assert_eq!(refused, told);
    }
}
