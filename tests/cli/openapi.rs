use crate::endpoint::{Act, Endpoint};
use crate::support::{self, Server, example};
use crate::{TOKEN, churnkey};

const SET: &[(&str, &str)] = &[("CK_INTEGRATION_TOKEN", TOKEN)];

fn openapi(endpoint: &Endpoint, more: &[&str]) -> crate::Run {
    let root = endpoint.url.strip_suffix("/verify").unwrap();
    churnkey(&[&["openapi", root], more].concat(), SET)
}

fn answering(status: &'static str, body: &'static str) -> Endpoint {
    Endpoint::start(Box::leak(Box::new([Act::Answer(status, body)])))
}

#[test]
fn it_prints_what_acme_serves() {
    let mut acme = example("acme");
    let database = crate::folder().join("acme.db");
    acme.env("DATABASE_URL", format!("sqlite:{}?mode=rwc", database.display()));
    let server = Server::start(&mut acme);
    let url = format!("http://{}", server.address);
    let run = churnkey(&["openapi", &url], &[("CK_INTEGRATION_TOKEN", support::TOKEN)]).ended(0);
    let printed: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let answer = server.send(&support::Request::new("/churnkey/openapi.json", "")).unwrap();
    assert_eq!(printed, serde_json::from_str::<serde_json::Value>(&answer.body).unwrap());
    assert_eq!(printed["info"]["title"], "Acme Video");
    let pause = "/churnkey/actions/subscription/pause";
    assert!(printed["paths"][pause]["post"].is_object());
}

#[test]
fn the_path_and_headers_are_as_asked_for() {
    let endpoint = answering("200 OK", r#"{"openapi": "3.1.0"}"#);
    let run = openapi(&endpoint, &["--openapi-path", "/docs/v1.json", "--header", "X-Tenant: 7"]);
    assert_eq!(run.ended(0).out, "{\n  \"openapi\": \"3.1.0\"\n}\n");
    let request = endpoint.request().to_ascii_lowercase();
    assert!(request.starts_with("get /churnkey/docs/v1.json http/1.1\r\n"), "{request}");
    assert!(request.contains(&format!("authorization: bearer {TOKEN}\r\n")), "{request}");
    assert!(request.contains("x-tenant: 7\r\n"), "{request}");
}

/// Standard output goes into a file, so nothing else is written there.
#[test]
fn no_document_is_a_fault_that_says_why() {
    let missing = r#"{"code": 404, "message": "there is no such endpoint"}"#;
    for (status, body, why) in [
        (
            "404 Not Found",
            missing,
            "answered 404: there is no such endpoint\nan integration in Rust serves it with `Builder::openapi_path(",
        ),
        (
            "401 Unauthorized",
            r#"{"message": "not valid"}"#,
            "/churnkey/openapi.json answered 401: not valid\n",
        ),
        ("200 OK", "<html>", "did not answer with JSON\n"),
        ("200 OK", r#"{"customers": {}}"#, "the response is JSON, but not an OpenAPI document\n"),
    ] {
        let run = openapi(&answering(status, body), &[]).ended(1);
        assert_eq!(run.out, "");
        run.complains("no document: ");
        run.complains(why);
    }
    let run = openapi(&Endpoint::start(&[Act::Hang]), &["--timeout", "0.2"]).ended(2);
    run.complains("/churnkey/openapi.json: timeout");
}
