//! The component's API, with requests as the component sends them: `M` are the fields of `@churnkey/react` 0.1.2, `N` those
//! of newer versions.

use serde_json::{Value, json};

use crate::client::send;
use crate::merchant::Studio;
use crate::served::{APP, Served, serve, serve_with};

const CONFIG: &str = "orgs/app_1/cancel-flow/config";

fn action(name: &str) -> String {
    format!("orgs/{APP}/cancel-flow/actions/{name}")
}

/// The component sends no body with its first request, and newer versions send the page's attributes.
#[test]
fn the_configuration_is_answered_with_and_without_a_body() {
    let served = serve(Studio::new());
    for body in [None, Some(json!({ "customAttributes": { "seats": 3 }, "unknown": 1 }))] {
        let answer = served.component("u_1", Some("s_1"), CONFIG, body.as_ref());
        assert_eq!(answer.status, 200, "{}", answer.body);
        let config = answer.json();
        assert_eq!(config["blueprintId"], "rehearsal");
        assert_eq!(config["customer"]["id"], "u_1");
        assert_eq!(
            config["subscriptions"][0]["items"][0]["price"]["amount"],
            json!({ "model": "fixed", "value": 1500.0, "currency": "eur" })
        );
        // Without `settings` the component breaks.
        assert_eq!(config["settings"]["clickToCancelEnabled"], false);
        assert_eq!(config["settings"]["strictFTCComplianceEnabled"], false);
        assert_eq!(config["settings"]["cancelAtPeriodEnd"], true);
        let reasons = config["steps"][0]["reasons"].as_array().unwrap();
        let offers: Vec<_> =
            reasons.iter().filter_map(|reason| reason["offer"]["type"].as_str()).collect();
        assert_eq!(offers, ["pause", "discount", "plan_change", "contact"]);
        // `copy` is what the component cannot do without.
        for reason in reasons.iter().filter(|reason| !reason["offer"].is_null()) {
            for text in ["headline", "body", "cta", "declineCta"] {
                assert!(reason["offer"]["copy"][text].is_string(), "{reason}");
            }
        }
    }
}

/// Each action with both field sets; what comes of it is read through the protocol.
#[test]
fn each_action_becomes_the_protocols() {
    let cases: [(&str, &str, [Value; 2], &str, Value); 5] = [
        (
            "discount",
            "s_1",
            [
                json!({ "coupon": "c_half", "blueprintId": "rehearsal" }),
                json!({ "coupon": "c_half", "blueprintId": "rehearsal" }),
            ],
            "apply coupon",
            json!({ "customerId": "u_1", "subscriptionId": "s_1", "coupon": "c_half" }),
        ),
        (
            "pause",
            "s_1",
            [
                json!({ "duration": 3, "interval": "month" }),
                json!({ "duration": 3, "interval": "month", "new": true }),
            ],
            "pause",
            // Both start dates and both kinds of duration are announced, and yearly plans are not.
            json!({ "customerId": "u_1", "subscriptionId": "s_1", "startAt": "end-of-period", "allowAnnual": false,
                    "duration": { "type": "period", "amount": 3, "unit": "month" } }),
        ),
        (
            "change-plan",
            "s_1",
            [json!({ "planId": "p_small" }), json!({ "planId": "p_small" })],
            "change price",
            // Only `immediate` is announced.
            json!({ "customerId": "u_1", "subscriptionId": "s_1", "price": "p_small", "scheduledAt": "immediate", "prorate": true }),
        ),
        (
            "cancel",
            "s_1",
            [
                json!({ "cancelAtPeriodEnd": true }),
                json!({ "cancelAtPeriodEnd": true, "blueprintId": "rehearsal" }),
            ],
            "cancel",
            json!({ "customerId": "u_1", "subscriptionId": "s_1", "scheduledAt": "end-of-period", "unpause": false }),
        ),
        (
            "cancel",
            "s_1",
            [
                json!({ "cancelAtPeriodEnd": false }),
                json!({ "cancelAtPeriodEnd": false, "blueprintId": "rehearsal" }),
            ],
            "cancel",
            json!({ "customerId": "u_1", "subscriptionId": "s_1", "scheduledAt": "immediate", "unpause": false }),
        ),
    ];
    for (name, subscription, bodies, asked, expected) in cases {
        for body in bodies {
            let served = serve(Studio::new());
            let answer = served.component("u_1", Some(subscription), &action(name), Some(&body));
            assert_eq!((answer.status, answer.body.as_str()), (200, ""), "{name} {body}");
            assert_eq!(served.studio.asked(), [(asked, expected.clone())], "{name} {body}");
            assert_eq!(served.faults(), [""; 0]);
        }
    }
}

/// A trial is extended until a date, since only that is announced: the end of the trial and the days.
#[test]
fn a_longer_trial_is_asked_for_as_it_is_announced() {
    let served = serve(Studio::new());
    let before = served.subscription("u_1", "s_trial");
    let body = json!({ "days": 7, "blueprintId": "rehearsal" });
    assert_eq!(
        served.component("u_1", Some("s_trial"), &action("extend-trial"), Some(&body)).status,
        200
    );
    let after = served.subscription("u_1", "s_trial");
    let end = |of: &Value| -> churnkey::chrono::DateTime<churnkey::chrono::Utc> {
        of["status"]["trial"]["end"].as_str().unwrap().parse().unwrap()
    };
    assert_eq!((end(&after) - end(&before)).num_days(), 7);
    assert_eq!(served.faults(), [""; 0]);
}

/// A token without a subscription: the customer's endpoint where it is announced, and else a call for each.
#[test]
fn a_flow_of_the_whole_customer_acts_on_all_subscriptions() {
    let served = serve(Studio::new());
    let cancel = json!({ "cancelAtPeriodEnd": false });
    assert_eq!(served.component("u_3", None, &action("cancel"), Some(&cancel)).status, 200);
    let asked = served.studio.asked();
    assert_eq!(
        asked,
        [(
            "cancel all",
            json!({ "customerId": "u_3", "scheduledAt": "immediate", "unpause": false })
        )]
    );
    for id in ["s_3a", "s_3b"] {
        assert_eq!(served.subscription("u_3", id)["status"]["name"], "canceled");
    }

    let served = serve(Studio::new());
    let pause = json!({ "duration": 1, "interval": "week" });
    assert_eq!(served.component("u_3", None, &action("pause"), Some(&pause)).status, 200);
    let asked = served.studio.asked();
    let of: Vec<_> =
        asked.iter().map(|(_, body)| body["subscriptionId"].as_str().unwrap()).collect();
    assert_eq!(of, ["s_3a", "s_3b"]);
    assert_eq!(asked[0].1["duration"], json!({ "type": "period", "amount": 1, "unit": "week" }));
}

#[test]
fn what_takes_effect_at_once_can_be_asked_for() {
    let served = serve_with(Studio::new(), |rehearsal| rehearsal.at_once(true));
    let pause = json!({ "duration": 2, "interval": "month" });
    assert_eq!(served.component("u_1", Some("s_1"), &action("pause"), Some(&pause)).status, 200);
    assert_eq!(served.subscription("u_1", "s_1")["status"]["name"], "paused");
    let config = served.component("u_1", Some("s_trial"), CONFIG, None).json();
    assert_eq!(config["settings"]["cancelAtPeriodEnd"], false);
}

#[test]
fn a_body_that_is_not_the_actions_is_refused_and_nothing_is_asked_for() {
    let served = serve(Studio::new());
    let bodies = [
        ("discount", json!({})),
        ("pause", json!({ "duration": "2", "interval": "month" })),
        ("pause", json!({ "duration": 0, "interval": "month" })),
        ("pause", json!({ "duration": 1, "interval": "year" })),
        ("change-plan", json!({ "planId": 7 })),
        ("extend-trial", json!({ "days": -1 })),
    ];
    for (name, body) in bodies {
        let answer = served.component("u_1", Some("s_1"), &action(name), Some(&body));
        assert_eq!(answer.status, 400, "{name} {body}");
    }
    assert_eq!(
        served.component("u_1", Some("s_1"), &action("rebate"), Some(&json!({}))).status,
        501
    );
    assert_eq!(
        served.component("u_1", Some("s_1"), &action("nonsense"), Some(&json!({}))).status,
        404
    );
    assert_eq!(served.studio.asked(), []);
}

/// The session record tells of an offer that was accepted. Versions up to 0.5.0 send it without the action.
#[test]
fn an_offer_that_was_accepted_without_an_action_is_a_fault() {
    let served = serve(Studio::new());
    served.component("u_1", Some("s_1"), CONFIG, None);
    let record = json!({
        "blueprintId": "rehearsal", "customer": { "id": "u_1", "subscriptionId": "s_1" }, "canceled": false,
        "acceptedOffer": { "offerType": "PAUSE", "pauseDuration": 3, "pauseInterval": "MONTH" },
        "presentedOffers": [{ "offerType": "PAUSE", "accepted": true, "presentedAt": "2026-01-01T00:00:00.000Z",
                              "pauseConfig": { "maxPauseLength": 3, "pauseInterval": "MONTH" } }],
        "stepsViewed": [{ "stepType": "SURVEY", "numChoices": 5, "start": "2026-01-01T00:00:00.000Z" }],
        "mode": "TEST", "embedVersion": "sdk-react", "surveyId": "step-0-survey", "usedClickToCancel": false,
    });
    assert_eq!(served.component("u_1", Some("s_1"), "sessions/sdk", Some(&record)).status, 200);
    assert_eq!(served.faults(), ["The accepted offer came without an action"]);
    // With the action there is none; and none for a talk, which asks for nothing.
    let served = serve(Studio::new());
    served.component("u_1", Some("s_1"), CONFIG, None);
    served.component(
        "u_1",
        Some("s_1"),
        &action("pause"),
        Some(&json!({ "duration": 3, "interval": "month" })),
    );
    served.component("u_1", Some("s_1"), "sessions/sdk", Some(&record));
    let talk = json!({ "canceled": false, "acceptedOffer": { "offerType": "CONTACT" } });
    served.component("u_1", Some("s_1"), "sessions/sdk", Some(&talk));
    assert_eq!(served.faults(), [""; 0]);
}

/// Analytics mode: without a token, and its answer is ignored.
#[test]
fn a_session_record_without_a_token_is_taken() {
    let served = serve(Studio::new());
    let headers = [("content-type", "application/json"), ("x-ck-app", APP)];
    let answer =
        send(served.rehearsal, "POST", "/v1/api/sessions/sdk", &headers, r#"{"canceled":true}"#);
    assert_eq!(answer.status, 200);
    assert_eq!(served.faults(), [""; 0]);
}

#[test]
fn a_failure_of_the_integration_is_passed_on_as_plain_text() {
    use crate::merchant::Fault;
    let served = serve(Studio::new());
    let pause = json!({ "duration": 1, "interval": "month" });
    for (fault, status, reason) in [
        (Fault::Breaks, 502, "the integration answered 500"),
        (Fault::Refuses, 400, "the integration answered 400: not this month"),
        (Fault::Hangs, 504, "no answer within 2 s"),
    ] {
        served.studio.fault(fault);
        let answer = served.component("u_1", Some("s_1"), &action("pause"), Some(&pause));
        assert_eq!(answer.status, status, "{}", answer.body);
        assert!(answer.body.contains(reason), "{}", answer.body);
        assert_eq!(answer.header("content-type"), Some("text/plain; charset=utf-8"));
    }
    // It goes on working.
    served.studio.fault(None);
    assert_eq!(served.component("u_1", Some("s_1"), &action("pause"), Some(&pause)).status, 200);
}

fn origin(served: &Served) -> String {
    // Another port of this machine: a merchant's own front end.
    format!("http://localhost:{}", served.integration.port())
}

#[test]
fn a_preflight_allows_what_the_component_sends_and_will_send() {
    let served = serve(Studio::new());
    let origin = origin(&served);
    let asked = "content-type,x-ck-app,x-ck-authorization,x-ck-capabilities,x-ck-customer,x-ck-mode,x-ck-of-tomorrow,x-ck-subscription";
    let headers = [
        ("origin", origin.as_str()),
        ("access-control-request-method", "POST"),
        ("access-control-request-headers", asked),
        ("access-control-request-private-network", "true"),
    ];
    for path in [CONFIG, "orgs/app_1/cancel-flow/actions/pause", "sessions/sdk"] {
        let answer = send(served.rehearsal, "OPTIONS", &format!("/v1/api/{path}"), &headers, "");
        assert_eq!(answer.status, 204);
        assert_eq!(answer.header("access-control-allow-origin"), Some(origin.as_str()));
        assert_eq!(answer.header("access-control-allow-methods"), Some("POST"));
        assert_eq!(answer.header("access-control-allow-private-network"), Some("true"));
        assert!(answer.header("access-control-max-age").is_some());
        let allowed = answer.header("access-control-allow-headers").unwrap();
        for name in asked.split(',') {
            assert!(allowed.split(',').any(|allowed| allowed == name), "{name} in {allowed}");
        }
    }
}

/// Without the header the component sees a network error, whatever is answered.
#[test]
fn errors_can_be_read_by_the_component_too() {
    let served = serve(Studio::new());
    let origin = origin(&served);
    let headers = [("origin", origin.as_str())];
    for (method, path, status) in [
        ("POST", "/v1/api/orgs/app_1/cancel-flow/config", 401),
        ("POST", "/v1/api/orgs/app_1/cancel-flow/nothing", 404),
        ("POST", "/v1/nothing", 404),
        ("GET", "/v1/api/orgs/app_1/cancel-flow/config", 405),
        ("POST", "/v1//api/orgs/app_1/cancel-flow/config", 404),
    ] {
        let answer = send(served.rehearsal, method, path, &headers, "");
        assert_eq!(answer.status, status, "{path}: {}", answer.body);
        assert_eq!(answer.header("access-control-allow-origin"), Some(origin.as_str()), "{path}");
    }
    // A slash at the end of `apiBaseUrl` is reported.
    assert!(served.faults().contains(&"`apiBaseUrl` is not what the component needs".to_owned()));
}
