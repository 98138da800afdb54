//! Who may speak to a rehearsal, and what never leaves it.

use std::net::SocketAddr;

use churnkey::rehearsal::Rehearsal;
use serde_json::json;

use crate::client::send;
use crate::merchant::Studio;
use crate::served::{APP, TOKEN, serve, serve_with};

/// DNS rebinding: a foreign name that leads to this machine makes a browser send its page's requests here.
#[test]
fn a_foreign_name_is_refused() {
    let served = serve(Studio::new());
    let port = served.rehearsal.port();
    for (host, status) in [
        (format!("127.0.0.1:{port}"), 200),
        (format!("localhost:{port}"), 200),
        (format!("LOCALHOST:{port}"), 200),
        (format!("evil.example:{port}"), 421),
        ("127.0.0.1".to_owned(), 421),
        (format!("127.0.0.1:{}", port.wrapping_add(1)), 421),
        (format!("127.0.0.1.evil.example:{port}"), 421),
    ] {
        let answer = send(served.rehearsal, "GET", "/", &[("host", &host)], "");
        assert_eq!(answer.status, status, "{host}");
    }
    let token = served.url.split_once('#').unwrap().1;
    let headers = [("host", "evil.example"), ("x-rehearsal-token", token)];
    assert_eq!(send(served.rehearsal, "POST", "/_/customers", &headers, "{}").status, 421);
    assert_eq!(send(served.rehearsal, "POST", "/v1/api/sessions/sdk", &headers, "{}").status, 421);
}

#[test]
fn a_name_that_was_allowed_is_answered() {
    let served = serve_with(Studio::new(), |rehearsal| rehearsal.allow_host("rehearsal.test:80"));
    assert_eq!(send(served.rehearsal, "GET", "/", &[("host", "rehearsal.test")], "").status, 200);
    assert_eq!(send(served.rehearsal, "GET", "/", &[("host", "other.test")], "").status, 421);
}

#[test]
fn the_pages_calls_need_its_token_and_its_origin() {
    let served = serve(Studio::new());
    let (page, token) = served.url.split_once("/#").unwrap();
    let call = |headers: &[(&str, &str)]| {
        send(served.rehearsal, "POST", "/_/customers", headers, "{}").status
    };
    assert_eq!(call(&[]), 403);
    assert_eq!(call(&[("x-rehearsal-token", "0")]), 403);
    assert_eq!(call(&[("x-rehearsal-token", token)]), 200);
    assert_eq!(call(&[("x-rehearsal-token", token), ("origin", page)]), 200);
    // Another site, another port of this machine, a file, and another scheme.
    for origin in ["http://evil.example", "http://127.0.0.1:1", "null", "https://127.0.0.1"] {
        assert_eq!(call(&[("x-rehearsal-token", token), ("origin", origin)]), 403, "{origin}");
    }
    // They are no use as links or pictures.
    assert_eq!(
        send(served.rehearsal, "GET", "/_/customers", &[("x-rehearsal-token", token)], "").status,
        404
    );
    let two = serve(Studio::new());
    assert_ne!(two.url.split_once('#').unwrap().1, token, "made anew for each rehearsal");
}

#[test]
fn another_sites_page_cannot_use_the_components_api() {
    let served = serve(Studio::new());
    let hash = served.account.auth_hash("u_1").unwrap();
    let ask = |origin: &str| {
        let headers = [
            ("origin", origin),
            ("x-ck-app", APP),
            ("x-ck-customer", "u_1"),
            ("x-ck-authorization", hash.as_str()),
            ("x-ck-mode", "test"),
            ("x-ck-subscription", "s_1"),
        ];
        send(
            served.rehearsal,
            "POST",
            "/v1/api/orgs/app_1/cancel-flow/actions/cancel",
            &headers,
            "{}",
        )
    };
    for origin in ["https://evil.example", "null", "http://localhost.evil.example", "file://"] {
        let answer = ask(origin);
        assert_eq!(answer.status, 403, "{origin}");
        assert_eq!(answer.header("access-control-allow-origin"), None, "{origin}");
    }
    assert_eq!(served.studio.asked(), []);
    assert_eq!(ask("http://localhost:3000").status, 200);

    // Once one is named, the other local ones are foreign too.
    let served =
        serve_with(Studio::new(), |rehearsal| rehearsal.allow_origin("https://shop.test/"));
    let preflight = |origin: &str| {
        send(served.rehearsal, "OPTIONS", "/v1/api/sessions/sdk", &[("origin", origin)], "").status
    };
    assert_eq!(preflight("https://shop.test"), 204);
    assert_eq!(preflight("http://localhost:3000"), 403);
}

#[test]
fn it_listens_on_this_machine_alone_unless_told_otherwise() {
    let integration = churnkey::Integration::builder(Studio::new()).token(TOKEN).build().unwrap();
    let everywhere = SocketAddr::from(([0, 0, 0, 0], 0));
    let rehearsal = Rehearsal::of(&integration, TOKEN).address(everywhere);
    let refused = rehearsal.bind().unwrap_err().to_string();
    assert!(refused.contains("other machines"), "{refused}");
    assert!(rehearsal.allow_remote().bind().is_ok());
    assert!(Rehearsal::of(&integration, TOKEN).bind().unwrap().address().ip().is_loopback());
}

#[test]
fn bodies_have_a_limit() {
    let served = serve(Studio::new());
    let large = format!("{{\"x\":\"{}\"}}", "y".repeat(70_000));
    let answer = send(served.rehearsal, "POST", "/v1/api/sessions/sdk", &[], &large);
    assert_eq!(answer.status, 413);
    let token = served.url.split_once('#').unwrap().1;
    let answer =
        send(served.rehearsal, "POST", "/_/customers", &[("x-rehearsal-token", token)], &large);
    assert_eq!(answer.status, 413);
}

#[test]
fn the_page_has_a_strict_policy_and_nothing_inline() {
    let served = serve(Studio::new());
    let page = send(served.rehearsal, "GET", "/", &[], "");
    let policy = page.header("content-security-policy").unwrap();
    for part in [
        "default-src 'none'",
        "script-src 'self';",
        "style-src 'self';",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ] {
        assert!(policy.contains(part), "{policy}");
    }
    assert!(!policy.contains("unsafe"), "{policy}");
    assert_eq!(page.header("x-content-type-options"), Some("nosniff"));
    assert_eq!(page.header("referrer-policy"), Some("no-referrer"));
    for inline in ["<style", "style=", " onclick", "<script>"] {
        assert!(!page.body.contains(inline), "{inline}");
    }
}

/// The integration's token is in no answer: not even where the integration echoes it.
#[test]
fn the_integration_token_never_reaches_the_browser() {
    let served = serve(Studio::new());
    served.page("customers", &json!({}));
    served.page("find", &json!({ "by": "id", "text": TOKEN }));
    served.component("u_1", Some("s_1"), "orgs/app_1/cancel-flow/config", None);
    let events = json!(served.events()).to_string();
    assert!(events.contains("/churnkey/customers"), "{events}");
    // It was looked for as an id by the test itself, so it is in that path.
    let events = events.replace(&format!("/customers/{TOKEN}"), "");
    assert!(!events.contains(TOKEN), "{events}");
    for name in ["about", "customers"] {
        assert!(!served.page(name, &json!({})).body.contains(TOKEN));
    }
}

#[test]
fn a_record_holds_nothing_of_a_person_and_nothing_is_written_without_one() {
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("record-{}", std::process::id()));
    let path = file.clone();
    let served = serve_with(Studio::new(), move |rehearsal| rehearsal.record(path));
    served.page("customers", &json!({}));
    served.page("find", &json!({ "by": "email", "text": "mina@example.org" }));
    served.page("find", &json!({ "by": "phone", "text": "+4915112345" }));
    served.component("u_1", Some("s_1"), "orgs/app_1/cancel-flow/config", None);
    let record = json!({ "canceled": false, "aborted": true, "feedback": "Mina was here", "customer": { "id": "u_1", "email": "mina@example.org" } });
    served.component("u_1", Some("s_1"), "sessions/sdk", Some(&record));
    let written = std::fs::read_to_string(&file).unwrap();
    std::fs::remove_file(&file).unwrap();
    assert!(written.lines().count() > 5, "{written}");
    for person in ["Mina", "mina", "Okafor", "15112345", "example.org", TOKEN] {
        assert!(!written.contains(person), "{person}: {written}");
    }
    assert!(written.contains("u_1"));
}
