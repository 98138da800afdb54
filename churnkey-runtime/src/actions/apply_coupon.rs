//! The ApplyCoupon action (protocol 6.3).

use serde_json::{Map, Value};

use crate::actions::Cancel;
use crate::controllers::{Coupons, Subscriptions};
use crate::error::Result;
use crate::models::{CouponId, CustomerId, SubscriptionId, SubscriptionKey};
use crate::module::body::{Fields, Raw};
use crate::module::endpoint::Endpoint;
use crate::module::manifest::features;
use crate::module::registry::{Implementation, Place};
use crate::module::table::{Info, Kind, Module};
#[cfg(feature = "openapi")]
use crate::openapi::body::{self, Body};

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
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing_with_cancel.rs")); }
/// # use {churnkey_runtime::prelude::*, merchant::Billing};
/// #[churnkey_runtime::action(apply_coupon)]
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

/// What [`ApplyCoupon::handle`] is asked for.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ApplyCouponOptions {
    /// Whose subscription it is.
    pub customer_id: CustomerId,
    /// Which subscription.
    pub subscription_id: SubscriptionId,
    /// Which coupon.
    pub coupon: CouponId,
    raw: Raw,
}

impl ApplyCouponOptions {
    /// Options for a call from code, a test for one.
    pub fn new(
        customer_id: impl Into<CustomerId>,
        subscription_id: impl Into<SubscriptionId>,
        coupon: impl Into<CouponId>,
    ) -> Self {
        Self {
            customer_id: customer_id.into(),
            subscription_id: subscription_id.into(),
            coupon: coupon.into(),
            raw: Raw::default(),
        }
    }

    /// The subscription, as [`Subscriptions::retrieve`] takes it.
    #[must_use]
    pub fn subscription(&self) -> SubscriptionKey {
        SubscriptionKey::new(self.customer_id.clone(), self.subscription_id.clone())
    }

    /// The whole body as it arrived; `null` for options made in code.
    #[must_use]
    pub fn raw(&self) -> Value {
        self.raw.json()
    }

    fn read(fields: &Fields<'_>) -> Result<Self> {
        Ok(Self {
            customer_id: fields.id(&["customerId"])?,
            subscription_id: fields.id(&["subscriptionId"])?,
            // The second spelling is a guess, the third the legacy page's (protocol 6.3).
            coupon: fields.id(&["coupon", "couponId", "id"])?,
            raw: fields.raw(),
        })
    }

    #[cfg(feature = "openapi")]
    fn body() -> Body {
        Body::default()
            .required("customerId", body::id("Which customer."))
            .required("subscriptionId", body::id("Which subscription."))
            .required("coupon", body::id("The coupon's id; also read as `couponId` and `id`."))
    }
}

/// What the attribute says of its block.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`impl ApplyCoupon for {Self}` has no attribute, so its endpoints would not exist",
    label = "this impl block is not annotated",
    note = "write `#[churnkey::action(apply_coupon)]` above the impl block"
)]
pub trait AnnotatedApplyCoupon: Sized {
    const FEATURES: Features;
    const ENDPOINTS: &'static [Endpoint];
    const PLACE: Place;
}

/// The arguments of the attribute: there are none.
#[doc(hidden)]
#[derive(Debug, Clone, Copy)]
pub struct Features {}

pub(crate) const INFO: Info = Info {
    kind: Kind::Action,
    required: false,
    needs: &[Module::Subscriptions, Module::Coupons, Module::Cancel],
};

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
    let endpoint = Endpoint::write("handle", "/actions/subscription/apply-coupon", |call| {
        call.action(ApplyCouponOptions::read, async |context: &C, options| {
            ApplyCoupon::handle(context, options).await
        })
    });
    #[cfg(feature = "openapi")]
    let endpoint =
        endpoint.takes(ApplyCouponOptions::body, "Applies a coupon to one subscription.");
    endpoint
}
