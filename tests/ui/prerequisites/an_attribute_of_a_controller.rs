// A controller implemented by hand.
include!("../parts/merchant.rs");
merchant!();

impl Customers for Billing {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        Ok(Customer::new(id))
    }
}

fn main() {}
