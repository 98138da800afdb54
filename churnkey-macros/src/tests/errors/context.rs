//! Contexts, and what they cannot be.

use super::{Case, report};

#[test]
fn context() {
    insta::assert_snapshot!(report(&CASES));
}

pub(super) const CASES: [Case; 15] = [
    (
        "generic",
        "#[churnkey::controller]
         impl<T: Store> Customers for G<T> {
             async fn retrieve(&self, id: CustomerId) -> Result<Customer> { Err(Error) }
             async fn retreive(&self) {}
             async fn list(&self) {} }
         async fn u<T: Store + Send + Sync + 'static>(b: G<T>, id: CustomerId) {
         }",
    ),
    (
        "lifetime",
        "#[churnkey::controller]
         impl<'a> Customers for G<'a> {
             async fn retrieve(&self, id: CustomerId) -> Result<Customer> { Err(Error) }
         }",
    ),
    (
        "anonymous lifetime",
        "#[churnkey::controller]
         impl Customers for G<'_> {
             async fn retrieve(&self, id: CustomerId) -> Result<Customer> { Err(Error) }
         }",
    ),
    (
        "lifetime and type",
        "#[churnkey::controller]
         impl<'a, 'b: 'a, S: Store<'b>> Customers for G<'a, S> {
             async fn retrieve(&self, id: CustomerId) -> Result<Customer> { Err(Error) }
         }",
    ),
    (
        "parameters of its own",
        "#[churnkey::controller]
         impl<S: Store, T: Clone, const N: usize> Customers for G<S> {
             async fn retrieve(&self, id: CustomerId) -> Result<Customer> { Err(Error) }
         }",
    ),
    (
        "generic pointer",
        "#[churnkey::controller]
         impl<S: Store, const N: usize> Customers for Arc<G<S, N>> {
             async fn retrieve(&self, id: CustomerId) -> Result<Customer> { Err(Error) }
         }",
    ),
    (
        "blanket",
        "#[churnkey::controller]
         impl<T> Customers for T {
             async fn retrieve(&self, id: CustomerId) -> Result<Customer> { Err(Error) }
         }",
    ),
    (
        "dyn",
        "#[churnkey::controller]
         impl Customers for dyn Db {
             async fn retrieve(&self, id: CustomerId) -> Result<Customer> { Err(Error) }
         }",
    ),
    (
        "Box dyn",
        "#[churnkey::controller]
         impl Customers for Box<dyn Db> {
             async fn retrieve(&self, id: CustomerId) -> Result<Customer> { Err(Error) }
         }",
    ),
    (
        "reference",
        "#[churnkey::controller]
         impl Customers for &Billing {
             async fn retrieve(&self, id: CustomerId) -> Result<Customer> { Err(Error) }
         }",
    ),
    (
        "arc",
        "#[churnkey::controller]
         impl Customers for std::sync::Arc<Billing> {
             async fn retrieve(&self, id: CustomerId) -> Result<Customer> { Err(Error) }
         }",
    ),
    (
        "tuple",
        "#[churnkey::controller]
         impl Customers for (Billing, u32) {
             async fn retrieve(&self, id: CustomerId) -> Result<Customer> { Err(Error) }
         }",
    ),
    (
        "foreign",
        "#[churnkey::controller]
         impl Customers for String {
             async fn retrieve(&self, id: CustomerId) -> Result<Customer> { Err(Error) }
         }",
    ),
    (
        "a slice",
        "#[churnkey::controller]
         impl Customers for [Billing] {
             async fn retrieve(&self, id: CustomerId) -> Result<Customer> { todo!() }
         }",
    ),
    (
        "a model in place of the context",
        "#[churnkey::controller]
         impl Customers for Customer {
             async fn retrieve(&self, id: CustomerId) -> Result<Customer> { todo!() }
         }",
    ),
];
