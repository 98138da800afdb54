//! Names, addresses, phone numbers, ids and tokens in every place of a request, from somebody with the token and from
//! anybody: none of them is in the log, at any level.

use actix_web::test::TestRequest;
use churnkey::Integration;

use crate::client::{TOKEN, send};
use crate::logs::{collect, logged};
use crate::merchant::Kiosk;

const PERSONS: &[&str] = &["Mina", "Okafor", "Grant", "Bill", "Zhou", "Mina-Okafor"];

const OTHERS: &[&str] = &[
    "mina@example.org",
    "+4915112345",
    "4915112345",
    "u_1001x",
    "cus_NffrFeUfNV2Hib",
    "123e4567-e89b-12d3-a456-426614174000",
    "ck_int_4c6627bd756d732e",
    "DE89370400440532013000",
    "Hafenweg-3",
];

/// Requests with a text in every place but one: the first segment of a path may be told of somebody with the token.
fn everywhere(text: &str) -> Vec<TestRequest> {
    let encoded = text.bytes().fold(String::new(), |all, byte| format!("{all}%{byte:02X}"));
    let paths = [
        format!("/churnkey/customers/{text}"),
        format!("/churnkey/customers/{encoded}/{text}"),
        format!("/churnkey/customers/find-by-name/{text}"),
        format!("/churnkey/customers/{text}/subscriptions/{text}"),
        format!("/churnkey/prices?limit={text}&cursor={text}"),
        format!("/churnkey/prices?q={text}&email={encoded}"),
        format!("/churnkey/elsewhere?token={text}"),
    ];
    let mut all: Vec<_> = paths.iter().map(|path| TestRequest::with_uri(path)).collect();
    all.push(TestRequest::with_uri("/churnkey/customers/x").method("PATCH".parse().unwrap()));
    let headers = [
        ("x-churnkey-mode", text.to_owned()),
        ("cookie", format!("session={text}; theme={text}")),
        ("x-ck-signature", format!("sha256={text}")),
        ("x-api-key", text.to_owned()),
        ("x-customer", format!("{text} {text} {text}")),
        ("user-agent", text.to_owned()),
        ("referer", format!("https://example.com/{text}")),
        ("traceparent", text.to_owned()),
        ("content-type", text.to_owned()),
        ("if-none-match", text.to_owned()),
    ];
    all.extend(
        headers.map(|header| TestRequest::with_uri("/churnkey/nowhere").insert_header(header)),
    );
    let bodies = [
        text.to_owned(),
        format!(
            r#"{{"customerId": "{text}", "subscriptionId": "{text}", "scheduledAt": "{text}"}}"#
        ),
        format!(r#"{{"customerId": ["{text}"]}}"#),
        format!(
            r#"{{"customerId": "a", "subscriptionId": "b", "startAt": "immediate", "duration": {{"type": "{text}"}}}}"#
        ),
        format!(
            r#"{{"customerId": "a", "subscriptionId": "b", "startAt": "immediate", "duration": {{"unit": "{text}", "amount": 1}}}}"#
        ),
        format!(
            r#"{{"customerId": "a", "subscriptionId": "b", "startAt": "immediate", "duration": {{"date": "{text}"}}}}"#
        ),
        format!(
            r#"{{"customerId": "a", "subscriptionId": "b", "scheduledAt": "end-of-period", "reason": "{text}"}}"#
        ),
    ];
    for body in bodies {
        for action in ["cancel", "pause"] {
            let path = format!("/churnkey/actions/subscription/{action}");
            all.push(TestRequest::post().uri(&path).set_payload(body.clone()));
        }
    }
    all
}

#[actix_web::test]
async fn none_of_it_is_in_the_log_of_a_request() {
    for text in PERSONS.iter().chain(OTHERS) {
        // One for each, so that nothing is left out for having been said before.
        let integration = Integration::builder(Kiosk::default()).token(TOKEN).build().unwrap();
        collect();
        for call in everywhere(text) {
            send(&integration, call).await;
        }
        for call in everywhere(text) {
            let call = call.insert_header(("authorization", format!("Bearer {TOKEN}")));
            send(&integration, call).await;
        }
        for value in [format!("Bearer {text}"), format!("Basic {text}"), (*text).to_owned()] {
            let call =
                TestRequest::with_uri("/churnkey/features").insert_header(("authorization", value));
            send(&integration, call).await;
        }
        drop(integration);
        let log = logged();
        assert!(
            log.contains("status=401") && log.contains("status=404") && log.contains("WARN"),
            "{log}"
        );
        let found = log.lines().find(|line| line.contains(text) || line.contains(TOKEN));
        assert_eq!(found, None, "{text}");
    }
}

/// A key is told when it reads as a name, and by its look when it does not.
#[actix_web::test]
async fn nor_is_what_stands_in_the_place_of_a_name() {
    for text in OTHERS {
        let integration = Integration::builder(Kiosk::default()).token(TOKEN).build().unwrap();
        collect();
        let body =
            format!(r#"{{"customerId": "a", "{text}": 1, "duration": {{"{text}": "{text}"}}}}"#);
        for action in ["cancel", "pause"] {
            let call = TestRequest::post().uri(&format!("/churnkey/actions/subscription/{action}"));
            let call = call.insert_header(("authorization", TOKEN)).set_payload(body.clone());
            send(&integration, call).await;
        }
        let query = text.replace('+', "%2B");
        for path in
            [format!("/churnkey/prices?{query}=1"), format!("/churnkey/prices?{query}={TOKEN}")]
        {
            send(
                &integration,
                TestRequest::with_uri(&path).insert_header(("authorization", TOKEN)),
            )
            .await;
            send(&integration, TestRequest::with_uri(&path)).await;
        }
        if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_+".contains(&byte)) {
            let call = TestRequest::with_uri("/churnkey/features")
                .insert_header((*text, "0123456789abcdef"));
            send(&integration, call).await;
        }
        drop(integration);
        let log = logged();
        assert!(log.contains("a key that nobody reads: `("), "{log}");
        let found = log.lines().find(|line| line.contains(text) || line.contains(TOKEN));
        assert_eq!(found, None, "{text}");
    }
}
