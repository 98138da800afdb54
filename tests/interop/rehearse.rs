//! `churnkey rehearse` against the Express integration: the same plays, and a fault that is switched on there in red.

use std::process::{Command, Output};

use crate::TOKEN;
use crate::express::Express;

fn rehearse(express: &Express, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_churnkey"))
        .args(["rehearse", express.url(), "--at-once"])
        .args(arguments)
        .env("CK_INTEGRATION_TOKEN", TOKEN)
        .env_remove("CK_APP_ID")
        .env_remove("CK_API_KEY")
        .output()
        .unwrap()
}

#[track_caller]
fn play(express: &Express, arguments: &[&str], code: i32) -> serde_json::Value {
    let arguments =
        [&["--customer", "u_1001", "--subscription", "s_77", "--json"], arguments].concat();
    let output = rehearse(express, &arguments);
    let (out, err) =
        (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert_eq!(output.status.code(), Some(code), "{out}\n{err}");
    serde_json::from_str(&out).unwrap_or_else(|_| panic!("{out}\n{err}"))
}

/// Another process has other data, so a fault that changes nothing leaves them as they are for the next play.
#[test]
fn the_express_integration_is_rehearsed_and_its_faults_are_seen() {
    let Some(express) = Express::start() else { return };
    let broken = ["--choose", "break", "--accept", "--header"];
    let outcome = play(&express, &[&broken[..], &["x-fault: pause-without-effect"]].concat(), 1);
    assert_eq!(outcome["effects"][0]["verdict"], "missing", "{outcome:#}");
    let outcome = play(&express, &[&broken[..], &["x-fault: pause-fails"]].concat(), 1);
    assert_eq!(outcome["effects"][0]["verdict"], "failed", "{outcome:#}");

    let outcome = play(&express, &["--choose", "too expensive", "--accept"], 0);
    assert_eq!(outcome["accepted"]["type"], "discount");
    assert_eq!(outcome["effects"][0]["verdict"], "visible");
    let outcome = play(&express, &["--choose", "break", "--accept"], 0);
    assert_eq!(outcome["effects"][0]["after"]["status"]["name"], "paused");
    let outcome = play(&express, &["--choose", "other", "--cancel"], 0);
    assert_eq!(outcome["effects"][0]["after"]["status"]["name"], "canceled");
    // It could not run: nothing is left to cancel.
    let output = rehearse(
        &express,
        &["--customer", "u_1001", "--subscription", "s_77", "--choose", "other", "--cancel"],
    );
    assert_eq!(output.status.code(), Some(2));
}

/// A person reads a transcript: every request, and what has become of the subscription.
#[test]
fn a_transcript_is_readable_and_holds_no_token() {
    let Some(express) = Express::start() else { return };
    let output = rehearse(
        &express,
        &["--customer", "u_1001", "--subscription", "s_77", "--choose", "break", "--accept"],
    );
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("POST /churnkey/actions/subscription/pause  200"), "{text}");
    assert!(text.contains("$.status.name: \"active\" -> \"paused\""), "{text}");
    assert!(text.ends_with("\npassed\n"), "{text}");
    assert!(!text.contains(TOKEN));
}
