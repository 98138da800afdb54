//! The right token in the wrong place: 401, and the log says what to write.

use actix_web::test::TestRequest;
use churnkey::Integration;

use crate::client::{TOKEN, send};
use crate::logs::{collect, logged};
use crate::merchant::Shop;

/// The warnings that a request has caused, and whether it was 401.
async fn told(integration: &Integration, call: TestRequest) -> Vec<String> {
    collect();
    send(integration, call).await.error(401);
    let text = logged();
    assert!(!text.contains(TOKEN), "{text}");
    text.lines().filter(|line| line.contains("WARN")).map(str::to_owned).collect()
}

fn call(path: &str) -> TestRequest {
    TestRequest::with_uri(path)
}

#[actix_web::test]
async fn a_header_that_holds_the_token_is_named_with_what_to_write() {
    for value in [TOKEN.to_owned(), format!("Bearer {TOKEN}"), format!("Token {TOKEN}")] {
        let integration = Shop::default().integration();
        let misplaced = call("/churnkey/features").insert_header(("X-CK-Integration-Token", value));
        let warnings = told(&integration, misplaced).await;
        let [warning] = &*warnings else { panic!("{warnings:?}") };
        assert!(warning.contains("the header `x-ck-integration-token`"), "{warning}");
        assert!(warning.contains("set `CK_TOKEN_HEADER=x-ck-integration-token`"), "{warning}");
        assert!(warning.contains("write `.token_header(\"x-ck-integration-token\")`"), "{warning}");
    }
}

/// Whoever has the token may still have put it, or something of a person, in the place of a header's name.
#[actix_web::test]
async fn a_header_whose_name_does_not_read_as_one_is_told_by_its_look() {
    const TOKEN: &str = "ck_int_4c6627bd756d732e";
    for (name, look) in [
        (TOKEN, "(23 letters, digits, - and _)"),
        ("4915112345", "(10 digits)"),
        ("x-customer-u_1001", "(17 letters, digits, - and _)"),
    ] {
        let integration = Integration::builder(Shop::default()).token(TOKEN).build().unwrap();
        let misplaced = call("/churnkey/features").insert_header((name, TOKEN));
        let warnings = told(&integration, misplaced).await;
        let [warning] = &*warnings else { panic!("{warnings:?}") };
        assert!(warning.contains(&format!("the header `{look}`")), "{warning}");
        assert!(
            warning.contains("name it in `CK_TOKEN_HEADER`, or by `.token_header(…)`"),
            "{warning}"
        );
        assert!(!warning.contains(name), "{warning}");
    }
}

#[actix_web::test]
async fn in_the_path_the_query_or_a_cookie_it_is_never_taken_and_proxies_are_named() {
    let cookie = format!("theme=dark; session={TOKEN}");
    let calls = [
        (call(&format!("/churnkey/{TOKEN}/features")), "the path"),
        (call(&format!("/churnkey/features?a=b&api_key={TOKEN}")), "the query, as `api_key`"),
        (
            call(&format!("/churnkey/features?mina%40example.org={TOKEN}")),
            "the query, as `(18 characters)`",
        ),
        (call("/churnkey/features").insert_header(("cookie", cookie)), "the cookie `session`"),
    ];
    for (call, place) in calls {
        // Naming a header does not open these.
        let builder = Integration::builder(Shop::default()).token(TOKEN).token_header("cookie2");
        let warnings = told(&builder.build().unwrap(), call).await;
        let [warning] = &*warnings else { panic!("{warnings:?}") };
        assert!(
            warning.contains(&format!("came in {place}, where it is never accepted")),
            "{warning}"
        );
        assert!(warning.contains("proxies log such places"), "{warning}");
    }
}

#[actix_web::test]
async fn it_is_told_once_a_minute() {
    let integration = Shop::default().integration();
    let misplaced = || call("/churnkey/features").insert_header(("x-api-key", TOKEN));
    assert_eq!(told(&integration, misplaced()).await.len(), 1);
    for _ in 0..5 {
        assert_eq!(told(&integration, misplaced()).await, [""; 0]);
    }
}

#[actix_web::test]
async fn a_token_that_is_not_valid_is_told_of_nowhere() {
    let integration = Shop::default().integration();
    for wrong in ["ck_int_tes", "ck_int_test2", "", "Bearer"] {
        let wrong = call("/churnkey/features?token=ck_int_tes").insert_header(("x-api-key", wrong));
        assert_eq!(told(&integration, wrong).await, [""; 0]);
    }
}

#[actix_web::test]
async fn a_named_header_is_served_and_others_are_still_told() {
    let builder = Integration::builder(Shop::default()).token(TOKEN).token_header("x-api-key");
    let integration = builder.build().unwrap();
    let named = call("/churnkey/features").insert_header(("x-api-key", TOKEN));
    assert_eq!(send(&integration, named).await.status, 200);
    let other = call("/churnkey/features").insert_header(("x-other-key", TOKEN));
    let warnings = told(&integration, other).await;
    assert!(warnings[0].contains("CK_TOKEN_HEADER=x-other-key"), "{warnings:?}");
}

#[cfg(feature = "rate-limit")]
#[actix_web::test]
async fn beyond_the_limit_of_failed_attempts_nothing_is_compared() {
    let builder = Integration::builder(Shop::default()).token(TOKEN);
    let one = std::num::NonZeroU32::MIN;
    let integration = builder.failed_authentications(one).build().unwrap();
    send(&integration, call("/churnkey/features")).await.error(401);
    collect();
    let misplaced = call("/churnkey/features").insert_header(("x-api-key", TOKEN));
    send(&integration, misplaced).await.error(429);
    assert!(!logged().contains("x-api-key"));
}
