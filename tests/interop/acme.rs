//! `churnkey verify`, as a merchant runs it, against the example acme.

use std::path::Path;
use std::process::{Command, Output};

use crate::support::{self, Server, example};

/// Acme on a database of its own.
pub(crate) fn acme(name: &str) -> Server {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join(format!("interop-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let mut command = example("acme");
    for (variable, file) in [("DATABASE_URL", "live.db"), ("TEST_DATABASE_URL", "test.db")] {
        command.env(variable, format!("sqlite:{}?mode=rwc", folder.join(file).display()));
    }
    Server::start(&mut command)
}

fn verify(url: &str, token: &str, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_churnkey"))
        .args(["verify", url])
        .args(arguments)
        .env("CK_INTEGRATION_TOKEN", token)
        .output()
        .unwrap()
}

#[track_caller]
fn assert_exit(output: &Output, code: i32) {
    let said = String::from_utf8_lossy(&output.stdout);
    let complained = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(code), "{said}\n{complained}");
}

#[test]
fn acme_passes_and_a_wrong_token_does_not() {
    let acme = acme("read");
    let url = format!("http://{}", acme.address);
    for mode in ["live", "test"] {
        let output = verify(&url, support::TOKEN, &["--json", "--mode", mode]);
        assert_exit(&output, 0);
        let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        let outcomes = report["outcomes"].as_array().unwrap();
        let count =
            |severity: &str| outcomes.iter().filter(|one| one["severity"] == severity).count();
        assert_eq!(count("failed"), 0, "{report:#}");
        assert!(count("passed") > 10, "{report:#}");
    }
    assert_exit(&verify(&url, "another-token-0123456789", &[]), 1);
}

#[test]
fn where_nothing_answers_it_could_not_run() {
    // A port that was free a moment ago.
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert_exit(&verify(&format!("http://{free}"), support::TOKEN, &[]), 2);
}
