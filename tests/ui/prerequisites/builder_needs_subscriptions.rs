// The builder without Subscriptions.
include!("../parts/merchant.rs");
merchant!(customers prices);

fn main() {
    let _ = churnkey::Integration::builder(Billing);
}
