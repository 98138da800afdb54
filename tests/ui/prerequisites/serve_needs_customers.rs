// serve without Customers, which Subscriptions needs too.
include!("../parts/context.rs");
include!("../parts/prices.rs");
include!("../parts/subscriptions.rs");

fn main() {
    let _ = churnkey::serve(Billing);
}
