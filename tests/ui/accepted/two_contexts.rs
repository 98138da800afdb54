//! Two contexts in one binary do not see each other's modules.

mod first {
    merchant!(customers prices subscriptions cancel);
}

mod second {
    merchant!(customers prices subscriptions);
}

#[test]
fn each_has_its_own() {
    let first = churnkey::Integration::builder(first::Billing).token("t").build().unwrap();
    let second = churnkey::Integration::builder(second::Billing).token("t").build().unwrap();
    assert!(first.manifest()["actions"].get("cancel").is_some());
    assert!(second.manifest()["actions"].get("cancel").is_none());
}
