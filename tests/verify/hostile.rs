//! Servers that are no integration, or mean ill. Whatever they answer, a run ends soon, with a report or a reason.

use std::io::{Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::time::{Duration, Instant};

use churnkey::verify::{CannotRun, Report, Verifier};

/// Answers every request by `answer`, which gets the stream when the request's head was read.
fn server(answer: impl Fn(&mut TcpStream, &str) + Send + 'static) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut head = vec![0; 4096];
            let read = stream.read(&mut head).unwrap_or(0);
            let head = String::from_utf8_lossy(&head[..read]).into_owned();
            answer(&mut stream, head.split(' ').nth(1).unwrap_or_default());
        }
    });
    url
}

fn verify(url: &str) -> Result<Report, CannotRun> {
    let verifier = Verifier::new("ck_int_1").timeout(Duration::from_millis(300));
    let begun = Instant::now();
    let outcome = actix_web::rt::System::new().block_on(verifier.verify_url(url));
    assert!(begun.elapsed() < Duration::from_mins(1), "{:?}", begun.elapsed());
    outcome
}

fn json(stream: &mut TcpStream, status: &str, body: &str) {
    let head = format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let _ = stream.write_all(head.as_bytes());
    let _ = stream.write_all(body.as_bytes());
}

#[test]
fn what_is_no_http_cannot_be_verified() {
    for garbage in ["", "hello\r\n\r\n", "\0\0\0\0"] {
        let url = server(move |stream, _| drop(stream.write_all(garbage.as_bytes())));
        let verified = verify(&url);
        assert!(matches!(verified, Err(CannotRun::Unreachable(_))), "{garbage:?}: {verified:?}");
    }
}

#[test]
fn an_answer_that_does_not_end_is_not_waited_for() {
    let endless = server(|stream, _| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n[");
        while stream.write_all(&[b'1'; 8192]).is_ok() {}
    });
    assert!(matches!(verify(&endless), Err(CannotRun::Unreachable(_))));
    let slow = server(|stream, _| {
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n");
        for _ in 0..20 {
            let _ = stream.write_all(b"1");
            std::thread::sleep(Duration::from_millis(100));
        }
    });
    assert!(matches!(verify(&slow), Err(CannotRun::Unreachable(_))));
}

#[test]
fn a_redirect_is_not_followed() {
    let url = server(|stream, _| {
        let _ = stream.write_all(
            b"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:1/\r\ncontent-length: 0\r\nconnection: close\r\n\r\n",
        );
    });
    let report = verify(&url).unwrap();
    let ids: Vec<_> = report.outcomes.iter().map(|outcome| outcome.check.id).collect();
    assert_eq!(ids, ["reach.url"], "{report}");
}

#[test]
fn json_of_any_shape_ends_in_a_report() {
    let deep = "[".repeat(100_000);
    let many = format!("{{\"data\":[{}{{}}],\"next\":\"x\"}}", "{},".repeat(1_000_000));
    let odd = r#"{"data":[null,1,"x",[],{"id":7},{"id":"a\u0000\u001b[31m","status":{"name":[]},"items":{"0":1}}],"next":[]}"#;
    for body in [deep, many, odd.to_owned(), "{}".to_owned(), "null".to_owned()] {
        let answer = body.clone();
        let url = server(move |stream, path| match path.split('?').next() {
            Some("/churnkey/features") => {
                let manifest =
                    r#"{"controllers":{"customers":{"list":true},"prices":{},"subscriptions":7}}"#;
                json(stream, "200 OK", manifest);
            }
            _ => json(stream, "200 OK", &answer),
        });
        let report = verify(&url).unwrap();
        assert!(!report.passed(), "{report}");
        // Nothing that a terminal would obey.
        let text = report.to_string();
        assert!(!text.chars().any(|letter| letter.is_control() && letter != '\n'), "{text:?}");
        assert!(!report.junit().contains('\u{1b}'));
    }
}

#[test]
fn what_cannot_be_asked_is_an_error() {
    for url in ["", "localhost:8080", "ftp://localhost", "http://", "http://a/?b=c", "http://a b/"]
    {
        assert_eq!(verify(url), Err(CannotRun::Url), "{url}");
    }
    let system = actix_web::rt::System::new();
    let token = Verifier::new("two\nlines");
    let verified = system.block_on(token.verify_url("http://127.0.0.1:1"));
    assert_eq!(verified, Err(CannotRun::Header("authorization".to_owned())));
    let only = Verifier::new("a").only(["no-such-check"]);
    let verified = system.block_on(only.verify_url("http://127.0.0.1:1"));
    assert_eq!(verified, Err(CannotRun::UnknownCheck("no-such-check".to_owned())));
}
