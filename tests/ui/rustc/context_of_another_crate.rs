// A context that is a type of another crate.
include!("../parts/merchant.rs");
merchant!();

#[churnkey::controller]
impl Customers for serde_json::Value {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        Ok(Customer::new(id))
    }
}

fn main() {}
