#[churnkey::controller]
impl Customers for Billing {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        Ok(Customer::new(id))
    }
}
