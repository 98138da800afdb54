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

fn rehearse_odd(url: &str, seed: u8, arguments: &[&str]) -> serde_json::Value {
    let output = Command::new(env!("CARGO_BIN_EXE_churnkey"))
        .args(["rehearse", url, "--odd", "--json", "--seed", &seed.to_string()])
        .args(arguments)
        .env("CK_INTEGRATION_TOKEN", support::TOKEN)
        .env_remove("CK_APP_ID")
        .env_remove("CK_API_KEY")
        .output()
        .unwrap();
    assert_exit(&output, 0);
    serde_json::from_slice(&output.stdout).unwrap()
}

fn with_verdict<'r>(report: &'r serde_json::Value, verdict: &str) -> Vec<&'r str> {
    let all = report["oddities"].as_array().unwrap().iter();
    let of = all.filter(|oddity| oddity["verdict"] == verdict);
    of.map(|oddity| oddity["difference"].as_str().unwrap()).collect()
}

/// However Churnkey turns out to be: what can be understood is, and the rest is a variable, of which each works.
#[test]
fn an_odd_churnkey_is_understood_by_acme() {
    let plain = acme("odd");
    let url = format!("http://{}", plain.address);
    for seed in 1..=8 {
        for mode in ["test", "live"] {
            let report = rehearse_odd(&url, seed, &["--mode", mode]);
            assert_eq!(report["seed"], seed);
            assert!(with_verdict(&report, "understood").len() >= 18, "{report:#}");
            assert!(with_verdict(&report, "notUnderstood").is_empty(), "{report:#}");
        }
    }
    let report = rehearse_odd(&url, 3, &[]);
    let needed = with_verdict(&report, "needsSetting");
    assert!(needed.len() >= 5, "{report:#}");
    let mut command = example("acme");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("odd-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    for (variable, file) in [("DATABASE_URL", "live.db"), ("TEST_DATABASE_URL", "test.db")] {
        command.env(variable, format!("sqlite:{}?mode=rwc", folder.join(file).display()));
    }
    let mut variables = std::collections::BTreeMap::<_, Vec<_>>::new();
    for oddity in report["oddities"].as_array().unwrap() {
        let written = oddity["fix"].as_str().and_then(|line| line.split_once('='));
        if let Some((variable, value)) = written.filter(|(name, _)| name.starts_with("CK_")) {
            variables.entry(variable).or_default().push(value.trim_matches('\''));
        }
    }
    let spellings = &variables["CK_SPELLINGS"];
    assert_eq!(spellings.len(), 2, "one of U6 and one of U7: {spellings:?}");
    for (variable, values) in variables {
        let separator = if variable == "CK_ALIASES" { "; " } else { " " };
        command.env(variable, values.join(separator));
    }
    let set = Server::start(&mut command);
    let report = rehearse_odd(&format!("http://{}", set.address), 3, &[]);
    let needed = with_verdict(&report, "needsSetting");
    assert!(needed.iter().all(|difference| difference.contains("signs the body")), "{report:#}");
}

#[test]
fn where_nothing_answers_it_could_not_run() {
    // A port that was free a moment ago.
    let free = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    assert_exit(&verify(&format!("http://{free}"), support::TOKEN, &[]), 2);
}
