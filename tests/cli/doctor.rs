use std::net::TcpListener;

use crate::{TOKEN, churnkey};

/// One that can be read; no more is looked at.
const FILE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");

#[test]
fn a_good_environment_is_explained() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let set = [("CK_INTEGRATION_TOKEN", TOKEN), ("CK_ADDR", &free)];
    let run = churnkey(&["doctor"], &set).ended(0);
    run.says("CK_INTEGRATION_TOKEN  1 token, not shown\n");
    run.says("free: a server can listen there");
    run.says(&format!("http://{free}/churnkey/features"));
    run.says("CK_VERIFY_URL         not set");
    run.says("docs/first-contact.md");
}

#[test]
fn a_file_of_tokens_is_told_by_its_names() {
    let file = crate::folder().join("tokens");
    let lines =
        format!("# of the dashboard\nchurnkey-2026 = {TOKEN}\nmonitoring = {TOKEN}_2  read-only\n");
    std::fs::write(&file, lines).unwrap();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let set = [("CK_INTEGRATION_TOKEN_FILE", file.to_str().unwrap()), ("CK_ADDR", &free)];
    let run = churnkey(&["doctor"], &set).ended(0);
    run.says("CK_INTEGRATION_TOKEN_FILE  2 tokens, not shown");
    run.says("churnkey-2026; monitoring: read-only; a server accepts each of them; these commands send the first");
    run.says("a server reads the file again when it changes");
}

#[test]
fn what_the_gate_closes_is_told() {
    let file = crate::folder().join("gate");
    std::fs::write(&file, "# for now\nlive pause closed Back at 14:00\n").unwrap();
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let set = [
        ("CK_INTEGRATION_TOKEN", TOKEN),
        ("CK_ADDR", &free),
        ("CK_GATE_FILE", file.to_str().unwrap()),
        ("CK_ACTIONS_PER_MINUTE", "60"),
    ];
    let run = churnkey(&["doctor"], &set).ended(0);
    run.says("?   CK_GATE_FILE           closes pause in live mode");
    run.says("ok  CK_ACTIONS_PER_MINUTE  60");
    std::fs::write(&file, "").unwrap();
    churnkey(&["doctor"], &set).ended(0).says("CK_GATE_FILE           closes nothing");
}

#[test]
fn with_a_certificate_the_addresses_are_https() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
    let set = [
        ("CK_INTEGRATION_TOKEN", TOKEN),
        ("CK_ADDR", &free),
        ("CK_TLS_CERT", FILE),
        ("CK_TLS_KEY", FILE),
    ];
    let run = churnkey(&["doctor"], &set).ended(0);
    run.says(&format!("https://{free}/churnkey/features"));
    run.says("by a server with the feature `rustls`");
}

#[test]
fn the_call_to_verify_is_shown_without_its_secrets() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let run = churnkey(
        &["doctor"],
        &[
            ("CK_INTEGRATION_TOKEN", "ck_int_s3cret_0123456789 ck_int_s3cret_2_0123456789"),
            ("CK_ADDR", &taken.local_addr().unwrap().to_string()),
            ("CK_VERIFY_URL", "https://api.example.com/verify?key=s3cret"),
            ("CK_VERIFY_HEADERS", "X-Key: s3cret"),
            ("CK_VERIFY_BODY", "s3cret"),
            ("HTTPS_PROXY", "http://user:s3cret@proxy"),
        ],
    );
    let run = run.ended(0);
    run.says("2 tokens, not shown");
    run.says("in use: something listens there");
    run.says("https://api.example.com/verify?…");
    run.says("x-key, authorization");
    run.says("6 bytes");
    run.says("churnkey.verified.json");
    run.says("Churnkey is asked at the next start");
    run.says("HTTPS_PROXY");
}

#[test]
fn what_would_not_start_is_a_fault() {
    let good = ("CK_INTEGRATION_TOKEN", TOKEN);
    for (settings, why) in [
        (vec![], "bad  CK_INTEGRATION_TOKEN  not set"),
        (vec![("CK_INTEGRATION_TOKEN", "s3cret\u{7f}")], "a token is visible ASCII"),
        (
            vec![("CK_INTEGRATION_TOKEN", "s3cret_0123456789 # of the dashboard")],
            "word 2: a token contains no `#`",
        ),
        (
            vec![("CK_INTEGRATION_TOKEN_FILE", "absent")],
            "bad  CK_INTEGRATION_TOKEN_FILE  cannot be used",
        ),
        (vec![good, ("CK_INTEGRATION_TOKEN_FILE", FILE)], "set only one"),
        (vec![good, ("CK_ADDR", "nowhere")], "is not a `host:port` on this machine"),
        (vec![good, ("CK_ADDR", "192.0.2.1:80")], "is not available"),
        (vec![good, ("CK_TLS_CERT", FILE)], "bad  CK_TLS_KEY            not set"),
        (vec![good, ("CK_TLS_CERT", FILE), ("CK_TLS_KEY", "absent.pem")], "cannot be read"),
        (vec![good, ("CK_GATE_FILE", FILE)], "bad  CK_GATE_FILE"),
        (vec![good, ("CK_ACTIONS_PER_MINUTE", "0")], "is not a whole number above 0"),
        (vec![good, ("CK_VERIFY_URL", "a")], "its address does not begin with `https://`"),
        (
            vec![good, ("CK_VERIFY_URL", "https://a.example"), ("CK_VERIFY_HEADERS", "s3cret")],
            "each line must have the form `Name: value`",
        ),
    ] {
        churnkey(&["doctor"], &settings).ended(1).says(why);
    }
}
