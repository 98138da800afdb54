// Mistakes in a generic block, beside what calls it.
#![allow(dead_code, unused_variables)]
include!("../parts/context.rs");

use std::marker::PhantomData;
pub trait Store {}
pub struct G<T>(PhantomData<T>);
#[churnkey::controller]
impl<T: Store> Customers for G<T> {
    async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
        drop(id);
        Err(Error::bad_request("x"))
    }
    async fn retreive(&self) {}
    async fn list(&self) {}
}
async fn u<T: Store + Send + Sync + 'static>(b: G<T>, id: CustomerId) {
    let _ = Customers::retrieve(&b, id).await;
}

fn main() {}
