// serve without Prices, which Subscriptions needs too.
include!("../parts/merchant.rs");
merchant!(customers subscriptions);

fn main() {
    let _ = churnkey::serve(Billing);
}
