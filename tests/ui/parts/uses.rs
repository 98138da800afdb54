/// Whatever a mistake does to one module, what calls its methods shows no error of its own.
async fn uses(billing: &Billing, page: PageRequest) -> Result<()> {
    Customers::retrieve(billing, "u_1".into()).await?;
    Customers::list(billing, page.clone()).await?;
    Customers::find_by_email(billing, "mina@example.org".into()).await?;
    Prices::retrieve(billing, "p_1".into()).await?;
    Prices::list(billing, page.clone()).await?;
    Subscriptions::retrieve(billing, SubscriptionKey::new("u_1", "s_1")).await?;
    Subscriptions::list(billing, "u_1".into(), page.clone()).await?;
    Coupons::retrieve(billing, "c_1".into()).await?;
    Coupons::list(billing, page).await?;
    let cancel = CancelAllOptions::new("u_1", Schedule::Immediate);
    Cancel::handle(billing, cancel.of("s_1")).await?;
    Cancel::handle_all(billing, cancel).await?;
    ApplyCoupon::handle(billing, ApplyCouponOptions::new("u_1", "s_1", "c_1")).await?;
    let change = ChangePriceOptions::new("u_1", "s_1", "p_1", Schedule::Immediate);
    ChangePrice::handle(billing, change).await
}
