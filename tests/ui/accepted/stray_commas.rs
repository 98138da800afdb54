//! Stray commas.

merchant!(customers prices products families subscriptions coupons cancel pause apply_coupon extend_trial);

#[churnkey::action(, change_price,, schedules(,immediate,),prorate,)]
async fn pause(b: &Billing, options: ChangePriceOptions) -> Result<()> {
    Ok(())
}
