//! The modules of the protocol: what each is called, whether one can do without it, and which others it needs.

use std::fmt;

use crate::{actions, controllers};

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

impl Module {
    /// Controllers first, then actions; the required ones in front.
    pub const ALL: [Self; 11] = [
        Self::Customers,
        Self::Prices,
        Self::Subscriptions,
        Self::Coupons,
        Self::Products,
        Self::Families,
        Self::Cancel,
        Self::Pause,
        Self::ApplyCoupon,
        Self::ChangePrice,
        Self::ExtendTrial,
    ];

    /// Churnkey's name, which is also the trait's, such as `ApplyCoupon`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Customers => "Customers",
            Self::Prices => "Prices",
            Self::Subscriptions => "Subscriptions",
            Self::Coupons => "Coupons",
            Self::Products => "Products",
            Self::Families => "Families",
            Self::Cancel => "Cancel",
            Self::Pause => "Pause",
            Self::ApplyCoupon => "ApplyCoupon",
            Self::ChangePrice => "ChangePrice",
            Self::ExtendTrial => "ExtendTrial",
        }
    }

    /// The modules without which this one is not offered. `Prices` with `type = product` also needs `Products`, and
    /// `Products` with `type = family` needs `Families`.
    #[must_use]
    pub const fn needs(self) -> &'static [Self] {
        self.info().needs
    }

    pub(crate) const fn info(self) -> &'static Info {
        match self {
            Self::Customers => &controllers::customers::INFO,
            Self::Prices => &controllers::prices::INFO,
            Self::Subscriptions => &controllers::subscriptions::INFO,
            Self::Coupons => &controllers::coupons::INFO,
            Self::Products => &controllers::products::INFO,
            Self::Families => &controllers::families::INFO,
            Self::Cancel => &actions::cancel::INFO,
            Self::Pause => &actions::pause::INFO,
            Self::ApplyCoupon => &actions::apply_coupon::INFO,
            Self::ChangePrice => &actions::change_price::INFO,
            Self::ExtendTrial => &actions::extend_trial::INFO,
        }
    }
}

impl fmt::Display for Module {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
