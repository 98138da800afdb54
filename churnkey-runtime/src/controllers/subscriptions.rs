//! The Subscriptions controller (protocol 5, C5 and C6).

use serde_json::{Map, Value};

use crate::controllers::{Customers, Prices};
use crate::error::{Error, Result};
use crate::models::{CustomerId, Page, PageRequest, Subscription, SubscriptionKey};
use crate::module::endpoint::{Endpoint, Handler, Signature, left_out, schema_of};
use crate::module::manifest::features;
use crate::module::names::{Info, Kind, Module};
use crate::module::registry::{Implementation, SourceLocation};

/// The Subscriptions controller: required.
///
/// | method | endpoint | |
/// |---|---|---|
/// | `retrieve` | `GET /churnkey/customers/:customerId/subscriptions/:id` | required |
/// | `list` | `GET /churnkey/customers/:customerId/subscriptions` | optional, but the cancel flow needs it to find a customer's subscriptions |
///
/// Needs [`Customers`] and [`Prices`].
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/customers_and_prices.rs")); }
/// # use {churnkey::prelude::*, merchant::Billing};
/// #[churnkey::controller]
/// impl Subscriptions for Billing {
///     async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {
///         Err(Error::not_found(format!("subscription {} does not exist", key.subscription_id)))
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `Subscriptions` controller",
    label = "the `Subscriptions` controller is missing",
    note = "add to the crate of `{Self}`:\n\n    #[churnkey::controller]\n    impl Subscriptions for {Self} {{\n        async fn retrieve(&self, key: SubscriptionKey) -> Result<Subscription> {{ … }}\n    }}\n"
)]
pub trait Subscriptions: AnnotatedSubscriptions + Customers + Prices {
    /// The subscription with this id, if it belongs to this customer; otherwise
    /// [`Error::not_found`](crate::Error::not_found).
    ///
    /// A subscription of another customer is answered with 404 over HTTP even if this method returns it.
    fn retrieve(&self, key: SubscriptionKey) -> impl Future<Output = Result<Subscription>>;

    /// One page of a customer's subscriptions, in an order that does not change between pages.
    fn list(
        &self,
        customer: CustomerId,
        page: PageRequest,
    ) -> impl Future<Output = Result<Page<Subscription>>> {
        drop((customer, page));
        left_out("Subscriptions::list")
    }
}

/// What the attribute says about its block.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`impl Subscriptions for {Self}` has no attribute, so its endpoints would not exist",
    label = "this impl block is not annotated",
    note = "write `#[churnkey::controller]` above the impl block"
)]
pub trait AnnotatedSubscriptions: Sized {
    const FEATURES: Features;
    const ENDPOINTS: &'static [Endpoint];
    const PLACE: SourceLocation;
}

/// The arguments of the attribute: there are none.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Features {}

pub(crate) const INFO: Info = Info {
    kind: Kind::Controller,
    required: true,
    needs: &[Module::Customers, Module::Prices],
    endpoints: &[RETRIEVE, LIST],
};

const RETRIEVE: Signature = Signature::new("retrieve", "/customers/:customerId/subscriptions/:id");
const LIST: Signature = Signature::new("list", "/customers/:customerId/subscriptions");

#[doc(hidden)]
#[must_use]
pub const fn module<C: Subscriptions>() -> Implementation {
    Implementation::new::<C>(
        Module::Subscriptions,
        <C as AnnotatedSubscriptions>::ENDPOINTS,
        announced,
        <C as AnnotatedSubscriptions>::PLACE,
    )
}

fn announced(module: &Implementation) -> Map<String, Value> {
    features([("list", Value::Bool(module.has("list")))])
}

#[doc(hidden)]
#[must_use]
pub const fn retrieve<C: Subscriptions>() -> Endpoint {
    let handler = Handler::TwoParams(["customerId", "id"], |call, [customer, id]| {
        call.json(async move |context: &C, _| {
            let key = SubscriptionKey::new(customer, id);
            let subscription = Subscriptions::retrieve(context, key.clone()).await?;
            owned(subscription, &key)
        })
    });
    Endpoint::read(RETRIEVE, handler)
        .gives(schema_of::<Subscription>(), "The subscription of this customer with this id.")
}

#[doc(hidden)]
#[must_use]
pub const fn list<C: Subscriptions>() -> Endpoint {
    let handler = Handler::OneParam("customerId", |call, customer| {
        call.json(async move |context: &C, request| {
            Subscriptions::list(context, customer.into(), request.page()?).await
        })
    });
    Endpoint::read(LIST, handler).lists(
        schema_of::<Page<Subscription>>(),
        "All subscriptions of this customer, a page at a time.",
    )
}

/// Never shows one customer's subscription under another
/// ([protocol 8](crate::protocol#8-contradictions-and-typos-in-the-docs), number 6).
fn owned(subscription: Subscription, key: &SubscriptionKey) -> Result<Subscription> {
    if subscription.customer_id == key.customer_id {
        return Ok(subscription);
    }
    Err(Error::not_found(format!("subscription {} does not exist", key.subscription_id)))
}
