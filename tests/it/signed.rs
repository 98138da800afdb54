//! A signature in place of the token: `Builder::authenticate`.

use std::io::{ErrorKind, Write as _};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use actix_web::test::TestRequest;
use churnkey::chrono::Utc;
use churnkey::{AuthRequest, Integration, Secret, Token};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::client::{TOKEN, get, send};
use crate::logs::{collect, logged};
use crate::merchant::Shop;
use crate::server::{exchange, serve_this};

include!("signature.rs");

fn sign(key: &str, message: &str) -> String {
    let mut hmac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
    hmac.update(message.as_bytes());
    hmac.finalize().into_bytes().iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
}

const CANCEL: &str = "/churnkey/actions/customer/cancel";
const BODY: &str = r#"{"customerId": "u_1", "scheduledAt": "immediate"}"#;

fn signed(key: &str, body: &'static str) -> TestRequest {
    let call = if body.is_empty() {
        TestRequest::with_uri("/churnkey/customers/u_1")
    } else {
        TestRequest::post().uri(CANCEL).set_payload(body)
    };
    call.insert_header(("X-CK-Signature", format!("sha256={}", sign(key, body))))
}

#[test]
fn the_page_has_the_lines_that_are_tried_here() {
    let page = include_str!("../../docs/first-contact.md");
    for function in include_str!("signature.rs").trim().split("\n\n") {
        assert!(page.contains(function), "{function}");
        assert!(function.lines().count() <= 10);
    }
}

/// As `churnkey contact report` advises.
#[actix_web::test]
async fn a_token_that_is_a_part_of_a_header_is_taken_out_of_it() {
    let is_known = |request: &AuthRequest<'_>, secret: &Secret| {
        let header = request.header("authorization").unwrap_or_default();
        header.split('"').nth(1).is_some_and(|token| secret.is(token))
    };
    let call = |token: &str| {
        TestRequest::with_uri("/churnkey/customers/u_1")
            .insert_header(("authorization", format!("Token token=\"{token}\"")))
    };
    let plain = Integration::builder(Shop::default()).token(TOKEN).build().unwrap();
    send(&plain, call(TOKEN)).await.error(401);
    let builder = Integration::builder(Shop::default()).token(TOKEN).authenticate(is_known);
    let integration = builder.build().unwrap();
    assert_eq!(send(&integration, call(TOKEN)).await.status, 200);
    send(&integration, call("another")).await.error(401);
}

#[actix_web::test]
async fn whoever_signs_is_served_and_whoever_does_not_is_401() {
    let shop = Shop::default();
    let builder = Integration::builder(shop.clone()).token(TOKEN).authenticate(is_signed);
    let integration = builder.build().unwrap();
    assert_eq!(send(&integration, signed(TOKEN, BODY)).await.status, 200);
    assert_eq!(send(&integration, signed(TOKEN, "")).await.status, 200);
    assert_eq!(shop.calls().len(), 2, "the body came as it was signed");

    let another = signed(TOKEN, BODY).set_payload(BODY.replace("u_1", "u_2"));
    send(&integration, another).await.error(401);
    send(&integration, signed("ck_int_tes", BODY)).await.error(401);
    send(&integration, TestRequest::post().uri(CANCEL).set_payload(BODY)).await.error(401);
    send(&integration, TestRequest::with_uri("/churnkey/unknown")).await.error(401);
    assert_eq!(shop.calls(), [""; 0], "nothing reached the merchant's code");
    assert_eq!(
        get(&integration, "/churnkey/customers/u_1").await.status,
        200,
        "the token still is"
    );
}

#[actix_web::test]
async fn a_signature_with_a_time_is_valid_for_a_while() {
    let builder = Integration::builder(Shop::default()).token(TOKEN);
    let integration = builder.authenticate(is_signed_and_recent).build().unwrap();
    let call = |seconds: i64| {
        let time = (Utc::now().timestamp() + seconds).to_string();
        let signature = sign(TOKEN, &format!("{time}.{BODY}"));
        let call = TestRequest::post().uri(CANCEL).set_payload(BODY);
        call.insert_header(("x-ck-timestamp", time)).insert_header(("x-ck-signature", signature))
    };
    assert_eq!(send(&integration, call(0)).await.status, 200);
    assert_eq!(send(&integration, call(-200)).await.status, 200);
    send(&integration, call(-400)).await.error(401);
    send(&integration, call(400)).await.error(401);
    send(&integration, call(0).insert_header(("x-ck-timestamp", "now"))).await.error(401);
}

#[actix_web::test]
async fn the_token_that_has_signed_brings_its_name_and_its_limits() {
    let builder = Integration::builder(Shop::default()).authenticate(is_signed);
    let integration = builder
        .token(Token::named("churnkey-2026", TOKEN))
        .token(Token::named("monitoring", "ck_reads").read_only())
        .build()
        .unwrap();
    collect();
    assert_eq!(send(&integration, signed(TOKEN, BODY)).await.status, 200);
    assert!(logged().contains("token=\"churnkey-2026\""));
    assert_eq!(send(&integration, signed("ck_reads", "")).await.status, 200);
    send(&integration, signed("ck_reads", BODY)).await.error(403);
}

#[actix_web::test]
async fn the_function_sees_the_request_as_it_came() {
    let saw = |request: &AuthRequest<'_>, secret: &Secret| {
        request.method() == "POST"
            && request.target() == "/churnkey/features?a=%20b"
            && request.path() == "/churnkey/features"
            && request.header("X-One") == Some("1")
            && request.header("x-two").is_none()
            && request.headers().get_all("x-two").count() == 2
            && request
                .header("authorization")
                .is_some_and(|value| secret.is(value.trim_matches('"')))
            && request.body() == b"{}"
    };
    let builder = Integration::builder(Shop::default()).token(TOKEN).authenticate(saw);
    let integration = builder.build().unwrap();
    let call = || {
        let call = TestRequest::post().uri("/churnkey/features?a=%20b").set_payload("{}");
        call.append_header(("x-one", "1"))
            .append_header(("x-two", "2"))
            .append_header(("x-two", "3"))
    };
    let quoted = call().insert_header(("authorization", format!("\"{TOKEN}\"")));
    assert_eq!(send(&integration, quoted).await.status, 200);
    send(&integration, call().insert_header(("authorization", "\"x\""))).await.error(401);
}

#[actix_web::test]
async fn it_is_asked_about_every_token_and_only_when_none_is_shown() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let integration = Integration::builder(Shop::default())
        .token(TOKEN)
        .token("ck_second")
        .authenticate(move |_, _| count.fetch_add(1, Ordering::Relaxed) == usize::MAX)
        .build()
        .unwrap();
    assert_eq!(get(&integration, "/churnkey/features").await.status, 200);
    assert_eq!(asked.load(Ordering::Relaxed), 0);
    send(&integration, TestRequest::with_uri("/churnkey/features")).await.error(401);
    assert_eq!(asked.load(Ordering::Relaxed), 2);
}

#[actix_web::test]
async fn a_panic_in_it_is_500_and_logged() {
    let builder = Integration::builder(Shop::default()).token(TOKEN);
    let integration = builder.authenticate(|_, _| panic!("for the test")).build().unwrap();
    collect();
    send(&integration, TestRequest::with_uri("/churnkey/features")).await.error(500);
    assert!(logged().contains("the `authenticate` function panicked"));
}

#[actix_web::test]
async fn a_strangers_body_has_the_limits_of_others() {
    let builder = Integration::builder(Shop::default()).token(TOKEN).authenticate(is_signed);
    let integration = builder.body_limit(16).build().unwrap();
    send(&integration, signed(TOKEN, BODY)).await.error(413);
    let without =
        Integration::builder(Shop::default()).token(TOKEN).body_limit(16).build().unwrap();
    send(&without, signed(TOKEN, BODY)).await.error(401); // and is not read at all without the setting
}

/// Of the bodies of strangers, how many are read at once.
const PLACES: usize = 64;

/// How many of these have an answer by now.
fn answered(clients: &[TcpStream]) -> usize {
    let has_answer = |client: &&TcpStream| matches!(client.peek(&mut [0; 12]), Ok(12));
    clients.iter().filter(has_answer).count()
}

fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let until = Instant::now() + Duration::from_mins(5);
    while !is_so() {
        assert!(Instant::now() < until, "{what}");
        std::thread::sleep(Duration::from_millis(10));
    }
}

/// More clients than there are places send the head of a request and never its body. They have all the time that they
/// want, so that nobody who is answered has waited for the end of it.
#[test]
fn who_sends_no_body_keeps_out_nobody_who_signs() {
    let builder = Integration::builder(Shop::default()).token(TOKEN).authenticate(is_signed);
    let builder = builder.body_timeout(Duration::MAX).request_timeout(Duration::MAX);
    let address = serve_this(builder.build().unwrap(), |server| server);
    let head = format!("POST {CANCEL} HTTP/1.1\r\nhost: t\r\ncontent-length: {}\r\n", BODY.len());
    let silent: Vec<_> = (0..100)
        .map(|_| {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.write_all(format!("{head}\r\n").as_bytes()).unwrap();
            stream.set_nonblocking(true).unwrap();
            stream
        })
        .collect();
    wait_until("the oldest give way", || answered(&silent) >= 100 - PLACES);
    for _ in 0..10 {
        let signature = sign(TOKEN, BODY);
        let signed =
            format!("{head}connection: close\r\nx-ck-signature: {signature}\r\n\r\n{BODY}");
        let answer = exchange(address, &signed);
        assert!(answer.starts_with("HTTP/1.1 200 "), "{answer}");
    }
    // The first who signed has taken a place, and each has given it to the next.
    let gone = 100 - PLACES + 1;
    wait_until("one more gives way", || answered(&silent) >= gone);
    let (mut given_way, mut waiting) = (0, 0);
    for client in &silent {
        let mut answer = [0; 12];
        match client.peek(&mut answer) {
            Ok(_) => {
                assert_eq!(&answer, b"HTTP/1.1 429");
                given_way += 1;
            }
            Err(error) => {
                assert_eq!(error.kind(), ErrorKind::WouldBlock, "{error}");
                waiting += 1;
            }
        }
    }
    assert_eq!((given_way, waiting), (gone, 100 - gone), "the rest have their time");
}
