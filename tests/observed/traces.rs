//! What an OpenTelemetry collector receives.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::sync::mpsc::{self, Receiver};

use crate::observed::{Observed, PERSONAL};
use crate::support::Request;

struct Export {
    head: String,
    spans: Vec<u8>,
}

impl Export {
    /// Protobuf has strings and ids as they are.
    fn holds(&self, bytes: &[u8]) -> bool {
        self.spans.windows(bytes.len()).any(|window| window == bytes)
    }
}

/// Takes what is posted to it, one connection after the other.
fn collector() -> (String, Receiver<Export>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let (sender, receiver) = mpsc::channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = BufReader::new(stream.unwrap());
            let (mut head, mut length) = (String::new(), 0);
            while !head.ends_with("\r\n\r\n") {
                let begin = head.len();
                assert!(stream.read_line(&mut head).unwrap() > 0);
                let line = head[begin..].to_lowercase();
                if let Some(value) = line.strip_prefix("content-length:") {
                    length = value.trim().parse().unwrap();
                }
            }
            let mut spans = vec![0; length];
            stream.read_exact(&mut spans).unwrap();
            let answer = b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
            stream.get_mut().write_all(answer).unwrap();
            let _ = sender.send(Export { head, spans });
        }
    });
    (address, receiver)
}

const PARENT: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const NOT_SAMPLED: &str = "00-aaaabbbb77b34da6a3ce929d0e0e4736-00f067aa0ba902b7-00";
const FORGED: &str = "00-ccccdddd77b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const TRACE: u128 = 0x4bf9_2f35_77b3_4da6_a3ce_929d_0e0e_4736;
const PARENT_SPAN: u64 = 0x00f0_67aa_0ba9_02b7;
const UNWANTED: u128 = 0xaaaa_bbbb_77b3_4da6_a3ce_929d_0e0e_4736;
const OF_A_STRANGER: u128 = 0xcccc_dddd_77b3_4da6_a3ce_929d_0e0e_4736;

#[cfg(unix)]
#[test]
fn spans_are_sent_before_it_ends_as_children_of_the_callers() {
    let (endpoint, received) = collector();
    // Only the last flush can send anything.
    let patient = ("OTEL_BSP_SCHEDULE_DELAY", "3600000");
    let observed = Observed::start(&[
        ("OTEL_EXPORTER_OTLP_ENDPOINT", &endpoint),
        ("OTEL_SERVICE_NAME", "billing-of-acme"),
        patient,
    ]);
    assert_eq!(observed.status("/churnkey/customers/u_1001", &[("traceparent", PARENT)]), 200);
    assert_eq!(observed.status("/churnkey/customers/u_1001", &[("traceparent", NOT_SAMPLED)]), 200);
    let forged = Request {
        headers: vec![("traceparent", FORGED)],
        ..Request::new("/churnkey/customers/u_1001", "")
    };
    assert_eq!(observed.server.send(&forged).unwrap().status, 401);
    observed.requests();
    assert!(received.try_recv().is_err());
    let (status, log) = observed.terminate();
    assert!(status.success(), "{log}");
    let export = received.try_recv().unwrap();
    assert!(export.head.starts_with("POST /v1/traces HTTP/1.1\r\n"), "{}", export.head);
    assert!(export.head.contains("application/x-protobuf"), "{}", export.head);
    for field in [
        "billing-of-acme",
        "module",
        "Customers",
        "mode",
        "live",
        "status",
        "integration",
        "GET /customers/:id",                // the span's name
        "POST /actions/subscription/cancel", // and that of an action
        "http.request.method",
        "http.route",
        "/customers/:id",
        "http.response.status_code",
    ] {
        assert!(export.holds(field.as_bytes()), "{field}");
    }
    assert!(!export.holds(b"otel."), "those tell of the span, and are no attributes of it");
    let server = [b"GET /customers/:id", &[0x30, 2][..]].concat(); // the field `kind`, which follows the name
    assert!(export.holds(&server), "it is a server's span");
    assert!(export.holds(&TRACE.to_be_bytes()) && export.holds(&PARENT_SPAN.to_be_bytes()));
    assert!(!export.holds(&UNWANTED.to_be_bytes()), "the caller did not want it to be sampled");
    assert!(!export.holds(&OF_A_STRANGER.to_be_bytes()), "only a known caller has a say in traces");
    for personal in PERSONAL {
        assert!(!export.holds(personal.as_bytes()), "{personal}");
    }
}

#[cfg(unix)]
#[test]
fn a_collector_that_is_not_there_stops_nothing() {
    let nowhere = ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9");
    let observed = Observed::start(&[nowhere]);
    observed.requests();
    let (status, log) = observed.terminate();
    assert!(status.success(), "{log}");
    assert!(log.contains("BatchSpanProcessor.ExportError"), "{log}");
}
