//! A `where` clause on the block.

merchant!();

trait Store {}
impl Store for Billing {}

#[churnkey::controller]
impl Customers for Billing
where
    Billing: Store,
{
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        Ok(Customer::new(id))
    }
}
