use actix_web::body::{BodySize, MessageBody as _};
use actix_web::http::StatusCode;
use actix_web::web::Bytes;
use futures_util::stream::{self, StreamExt as _};
use hyper::header::{HeaderMap, HeaderName, HeaderValue};

use super::headers;
use crate::proxy::headers::{add_forwarded_for, end_to_end};
use crate::proxy::origin::Origin;
use crate::proxy::response;
use crate::proxy::upstream::{Body, Received};

fn uri(api_url: &str, target: &str) -> Option<String> {
    let origin = Origin::new(&api_url.parse().unwrap()).unwrap();
    origin.uri(target).map(|uri| uri.to_string())
}

#[test]
fn no_target_leads_to_another_host_or_port() {
    for (target, is) in [
        ("/churnkey/features?a=b", "http://127.0.0.1:8080/api/churnkey/features?a=b"),
        ("/", "http://127.0.0.1:8080/api/"),
        ("", "http://127.0.0.1:8080/api/"),
        ("?a=b", "http://127.0.0.1:8080/api/?a=b"),
        ("*", "http://127.0.0.1:8080*"),
        ("99/x", "http://127.0.0.1:8080/api/99/x"),
        ("@shop.example/x", "http://127.0.0.1:8080/api/@shop.example/x"),
        ("//shop.example/x", "http://127.0.0.1:8080/api//shop.example/x"),
    ] {
        let origin = Origin::new(&"http://127.0.0.1:8080/api".parse().unwrap()).unwrap();
        let uri = origin.uri(target).unwrap();
        assert_eq!((uri.host(), uri.port_u16()), (Some("127.0.0.1"), Some(8080)), "{target}");
        assert_eq!(uri.to_string(), is, "{target}");
    }
    assert_eq!(uri("http://churnkey", "/churnkey/x").unwrap(), "http://churnkey/churnkey/x");
    assert_eq!(uri("http://127.0.0.1:8080", "/a b"), None);
}

#[test]
fn headers_that_the_connection_names_end_there() {
    let kept = end_to_end(headers(&[
        ("connection", "close, X-Once"),
        ("connection", "x-twice ,X-Forwarded-For"),
        ("x-once", "1"),
        ("x-twice", "2"),
        ("x-forwarded-for", "192.0.2.1"),
        ("keep-alive", "timeout=5"),
        ("host", "shop.example"),
        ("x-kept", "3"),
    ]));
    assert_eq!(kept, headers(&[("x-kept", "3")]));
}

/// Whether an integration reads the first line, the last one or all: the last address is that of the client.
#[test]
fn the_address_of_the_client_is_the_last_one_of_the_only_line() {
    for (came, is) in [
        (&[][..], "198.51.100.7"),
        (&[("x-forwarded-for", "192.0.2.1")], "192.0.2.1, 198.51.100.7"),
        (
            &[("x-forwarded-for", "192.0.2.1"), ("x-a", "b"), ("x-forwarded-for", "192.0.2.2")],
            "192.0.2.1, 192.0.2.2, 198.51.100.7",
        ),
    ] {
        let mut sent = headers(came);
        add_forwarded_for(&mut sent, "198.51.100.7");
        sent.retain(|(name, _)| name == "x-forwarded-for");
        assert_eq!(sent, headers(&[("x-forwarded-for", is)]));
    }
}

fn received(pairs: &[(&'static str, &'static str)], body: Body) -> actix_web::HttpResponse {
    let mut all = HeaderMap::new();
    for (name, value) in pairs {
        all.append(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    response::received(Received { status: 200, headers: all, body }, false)
}

fn parts() -> Body {
    Body::Parts(
        stream::iter([Ok(Bytes::from_static(b"a")), Ok(Bytes::from_static(b"b"))]).boxed_local(),
    )
}

#[test]
fn a_large_response_gets_no_header_and_no_length_that_it_did_not_have() {
    for (headers, size) in [
        (&[][..], BodySize::Stream),
        (&[("content-length", "2")], BodySize::Sized(2)),
        (&[("transfer-encoding", "chunked"), ("content-length", "1")], BodySize::Stream),
    ] {
        let response = received(headers, parts());
        assert_eq!(response.status(), StatusCode::OK);
        assert_eq!(response.headers().len(), 0, "{:?}", response.headers());
        assert_eq!(response.body().size(), size, "{headers:?}");
    }
}

#[test]
fn headers_that_the_integration_s_connection_names_end_there() {
    let headers = [("connection", "X-Once, keep-alive"), ("x-once", "1"), ("x-kept", "2")];
    let response = received(&headers, Body::Whole(Bytes::new()));
    let names: Vec<_> = response.headers().iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["x-kept"]);
}
