//! What the environment closes and bounds, on a merchant with a database.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::acme::{Acme, command};
use crate::database::Store;
use crate::starts::refused;
use crate::support::Server;

/// A file that is removed in the end.
struct File(PathBuf);

impl File {
    fn new(name: &str, content: &str) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
        let file = Self(folder.join(format!("acme-gate-{}-{name}", std::process::id())));
        file.write(content);
        file
    }

    fn write(&self, content: &str) {
        std::fs::write(&self.0, content).unwrap();
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

/// Without a deployment, a restart or a new verification: somebody writes a line.
#[test]
fn a_line_in_the_file_stops_pauses_and_its_end_lets_them_go_on() {
    let file = File::new("pauses", "# nothing is closed\n");
    for store in Store::each() {
        let server = Server::start(command(&store).env("CK_GATE_FILE", &file.0));
        let acme = Acme::of(server, store);
        let subscription = acme.find("active", "month");
        let before = acme.reload(&subscription);
        let manifest = acme.get("/churnkey/features").body;
        let two_months = json!({ "amount": 2, "unit": "month" });
        let pause = || {
            let wish = json!({ "startAt": "end-of-period", "duration": two_months });
            acme.post("subscription/pause", &subscription.with(&wish))
        };

        file.write("pause closed retry=600 Back at 14:00\n");
        let begun = Instant::now();
        // Nonsense is 400 when it is open, and changes nothing.
        while acme.post("subscription/pause", &json!({})).status != 503 {
            assert!(begun.elapsed() < Duration::from_secs(20), "nobody looks at the file");
            std::thread::sleep(Duration::from_millis(50));
        }
        let closed = pause();
        assert_eq!(
            (closed.status, &*closed.body),
            (503, r#"{"code":503,"message":"Back at 14:00"}"#)
        );
        assert_eq!(acme.reload(&subscription), before);
        assert_eq!(acme.get("/churnkey/features").body, manifest);

        file.write("");
        let begun = Instant::now();
        while pause().status != 200 {
            assert!(begun.elapsed() < Duration::from_secs(20), "it stays closed");
            std::thread::sleep(Duration::from_millis(50));
        }
        assert_ne!(acme.reload(&subscription), before);
    }
}

#[test]
fn a_wrong_file_and_a_wrong_number_stop_the_start() {
    let file = File::new("wrong", "pauze closed\n");
    let store = || Store::each().next().unwrap();
    let said = refused(command(&store()).env("CK_GATE_FILE", &file.0));
    assert!(said.contains("invalid setting `CK_GATE_FILE`: line 1 of"), "{said}");
    let said = refused(command(&store()).env("CK_GATE_FILE", "/absent"));
    assert!(said.contains("invalid setting `CK_GATE_FILE`: cannot read `/absent`"), "{said}");
    for wrong in ["0", "-1", "many", "1.5"] {
        let said = refused(command(&store()).env("CK_ACTIONS_PER_MINUTE", wrong));
        let told = format!(
            "invalid setting `CK_ACTIONS_PER_MINUTE`: `{wrong}` is not a whole number above 0"
        );
        assert!(said.contains(&told), "{said}");
    }
}

/// A client that has the token, and cancels one subscription after the other.
#[test]
fn more_actions_a_minute_than_there_may_be_change_nothing() {
    for store in Store::each() {
        let server = Server::start(command(&store).env("CK_ACTIONS_PER_MINUTE", "3"));
        let acme = Acme::of(server, store);
        let active = |acme: &Acme| {
            let all = acme.subscriptions();
            all.iter().filter(|it| it["status"]["name"] == "active").count()
        };
        let before = active(&acme);
        assert!(before > 3, "{before}");
        let statuses: Vec<_> = acme
            .subscriptions()
            .iter()
            .filter(|it| it["status"]["name"] == "active")
            .map(|it| {
                let body = json!({
                    "customerId": it["customerId"],
                    "subscriptionId": it["id"],
                    "scheduledAt": "immediate",
                });
                acme.post("subscription/cancel", &body).status
            })
            .collect();
        assert_eq!(statuses[..3], [200, 200, 200]);
        assert!(statuses[3..].iter().all(|status| *status == 429), "{statuses:?}");
        assert_eq!(active(&acme), before - 3);
    }
}
