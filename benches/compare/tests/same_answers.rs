//! Both merchants answer alike, so that they can be compared.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test may panic")]

use actix_web::body::to_bytes;
use actix_web::dev::ServiceResponse;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::test::{TestRequest, init_service, try_call_service};
use actix_web::{App, web};
use bench_by_hand::TokenDigest;
use churnkey::Integration;
use serde_json::Value;

const TOKEN: &str = "ck_int_test";

/// Path, body of an action, status.
const REQUESTS: &[(&str, Option<&str>, u16)] = &[
    ("/churnkey/features", None, 200),
    ("/churnkey/customers/u_1001", None, 200),
    ("/churnkey/customers/u_1001/subscriptions/s_000", None, 200),
    ("/churnkey/customers/u_1001/subscriptions/s_009", None, 200),
    ("/churnkey/customers/u_1001/subscriptions?limit=100", None, 200),
    ("/churnkey/customers/u_1001/subscriptions?limit=7&cursor=90", None, 200),
    ("/churnkey/customers/u_1001/subscriptions", None, 200),
    ("/churnkey/prices/p_api", None, 200),
    ("/churnkey/prices?limit=2", None, 200),
    ("/churnkey/actions/subscription/pause", Some(PAUSE), 200),
    ("/churnkey/actions/subscription/cancel", Some(CANCEL), 200),
    ("/churnkey/customers/u_1001/subscriptions/s_003", None, 200),
    ("/churnkey/actions/subscription/pause", Some("{"), 400),
    ("/churnkey/customers/u_1001/subscriptions?limit=0", None, 400),
    ("/churnkey/customers/u_1/subscriptions/s_000", None, 404),
    ("/churnkey/customers/u_1/subscriptions", None, 404),
    ("/churnkey/nothing", None, 404),
    ("/churnkey/prices", Some("{}"), 405),
];

const PAUSE: &str = r#"{"customerId":"u_1001","subscriptionId":"s_003","startAt":"end-of-period","duration":{"type":"period","amount":2,"unit":"month"},"allowAnnual":true}"#;
const CANCEL: &str =
    r#"{"customerId":"u_1001","subscriptionId":"s_003","scheduledAt":"end-of-period"}"#;

#[actix_web::test]
async fn both_merchants_give_the_same_answers() {
    let billing = web::Data::new(bench_by_hand::Billing::open());
    let token = web::Data::new(TokenDigest::of(TOKEN.as_bytes()));
    let by_hand = App::new().configure(|config| bench_by_hand::configure(config, billing, token));
    let by_hand = init_service(by_hand).await;

    let billing = bench_on_churnkey::Billing::open().unwrap();
    let integration = Integration::builder(billing).token(TOKEN).build().unwrap();
    let on_churnkey =
        init_service(App::new().configure(|config| integration.configure(config))).await;

    for &(path, body, status) in REQUESTS {
        let hand =
            read(try_call_service(&by_hand, request(path, body, TOKEN).to_request()).await).await;
        let ours =
            read(try_call_service(&on_churnkey, request(path, body, TOKEN).to_request()).await)
                .await;
        assert_eq!(hand.0, status, "{path} by hand");
        assert_eq!(ours.0, status, "{path} on churnkey");
        if status == 200 {
            assert_eq!(hand.1, ours.1, "{path}");
        } else {
            assert_eq!((code(&hand.1), code(&ours.1)), (status, status), "{path}");
        }
        let hand =
            read(try_call_service(&by_hand, request(path, body, "wrong").to_request()).await).await;
        let ours =
            read(try_call_service(&on_churnkey, request(path, body, "wrong").to_request()).await)
                .await;
        assert_eq!((hand.0, ours.0), (401, 401), "{path}");
        assert_eq!((code(&hand.1), code(&ours.1)), (401, 401), "{path}");
    }
}

fn request(path: &str, body: Option<&'static str>, token: &str) -> TestRequest {
    let request = match body {
        Some(body) => {
            TestRequest::post().insert_header((CONTENT_TYPE, "application/json")).set_payload(body)
        }
        None => TestRequest::get(),
    };
    request.uri(path).insert_header(("authorization", format!("Bearer {token}")))
}

async fn read(answer: Result<ServiceResponse, actix_web::Error>) -> (u16, String) {
    let response = match answer {
        Ok(answer) => answer.into_parts().1,
        Err(error) => error.error_response(), // as a server does it
    };
    let status = response.status().as_u16();
    let body = to_bytes(response.into_body()).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

/// The `code` of an error's body; the wording of the two merchants differs.
fn code(body: &str) -> u16 {
    let body: Value = serde_json::from_str(body).unwrap();
    assert!(body["message"].is_string(), "{body}");
    u16::try_from(body["code"].as_u64().unwrap()).unwrap()
}
