// serve without Subscriptions.
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/prices.rs");

fn main() {
    let _ = churnkey::serve(Billing);
}
