// serve without Prices, which Subscriptions needs too.
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/subscriptions.rs");

fn main() {
    let _ = churnkey::serve(Billing);
}
