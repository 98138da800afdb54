//! A block that a macro writes.

merchant!();

macro_rules! customers {
    ($context:ty, $id:ident, $body:expr) => {
        #[churnkey::controller]
        impl Customers for $context {
            async fn retrieve(&self, $id: CustomerId) -> Result<Customer> {
                $body
            }
        }
    };
}

customers!(Billing, id, Ok(Customer::new(id)));
