//! Which modules a context implements, registered or not, so that a generic block that no `register!` lists is noticed
//! at boot.
//!
//! rustc prefers an inherent constant to a trait's if the bounds of its impl hold. In a generic block it uses the
//! bounds of that block, so a module whose block has stronger bounds does not count as implemented.

use std::marker::PhantomData;

use crate::actions::{apply_coupon, cancel, change_price, extend_trial, pause};
use crate::controllers::{coupons, customers, families, prices, products, subscriptions};
use crate::module::registry::SourceLocation;

/// Exists only for its constants.
#[derive(Debug)]
pub struct Implements<C>(PhantomData<C>);

macro_rules! places {
    ($($constant:ident: $module:ident :: $name:ident / $annotated:ident,)*) => {
        $(
            impl<C: $module::$name> Implements<C> {
                /// The place of the module's block.
                pub const $constant: Option<SourceLocation> = Some(<C as $module::$annotated>::PLACE);
            }
        )*

        /// The constants of modules that a context does not implement.
        pub trait Otherwise {
            $(
                /// There is no block.
                const $constant: Option<SourceLocation> = None;
            )*
        }
    };
}

places! {
    CUSTOMERS: customers::Customers / AnnotatedCustomers,
    PRICES: prices::Prices / AnnotatedPrices,
    SUBSCRIPTIONS: subscriptions::Subscriptions / AnnotatedSubscriptions,
    COUPONS: coupons::Coupons / AnnotatedCoupons,
    PRODUCTS: products::Products / AnnotatedProducts,
    FAMILIES: families::Families / AnnotatedFamilies,
    CANCEL: cancel::Cancel / AnnotatedCancel,
    PAUSE: pause::Pause / AnnotatedPause,
    APPLY_COUPON: apply_coupon::ApplyCoupon / AnnotatedApplyCoupon,
    CHANGE_PRICE: change_price::ChangePrice / AnnotatedChangePrice,
    EXTEND_TRIAL: extend_trial::ExtendTrial / AnnotatedExtendTrial,
}

impl<C> Otherwise for Implements<C> {}

/// The `Implemented` of a context. It is a macro because a generic function would evaluate it for all contexts at
/// once.
#[doc(hidden)]
#[macro_export]
macro_rules! __implemented {
    ($context:ty) => {{
        #[allow(unused_imports, reason = "where a context implements all modules")]
        use $crate::__private::Otherwise as _;
        use $crate::__private::{Implements, Module};
        [
            (Module::Customers, Implements::<$context>::CUSTOMERS),
            (Module::Prices, Implements::<$context>::PRICES),
            (Module::Subscriptions, Implements::<$context>::SUBSCRIPTIONS),
            (Module::Coupons, Implements::<$context>::COUPONS),
            (Module::Products, Implements::<$context>::PRODUCTS),
            (Module::Families, Implements::<$context>::FAMILIES),
            (Module::Cancel, Implements::<$context>::CANCEL),
            (Module::Pause, Implements::<$context>::PAUSE),
            (Module::ApplyCoupon, Implements::<$context>::APPLY_COUPON),
            (Module::ChangePrice, Implements::<$context>::CHANGE_PRICE),
            (Module::ExtendTrial, Implements::<$context>::EXTEND_TRIAL),
        ]
    }};
}
