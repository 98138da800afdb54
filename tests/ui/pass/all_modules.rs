// All eleven modules.
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/product_prices.rs");
include!("../parts/family_products.rs");
include!("../parts/families.rs");
include!("../parts/subscriptions.rs");
include!("../parts/coupons.rs");
include!("../parts/cancel.rs");
include!("../parts/pause.rs");
include!("../parts/apply_coupon.rs");
include!("../parts/change_price.rs");
include!("../parts/extend_trial.rs");

fn main() {
    let _ = churnkey::serve(Billing);
}
