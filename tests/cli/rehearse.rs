//! `churnkey rehearse`: what it refuses before anything is asked, and what it prints.

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
    refused(&["--mode", "production"], &[], "is `live` or `test`");
    refused(&["--listen", "0.0.0.0:0"], &[], "other machines");
    refused(&[], &[("CK_APP_ID", "app")], "`CK_APP_ID` is set and `CK_API_KEY` is not");
    let nothing_there = ["--customer", "u_1", "--choose", "x", "--accept"];
    refused(&nothing_there, &[], "GET /churnkey/features: no whole answer");
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
        &format!("{name}: line 2, column 13: `type` of a step is `survey`"),
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
