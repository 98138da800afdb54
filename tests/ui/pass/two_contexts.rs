// Two contexts in one binary do not see each other's modules.
mod first {
    include!("../parts/context.rs");
    include!("../parts/customers.rs");
    include!("../parts/prices.rs");
    include!("../parts/subscriptions.rs");
    include!("../parts/cancel.rs");
}

mod second {
    include!("../parts/context.rs");
    include!("../parts/customers.rs");
    include!("../parts/prices.rs");
    include!("../parts/subscriptions.rs");
}

fn main() {
    let first = churnkey::Integration::builder(first::Billing).token("t").build().unwrap();
    let second = churnkey::Integration::builder(second::Billing).token("t").build().unwrap();
    assert!(first.manifest()["actions"].get("cancel").is_some());
    assert!(second.manifest()["actions"].get("cancel").is_none());
}
