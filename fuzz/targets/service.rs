//! Arbitrary requests to the whole service, in process, with the body in chunks that are cut anywhere; and the same as bytes
//! on a connection of our server's, in pieces that are cut anywhere too.
//!
//! Never a panic; never a 5xx but the merchant's own; every error is `{code, message}` with the status as its code; the
//! content type is right; no answer holds the token; what was refused never reached the merchant. On a connection the
//! answer is the same, there is one, and the merchant is asked the same.

#![no_main]

use actix_web::http::Method;
use actix_web::http::header::HeaderValue;
use churnkey_fuzz::merchants::{self, Reached, TOKEN, TOKEN_HEADER};
use churnkey_fuzz::server::{Answer, Sent, may_show_a_token};
use churnkey_runtime::Mode;
use libfuzzer_sys::fuzz_target;
use percent_encoding::percent_decode_str;
use serde_json::Value;

fuzz_target!(|data: &[u8]| {
    let Some(sent) = Sent::read(data) else { return };
    drop(merchants::reached());
    let answer = sent.answered();
    let reached = merchants::reached();
    if answer.headers.contains_key("x-request-id") {
        shape(&sent, &answer);
        outcome(&sent, &answer, &reached);
        secrets(&sent, &answer);
    } else {
        // Not ours: actix's own answer to what nobody has mounted.
        assert_eq!(answer.status, 404);
        assert!(reached.is_empty());
        let path = sent.uri.path();
        for mount in ["/churnkey", "/billing/churnkey"] {
            assert!(path != mount && !path.starts_with(&format!("{mount}/")), "{path} is mounted");
        }
    }
    on_a_connection(&sent, &answer, &reached);
});

fn on_a_connection(sent: &Sent, answer: &Answer, reached: &[Reached]) {
    let Some(answers) = sent.answered_on_a_connection() else { return };
    let reached_now = merchants::reached();
    let [(status, body)] = answers.as_slice() else { panic!("{} answers", answers.len()) };
    if *status == 400 && body.is_empty() {
        assert!(reached_now.is_empty(), "actix's parser has refused it");
        return;
    }
    assert_eq!(*status, answer.status);
    // An internal error names its own request.
    if sent.method != Method::HEAD && answer.status != 500 {
        assert_eq!(*body, answer.body);
    }
    assert_eq!(reached_now, reached);
}

/// Status, headers and body belong together.
fn shape(sent: &Sent, answer: &Answer) {
    let header = |name: &str| answer.headers.get(name).map(HeaderValue::as_bytes);
    let is_json = header("content-type") == Some(b"application/json; charset=utf-8");
    match answer.status {
        200 if sent.method == Method::POST && !is_the_manifests(sent) => {
            assert!(answer.body.is_empty());
        }
        200 => {
            assert!(sent.method == Method::GET || is_the_manifests(sent));
            assert!(is_json);
            let json = serde_json::from_slice::<Value>(&answer.body).expect("a model or a page");
            assert!(json.is_object());
        }
        304 => assert!(answer.body.is_empty() && header("etag").is_some()),
        status => {
            assert!(
                matches!(status, 400 | 401 | 404 | 405 | 413 | 414 | 418 | 431 | 500),
                "{status}"
            );
            assert!(is_json);
            let json = serde_json::from_slice::<Value>(&answer.body).expect("an error");
            let error = json.as_object().expect("an object");
            assert_eq!(error.len(), 2);
            assert_eq!(error["code"].as_u64(), Some(status.into()));
            assert!(error["message"].as_str().is_some_and(|message| !message.is_empty()));
        }
    }
    assert_eq!(header("www-authenticate").is_some(), answer.status == 401);
    assert_eq!(header("allow").is_some(), answer.status == 405);
}

/// What the merchant was asked, and what was made of its answer.
fn outcome(sent: &Sent, answer: &Answer, reached: &[Reached]) {
    let authentic = sent.headers.iter().any(|(name, value)| {
        let value = value.as_bytes();
        let bearer = value.len() > 7 && value[..7].eq_ignore_ascii_case(b"bearer ");
        let token = if bearer && name == "authorization" { value[7..].trim_ascii() } else { value };
        (name == "authorization" || name == TOKEN_HEADER)
            && (token == TOKEN.as_bytes() || token == b"ck_another_one")
    });
    let another =
        sent.headers.iter().any(|(_, value)| value.as_bytes().ends_with(b"ck_another_one"));
    // A head that is too large is refused before the token is looked at, and only one of the two merchants has the second token.
    // A token that is neither bare nor behind `Bearer` may be taken.
    let may_be = sent.headers.iter().any(|(name, value)| {
        (name == "authorization" || name == TOKEN_HEADER) && may_show_a_token(value.as_bytes())
    });
    let is_right = if answer.status == 401 { !authentic } else { may_be };
    assert!(matches!(answer.status, 414 | 431) || is_right || another);
    match reached {
        [] => assert!(matches!(answer.status, 200 | 304 | 400 | 401 | 404 | 405 | 413 | 414 | 431)),
        [call] => {
            let modes = sent.headers.iter().filter(|(name, _)| name == "x-churnkey-mode");
            let test = |value: &HeaderValue| value.as_bytes().eq_ignore_ascii_case(b"test");
            let mode =
                if modes.clone().any(|(_, value)| test(value)) { Mode::Test } else { Mode::Live };
            assert_eq!(call.mode, mode);
            assert!(modes.count() <= 1);
            assert_eq!(answer.status, call.refused.unwrap_or(200));
            assert_eq!(call.asked.is_some(), sent.method == Method::POST);
        }
        more => panic!("{} calls for one request", more.len()),
    }
    // Nothing succeeds without the merchant but its manifest.
    if reached.is_empty() && answer.status == 200 {
        assert!(is_the_manifests(sent), "{}", sent.uri.path());
    }
}

/// The manifest has several places, and two methods.
fn is_the_manifests(sent: &Sent) -> bool {
    let path = sent.uri.path().trim_end_matches('/');
    let places = ["/churnkey", "/features", "/manifest", "/feature-manifest", "/features-manifest"];
    places.iter().any(|place| path.ends_with(place))
}

/// The token is in no answer, unless the request told it in a place that is not secret.
fn secrets(sent: &Sent, answer: &Answer) {
    let holds = |bytes: &[u8]| bytes.windows(TOKEN.len()).any(|part| part == TOKEN.as_bytes());
    let path: Vec<u8> = percent_decode_str(sent.uri.path()).collect();
    let query: Vec<u8> =
        sent.uri.query().map(|it| percent_decode_str(it).collect()).unwrap_or_default();
    let told = sent
        .headers
        .iter()
        .filter(|(name, _)| name != "authorization" && name != TOKEN_HEADER)
        .any(|(_, value)| holds(value.as_bytes()));
    if told || holds(&path) || holds(&query) {
        return;
    }
    assert!(!holds(&answer.body));
    assert!(answer.headers.iter().all(|(_, value)| !holds(value.as_bytes())));
}
