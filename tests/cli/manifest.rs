use crate::endpoint::{Act, Endpoint};
use crate::support::{self, Server, example};
use crate::{TOKEN, churnkey};

const SET: &[(&str, &str)] =
    &[("CK_INTEGRATION_TOKEN", "ck_int_s3cret_0123456789 another_0123456789")];

fn manifest(endpoint: &Endpoint, more: &[&str]) -> crate::Run {
    let root = endpoint.url.strip_suffix("/verify").unwrap();
    churnkey(&[&["manifest", root], more].concat(), SET)
}

#[test]
fn it_shows_what_is_announced() {
    let body = r#"{"name": "Acme", "controllers": {"customers": {"enabled": true, "list": true, "findByEmail": false}},
        "actions": {"cancel": {"schedules": {"immediate": false, "end-of-period": true}, "unpause": true}}}"#;
    let endpoint = Endpoint::start(Box::leak(Box::new([Act::Answer("200 OK", body)])));
    let run = manifest(&endpoint, &["--header", "X-Tenant: 7"]).ended(0);
    run.says("controller  customers  no findByEmail, list\n");
    run.says("action      cancel     schedules: end-of-period, unpause\n");
    run.says("Acme\n");
    let request = endpoint.request().to_ascii_lowercase();
    assert!(request.starts_with("get /churnkey/features http/1.1\r\n"), "{request}");
    assert!(
        request.contains(&format!("authorization: bearer {TOKEN}\r\n")),
        "the first: {request}"
    );
    assert!(request.contains("x-tenant: 7\r\n"), "{request}");

    let json = manifest(&endpoint, &["--json", "--features-path", "manifest"]).ended(0).out;
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!(value["name"], "Acme");
    assert!(endpoint.request().starts_with("GET /churnkey/manifest "));
}

#[test]
fn another_envelope_is_shown_too_and_a_terminal_obeys_nothing_of_it() {
    let body = r#"{"Pause": {"startDates": {"immediate": false}}, "evil\u001b[2J": [1]}"#;
    let run = manifest(&Endpoint::start(Box::leak(Box::new([Act::Answer("200 OK", body)]))), &[]);
    run.says("Pause     startDates: none\n");
    run.says("evil\u{FFFD}[2J  [1]\n");
}

#[test]
fn a_refusal_is_a_fault_and_no_answer_is_none() {
    let body = r#"{"code": 401, "message": "the integration token is not valid"}"#;
    let refusal = &*Box::leak(Box::new([Act::Answer("401 Unauthorized", body)]));
    manifest(&Endpoint::start(refusal), &[])
        .ended(1)
        .says("/churnkey/features answered 401: the integration token is not valid\n");
    let page = &[Act::Answer("200 OK", "<html>")];
    manifest(&Endpoint::start(page), &[]).ended(1).says("did not answer with JSON");
    let run = manifest(&Endpoint::start(&[Act::Hang]), &["--timeout", "0.2"]).ended(2);
    run.complains("/churnkey/features: timeout");
}

#[test]
fn the_fingerprint_is_the_one_of_the_boot_table() {
    let server = Server::start(&mut example("smallest"));
    let url = format!("http://{}/churnkey/", server.address);
    let run = churnkey(&["manifest", &url], &[("CK_INTEGRATION_TOKEN", support::TOKEN)]).ended(0);
    let line = run.out.lines().find_map(|line| line.strip_prefix("fingerprint ")).unwrap();
    let answer = server.send(&support::Request::new("/churnkey/features", "")).unwrap();
    assert_eq!(line, churnkey_runtime::reverify::fingerprint(&answer.body));
    assert_eq!(line.len(), 16);
    let alone = ["manifest", &url, "--fingerprint"];
    let run = churnkey(&alone, &[("CK_INTEGRATION_TOKEN", support::TOKEN)]).ended(0);
    assert_eq!(run.out, format!("{line}\n"));
}

/// Of an integration in any language, whatever its own format.
#[test]
fn another_format_of_it_is_shown_without_a_build() {
    let body = r#"{"name": "Acme", "controllers": {"customers": {"enabled": true, "findByEmail": true}},
        "actions": {"applyCoupon": {"enabled": true}}}"#;
    let endpoint = Endpoint::start(Box::leak(Box::new([Act::Answer("200 OK", body)])));
    let run = manifest(&endpoint, &["--format", "PascalCase modules"]).ended(0);
    let shown: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(shown["name"], "Acme");
    assert_eq!(shown["modules"]["actions"]["ApplyCoupon"]["enabled"], true);
    assert_eq!(shown["modules"]["controllers"]["Customers"]["findByEmail"], true);

    let all = manifest(&endpoint, &["--all-formats"]).ended(0);
    for (name, part) in [
        ("camelCase grouped\n", "\"applyCoupon\": {"),
        ("kebab-case features\n", "\"apply-coupon\": {"),
        ("snake_case list\n", "\"customers.find_by_email\","),
        ("PascalCase flat\n", "\"ApplyCoupon\": {"),
    ] {
        let from = all.out.find(name).unwrap_or_else(|| panic!("no {name} in {}", all.out));
        let section = all.out[from..].split("\n\n").next().unwrap();
        assert!(section.contains(part), "{section}");
    }
    manifest(&endpoint, &["--format", "UPPER"])
        .ended(2)
        .complains("`UPPER` is not a manifest format");
}

#[test]
fn shapes_of_every_name_are_shown_as_a_table() {
    let under = r#"{"name": "Acme", "modules": {"actions": {"Cancel": {"unpause": true}}}}"#;
    let run = manifest(&Endpoint::start(Box::leak(Box::new([Act::Answer("200 OK", under)]))), &[]);
    run.says("action  Cancel  unpause\n");
    let list = r#"["customers.retrieve", "cancel.handle"]"#;
    let list = Endpoint::start(Box::leak(Box::new([Act::Answer("200 OK", list)])));
    manifest(&list, &[]).says("customers.retrieve");
    let run = manifest(&list, &["--format", "grouped"]).ended(0);
    assert!(run.out.contains("\"customers\": {"), "{}", run.out);
}
