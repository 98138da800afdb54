// Prices of the type `product` without Products.
include!("../parts/merchant.rs");
merchant!(customers);

#[churnkey::controller(type = product)]
impl Prices for Billing {
    async fn retrieve(&self, id: PriceId) -> Result<Price> {
        Err(Error::not_found(format!("{id} does not exist")))
    }

    async fn list(&self, _: PageRequest) -> Result<Page<Price>> {
        Ok(Page::last([]))
    }
}

fn main() {}
