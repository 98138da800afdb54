//! Masking removes personal data, and nothing else.

use serde_json::json;

use crate::mask::mask;

#[test]
fn personal_data_is_masked() {
    let customer = r#"{"id":"u_1","name":"Mina","lastName":"Okafor","email":"mina@example.org","phone":"+49 151 12345",
        "addresses":[{"city":"Kiel","line1":"Hafenweg 3"}],"metadata":{"nick":"Mimi"},"currency":"eur"}"#;
    let mut entry = json!({
        "path": "/churnkey/customers/email/mina%40example.org",
        "answer": customer,
        "record": { "feedback": "I am Mina", "customer": { "id": "u_1", "email": "mina@example.org" }, "followupResponse": "call +4915112345" },
        "reason": "404: nobody has mina@example.org or +4915112345",
        "second": "/churnkey/customers/phone/0151%20777",
    });
    mask(&mut entry);
    let text = entry.to_string();
    for person in ["Mina", "mina", "Okafor", "Mimi", "Kiel", "Hafenweg", "15112345", "777", "I am"]
    {
        assert!(!text.contains(person), "{person} in {text}");
    }
    assert!(text.contains(r#"\"id\":\"u_1\""#), "{text}");
    assert!(text.contains("eur"), "{text}");
}

#[test]
fn other_data_is_kept() {
    let subscription = json!({
        "id": "s_1001", "customerId": "u_1001", "start": "2026-02-03T09:00:00.000Z",
        "status": { "name": "paused", "pause": { "start": "2026-02-03T09:00:00.000Z" } },
        "reason": "until the end of the period (2026-12-21)",
        "items": [{ "price": { "id": "p_1", "amount": { "model": "fixed", "flat": 1500 } } }],
    });
    let mut masked = subscription.clone();
    mask(&mut masked);
    assert_eq!(masked, subscription);
}
