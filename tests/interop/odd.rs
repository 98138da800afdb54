//! A Churnkey that differs, and the recorder in front of an integration that does not know it.

use std::collections::BTreeMap;
use std::process::Command;

use serde_json::Value;

use crate::acme::acme;
use crate::express::Express;
use crate::recorder::Recorder;
use crate::{TOKEN, support};

/// The oddities of a play by their differences.
fn play(url: &str, token: &str, seed: &str) -> BTreeMap<String, Value> {
    let output = Command::new(env!("CARGO_BIN_EXE_churnkey"))
        .args(["rehearse", url, "--odd", "--json", "--seed", seed])
        .env("CK_INTEGRATION_TOKEN", token)
        .env_remove("CK_APP_ID")
        .env_remove("CK_API_KEY")
        .output()
        .unwrap();
    let out = String::from_utf8_lossy(&output.stdout);
    let report: Value = serde_json::from_str(&out)
        .unwrap_or_else(|_| panic!("{out}{}", String::from_utf8_lossy(&output.stderr)));
    let oddities = report["oddities"].as_array().unwrap().iter();
    oddities
        .map(|oddity| (oddity["difference"].as_str().unwrap().to_owned(), oddity.clone()))
        .collect()
}

/// Where the play says that `contact --translate` helps, it does; and it takes nothing away.
#[track_caller]
fn assert_is_helped(url: &str, token: &str) -> usize {
    let recorder = Recorder::start(url, Some(token), &["--translate"]);
    let through = format!("http://{}", recorder.address);
    let (mut helped, mut wrong) = (0, Vec::new());
    for seed in ["1", "2", "3"] {
        let (direct, translated) = (play(url, token, seed), play(&through, token, seed));
        for (difference, before) in &direct {
            let after = &translated[difference];
            let understood = before["verdict"] == "understood";
            // A format is not tried without being asked for: `--manifest-format`.
            let is_helped = before["recorderHelps"] == true && before["unknown"] != "U2";
            let should = understood || is_helped;
            if should && after["verdict"] != "understood" {
                wrong.push(format!("{difference}: {before:#} {after:#}"));
            }
            helped += usize::from(!understood && after["verdict"] == "understood");
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    helped
}

#[test]
fn the_recorder_helps_acme() {
    let acme = acme("odd");
    assert!(assert_is_helped(&format!("http://{}", acme.address), support::TOKEN) > 0);
}

#[test]
fn the_recorder_helps_the_express_integration() {
    let Some(express) = Express::start() else { return };
    assert!(assert_is_helped(express.url(), TOKEN) > 10);
}
