//! Clients that keep a connection and send little: each has a time, and the server does not.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use churnkey::Integration;

use crate::client::TOKEN;
use crate::merchant::Shop;
use crate::server::{get, serve, serve_this};

fn connect(address: SocketAddr) -> TcpStream {
    let stream = TcpStream::connect(address).unwrap();
    // So that a server that waits for ever fails the test instead of holding it.
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream
}

/// What comes until the server closes the connection.
fn until_closed(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    String::from_utf8(answer).unwrap()
}

#[test]
fn a_head_that_does_not_end_is_408() {
    let address = serve(|server| server.headers_timeout(Duration::from_secs(1)));
    let mut stream = connect(address);
    stream.write_all(b"GET /churnkey/features HTTP/1.1\r\nhost: t").unwrap();
    let answer = until_closed(&mut stream);
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(get(address, "/churnkey/features").starts_with("HTTP/1.1 200"));
}

#[test]
fn a_body_that_does_not_end_is_408_as_an_error_of_churnkeys() {
    let integration = Integration::builder(Shop::default()).token(TOKEN);
    let integration = integration.body_timeout(Duration::from_millis(200)).build().unwrap();
    let address = serve_this(integration, |server| server);
    let mut stream = connect(address);
    let head = format!(
        "POST /churnkey/actions/customer/cancel HTTP/1.1\r\nhost: t\r\nauthorization: {TOKEN}\r\ncontent-length: 50\r\n\r\n{{"
    );
    stream.write_all(head.as_bytes()).unwrap();
    let answer = until_closed(&mut stream);
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(
        answer.ends_with(r#"{"code":408,"message":"the body did not arrive within 0.2 s"}"#),
        "{answer}"
    );
}

#[test]
fn an_idle_connection_is_closed() {
    let address = serve(|server| server.keep_alive(Duration::from_millis(200)));
    let mut stream = connect(address);
    let head =
        format!("GET /churnkey/features HTTP/1.1\r\nhost: t\r\nauthorization: {TOKEN}\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    assert!(until_closed(&mut stream).starts_with("HTTP/1.1 200"));
}

#[test]
fn without_a_time_for_it_no_connection_is_kept() {
    let address = serve(|server| server.keep_alive(Duration::ZERO));
    let mut stream = connect(address);
    let head =
        format!("GET /churnkey/features HTTP/1.1\r\nhost: t\r\nauthorization: {TOKEN}\r\n\r\n");
    stream.write_all(head.as_bytes()).unwrap();
    let answer = until_closed(&mut stream);
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("connection: close"), "{answer}");
}

/// actix limits the time for a head on a new connection only, so a second, endless one would hold it for ever.
#[test]
fn without_a_token_a_connection_has_one_request() {
    let address = serve(|server| server.keep_alive(Duration::from_hours(1)));
    for path in ["/churnkey/features", "/churnkey/unknown", "/healthz", "/elsewhere"] {
        let mut stream = connect(address);
        stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: t\r\n\r\n").as_bytes()).unwrap();
        let answer = until_closed(&mut stream);
        assert!(answer.contains("connection: close"), "{path}: {answer}");
    }
}

#[test]
fn more_connections_than_a_worker_holds_wait_for_one_to_end() {
    let address = serve(|server| server.connections_per_worker(1));
    let held = connect(address);
    std::thread::sleep(Duration::from_millis(100)); // the worker has it
    let mut waiting = connect(address);
    waiting.set_read_timeout(Some(Duration::from_millis(300))).unwrap();
    waiting.write_all(b"GET /healthz HTTP/1.1\r\nhost: t\r\n\r\n").unwrap();
    assert!(waiting.read(&mut [0]).is_err(), "it waits");
    drop(held);
    waiting.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    assert!(until_closed(&mut waiting).starts_with("HTTP/1.1 200"));
}
