//! Answers that are given before the body's end: the connection is closed within a second, whatever the client goes on
//! to send, and with a valid token too.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use churnkey::Integration;

use crate::client::TOKEN;
use crate::merchant::Shop;
use crate::server::{serve, serve_this};

/// What `docs/reliability.md` promises, and what a busy machine may add.
const PROMISED: Duration = Duration::from_secs(1);
const SLACK: Duration = Duration::from_secs(2);

const CHUNKED: &str = "transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n";
const WITH_A_LENGTH: &str = "content-length: 1000000\r\n\r\nhello";

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream
}

/// Sends a request without the end of its body, and then a byte of it now and then. The status of the answer, and how
/// long the connection took from there.
fn linger(address: SocketAddr, head: &str, framing: &str) -> (u16, Duration) {
    let mut stream = connect(address);
    stream.write_all(format!("{head}host: t\r\n{framing}").as_bytes()).unwrap();
    let mut answer = [0; 4096];
    let length = stream.read(&mut answer).unwrap();
    let answered = Instant::now();
    let status = String::from_utf8_lossy(&answer[..length]);
    let status = status.split(' ').nth(1).unwrap().parse().unwrap();
    while answered.elapsed() < Duration::from_secs(20) {
        std::thread::sleep(Duration::from_millis(50));
        if stream.write_all(b"1\r\nx\r\n").is_err() {
            return (status, answered.elapsed());
        }
    }
    panic!("{head}: {status}, and it is still open");
}

fn all_are_closed(address: SocketAddr, requests: &[(u16, String)]) {
    for (wanted, head) in requests {
        for framing in [CHUNKED, WITH_A_LENGTH] {
            let (status, time) = linger(address, head, framing);
            assert_eq!(status, *wanted, "{head}");
            assert!(time < PROMISED + SLACK, "{head}: {status}, closed after {time:?}");
        }
    }
}

#[test]
fn without_a_token_every_path_and_method_is_closed() {
    let address = serve(|server| server);
    let line = |line: &str| format!("{line} HTTP/1.1\r\n");
    all_are_closed(
        address,
        &[
            (401, line("POST /churnkey/x")),
            (401, line("GET /churnkey/features")),
            (401, line("POST /churnkey/actions/customer/cancel")),
            (200, line("GET /healthz")),
            (405, line("POST /healthz")),
            (404, line("POST /elsewhere")),
            (414, line(&format!("POST /churnkey/{}", "x".repeat(9000)))),
            (431, format!("POST /churnkey/x HTTP/1.1\r\nx: {}\r\n", "y".repeat(17_000))),
        ],
    );
}

#[test]
fn with_a_token_too() {
    let integration = Integration::builder(Shop::default()).token(TOKEN);
    let integration =
        integration.body_timeout(Duration::from_millis(200)).body_limit(1000).build().unwrap();
    let address = serve_this(integration, |server| server);
    let line = |line: &str| format!("{line} HTTP/1.1\r\nauthorization: {TOKEN}\r\n");
    all_are_closed(
        address,
        &[
            (200, line("GET /churnkey/features")),
            (200, line("GET /churnkey/customers/u_1")),
            (404, line("POST /churnkey/x")),
            (405, line("PUT /churnkey/features")),
        ],
    );
    let cancel = line("POST /churnkey/actions/customer/cancel");
    let (status, time) = linger(address, &cancel, CHUNKED);
    assert_eq!(status, 408);
    assert!(time < PROMISED + SLACK, "{time:?}");
    let large = format!("transfer-encoding: chunked\r\n\r\n7d0\r\n{}\r\n", "x".repeat(2000));
    for framing in [WITH_A_LENGTH, &large] {
        let (status, time) = linger(address, &cancel, framing);
        assert_eq!(status, 413);
        assert!(time < PROMISED + SLACK, "{time:?}");
    }
}

#[cfg(feature = "rate-limit")]
#[test]
fn too_many_failed_authentications_are_closed() {
    let one = std::num::NonZeroU32::new(1).unwrap();
    let integration = Integration::builder(Shop::default()).token(TOKEN);
    let address =
        serve_this(integration.failed_authentications(one).build().unwrap(), |server| server);
    let head = "POST /churnkey/x HTTP/1.1\r\n";
    for framing in [CHUNKED, WITH_A_LENGTH] {
        // Uses up the one of this second. It is not waited for until it is closed, since the second would be over.
        let mut first = connect(address);
        first.write_all(format!("{head}host: t\r\ncontent-length: 0\r\n\r\n").as_bytes()).unwrap();
        assert!(first.read(&mut [0; 4096]).unwrap() > 0);
        let (status, time) = linger(address, head, framing);
        assert_eq!(status, 429);
        assert!(time < PROMISED + SLACK, "{time:?}");
    }
}

/// 11 GB in 5 seconds were taken once.
#[test]
fn who_goes_on_sending_as_fast_as_it_can_is_stopped() {
    let address = serve(|server| server);
    for head in ["POST /churnkey/x", "GET /healthz"] {
        let mut stream = connect(address);
        stream.set_write_timeout(Some(Duration::from_secs(20))).unwrap();
        let head = format!("{head} HTTP/1.1\r\nhost: t\r\ntransfer-encoding: chunked\r\n\r\n");
        stream.write_all(head.as_bytes()).unwrap();
        let chunk = format!("8000\r\n{}\r\n", "x".repeat(0x8000));
        let begun = Instant::now();
        let problem = loop {
            if let Err(problem) = stream.write_all(chunk.as_bytes()) {
                break problem;
            }
            assert!(begun.elapsed() < PROMISED + SLACK, "{head}: it takes all that comes");
        };
        let kind = problem.kind();
        assert!(matches!(kind, ErrorKind::ConnectionReset | ErrorKind::BrokenPipe), "{problem}");
    }
}

#[test]
fn what_is_pipelined_behind_the_close_after_answer_is_not_served() {
    let integration = Integration::builder(Shop::default()).token(TOKEN).body_limit(10).build();
    let address = serve_this(integration.unwrap(), |server| server);
    let well =
        format!("GET /churnkey/features HTTP/1.1\r\nhost: t\r\nauthorization: {TOKEN}\r\n\r\n");
    let large = format!(
        "POST /churnkey/actions/customer/cancel HTTP/1.1\r\nhost: t\r\nauthorization: {TOKEN}\r\ntransfer-encoding: chunked\r\n\r\n14\r\n{}\r\n0\r\n\r\n",
        "x".repeat(20)
    );
    for (status, first) in [
        (401, "GET /churnkey/features HTTP/1.1\r\nhost: t\r\n\r\n"),
        (401, "POST /churnkey/x HTTP/1.1\r\nhost: t\r\ncontent-length: 3\r\n\r\nabc"),
        (
            401,
            "POST /churnkey/x HTTP/1.1\r\nhost: t\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n",
        ),
        (200, "GET /healthz HTTP/1.1\r\nhost: t\r\n\r\n"),
        (413, &large),
    ] {
        let mut stream = connect(address);
        stream.write_all(format!("{first}{well}{well}").as_bytes()).unwrap();
        let mut answers = String::new();
        stream.read_to_string(&mut answers).unwrap();
        assert!(answers.starts_with(&format!("HTTP/1.1 {status}")), "{answers}");
        assert_eq!(answers.matches("HTTP/1.1").count(), 1, "{answers}");
    }
}

#[test]
fn with_a_token_what_is_pipelined_is_served() {
    let address = serve(|server| server);
    let well =
        format!("GET /churnkey/features HTTP/1.1\r\nhost: t\r\nauthorization: {TOKEN}\r\n\r\n");
    let last = well.replace("host: t", "host: t\r\nconnection: close");
    let mut stream = connect(address);
    stream.write_all(format!("{well}{well}{last}{well}").as_bytes()).unwrap();
    let mut answers = String::new();
    stream.read_to_string(&mut answers).unwrap();
    assert_eq!(answers.matches("HTTP/1.1 200").count(), 3, "{answers}");
}

/// A client that sends the whole of a body which nobody reads is not cut off meanwhile: a reset could cost it the answer.
#[test]
fn a_refusal_reaches_who_sends_a_whole_body_first() {
    let address = serve(|server| server);
    let mut stream = connect(address);
    stream
        .write_all(b"POST /churnkey/x HTTP/1.1\r\nhost: t\r\ncontent-length: 60000\r\n\r\n")
        .unwrap();
    for _ in 0..6 {
        std::thread::sleep(Duration::from_millis(50));
        stream.write_all(&[b'x'; 10_000]).unwrap();
    }
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 401") && answer.ends_with('}'), "{answer}");
}
