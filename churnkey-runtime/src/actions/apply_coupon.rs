//! The ApplyCoupon action (protocol 6.3).

use serde_json::{Map, Value};

use crate::actions::Cancel;
use crate::actions::options::{id, options};
use crate::controllers::{Coupons, Subscriptions};
use crate::error::Result;
use crate::models::CouponId;
use crate::module::endpoint::{Endpoint, Signature};
use crate::module::manifest::features;
use crate::module::names::{Info, Kind, Module};
use crate::module::registry::{Implementation, SourceLocation};

/// The ApplyCoupon action: Churnkey can offer a discount.
///
/// | method | endpoint | |
/// |---|---|---|
/// | `handle` | `POST /churnkey/actions/subscription/apply-coupon` | required |
///
/// Needs [`Subscriptions`], [`Coupons`] and [`Cancel`].
///
/// It has no arguments.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing_with_cancel.rs")); }
/// # use {churnkey::prelude::*, merchant::Billing};
/// #[churnkey::action(apply_coupon)]
/// impl ApplyCoupon for Billing {
///     async fn handle(&self, options: ApplyCouponOptions) -> Result<()> {
///         let coupon = Coupons::retrieve(self, options.coupon.clone()).await?;
///         // add `coupon` to the subscription
/// #       drop(coupon);
///         Ok(())
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no `ApplyCoupon` action",
    label = "the `ApplyCoupon` action is missing",
    note = "add to the crate of `{Self}`:\n\n    #[churnkey::action(apply_coupon)]\n    impl ApplyCoupon for {Self} {{\n        async fn handle(&self, options: ApplyCouponOptions) -> Result<()> {{ … }}\n    }}\n"
)]
pub trait ApplyCoupon: AnnotatedApplyCoupon + Subscriptions + Coupons + Cancel {
    /// Applies a coupon to one subscription.
    fn handle(&self, options: ApplyCouponOptions) -> impl Future<Output = Result<()>>;
}

options! {
    ApplyCoupon:
    /// The options of [`ApplyCoupon::handle`].
    ApplyCouponOptions;
    |_features: Features|
    required {
        /// Which coupon.
        // The second spelling is a guess, the third the legacy page's (protocol 6.3).
        "coupon" => coupon: CouponId, id(&["couponId", "id"]);
    }
    flags {}
}

/// What the attribute says about its block.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`impl ApplyCoupon for {Self}` has no attribute, so its endpoints would not exist",
    label = "this impl block is not annotated",
    note = "write `#[churnkey::action(apply_coupon)]` above the impl block"
)]
pub trait AnnotatedApplyCoupon: Sized {
    const FEATURES: Features;
    const ENDPOINTS: &'static [Endpoint];
    const PLACE: SourceLocation;
}

/// The arguments of the attribute: there are none.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Features {}

pub(crate) const INFO: Info = Info {
    kind: Kind::Action,
    required: false,
    needs: &[Module::Subscriptions, Module::Coupons, Module::Cancel],
    endpoints: &[HANDLE],
};

const HANDLE: Signature = Signature::new("handle", "/actions/subscription/apply-coupon");

#[doc(hidden)]
#[must_use]
pub const fn module<C: ApplyCoupon>() -> Implementation {
    Implementation::new::<C>(
        Module::ApplyCoupon,
        <C as AnnotatedApplyCoupon>::ENDPOINTS,
        announced,
        <C as AnnotatedApplyCoupon>::PLACE,
    )
}

fn announced(_: &Implementation) -> Map<String, Value> {
    features([])
}

#[doc(hidden)]
#[must_use]
pub const fn handle<C: ApplyCoupon>() -> Endpoint {
    Endpoint::write(HANDLE, |call| {
        call.action(
            |fields| ApplyCouponOptions::read(fields, <C as AnnotatedApplyCoupon>::FEATURES),
            async |context: &C, options| ApplyCoupon::handle(context, options).await,
        )
    })
    .takes(
        || ApplyCouponOptions::schema(<C as AnnotatedApplyCoupon>::FEATURES),
        |fields| ApplyCouponOptions::any_event(fields, <C as AnnotatedApplyCoupon>::FEATURES),
        "Applies a coupon to one subscription.",
    )
}
