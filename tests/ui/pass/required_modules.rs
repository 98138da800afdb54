// The three modules that every integration has.
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/prices.rs");
include!("../parts/subscriptions.rs");

fn main() {
    let _ = churnkey::serve(Billing);
}
