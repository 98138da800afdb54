// ApplyCoupon without Coupons.
include!("../parts/context.rs");
include!("../parts/customers.rs");
include!("../parts/prices.rs");
include!("../parts/subscriptions.rs");
include!("../parts/cancel.rs");

#[churnkey::action(apply_coupon)]
impl ApplyCoupon for Billing {
    async fn handle(&self, _: ApplyCouponOptions) -> Result<()> {
        Ok(())
    }
}

fn main() {}
