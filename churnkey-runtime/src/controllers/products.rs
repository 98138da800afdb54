//! The Products controller (protocol 5, C11 and C12).

use serde_json::{Map, Value};

use crate::controllers::Families;
use crate::error::Result;
use crate::models::{Page, PageRequest, Product, ProductId};
use crate::module::context::Context;
use crate::module::endpoint::{Endpoint, Handler, Signature, schema_of};
use crate::module::manifest::features;
use crate::module::names::{Info, Kind, Module};
use crate::module::registry::{Implementation, SourceLocation};

/// The Products controller: optional; with it plans are shown by product.
///
/// | method | endpoint | |
/// |---|---|---|
/// | `retrieve` | `GET /churnkey/products/:id` | required |
/// | `list` | `GET /churnkey/products` | required |
///
/// Needs no other module, except [`Families`] with `#[churnkey::controller(type = family)]`.
///
/// All products of an integration have one type ([protocol 4.5](crate::protocol#45-product-v)): `standalone` by
/// default.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::prelude::*;
///
/// struct Billing {
///     products: Vec<Product>,
/// }
///
/// #[churnkey::controller]
/// impl Products for Billing {
///     async fn retrieve(&self, id: ProductId) -> Result<Product> {
///         let found = self.products.iter().find(|product| product.id == id);
///         found.cloned().ok_or_else(|| Error::not_found(format!("product {id} does not exist")))
///     }
///
///     async fn list(&self, page: PageRequest) -> Result<Page<Product>> {
///         Page::slice(&self.products, &page)
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `Products` controller",
    label = "the `Products` controller is missing",
    note = "add to the crate of `{Self}`:\n\n    #[churnkey::controller]\n    impl Products for {Self} {{\n        async fn retrieve(&self, id: ProductId) -> Result<Product> {{ … }}\n        async fn list(&self, page: PageRequest) -> Result<Page<Product>> {{ … }}\n    }}\n"
)]
pub trait Products: AnnotatedProducts + Context {
    /// The product with this id; [`Error::not_found`](crate::Error::not_found) when there is none.
    fn retrieve(&self, id: ProductId) -> impl Future<Output = Result<Product>>;

    /// One page of all products, in an order that does not change between pages.
    fn list(&self, page: PageRequest) -> impl Future<Output = Result<Page<Product>>>;
}

/// What the attribute says about its block.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`impl Products for {Self}` has no attribute, so its endpoints would not exist",
    label = "this impl block is not annotated",
    note = "write `#[churnkey::controller]` above the impl block"
)]
pub trait AnnotatedProducts: Sized {
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

/// The type of all products ([protocol 4.5](crate::protocol#45-product-v)).
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    Standalone,
    Family,
}

/// Implemented by `controller(type = family)`, so that a missing [`Families`] is a compile error.
#[doc(hidden)]
pub trait FamilyProducts: Families {}

pub(crate) const INFO: Info =
    Info { kind: Kind::Controller, required: false, needs: &[], endpoints: &[RETRIEVE, LIST] };

const RETRIEVE: Signature = Signature::new("retrieve", "/products/:id");
const LIST: Signature = Signature::new("list", "/products");

#[doc(hidden)]
#[must_use]
pub const fn module<C: Products>() -> Implementation {
    Implementation::new::<C>(
        Module::Products,
        <C as AnnotatedProducts>::ENDPOINTS,
        announced::<C>,
        <C as AnnotatedProducts>::PLACE,
    )
    .and_needs(match <C as AnnotatedProducts>::FEATURES.r#type {
        Type::Standalone => &[],
        Type::Family => &[Module::Families],
    })
}

fn announced<C: Products>(_: &Implementation) -> Map<String, Value> {
    let r#type = match <C as AnnotatedProducts>::FEATURES.r#type {
        Type::Standalone => "standalone",
        Type::Family => "family",
    };
    features([("type", Value::from(r#type))])
}

#[doc(hidden)]
#[must_use]
pub const fn retrieve<C: Products>() -> Endpoint {
    let handler = Handler::OneParam("id", |call, id| {
        call.json(async move |context: &C, _| Products::retrieve(context, id.into()).await)
    });
    Endpoint::read(RETRIEVE, handler).gives(schema_of::<Product>(), "The product with this id.")
}

#[doc(hidden)]
#[must_use]
pub const fn list<C: Products>() -> Endpoint {
    let handler = Handler::NoParams(|call| {
        call.json(async |context: &C, request| Products::list(context, request.page()?).await)
    });
    Endpoint::read(LIST, handler)
        .lists(schema_of::<Page<Product>>(), "All products, a page at a time.")
}
