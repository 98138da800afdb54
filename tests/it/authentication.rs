use actix_web::test::TestRequest;
use churnkey::{Integration, Token, UnknownMode};

use crate::client::{Answer, get, request, send};
use crate::merchant::Shop;

/// Every endpoint of protocol 3, 5 and 6, and some paths that are none.
const PATHS: &[(&str, &str)] = &[
    ("GET", "/churnkey/features"),
    ("GET", "/churnkey/customers"),
    ("GET", "/churnkey/customers/u_1"),
    ("GET", "/churnkey/customers/email/a%40example.org"),
    ("GET", "/churnkey/customers/phone/%2B49"),
    ("GET", "/churnkey/customers/u_1/subscriptions"),
    ("GET", "/churnkey/customers/u_1/subscriptions/s_1"),
    ("GET", "/churnkey/prices"),
    ("GET", "/churnkey/prices/p_1"),
    ("GET", "/churnkey/coupons"),
    ("GET", "/churnkey/coupons/c_1"),
    ("GET", "/churnkey/products"),
    ("GET", "/churnkey/products/prod_1"),
    ("GET", "/churnkey/families"),
    ("GET", "/churnkey/families/fam_1"),
    ("POST", "/churnkey/actions/subscription/cancel"),
    ("POST", "/churnkey/actions/customer/cancel"),
    ("POST", "/churnkey/actions/subscription/pause"),
    ("POST", "/churnkey/actions/customer/pause"),
    ("POST", "/churnkey/actions/subscription/apply-coupon"),
    ("POST", "/churnkey/actions/subscription/change-price"),
    ("POST", "/churnkey/actions/subscription/extend-trial"),
    ("GET", "/churnkey"),
    ("GET", "/churnkey/"),
    ("GET", "/churnkey/unknown"),
    ("POST", "/churnkey/actions/subscription/refund"),
    ("DELETE", "/churnkey/customers/u_1"),
];

#[actix_web::test]
async fn every_path_is_closed_without_the_token() {
    let shop = Shop::default();
    let integration = shop.integration();
    for (method, path) in PATHS {
        let bare = TestRequest::with_uri(path).method(method.parse().unwrap());
        let answer = send(&integration, bare).await;
        answer.error(401);
        assert_eq!(answer.header("www-authenticate"), Some("Bearer"), "{path}");
        for wrong in ["Bearer ck_int_tes", "Bearer ck_int_test2", "Basic ck_int_test", "", "Bearer"]
        {
            let request = TestRequest::with_uri(path).method(method.parse().unwrap());
            send(&integration, request.insert_header(("authorization", wrong))).await.error(401);
        }
    }
    assert_eq!(shop.calls(), [""; 0], "nothing reached the merchant's code");
}

#[actix_web::test]
async fn every_path_is_open_with_it() {
    let integration = Shop::default().integration();
    for (method, path) in PATHS {
        assert_ne!(send(&integration, request(method, path)).await.status, 401, "{path}");
    }
}

#[actix_web::test]
async fn a_token_is_rotated_and_may_come_in_a_header_of_the_merchants_choice() {
    let integration = Integration::builder(Shop::default())
        .token("ck_old")
        .token("ck_new")
        .token_header("x-churnkey-token")
        .build()
        .unwrap();
    for (header, value) in [
        ("authorization", "Bearer ck_old"),
        ("authorization", "bEaReR ck_new"),
        ("authorization", "ck_new"),
        ("x-churnkey-token", "ck_old"),
    ] {
        let request = TestRequest::with_uri("/churnkey/features").insert_header((header, value));
        assert_eq!(send(&integration, request).await.status, 200, "{header}: {value}");
    }
    get(&integration, "/churnkey/features").await.error(401); // the client's token is neither
    let body = get(&integration, "/churnkey/features").await.body;
    assert!(!String::from_utf8_lossy(&body).contains("ck_"), "no token in an error body");
}

async fn with(
    integration: &Integration,
    token: &str,
    mode: Option<&str>,
    what: (&str, &str),
) -> Answer {
    let (method, path) = what;
    let request = TestRequest::with_uri(path).method(method.parse().unwrap());
    let mut request = request.insert_header(("authorization", token));
    if let Some(mode) = mode {
        request = request.insert_header(("x-churnkey-mode", mode));
    }
    send(integration, request).await
}

#[actix_web::test]
async fn a_token_for_reading_reads_all_that_others_read_and_calls_no_action() {
    let shop = Shop::default();
    let integration = Integration::builder(shop.clone())
        .token("ck_all")
        .token(Token::named("monitoring", "ck_reads").read_only())
        .build()
        .unwrap();
    let mut refused = 0;
    for &(method, path) in PATHS {
        let all = with(&integration, "ck_all", None, (method, path)).await.status;
        let answer = with(&integration, "ck_reads", None, (method, path)).await;
        if method == "POST" && all != 404 {
            let message = answer.error(403);
            assert_eq!(message, "this token is read-only: it cannot call an action");
            refused += 1;
        } else {
            assert_eq!(answer.status, all, "{path}");
        }
    }
    assert_eq!(refused, 7);

    shop.calls(); // forgotten
    let cancel = TestRequest::post()
        .uri("/churnkey/actions/customer/cancel")
        .insert_header(("authorization", "Bearer ck_reads"))
        .set_payload(r#"{"customerId": "u_1", "scheduledAt": "immediate"}"#);
    send(&integration, cancel).await.error(403);
    assert_eq!(shop.calls(), [""; 0], "nothing reached the merchant's code");
}

#[actix_web::test]
async fn a_token_for_test_mode_does_nothing_in_live_mode() {
    let builder = Integration::builder(Shop::default()).unknown_mode(UnknownMode::Live);
    let tests = Token::named("staging", "ck_tests").test_only();
    let integration = builder.token("ck_all").token(tests).build().unwrap();
    for &what in PATHS {
        for live in [None, Some("live"), Some("elsewhere")] {
            let message = with(&integration, "ck_tests", live, what).await.error(403);
            assert_eq!(message, "this token is for test mode only: send `X-Churnkey-Mode: test`");
        }
        let all = with(&integration, "ck_all", Some("test"), what).await.status;
        let test = with(&integration, "ck_tests", Some("test"), what).await.status;
        assert_eq!(test, all, "{what:?}");
    }
}

#[actix_web::test]
async fn both_limits_hold_together() {
    let token = Token::from("ck_both").read_only().test_only();
    let integration = Integration::builder(Shop::default()).token(token).build().unwrap();
    let read = ("GET", "/churnkey/customers/u_1");
    let act = ("POST", "/churnkey/actions/customer/cancel");
    assert_eq!(with(&integration, "ck_both", Some("test"), read).await.status, 200);
    with(&integration, "ck_both", Some("live"), read).await.error(403);
    with(&integration, "ck_both", Some("test"), act).await.error(403);
}

#[actix_web::test]
async fn a_token_is_taken_in_authorization_and_in_the_named_headers_in_every_form() {
    let integration = Integration::builder(Shop::default())
        .token("ck_int_test")
        .token_header("x-ck-integration-token")
        .token_header("X-Api-Key")
        .build()
        .unwrap();
    for header in ["authorization", "x-ck-integration-token", "x-api-key"] {
        for value in [
            "Bearer ck_int_test",
            "bEARER  ck_int_test ",
            "ck_int_test",
            "Token ck_int_test",
            "ApiKey ck_int_test",
            "Basic Y2tfaW50X3Rlc3Q6",             // ck_int_test:
            "basic Y2h1cm5rZXk6Y2tfaW50X3Rlc3Q=", // churnkey:ck_int_test
            "Basic Y2h1cm5rZXk6Y2tfaW50X3Rlc3Q",  // without padding
            "Basic Y2tfaW50X3Rlc3Q=",             // ck_int_test, without a colon
        ] {
            let call = TestRequest::with_uri("/churnkey/features").insert_header((header, value));
            assert_eq!(send(&integration, call).await.status, 200, "{header}: {value}");
        }
        for value in [
            "Basic ck_int_test",
            "Basic Y2tfaW50X3Rlcw==",      // ck_int_tes
            "Basic Y2tfaW50X3Rlc3Q6eDp5*", // no base64
            "Basic ====",
            "Token token=ck_int_test",
            "Bearer Bearer ck_int_test",
        ] {
            let call = TestRequest::with_uri("/churnkey/features").insert_header((header, value));
            send(&integration, call).await.error(401);
        }
    }
    let second = TestRequest::with_uri("/churnkey/features")
        .append_header(("authorization", "Basic eDp5"))
        .append_header(("authorization", "ck_int_test"));
    assert_eq!(send(&integration, second).await.status, 200, "a proxy may have added its own");
}
