//! What a request may take, and what is answered beyond it.

use std::time::Duration;

use actix_web::rt::{spawn, time::sleep};
use churnkey::{Builder, ContextRequest, Integration};

use crate::client::{TOKEN, get, post, request, send};
use crate::merchant::Shop;

const CANCEL_ALL: &str = "/churnkey/actions/customer/cancel";

fn built(shop: &Shop, change: impl FnOnce(Builder<Shop>) -> Builder<Shop>) -> Integration {
    change(Integration::builder(shop.clone()).token(TOKEN)).build().unwrap()
}

fn cancel(customer: &str) -> String {
    format!(r#"{{"customerId": "{customer}", "scheduledAt": "immediate"}}"#)
}

#[actix_web::test]
async fn a_method_that_takes_too_long_is_504_and_the_worker_goes_on() {
    let integration =
        built(&Shop::default(), |builder| builder.request_timeout(Duration::from_millis(30)));
    for path in ["/churnkey/customers/hangs", "/churnkey/customers/email/hangs"] {
        let message = get(&integration, path).await.error(504);
        assert_eq!(message, "there was no answer within 0.03 s");
    }
    post(&integration, CANCEL_ALL, cancel("hangs")).await.error(504);
    assert_eq!(get(&integration, "/churnkey/customers/u_1").await.status, 200);
}

#[actix_web::test]
async fn an_action_that_was_told_504_still_ends() {
    let shop = Shop::default();
    let integration = built(&shop, |builder| builder.request_timeout(Duration::from_millis(30)));
    post(&integration, CANCEL_ALL, cancel("slow_100")).await.error(504);
    assert_eq!(shop.calls(), [""; 0], "it has not ended yet");
    sleep(Duration::from_millis(300)).await;
    assert_eq!(shop.calls().len(), 1);
}

#[actix_web::test]
async fn a_context_that_is_not_made_in_time_is_504() {
    let integration =
        Integration::per_request(async |_: &ContextRequest| -> churnkey::Result<Shop> {
            std::future::pending().await
        })
        .token(TOKEN)
        .request_timeout(Duration::from_millis(30))
        .build()
        .unwrap();
    get(&integration, "/churnkey/customers/u_1").await.error(504);
}

#[actix_web::test]
async fn one_read_too_many_is_503_at_once_and_says_when_to_come_back() {
    let integration = built(&Shop::default(), |builder| builder.concurrent_reads(2));
    for _ in 0..2 {
        let integration = integration.clone();
        spawn(async move { get(&integration, "/churnkey/customers/hangs").await });
    }
    sleep(Duration::from_millis(20)).await;
    let refused = get(&integration, "/churnkey/customers/u_1").await;
    assert_eq!(refused.error(503), "too many reads at once");
    assert_eq!(refused.header("retry-after"), Some("1"));
    assert_eq!(
        get(&integration, "/churnkey/features").await.status,
        200,
        "the manifest needs no module"
    );
    get(&integration, "/churnkey/unknown").await.error(404);
    let action = post(&integration, CANCEL_ALL, cancel("u_1")).await;
    assert_eq!(action.status, 200, "actions have places of their own");
}

#[actix_web::test]
async fn a_place_is_free_again_however_the_request_ended() {
    let integration = built(&Shop::default(), |builder| {
        let one = builder.concurrent_reads(1).concurrent_actions(1);
        one.request_timeout(Duration::from_millis(30)).body_limit(64)
    });
    for id in ["u_1", "missing", "broken", "panic", "hangs"] {
        get(&integration, &format!("/churnkey/customers/{id}")).await;
        post(&integration, CANCEL_ALL, "x".repeat(65)).await.error(413);
        post(&integration, CANCEL_ALL, "nonsense").await.error(400);
    }
    for id in ["u_1", "missing", "broken", "panic", "slow_100"] {
        let answer = post(&integration, CANCEL_ALL, cancel(id)).await;
        assert_ne!(answer.status, 503, "{id}");
    }
    sleep(Duration::from_millis(300)).await;
    assert_eq!(get(&integration, "/churnkey/customers/u_1").await.status, 200);
    assert_eq!(post(&integration, CANCEL_ALL, cancel("u_1")).await.status, 200);
}

#[actix_web::test]
async fn an_action_whose_client_left_keeps_its_place() {
    let integration = built(&Shop::default(), |builder| {
        builder.concurrent_actions(1).request_timeout(Duration::from_millis(30))
    });
    post(&integration, CANCEL_ALL, cancel("hangs")).await.error(504);
    let refused = post(&integration, CANCEL_ALL, cancel("u_1")).await;
    assert_eq!(refused.error(503), "too many actions at once");
    assert_eq!(refused.header("retry-after"), Some("1"));
}

#[actix_web::test]
async fn actions_that_hang_keep_no_read_out_and_give_their_places_back_after_a_time() {
    let shop = Shop::default();
    let integration = built(&shop, |builder| {
        let two = builder.concurrent_reads(2).concurrent_actions(2);
        two.request_timeout(Duration::from_millis(30)).hung_after(Duration::from_millis(400))
    });
    for _ in 0..2 {
        post(&integration, CANCEL_ALL, cancel("slow_1200")).await.error(504);
    }
    post(&integration, CANCEL_ALL, cancel("u_1")).await.error(503);
    assert_eq!(get(&integration, "/churnkey/customers/u_1").await.status, 200);

    sleep(Duration::from_millis(500)).await;
    assert_eq!(post(&integration, CANCEL_ALL, cancel("u_1")).await.status, 200);
    assert_eq!(
        shop.calls().len(),
        2,
        "the read and the last action: those that hang have not ended"
    );
    sleep(Duration::from_millis(1500)).await;
    assert_eq!(shop.calls().len(), 2, "they were not cut off");
}

#[actix_web::test]
async fn a_long_path_is_414_and_large_headers_are_431_with_or_without_a_token() {
    let integration = built(&Shop::default(), |builder| builder.path_limit(64).headers_limit(128));
    let long = format!("/churnkey/customers/{}", "u".repeat(45));
    assert_eq!(get(&integration, &long).await.error(414), "the path is longer than 64 bytes");
    let query = format!("/churnkey/customers?limit={}", "1".repeat(45));
    get(&integration, &query).await.error(414);
    assert_eq!(get(&integration, &long[..64]).await.status, 200);

    let large = request("GET", "/churnkey/customers/u_1").insert_header(("x", "y".repeat(128)));
    assert_eq!(send(&integration, large).await.error(431), "the headers are larger than 128 bytes");
    send(&integration, actix_web::test::TestRequest::with_uri(&long)).await.error(414);
}

#[cfg(feature = "rate-limit")]
#[actix_web::test]
async fn failed_authentications_beyond_the_limit_are_429_and_a_valid_token_is_not_kept_out() {
    let two = std::num::NonZeroU32::new(2).unwrap();
    let integration = built(&Shop::default(), |builder| builder.failed_authentications(two));
    let wrong = || {
        actix_web::test::TestRequest::with_uri("/churnkey/features")
            .insert_header(("authorization", "Bearer wrong"))
    };
    send(&integration, wrong()).await.error(401);
    send(&integration, actix_web::test::TestRequest::with_uri("/churnkey/features"))
        .await
        .error(401);
    let refused = send(&integration, wrong()).await;
    assert_eq!(refused.error(429), "too many failed authentications");
    assert_eq!(refused.header("retry-after"), Some("1"));
    assert_eq!(get(&integration, "/churnkey/features").await.status, 200);
}
