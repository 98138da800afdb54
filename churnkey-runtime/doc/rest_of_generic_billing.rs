// What the page on tests does not show of its generic merchant.
#[churnkey::controller]
impl<S: Store> Prices for Billing<S> {
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        Err(Error::not_found(format!("price {id} does not exist")))
    }

    async fn list(&self, _: PageRequest) -> Result<Page<Price>> {
        Ok(Page::last([]))
    }
}

#[churnkey::controller]
impl<S: Store> Subscriptions for Billing<S> {
    async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
        Customers::retrieve(self, key.customer_id).await?;
        Err(Error::not_found(format!("subscription {} does not exist", key.subscription_id)))
    }
}

#[churnkey::action(cancel, schedules(immediate))]
impl<S: Store> Cancel for Billing<S> {
    async fn handle(&self, options: CancelOptions) -> Result<()> {
        self.store.cancel(&options.subscription()).await
    }
}
