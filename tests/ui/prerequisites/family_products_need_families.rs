// Products of the type `family` without Families.
include!("../parts/merchant.rs");
merchant!(customers);

#[churnkey::controller(type = family)]
impl Products for Billing {
    async fn retrieve(&self, id: ProductId) -> Result<Product> {
        Err(Error::not_found(format!("{id} does not exist")))
    }

    async fn list(&self, _: PageRequest) -> Result<Page<Product>> {
        Ok(Page::last([]))
    }
}

fn main() {}
