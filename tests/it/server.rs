//! A real server on a real socket.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::mpsc;

use crate::client::TOKEN;
use crate::merchant::Shop;

/// Serves a shop on a free port in a thread of its own until the test process ends.
pub(crate) fn serve(
    change: impl FnOnce(churnkey::Server) -> churnkey::Server + Send + 'static,
) -> SocketAddr {
    serve_this(Shop::default().integration(), change)
}

pub(crate) fn serve_this(
    integration: churnkey::Integration,
    change: impl FnOnce(churnkey::Server) -> churnkey::Server + Send + 'static,
) -> SocketAddr {
    crate::logs::listen();
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        actix_web::rt::System::new().block_on(async move {
            let server = integration.server().address("127.0.0.1:0").workers(1).quiet();
            let bound = change(server).bind().unwrap();
            sender.send(bound.addresses()[0]).unwrap();
            bound.run().await.unwrap();
        });
    });
    receiver.recv().unwrap()
}

pub(crate) fn exchange(address: SocketAddr, request: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    stream.write_all(request.as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

pub(crate) fn get(address: SocketAddr, path: &str) -> String {
    exchange(
        address,
        &format!(
            "GET {path} HTTP/1.1\r\nhost: test\r\nauthorization: Bearer {TOKEN}\r\nconnection: close\r\n\r\n"
        ),
    )
}

#[test]
fn it_serves_the_integration_and_says_that_it_lives() {
    let address = serve(|server| server);
    assert!(get(address, "/churnkey/customers/u_1").starts_with("HTTP/1.1 200 OK"));
    let health =
        exchange(address, "GET /healthz HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
    assert!(health.starts_with("HTTP/1.1 200 OK"), "{health}");
    let elsewhere = get(address, "/elsewhere");
    assert!(elsewhere.starts_with("HTTP/1.1 404"), "{elsewhere}");
    assert!(elsewhere.ends_with(
        r#"{"code":404,"message":"there is nothing here; the integration is under /churnkey"}"#
    ));
    let post =
        exchange(address, "POST /healthz HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n");
    assert!(post.starts_with("HTTP/1.1 405") && post.contains("allow: GET, HEAD"), "{post}");
}

#[test]
fn where_it_says_so_is_a_setting() {
    let moved = serve(|server| server.health_path("/live"));
    assert!(get(moved, "/live").starts_with("HTTP/1.1 200"));
    assert!(get(moved, "/healthz").starts_with("HTTP/1.1 404"));
    let off = serve(|server| server.health_path(None));
    assert!(get(off, "/healthz").starts_with("HTTP/1.1 404"));
}

#[test]
fn a_body_that_is_announced_too_large_or_never_ends_is_refused() {
    let address = serve(|server| server);
    let head = format!(
        "POST /churnkey/actions/customer/cancel HTTP/1.1\r\nhost: test\r\nauthorization: Bearer {TOKEN}\r\nconnection: close\r\n"
    );
    let announced = exchange(address, &format!("{head}content-length: 99999999\r\n\r\n"));
    assert!(announced.starts_with("HTTP/1.1 413"), "{announced}");
    let chunk = format!("8000\r\n{}\r\n", "x".repeat(0x8000));
    let chunked = exchange(
        address,
        &format!("{head}transfer-encoding: chunked\r\n\r\n{chunk}{chunk}{chunk}0\r\n\r\n"),
    );
    assert!(chunked.starts_with("HTTP/1.1 413"), "{chunked}");
}

#[test]
fn an_address_that_is_taken_or_no_address_is_told_with_the_variable() {
    let taken = serve(|server| server);
    for address in [taken.to_string(), "nonsense".to_owned()] {
        let result = actix_web::rt::System::new().block_on(async {
            Shop::default().integration().server().address(address.clone()).quiet().bind().map(drop)
        });
        let message = result.unwrap_err().to_string();
        assert!(
            message
                .starts_with(&format!("cannot listen on `{address}` (set CK_ADDR to change it)")),
            "{message}"
        );
    }
}
