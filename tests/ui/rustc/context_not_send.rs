// A context that threads cannot share, with two modules.
include!("../parts/merchant.rs");
merchant!();

pub struct G(std::rc::Rc<()>);

#[churnkey::controller]
impl Customers for G {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        Ok(Customer::new(id))
    }
}

#[churnkey::controller]
impl Families for G {
    async fn retrieve(&self, id: FamilyId) -> Result<Family> {
        Err(Error::not_found(format!("{id} does not exist")))
    }

    async fn list(&self, _: PageRequest) -> Result<Page<Family>> {
        Ok(Page::last([]))
    }
}

fn main() {}
