//! Arbitrary requests to whole services: to a new instance in this process, with the body in arbitrary chunks, and over a
//! connection of our server, in arbitrary pieces.
//!
//! There is no panic. The status is the one that a second implementation of the documents gives, so a 5xx is always the
//! merchant's own. Every error is `{code, message}` with the status as its code, and the content type is right. The
//! merchant's code is not called by a request that is refused. Neither the log nor an error contains a token, a signature or
//! personal data, and nothing is logged more often than documented. On a connection there is one answer, the same one, and
//! the merchant is called in the same way.

#![no_main]

use std::cell::RefCell;

use actix_web::http::Method;
use actix_web::http::header::HeaderValue;
use churnkey_fuzz::expected::{Expected, expected};
use churnkey_fuzz::log_limits::{LogLimits, MISPLACED, UNAUTHENTICATED};
use churnkey_fuzz::merchants::{self, CAUSE, Reached};
use churnkey_fuzz::private::Private;
use churnkey_fuzz::sent::Sent;
use churnkey_fuzz::server::Answer;
use churnkey_fuzz::services::{SERVICES, Service, TOKENS};
use churnkey_fuzz::{log, misplaced};
use libfuzzer_sys::fuzz_target;
use serde_json::Value;

thread_local! {
    /// Of the instances behind the connection, which last as long as the process.
    static LIMITS: RefCell<LogLimits> = RefCell::new(LogLimits::of(SERVICES.len()));
}

fuzz_target!(|data: &[u8]| {
    let Some(sent) = Sent::read(data) else { return };
    drop((merchants::reached(), log::take()));
    let Some((service, below)) = Service::at(sent.uri.path()) else { return not_mounted(&sent) };
    let private = Private::of(&sent);
    let (mut answers, mut logs, mut limits) = (Vec::new(), Vec::new(), LogLimits::of(1));
    sent.answered_twice_by_new(service, |answer| {
        let log = log::take();
        private.check_absent_from(&log);
        if let Some(answer) = answer {
            limits.check(&log);
            answers.push((answer, merchants::reached()));
        }
        logs.push(log);
    });
    let expected = expected(service, &sent, below);
    for (answer, reached) in &answers {
        let is_right = expected.iter().any(|it| is_met(it, &sent, answer, reached));
        assert!(is_right, "{expected:?}, but it was {}: {reached:?}", answer.status);
        shape(answer, reached);
        secrets(&sent, &private, answer);
    }
    advice(service, &sent, &expected, &logs);
    let [(answer, reached), (_, again)] = answers.as_slice() else { panic!("no answer") };
    assert_eq!(reached, again);
    over_a_connection(&sent, answer, reached);
    let log = log::take();
    private.check_absent_from(&log);
    LIMITS.with_borrow_mut(|limits| limits.check(&log));
});

/// A path of no service gets actix's own answer.
fn not_mounted(sent: &Sent) {
    let answer = sent.answered();
    assert!(!answer.headers.contains_key("x-request-id"));
    assert_eq!(answer.status, 404);
    assert!(merchants::reached().is_empty());
}

fn over_a_connection(sent: &Sent, answer: &Answer, reached: &[Reached]) {
    let Some(answers) = sent.answered_on_a_connection() else { return };
    let reached_now = merchants::reached();
    let [(status, body)] = answers.as_slice() else { panic!("not one answer: {answers:?}") };
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

/// Whether the status and the merchant's calls are as expected.
fn is_met(expected: &Expected, sent: &Sent, answer: &Answer, reached: &[Reached]) -> bool {
    match (expected, reached) {
        (Expected::Refused(status), []) => answer.status == *status,
        (Expected::Manifest, []) => {
            let known = sent.method == Method::GET && knows(sent, answer.headers.get("etag"));
            answer.status == if known { 304 } else { 200 }
        }
        // Only a list's query and an action's body can be refused.
        (Expected::Call { is_action, is_list, .. }, []) => {
            answer.status == 400 && (*is_action || (*is_list && sent.uri.query().is_some()))
        }
        (Expected::Call { mode, is_action, .. }, [call]) => {
            answer.status == call.refused.unwrap_or(200)
                && call.mode == *mode
                && call.asked.is_some() == *is_action
        }
        _ => false,
    }
}

/// Whether `If-None-Match` names the manifest's tag.
fn knows(sent: &Sent, etag: Option<&HeaderValue>) -> bool {
    let named = sent.all("if-none-match").flat_map(|tags| tags.split(|byte| *byte == b','));
    let mut named = named.map(|tag| tag.trim_ascii());
    named.any(|tag| {
        let tag = tag.strip_prefix(b"W/").unwrap_or(tag);
        tag == b"*" || etag.is_some_and(|etag| tag == etag.as_bytes())
    })
}

/// The body and the headers are those that belong to the status.
fn shape(answer: &Answer, reached: &[Reached]) {
    let header = |name: &str| answer.headers.get(name).map(HeaderValue::as_bytes);
    let is_json = header("content-type") == Some(b"application/json; charset=utf-8");
    match answer.status {
        200 if reached.iter().any(|call| call.asked.is_some()) => assert!(answer.body.is_empty()),
        200 => {
            assert!(is_json);
            let json = serde_json::from_slice::<Value>(&answer.body).expect("a model or a page");
            assert!(json.is_object());
        }
        304 => assert!(answer.body.is_empty() && header("etag").is_some()),
        status => {
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
    assert_eq!(answer.headers.get_all("x-request-id").count(), 1);
}

/// No error contains anything of the request but its id.
fn secrets(sent: &Sent, private: &Private, answer: &Answer) {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let id = answer.headers.get("x-request-id").map(|id| text(id.as_bytes())).unwrap_or_default();
    let body = text(&answer.body);
    assert!(!body.contains(CAUSE));
    for (name, value) in answer.headers.iter().filter(|(name, _)| *name != "x-request-id") {
        assert!(TOKENS.iter().all(|token| !text(value.as_bytes()).contains(token)), "{name}");
    }
    if answer.status >= 400 {
        private.check_absent_from(&body.replace(&id, " "));
    } else if !sent.uri.to_string().contains("ck_") {
        // Unless the request has it: a model contains the requested id, and a page the cursor.
        assert!(TOKENS.iter().all(|token| !body.contains(token)), "{body}");
    }
}

/// A request without a valid token, and one that leads nowhere, is logged once, so that the merchant can act on it. The three
/// logs are those of the first answer, of the second, and of the end.
fn advice(service: &Service, sent: &Sent, expected: &[Expected], logs: &[String]) {
    let [first, second, end] = logs else { panic!("{} logs", logs.len()) };
    let count = |log: &str, text: &str| log.lines().filter(|line| line.contains(text)).count();
    let count = |log: &str| [MISPLACED, UNAUTHENTICATED].map(|text| count(log, text));
    match expected {
        [Expected::Refused(401)] => {
            let misplaced = misplaced::find(service, sent);
            let is_found = count(first) == [1, 0];
            assert!(misplaced.is_present || !is_found, "there is no token: {first}");
            assert!(is_found || !misplaced.must_be_found, "the token was not found: {first}");
            let others = if is_found { [0, 0] } else { [0, 1] };
            assert_eq!([count(second), count(end)], [[0, 0], others]);
            assert!(is_found || count(first) == others, "{first}");
        }
        [Expected::Refused(status @ (404 | 405))] => {
            let advice = format!("so the answer was {status}; ");
            assert_eq!(first.matches(&advice).count(), 1, "{first}");
        }
        _ => assert_eq!([count(first), count(second), count(end)], [[0, 0]; 3], "{first}"),
    }
}
