#[churnkey::controller]
impl Families for Billing {
    async fn retrieve(&self, id: FamilyId) -> Result<Family> {
        Err(Error::not_found(format!("{id} does not exist")))
    }

    async fn list(&self, _: PageRequest) -> Result<Page<Family>> {
        Ok(Page::last([]))
    }
}
