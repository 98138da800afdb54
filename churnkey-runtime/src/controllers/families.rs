//! The Families controller (protocol 5, C13 and C14).

use serde_json::{Map, Value};

use crate::error::Result;
use crate::models::{Family, FamilyId, Page, PageRequest};
use crate::module::context::Context;
use crate::module::endpoint::{Endpoint, Handler, Signature, schema_of};
use crate::module::manifest::features;
use crate::module::names::{Info, Kind, Module};
use crate::module::registry::{Implementation, SourceLocation};

/// The Families controller: optional; with it plans are shown by family.
///
/// | method | endpoint | |
/// |---|---|---|
/// | `retrieve` | `GET /churnkey/families/:id` | required |
/// | `list` | `GET /churnkey/families` | required |
///
/// Needs no other module.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::prelude::*;
///
/// struct Billing {
///     families: Vec<Family>,
/// }
///
/// #[churnkey::controller]
/// impl Families for Billing {
///     async fn retrieve(&self, id: FamilyId) -> Result<Family> {
///         let found = self.families.iter().find(|family| family.id == id);
///         found.cloned().ok_or_else(|| Error::not_found(format!("family {id} does not exist")))
///     }
///
///     async fn list(&self, page: PageRequest) -> Result<Page<Family>> {
///         Page::slice(&self.families, &page)
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `Families` controller",
    label = "the `Families` controller is missing",
    note = "add to the crate of `{Self}`:\n\n    #[churnkey::controller]\n    impl Families for {Self} {{\n        async fn retrieve(&self, id: FamilyId) -> Result<Family> {{ … }}\n        async fn list(&self, page: PageRequest) -> Result<Page<Family>> {{ … }}\n    }}\n"
)]
pub trait Families: AnnotatedFamilies + Context {
    /// The family with this id; [`Error::not_found`](crate::Error::not_found) when there is none.
    fn retrieve(&self, id: FamilyId) -> impl Future<Output = Result<Family>>;

    /// One page of all families, in an order that does not change between pages.
    fn list(&self, page: PageRequest) -> impl Future<Output = Result<Page<Family>>>;
}

/// What the attribute says about its block.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`impl Families for {Self}` has no attribute, so its endpoints would not exist",
    label = "this impl block is not annotated",
    note = "write `#[churnkey::controller]` above the impl block"
)]
pub trait AnnotatedFamilies: Sized {
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

const RETRIEVE: Signature = Signature::new("retrieve", "/families/:id");
const LIST: Signature = Signature::new("list", "/families");

#[doc(hidden)]
#[must_use]
pub const fn module<C: Families>() -> Implementation {
    Implementation::new::<C>(
        Module::Families,
        <C as AnnotatedFamilies>::ENDPOINTS,
        announced,
        <C as AnnotatedFamilies>::PLACE,
    )
}

fn announced(_: &Implementation) -> Map<String, Value> {
    features([])
}

#[doc(hidden)]
#[must_use]
pub const fn retrieve<C: Families>() -> Endpoint {
    let handler = Handler::OneParam("id", |call, id| {
        call.json(async move |context: &C, _| Families::retrieve(context, id.into()).await)
    });
    Endpoint::read(RETRIEVE, handler)
        .gives(schema_of::<Family>(), "The family of products with this id.")
}

#[doc(hidden)]
#[must_use]
pub const fn list<C: Families>() -> Endpoint {
    let handler = Handler::NoParams(|call| {
        call.json(async |context: &C, request| Families::list(context, request.page()?).await)
    });
    Endpoint::read(LIST, handler)
        .lists(schema_of::<Page<Family>>(), "All families of products, a page at a time.")
}
