// A list with what its context does not implement: a module, a bound of the block, what threads can share; and a type that
// there is not.
include!("../parts/context.rs");

pub trait Store {}
pub struct G<S>(S);

#[churnkey::controller]
impl<S: Store> Customers for G<S> {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        Ok(Customer::new(id))
    }
}

impl Store for u8 {}
impl Store for std::rc::Rc<u8> {}

churnkey::register!(G<u8>: Customers, Prices);
churnkey::register!(G<u16>: Customers);
churnkey::register!(G<std::rc::Rc<u8>>: Customers);
churnkey::register!(G<Missing>: Customers);

fn main() {}
