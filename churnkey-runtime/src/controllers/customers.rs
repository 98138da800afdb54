//! The Customers controller (protocol 5, C1 to C4).

use serde_json::{Map, Value};

use crate::error::Result;
use crate::models::{Customer, CustomerId, Page, PageRequest};
use crate::module::context::Context;
use crate::module::endpoint::{Endpoint, Handler, Signature, left_out, schema_of};
use crate::module::manifest::features;
use crate::module::names::{Info, Kind, Module};
use crate::module::registry::{Implementation, Implemented, SourceLocation};

/// The Customers controller: required.
///
/// | method | endpoint | |
/// |---|---|---|
/// | `retrieve` | `GET /churnkey/customers/:id` | required |
/// | `list` | `GET /churnkey/customers` | optional |
/// | `find_by_email` | `GET /churnkey/customers/email/:email` | optional; for Churnkey's e-mail Managed Flow |
/// | `find_by_phone` | `GET /churnkey/customers/phone/:phone` | optional; for Churnkey's phone Managed Flow |
///
/// Needs no other module. An optional method that is not written is neither routed nor announced.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::prelude::*;
///
/// struct Billing;
///
/// #[churnkey::controller]
/// impl Customers for Billing {
///     async fn retrieve(&self, id: CustomerId) -> Result<Customer> {
///         match id.as_str() {
///             "u_1001" => Ok(Customer::new(id).name("Mina").email("mina@example.org")),
///             _ => Err(Error::not_found(format!("customer {id} does not exist"))),
///         }
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `Customers` controller",
    label = "the `Customers` controller is missing",
    note = "add to the crate of `{Self}`:\n\n    #[churnkey::controller]\n    impl Customers for {Self} {{\n        async fn retrieve(&self, id: CustomerId) -> Result<Customer> {{ … }}\n    }}\n"
)]
pub trait Customers: AnnotatedCustomers + Context {
    /// The customer with this id; [`Error::not_found`](crate::Error::not_found) when there is none.
    fn retrieve(&self, id: CustomerId) -> impl Future<Output = Result<Customer>>;

    /// One page of all customers, in an order that does not change between pages.
    fn list(&self, page: PageRequest) -> impl Future<Output = Result<Page<Customer>>> {
        drop(page);
        left_out("Customers::list")
    }

    /// The customer with this e-mail address; [`Error::not_found`](crate::Error::not_found) when there is none.
    fn find_by_email(&self, email: String) -> impl Future<Output = Result<Customer>> {
        drop(email);
        left_out("Customers::find_by_email")
    }

    /// The customer with this phone number, in whatever format the merchant keeps;
    /// [`Error::not_found`](crate::Error::not_found) when there is none.
    fn find_by_phone(&self, phone: String) -> impl Future<Output = Result<Customer>> {
        drop(phone);
        left_out("Customers::find_by_phone")
    }
}

/// What the attribute says about its block.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`impl Customers for {Self}` has no attribute, so its endpoints would not exist",
    label = "this impl block is not annotated",
    note = "write `#[churnkey::controller]` above the impl block"
)]
pub trait AnnotatedCustomers: Sized {
    const FEATURES: Features;
    const ENDPOINTS: &'static [Endpoint];
    const PLACE: SourceLocation;
    /// Which modules the context implements. It is here because every integration has this controller.
    const IMPLEMENTED: Implemented;
}

/// The arguments of the attribute: there are none.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Features {}

pub(crate) const INFO: Info = Info {
    kind: Kind::Controller,
    required: true,
    needs: &[],
    endpoints: &[RETRIEVE, LIST, FIND_BY_EMAIL, FIND_BY_PHONE],
};

const RETRIEVE: Signature = Signature::new("retrieve", "/customers/:id");
const LIST: Signature = Signature::new("list", "/customers");
const FIND_BY_EMAIL: Signature = Signature::new("find_by_email", "/customers/email/:email");
const FIND_BY_PHONE: Signature = Signature::new("find_by_phone", "/customers/phone/:phone");

#[doc(hidden)]
#[must_use]
pub const fn module<C: Customers>() -> Implementation {
    Implementation::new::<C>(
        Module::Customers,
        <C as AnnotatedCustomers>::ENDPOINTS,
        announced,
        <C as AnnotatedCustomers>::PLACE,
    )
}

fn announced(module: &Implementation) -> Map<String, Value> {
    features([
        ("list", Value::Bool(module.has("list"))),
        ("findByEmail", Value::Bool(module.has("find_by_email"))),
        ("findByPhone", Value::Bool(module.has("find_by_phone"))),
    ])
}

#[doc(hidden)]
#[must_use]
pub const fn retrieve<C: Customers>() -> Endpoint {
    let handler = Handler::OneParam("id", |call, id| {
        call.json(async move |context: &C, _| Customers::retrieve(context, id.into()).await)
    });
    Endpoint::read(RETRIEVE, handler).gives(schema_of::<Customer>(), "The customer with this id.")
}

#[doc(hidden)]
#[must_use]
pub const fn list<C: Customers>() -> Endpoint {
    let handler = Handler::NoParams(|call| {
        call.json(async |context: &C, request| Customers::list(context, request.page()?).await)
    });
    Endpoint::read(LIST, handler)
        .lists(schema_of::<Page<Customer>>(), "All customers, a page at a time.")
}

#[doc(hidden)]
#[must_use]
pub const fn find_by_email<C: Customers>() -> Endpoint {
    let handler = Handler::OneParam("email", |call, email| {
        call.json(async move |context: &C, _| Customers::find_by_email(context, email).await)
    });
    Endpoint::read(FIND_BY_EMAIL, handler)
        .gives(schema_of::<Customer>(), "The customer with this e-mail address.")
}

#[doc(hidden)]
#[must_use]
pub const fn find_by_phone<C: Customers>() -> Endpoint {
    let handler = Handler::OneParam("phone", |call, phone| {
        call.json(async move |context: &C, _| Customers::find_by_phone(context, phone).await)
    });
    Endpoint::read(FIND_BY_PHONE, handler)
        .gives(schema_of::<Customer>(), "The customer with this phone number.")
}
