use std::time::{Duration, Instant};

use super::call;
use super::endpoint::{Act, Endpoint, OK};
use crate::reverify::{CallError, VerifyCall};

const SECOND: Duration = Duration::from_secs(1);

#[test]
fn it_is_sent_as_it_was_set() {
    let endpoint = Endpoint::start(&[OK]);
    let call = VerifyCall {
        url: format!("{}?key=k", endpoint.url),
        method: "PUT".to_owned(),
        headers: vec![("X-Key".to_owned(), "k_1".to_owned())],
        body: Some(r#"{"provider":"custom"}"#.to_owned()),
    };
    let answer = call.send(SECOND).unwrap();
    assert_eq!((answer.status, answer.body.as_str()), (200, "verified"));
    let request = endpoint.request();
    assert!(request.starts_with("PUT /verify?key=k HTTP/1.1\r\n"), "{request}");
    let lower = request.to_ascii_lowercase();
    for header in ["x-key: k_1", "content-type: application/json", "user-agent: churnkey-rust/"] {
        assert!(lower.contains(header), "{header} in {request}");
    }
    assert!(request.ends_with("\r\n\r\n{\"provider\":\"custom\"}"), "{request}");
}

#[test]
fn each_method_goes_without_a_body_too_and_a_content_type_of_ones_own_stays() {
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
        let endpoint = Endpoint::start(&[OK]);
        let call = VerifyCall { method: method.to_owned(), ..call(&endpoint.url) };
        call.send(SECOND).unwrap();
        let request = endpoint.request().to_ascii_lowercase();
        assert!(!request.contains("content-type"), "{request}");
    }
    let endpoint = Endpoint::start(&[OK]);
    let call = VerifyCall {
        headers: vec![("Content-Type".to_owned(), "text/plain".to_owned())],
        body: Some("hello".to_owned()),
        ..call(&endpoint.url)
    };
    call.send(SECOND).unwrap();
    let request = endpoint.request().to_ascii_lowercase();
    assert_eq!(request.matches("content-type").count(), 1);
    assert!(request.contains("content-type: text/plain"), "{request}");
}

#[test]
fn a_refusal_keeps_its_status_and_body_and_only_some_are_tried_again() {
    for (status, temporary) in [
        ("400 Bad Request", false),
        ("401 Unauthorized", false),
        ("404 Not Found", false),
        ("408 Request Timeout", true),
        ("429 Too Many Requests", true),
        ("500 Internal Server Error", true),
        ("503 Service Unavailable", true),
    ] {
        let script = Box::leak(Box::new([Act::Answer(status, "no")]));
        let error = call(&Endpoint::start(script).url).send(SECOND).unwrap_err();
        assert_eq!(error.is_temporary(), temporary, "{status}");
        let CallError::Refused(answer) = error else { panic!("{error}") };
        assert!(status.starts_with(&answer.status.to_string()));
        assert_eq!(answer.body, "no");
    }
}

#[test]
fn a_redirect_is_not_followed_since_the_token_would_go_with_it() {
    let endpoint = Endpoint::start(&[Act::Answer("307 Temporary Redirect", "")]);
    let error = call(&endpoint.url).send(SECOND).unwrap_err();
    assert!(!error.is_temporary());
    assert!(
        error.to_string().contains("refused with status 307 (redirects are not followed"),
        "{error}"
    );
    assert_eq!(endpoint.requests().len(), 1);
}

#[test]
fn no_answer_ends_after_the_timeout() {
    let timeout = Duration::from_millis(200);
    for act in [&[Act::Hang], &[Act::Close]] {
        let begun = Instant::now();
        let error = call(&Endpoint::start(act).url).send(timeout).unwrap_err();
        assert!(begun.elapsed() < 10 * timeout);
        assert!(matches!(error, CallError::Unanswered { .. }) && error.is_temporary(), "{error}");
    }
}

#[test]
fn what_cannot_be_sent_is_told_without_its_secrets() {
    let header = |name: &str, value: &str| VerifyCall {
        headers: vec![(name.to_owned(), value.to_owned())],
        ..call("https://a.example")
    };
    let cases = [
        (call("nowhere"), "its address does not begin with `https://`"),
        (call("ftp://a.example"), "its address does not begin with `https://`"),
        (call("https://user:s3cret@a.example"), "its address contains a user name"),
        (call(""), "its address does not begin with `https://`"),
        (
            VerifyCall { method: "P T".to_owned(), ..call("https://a.example") },
            "`P T` is not an HTTP method",
        ),
        (header("no name", "s3cret"), "its header `no name` cannot be sent"),
        (header("x-key", "s3cret\n"), "its header `x-key` cannot be sent"),
    ];
    for (call, expected) in cases {
        let error = call.check("verify_on_start").unwrap_err().to_string();
        assert!(error.contains("`verify_on_start`: ") && error.contains(expected), "{error}");
        assert!(!error.contains("s3cret"), "{error}");
        assert!(matches!(call.send(SECOND), Err(CallError::Unsent { .. })));
    }
}

#[test]
fn its_debug_form_shows_no_secret() {
    let call = VerifyCall {
        url: "https://a.example/verify?key=s3cret".to_owned(),
        headers: vec![("authorization".to_owned(), "Bearer s3cret".to_owned())],
        body: Some("s3cret".to_owned()),
        ..call("")
    };
    let shown = format!("{call:?}");
    assert!(shown.contains("https://a.example/verify") && shown.contains("authorization"));
    assert!(!shown.contains("s3cret"), "{shown}");
}
