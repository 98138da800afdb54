//! Lifetimes, a `where` clause and documentation on a function.

merchant!(customers prices products families subscriptions coupons cancel pause change_price extend_trial);

/// docs
#[churnkey::action(apply_coupon)]
#[allow(clippy::all)]
pub async fn f<'a>(b: &'a Billing, options: ApplyCouponOptions) -> Result<()>
where
    Billing: 'a,
{
    drop((b, options));
    Ok(())
}
async fn u(b: &Billing) {
    let _ = f(b, todo!()).await;
    let _ = ApplyCoupon::handle(b, todo!()).await;
}
