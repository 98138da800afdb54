use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};

use super::RequestId;

const PARENT: &str = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const TRACE: &str = "4bf92f3577b34da6a3ce929d0e0e4736";

fn id(given: &[(&'static str, &str)]) -> String {
    let headers: HeaderMap = given
        .iter()
        .map(|(name, value)| {
            (HeaderName::from_static(name), HeaderValue::from_bytes(value.as_bytes()).unwrap())
        })
        .collect();
    let id = RequestId::of(&headers);
    assert_eq!(id.header().to_str().unwrap(), id.to_string());
    id.to_string()
}

#[test]
fn the_clients_id_is_used() {
    assert_eq!(id(&[("x-request-id", "req_77.a:b/c+d=")]), "req_77.a:b/c+d=");
    assert_eq!(id(&[("traceparent", PARENT)]), TRACE);
    assert_eq!(id(&[("traceparent", PARENT), ("x-request-id", "mine")]), "mine");
}

#[test]
fn an_id_that_could_forge_a_log_entry_or_is_personal_is_not() {
    let long = "x".repeat(129);
    for odd in ["", " ", "a b", "a\tb", "mina@example.org", "\u{e9}", "a\"b", "a,b", &long] {
        let own = id(&[("x-request-id", odd)]);
        assert!(own.len() == 17 && own != odd, "{odd} became {own}");
    }
}

#[test]
fn an_invalid_traceparent_is_ignored() {
    let later = PARENT.replace("00-4", "01-4") + "-more";
    assert_eq!(id(&[("traceparent", &later)]), TRACE);
    for odd in [
        "",
        TRACE,
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-more",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    ] {
        assert_ne!(id(&[("traceparent", odd)]), TRACE, "{odd}");
    }
}

#[test]
fn without_an_id_each_request_gets_its_own() {
    assert_ne!(id(&[]), id(&[]));
}
