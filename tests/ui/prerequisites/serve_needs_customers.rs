// serve without Customers, which Subscriptions needs too.
include!("../parts/merchant.rs");
merchant!(prices subscriptions);

fn main() {
    let _ = churnkey::serve(Billing);
}
