//! What acme makes of its environment, and of data that are older.

use std::io::{BufRead as _, BufReader, Read as _};
use std::process::Command;

use serde_json::json;

use crate::acme::{Acme, command};
use crate::books::DAY;
use crate::database::Store;

#[test]
fn a_token_that_is_set_and_empty_is_refused_like_by_any_integration() {
    for store in Store::each() {
        for empty in ["", "  "] {
            let said = refused(command(&store).env("CK_INTEGRATION_TOKEN", empty));
            assert!(said.contains("CK_INTEGRATION_TOKEN"), "{said}");
        }
    }
}

/// What it complains of instead of serving.
pub(crate) fn refused(command: &mut Command) -> String {
    let mut child = command.spawn().unwrap();
    let stdout = child.stdout.take().unwrap();
    let serves = BufReader::new(stdout).lines().any(|line| line.unwrap().contains("serving"));
    let _ = child.kill(); // when it does serve
    let mut said = String::new();
    child.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert!(!serves && !child.wait().unwrap().success());
    said
}

#[test]
fn trials_that_are_over_are_followed_by_new_ones_at_the_next_start() {
    for mut acme in Acme::on_each() {
        let before = acme.subscriptions().len();
        acme.killed_and_started();
        assert_eq!(acme.subscriptions().len(), before, "there are trials, so none is added");

        acme.kill();
        acme.database().execute(&format!(
            "UPDATE subscriptions SET started_at = started_at - {0}, trial_end = trial_end - {0}",
            60 * DAY
        ));
        acme.database().execute(&format!("UPDATE phases SET starts_at = starts_at - {}", 60 * DAY));
        acme.killed_and_started();
        let trial = acme.find("trial", "month");
        acme.act(
            "subscription/extend-trial",
            &trial.with(&json!({ "duration": { "amount": 7, "unit": "day" } })),
        );
        let after = acme.subscriptions().len();
        assert!(after > before);
        acme.killed_and_started();
        assert_eq!(acme.subscriptions().len(), after);
    }
}
