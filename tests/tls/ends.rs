//! How a connection ends that has got through its handshake.

use std::time::{Duration, Instant};

use churnkey::TlsFiles;

use crate::certificate::{Certificate, Folder, certificate};
use crate::client::Client;
use crate::merchant::{serve, server};

/// What `docs/reliability.md` promises, and what a busy machine may add.
const PROMISED: Duration = Duration::from_secs(1);
const SLACK: Duration = Duration::from_secs(2);

fn files(certificate: &Certificate) -> (Folder, TlsFiles) {
    let folder = Folder::new();
    let (certificate, key) = folder.keep(certificate);
    (folder, TlsFiles::new(certificate, key))
}

#[test]
fn a_refusal_whose_body_does_not_end_is_closed_in_order() {
    let ours = certificate();
    let (_folder, files) = files(&ours);
    let address = serve(server().tls(files));
    for (status, head) in
        [(401, "POST /churnkey/x"), (200, "GET /healthz"), (404, "POST /elsewhere")]
    {
        for framing in
            ["transfer-encoding: chunked\r\n\r\n5\r\nhello\r\n", "content-length: 9\r\n\r\n"]
        {
            let mut client = Client::trusting(&ours, address).unwrap();
            let begun = Instant::now();
            client.send(format!("{head} HTTP/1.1\r\nhost: t\r\n{framing}").as_bytes()).unwrap();
            let answer = client.until_closed().unwrap();
            assert!(answer.starts_with(&format!("HTTP/1.1 {status}")), "{answer}");
            assert!(begun.elapsed() < PROMISED + SLACK, "{head}: {:?}", begun.elapsed());
        }
    }
}

#[test]
fn who_goes_on_sending_after_a_refusal_is_stopped() {
    let ours = certificate();
    let (_folder, files) = files(&ours);
    let address = serve(server().tls(files));
    let mut client = Client::trusting(&ours, address).unwrap();
    let begun = Instant::now();
    client
        .send(b"POST /churnkey/x HTTP/1.1\r\nhost: t\r\ntransfer-encoding: chunked\r\n\r\n")
        .unwrap();
    let chunk = format!("8000\r\n{}\r\n", "x".repeat(0x8000));
    while client.send(chunk.as_bytes()).is_ok() {
        assert!(begun.elapsed() < PROMISED + SLACK, "it takes all that comes");
    }
}

#[test]
fn an_idle_connection_ends_in_order() {
    let ours = certificate();
    let (_folder, files) = files(&ours);
    let address = serve(server().tls(files).keep_alive(Duration::from_millis(200)));
    let mut client = Client::trusting(&ours, address).unwrap();
    assert_eq!(client.get("/churnkey/customers/u_1").unwrap(), 200);
    assert_eq!(client.until_closed().unwrap(), "");
}
