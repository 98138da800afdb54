//! Helpers beside the block, with `impl Trait` and generics.

merchant!(customers prices subscriptions);

impl Billing {
    fn find(&self, id: impl Into<String>) -> Option<String> {
        Some(id.into())
    }

    fn first<T: Clone>(&self, all: &[T]) -> Option<T> {
        all.first().cloned()
    }
}

#[churnkey::action(cancel, schedules(immediate))]
impl Cancel for Billing {
    async fn handle(&self, options: CancelOptions) -> Result<()> {
        let id = self.find(options.subscription_id).ok_or_else(|| Error::not_found("gone"))?;
        self.first(&[id]);
        Ok(())
    }
}
