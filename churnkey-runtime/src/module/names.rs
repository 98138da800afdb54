//! The modules of the protocol, by name, and their fixed properties.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::module::endpoint::Signature;

macro_rules! modules {
    ($($(#[$doc:meta])* $module:ident,)*) => {
        /// A module of the protocol ([protocol 1](crate::protocol#1-overview)): a controller, which reads, or an
        /// action, which writes.
        ///
        /// [`Builder::without`](crate::Builder::without) leaves one out of an integration. As JSON it is its
        /// [`name`](Self::name).
        ///
        /// ```
        /// # extern crate churnkey_runtime as churnkey;
        /// use churnkey::Module;
        ///
        /// assert_eq!(Module::ApplyCoupon.name(), "ApplyCoupon");
        /// assert!(Module::ApplyCoupon.needs().contains(&Module::Coupons));
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[non_exhaustive]
        pub enum Module {
            $($(#[$doc])* $module,)*
        }

        impl Module {
            /// Controllers first, then actions; in each group the required ones first.
            pub const ALL: &'static [Self] = &[$(Self::$module,)*];

            /// Churnkey's name, which is also the trait's, such as `ApplyCoupon`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$module => stringify!($module),)*
                }
            }
        }
    };
}

modules! {
    /// [`Customers`](crate::Customers): required.
    Customers,
    /// [`Prices`](crate::Prices): required.
    Prices,
    /// [`Subscriptions`](crate::Subscriptions): required.
    Subscriptions,
    /// [`Coupons`](crate::Coupons).
    Coupons,
    /// [`Products`](crate::Products).
    Products,
    /// [`Families`](crate::Families).
    Families,
    /// [`Cancel`](crate::Cancel): without it Churnkey's cancel flow is off.
    Cancel,
    /// [`Pause`](crate::Pause).
    Pause,
    /// [`ApplyCoupon`](crate::ApplyCoupon).
    ApplyCoupon,
    /// [`ChangePrice`](crate::ChangePrice).
    ChangePrice,
    /// [`ExtendTrial`](crate::ExtendTrial).
    ExtendTrial,
}

/// Controllers read, actions write ([protocol 1](crate::protocol#1-overview)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Controller,
    Action,
}

/// The properties of a module that are the same in every integration, defined next to its trait.
#[derive(Debug)]
pub(crate) struct Info {
    pub(crate) kind: Kind,
    /// Whether an integration without it is refused ([protocol 1](crate::protocol#1-overview)).
    pub(crate) required: bool,
    /// The modules that it needs. rustc checks them as supertraits where it is implemented; this checks what is
    /// offered.
    pub(crate) needs: &'static [Module],
    /// All endpoints that the protocol has for it, whether a merchant writes them or not.
    pub(crate) endpoints: &'static [Signature],
}

impl fmt::Display for Module {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
