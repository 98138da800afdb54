#[churnkey::controller]
impl Products for Billing {
    async fn retrieve(&self, id: ProductId) -> Result<Product> {
        Err(Error::not_found(format!("{id} does not exist")))
    }

    async fn list(&self, _: PageRequest) -> Result<Page<Product>> {
        Ok(Page::last([]))
    }
}
