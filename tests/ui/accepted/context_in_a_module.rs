//! A context in another module, and its modules spread over others.

mod billing {
    pub mod context {
        pub struct Billing;
    }

    mod customers {
        use churnkey::prelude::*;

        #[churnkey::controller]
        impl Customers for super::context::Billing {
            async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
                Ok(Customer::new(id))
            }
        }
    }

    mod prices {
        #[churnkey::controller]
        impl churnkey::Prices for super::context::Billing {
            async fn retrieve(
                &self,
                id: churnkey::models::PriceId,
            ) -> churnkey::Result<churnkey::models::Price> {
                Err(churnkey::Error::not_found(format!("{id} does not exist")))
            }

            async fn list(
                &self,
                _: churnkey::models::PageRequest,
            ) -> churnkey::Result<churnkey::models::Page<churnkey::models::Price>> {
                Ok(churnkey::models::Page::last([]))
            }
        }
    }
}
