//! The Coupons controller (protocol 5, C9 and C10).

use serde_json::{Map, Value};

use crate::error::Result;
use crate::models::{Coupon, CouponId, Page, PageRequest};
use crate::module::context::Context;
use crate::module::endpoint::{Endpoint, Handler, Signature, schema_of};
use crate::module::manifest::features;
use crate::module::names::{Info, Kind, Module};
use crate::module::registry::{Implementation, SourceLocation};

/// The Coupons controller: optional; with it Churnkey can offer discounts.
///
/// | method | endpoint | |
/// |---|---|---|
/// | `retrieve` | `GET /churnkey/coupons/:id` | required |
/// | `list` | `GET /churnkey/coupons` | required |
///
/// Needs no other module.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::prelude::*;
///
/// struct Billing {
///     coupons: Vec<Coupon>,
/// }
///
/// #[churnkey::controller]
/// impl Coupons for Billing {
///     async fn retrieve(&self, id: CouponId) -> Result<Coupon> {
///         let found = self.coupons.iter().find(|coupon| coupon.id == id);
///         found.cloned().ok_or_else(|| Error::not_found(format!("coupon {id} does not exist")))
///     }
///
///     async fn list(&self, page: PageRequest) -> Result<Page<Coupon>> {
///         Page::slice(&self.coupons, &page)
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `Coupons` controller",
    label = "the `Coupons` controller is missing",
    note = "add to the crate of `{Self}`:\n\n    #[churnkey::controller]\n    impl Coupons for {Self} {{\n        async fn retrieve(&self, id: CouponId) -> Result<Coupon> {{ … }}\n        async fn list(&self, page: PageRequest) -> Result<Page<Coupon>> {{ … }}\n    }}\n"
)]
pub trait Coupons: AnnotatedCoupons + Context {
    /// The coupon with this id; [`Error::not_found`](crate::Error::not_found) when there is none.
    fn retrieve(&self, id: CouponId) -> impl Future<Output = Result<Coupon>>;

    /// One page of all coupons, in an order that does not change between pages.
    fn list(&self, page: PageRequest) -> impl Future<Output = Result<Page<Coupon>>>;
}

/// What the attribute says about its block.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`impl Coupons for {Self}` has no attribute, so its endpoints would not exist",
    label = "this impl block is not annotated",
    note = "write `#[churnkey::controller]` above the impl block"
)]
pub trait AnnotatedCoupons: Sized {
    const FEATURES: Features;
    const ENDPOINTS: &'static [Endpoint];
    const PLACE: SourceLocation;
}

/// The arguments of the attribute: there are none.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Features {}

pub(crate) const INFO: Info =
    Info { kind: Kind::Controller, required: false, needs: &[], endpoints: &[RETRIEVE, LIST] };

const RETRIEVE: Signature = Signature::new("retrieve", "/coupons/:id");
const LIST: Signature = Signature::new("list", "/coupons");

#[doc(hidden)]
#[must_use]
pub const fn module<C: Coupons>() -> Implementation {
    Implementation::new::<C>(
        Module::Coupons,
        <C as AnnotatedCoupons>::ENDPOINTS,
        announced,
        <C as AnnotatedCoupons>::PLACE,
    )
}

fn announced(_: &Implementation) -> Map<String, Value> {
    features([])
}

#[doc(hidden)]
#[must_use]
pub const fn retrieve<C: Coupons>() -> Endpoint {
    let handler = Handler::OneParam("id", |call, id| {
        call.json(async move |context: &C, _| Coupons::retrieve(context, id.into()).await)
    });
    Endpoint::read(RETRIEVE, handler).gives(schema_of::<Coupon>(), "The coupon with this id.")
}

#[doc(hidden)]
#[must_use]
pub const fn list<C: Coupons>() -> Endpoint {
    let handler = Handler::NoParams(|call| {
        call.json(async |context: &C, request| Coupons::list(context, request.page()?).await)
    });
    Endpoint::read(LIST, handler)
        .lists(schema_of::<Page<Coupon>>(), "All coupons, a page at a time.")
}
