//! What a log collector reads.

use serde_json::Value;

use crate::observed::{Observed, PERSONAL};

#[cfg(unix)]
#[test]
fn each_line_is_json_with_the_requests_fields() {
    let observed = Observed::start(&[]);
    let id = [("x-request-id", "req-77")];
    assert_eq!(observed.status("/churnkey/customers/u_1001", &id), 200);
    let (status, log) = observed.terminate();
    assert!(status.success(), "{log}");
    let lines: Vec<Value> = log.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let answered = lines.iter().find(|line| line["span"]["request_id"] == "req-77").unwrap();
    assert_eq!(answered["message"], "answered");
    assert_eq!((&answered["level"], &answered["target"]), (&"INFO".into(), &"churnkey".into()));
    let span = &answered["span"];
    assert_eq!(span["module"], "Customers");
    assert_eq!(span["endpoint"], "retrieve");
    assert_eq!(span["mode"], "live");
    assert_eq!(span["status"], 200);
    assert_eq!(answered["status"], 200);
    assert!(answered["elapsed_us"].is_u64(), "{answered}");
    assert!(lines.iter().any(|line| line["message"] == "stopped"), "{log}");
}

#[cfg(unix)]
#[test]
fn what_went_wrong_is_told_with_its_cause_and_without_personal_data() {
    let observed = Observed::start(&[]);
    observed.requests();
    let (_, log) = observed.terminate();
    let error = log.lines().find(|line| line.contains("internal error")).unwrap();
    let error: Value = serde_json::from_str(error).unwrap();
    assert_eq!(error["level"], "ERROR");
    assert_eq!(error["cause"], "invalid digit found in string");
    assert_eq!(error["span"]["module"], "Subscriptions");
    assert!(error["span"]["request_id"].is_string());
    for personal in PERSONAL {
        assert!(!log.contains(personal), "{personal} in {log}");
    }
}
