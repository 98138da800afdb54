//! The modules of the protocol: what each is called, whether one can do without it, and which others it needs.

use std::fmt;

use crate::{actions, controllers};

macro_rules! modules {
    ($($(#[$doc:meta])* $module:ident: $folder:ident::$file:ident,)*) => {
        /// A module of the protocol (protocol 1): a controller, which reads, or an action, which writes.
        ///
        /// [`Builder::without`](crate::Builder::without) leaves one out of an integration.
        ///
        /// ```
        /// use churnkey_runtime::Module;
        ///
        /// assert_eq!(Module::ApplyCoupon.name(), "ApplyCoupon");
        /// assert!(Module::ApplyCoupon.needs().contains(&Module::Coupons));
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Module {
            $($(#[$doc])* $module,)*
        }

        impl Module {
            /// Controllers first, then actions; the required ones in front.
            pub const ALL: &'static [Self] = &[$(Self::$module,)*];

            /// Churnkey's name, which is also the trait's, such as `ApplyCoupon`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$module => stringify!($module),)*
                }
            }

            pub(crate) const fn info(self) -> &'static Info {
                match self {
                    $(Self::$module => &$folder::$file::INFO,)*
                }
            }
        }
    };
}

modules! {
    /// [`Customers`](crate::Customers): required.
    Customers: controllers::customers,
    /// [`Prices`](crate::Prices): required.
    Prices: controllers::prices,
    /// [`Subscriptions`](crate::Subscriptions): required.
    Subscriptions: controllers::subscriptions,
    /// [`Coupons`](crate::Coupons).
    Coupons: controllers::coupons,
    /// [`Products`](crate::Products).
    Products: controllers::products,
    /// [`Families`](crate::Families).
    Families: controllers::families,
    /// [`Cancel`](crate::Cancel): without it Churnkey's cancel flow is off.
    Cancel: actions::cancel,
    /// [`Pause`](crate::Pause).
    Pause: actions::pause,
    /// [`ApplyCoupon`](crate::ApplyCoupon).
    ApplyCoupon: actions::apply_coupon,
    /// [`ChangePrice`](crate::ChangePrice).
    ChangePrice: actions::change_price,
    /// [`ExtendTrial`](crate::ExtendTrial).
    ExtendTrial: actions::extend_trial,
}

impl Module {
    /// The modules without which this one is not offered. `Prices` with `type = product` also needs `Products`, and
    /// `Products` with `type = family` needs `Families`.
    #[must_use]
    pub const fn needs(self) -> &'static [Self] {
        self.info().needs
    }
}

/// Controllers read, actions write (protocol 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Kind {
    Controller,
    Action,
}

/// What is the same for a module in every integration. Each stands beside its module's trait.
#[derive(Debug)]
pub(crate) struct Info {
    pub(crate) kind: Kind,
    /// An integration without it is refused (protocol 1).
    pub(crate) required: bool,
    /// The trait's supertraits, which rustc checks where it is implemented; here for what is offered of it.
    pub(crate) needs: &'static [Module],
}

impl fmt::Display for Module {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
