// A list that lacks what its modules need, beside words that are no modules.
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/prices.rs");
include!("../parts/subscriptions.rs");
include!("../parts/coupons.rs");
include!("../parts/cancel.rs");
include!("../parts/apply_coupon.rs");

churnkey::register!(Billing: Customers, Prices, Subscriptions, Coupons, ApplyCoupon);
churnkey::register!(Billing: Customers, Price, Subscriptions, cancel);
churnkey::register!(Billing, Customers, Prices, Customers);
churnkey::register!(Billing);
churnkey::register!();

fn main() {}
