//! The Prices controller (protocol 5, C7 and C8).

use serde_json::{Map, Value};

use crate::controllers::Products;
use crate::error::Result;
use crate::models::{Page, PageRequest, Price, PriceId};
use crate::module::context::Context;
use crate::module::endpoint::{Endpoint, Handler, Signature, schema_of};
use crate::module::manifest::features;
use crate::module::names::{Info, Kind, Module};
use crate::module::registry::{Implementation, SourceLocation};

/// The Prices controller: required.
///
/// | method | endpoint | |
/// |---|---|---|
/// | `retrieve` | `GET /churnkey/prices/:id` | required |
/// | `list` | `GET /churnkey/prices` | required |
///
/// Needs no other module, except [`Products`] with `#[churnkey::controller(type = product)]`.
///
/// All prices of an integration have one type ([protocol 4.2](crate::protocol#42-price-v)): `standalone` by default.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::prelude::*;
///
/// struct Billing {
///     prices: Vec<Price>,
/// }
///
/// #[churnkey::controller]
/// impl Prices for Billing {
///     async fn retrieve(&self, id: PriceId) -> Result<Price> {
///         let found = self.prices.iter().find(|price| price.id == id);
///         found.cloned().ok_or_else(|| Error::not_found(format!("price {id} does not exist")))
///     }
///
///     async fn list(&self, page: PageRequest) -> Result<Page<Price>> {
///         Page::slice(&self.prices, &page)
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `Prices` controller",
    label = "the `Prices` controller is missing",
    note = "add to the crate of `{Self}`:\n\n    #[churnkey::controller]\n    impl Prices for {Self} {{\n        async fn retrieve(&self, id: PriceId) -> Result<Price> {{ … }}\n        async fn list(&self, page: PageRequest) -> Result<Page<Price>> {{ … }}\n    }}\n"
)]
pub trait Prices: AnnotatedPrices + Context {
    /// The price with this id; [`Error::not_found`](crate::Error::not_found) when there is none.
    fn retrieve(&self, id: PriceId) -> impl Future<Output = Result<Price>>;

    /// One page of all prices, in an order that does not change between pages.
    fn list(&self, page: PageRequest) -> impl Future<Output = Result<Page<Price>>>;
}

/// What the attribute says about its block.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`impl Prices for {Self}` has no attribute, so its endpoints would not exist",
    label = "this impl block is not annotated",
    note = "write `#[churnkey::controller]` above the impl block"
)]
pub trait AnnotatedPrices: Sized {
    const FEATURES: Features;
    const ENDPOINTS: &'static [Endpoint];
    const PLACE: SourceLocation;
}

/// The arguments of the attribute.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Features {
    pub r#type: Type,
}

/// The type of all prices ([protocol 4.2](crate::protocol#42-price-v)).
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    Standalone,
    Product,
}

/// Implemented by `controller(type = product)`, so that a missing [`Products`] is a compile error.
#[doc(hidden)]
pub trait ProductPrices: Products {}

pub(crate) const INFO: Info =
    Info { kind: Kind::Controller, required: true, needs: &[], endpoints: &[RETRIEVE, LIST] };

const RETRIEVE: Signature = Signature::new("retrieve", "/prices/:id");
const LIST: Signature = Signature::new("list", "/prices");

#[doc(hidden)]
#[must_use]
pub const fn module<C: Prices>() -> Implementation {
    Implementation::new::<C>(
        Module::Prices,
        <C as AnnotatedPrices>::ENDPOINTS,
        announced::<C>,
        <C as AnnotatedPrices>::PLACE,
    )
    .and_needs(match <C as AnnotatedPrices>::FEATURES.r#type {
        Type::Standalone => &[],
        Type::Product => &[Module::Products],
    })
}

fn announced<C: Prices>(_: &Implementation) -> Map<String, Value> {
    let r#type = match <C as AnnotatedPrices>::FEATURES.r#type {
        Type::Standalone => "standalone",
        Type::Product => "product",
    };
    features([("type", Value::from(r#type))])
}

#[doc(hidden)]
#[must_use]
pub const fn retrieve<C: Prices>() -> Endpoint {
    let handler = Handler::OneParam("id", |call, id| {
        call.json(async move |context: &C, _| Prices::retrieve(context, id.into()).await)
    });
    Endpoint::read(RETRIEVE, handler).gives(schema_of::<Price>(), "The price with this id.")
}

#[doc(hidden)]
#[must_use]
pub const fn list<C: Prices>() -> Endpoint {
    let handler = Handler::NoParams(|call| {
        call.json(async |context: &C, request| Prices::list(context, request.page()?).await)
    });
    Endpoint::read(LIST, handler).lists(schema_of::<Page<Price>>(), "All prices, a page at a time.")
}
