// serve without Subscriptions.
include!("../parts/merchant.rs");
merchant!(customers prices);

fn main() {
    let _ = churnkey::serve(Billing);
}
