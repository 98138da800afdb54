//! `churnkey rehearse`: what it refuses before anything is asked, and what it prints.

use crate::endpoint::{Act, Endpoint};
use crate::support::{self, Server, example};
use crate::{TOKEN, churnkey};

const NOWHERE: &str = "http://127.0.0.1:9";

#[track_caller]
fn refused(arguments: &[&str], settings: &[(&str, &str)], reason: &str) {
    let arguments = [&["rehearse", NOWHERE], arguments].concat();
    let settings = [&[("CK_INTEGRATION_TOKEN", TOKEN)], settings].concat();
    let run = churnkey(&arguments, &settings);
    assert_eq!(run.code, 2, "{}{}", run.out, run.err);
    assert!(run.err.contains(reason), "{}", run.err);
}

#[test]
fn what_cannot_be_is_refused() {
    refused(&["--customer", "u_1"], &[], "say how it ends: --accept, or --decline --cancel");
    refused(&["--accept"], &[], "--customer");
    refused(&["--customer", "u_1", "--accept", "--cancel"], &[], "cannot be used with");
    refused(&["--mode", "production"], &[], "must be `live` or `test`");
    refused(&["--listen", "0.0.0.0:0"], &[], "other machines");
    refused(&[], &[("CK_APP_ID", "app")], "`CK_APP_ID` is set and `CK_API_KEY` is not");
    let nothing_there = ["--customer", "u_1", "--choose", "x", "--accept"];
    refused(&nothing_there, &[], "GET /churnkey/features: no complete answer");
}

#[test]
fn a_wrong_flow_file_does_not_start() {
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("flow-{}.json", std::process::id()));
    std::fs::write(&file, "{ \"steps\": [\n  { \"type\": \"survy\" }\n] }").unwrap();
    let name = file.to_str().unwrap();
    refused(
        &["--flow", name],
        &[],
        &format!("{name}: line 2, column 13: `type` of a step must be one of `survey`"),
    );
    std::fs::remove_file(&file).unwrap();
    refused(&["--flow", name], &[], "the file cannot be read");
}

#[test]
fn the_schema_of_a_flow_file_is_printed() {
    let run = churnkey(&["rehearse", NOWHERE, "--print-flow-schema"], &[]);
    assert_eq!(run.code, 0, "{}", run.err);
    let schema: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(schema["title"], "Cancel flow");
}

#[test]
fn what_the_protocol_leaves_open_is_read_or_refused() {
    refused(&["--token-header", "a b"], &[], "is not a valid header name");
    refused(&["--token-scheme", "a b"], &[], "must be one word of ASCII");
    refused(&["--token-header", "a", "--token-scheme", "b"], &[], "cannot be used with");
    refused(&["--manifest-format", "UPPER"], &[], "`UPPER` is not a manifest format");
    refused(&["--spelling", "UPPER"], &[], "`UPPER` is not a manifest format");
    refused(&["--seed", "1"], &[], "--odd");
    refused(&["--odd", "--customer", "u_1", "--accept"], &[], "cannot be used with");
    refused(&["--json"], &[], "--json needs a play: --customer, or --odd");
    refused(&["--odd"], &[], "GET /churnkey/features: ");
}

#[test]
fn the_token_and_the_path_of_the_manifest_are_as_they_were_said() {
    let [bare, behind] =
        ["x-api-key: ", "authorization: ApiKey "].map(|head| format!("{head}{TOKEN}\r\n"));
    for (arguments, expected) in [
        (["rehearse", "--odd", "--token-header", "X-API-Key"], bare.as_str()),
        (["rehearse", "--odd", "--token-scheme", "ApiKey"], &behind),
        (["rehearse", "--odd", "--features-path", "/plan"], "GET /churnkey/plan "),
        (["verify", "--only=auth", "--token-header", "X-API-Key"], &bare),
        (["verify", "--only=auth", "--token-scheme", "ApiKey"], &behind),
    ] {
        let endpoint = Endpoint::start(&[Act::Answer("404 Not Found", "{}")]);
        let root = endpoint.url.strip_suffix("/verify").unwrap();
        churnkey(&[&arguments[..], &[root]].concat(), &[("CK_INTEGRATION_TOKEN", TOKEN)]);
        let request = endpoint.request();
        assert!(request.contains(expected), "{arguments:?}: {request}");
        assert!(!request.contains("Bearer") || expected.starts_with("GET"), "{request}");
    }
}

/// The manifest of this one is in camelCase.
#[test]
fn the_spelling_of_the_manifest_is_as_it_was_said() {
    let server = Server::start(&mut example("smallest"));
    let url = format!("http://{}", server.address);
    let set = [("CK_INTEGRATION_TOKEN", support::TOKEN)];
    let run = |arguments: &[&str]| churnkey(&[arguments, &[&url]].concat(), &set);
    run(&["verify", "--only=manifest", "--spelling", "camelCase"]).ended(0);
    run(&["verify", "--only=manifest", "--spelling", "PascalCase"]).ended(1).says("PascalCase");
    run(&["rehearse", "--odd", "--seed=1", "--spelling", "camelCase"]).ended(0);
    let refused = run(&["rehearse", "--odd", "--seed=1", "--spelling", "PascalCase"]).ended(2);
    refused.complains("the manifest is not in the format `PascalCase grouped`");
}
