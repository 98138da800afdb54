use std::net::TcpListener;

use crate::endpoint::{Act, Endpoint};
use crate::support::{self, Server, example};
use crate::{TOKEN, churnkey, folder};

const SET: &[(&str, &str)] = &[("CK_INTEGRATION_TOKEN", support::TOKEN)];

#[test]
fn a_good_integration_passes_and_a_person_can_read_it() {
    let server = Server::start(&mut example("smallest"));
    let url = format!("http://{}", server.address);
    let run = churnkey(&["verify", &url], SET).ended(0);
    assert!(run.out.starts_with("module "), "{}", run.out);
    run.says("\nskipped  ");
    run.says("\npassed: 0 failed, ");
    assert_eq!(run.err, "", "progress is for a terminal alone");
    assert!(run.out.lines().all(|line| line.trim_end() == line), "{}", run.out);

    let json = churnkey(&["verify", &url, "--json", "--mode", "test"], SET).ended(0).out;
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert!(report["outcomes"].as_array().unwrap().len() > 10, "{json}");
}

#[test]
fn a_wrong_token_is_a_fault_with_its_fix_and_in_junits_form_too() {
    let server = Server::start(&mut example("smallest"));
    let (url, file) = (format!("http://{}", server.address), folder().join("junit.xml"));
    let arguments = ["verify", &url, "--junit", file.to_str().unwrap()];
    let run = churnkey(&arguments, &[("CK_INTEGRATION_TOKEN", TOKEN)]).ended(1);
    run.says("\nfailed  ");
    run.says("\n  fix       ");
    run.says("\nfailed: ");
    let junit = std::fs::read_to_string(file).unwrap();
    assert!(junit.contains("<failure") && !junit.contains(TOKEN), "{junit}");
}

#[test]
fn a_part_of_the_checks_can_be_asked_for() {
    let server = Server::start(&mut example("smallest"));
    let url = format!("http://{}", server.address);
    let json = churnkey(&["verify", &url, "--json", "--only", "manifest"], SET).ended(0).out;
    let report: serde_json::Value = serde_json::from_str(&json).unwrap();
    let outcomes = report["outcomes"].as_array().unwrap();
    let others = outcomes.iter().filter(|outcome| outcome["severity"] == "passed");
    let mut ids = others.map(|outcome| outcome["check"]["id"].as_str().unwrap());
    assert!(ids.all(|id| id.starts_with("manifest")), "{json}");
}

#[test]
fn where_nothing_answers_it_could_not_run() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let run = churnkey(&["verify", &format!("http://{free}")], SET).ended(2);
    run.complains("churnkey: ");
}

#[test]
fn what_the_token_may_not_see_is_not_run() {
    let known = r#"{"code": 403, "message": "this token is for test mode"}"#;
    let unknown = r#"{"code": 401, "message": "the integration token is not valid"}"#;
    let script = Box::leak(Box::new([
        Act::Answer("403 Forbidden", known),
        Act::Answer("401 Unauthorized", unknown),
    ]));
    let endpoint = Endpoint::start(script);
    let root = endpoint.url.strip_suffix("/verify").unwrap();
    let run = churnkey(&["verify", root], SET).ended(2);
    run.says("since     the token is known, but may not read live data (403)");
    run.says("\nnot run: 0 failed, 0 warned, 0 passed, 1 skipped; 2 requests\n");
}
