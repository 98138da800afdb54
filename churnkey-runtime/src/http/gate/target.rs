//! What a gate can close: the names, and the requests that each stands for.

use std::fmt;

use crate::module::endpoint::{Endpoint, Verb};
use crate::module::names::Module;

/// What a [`Gate`](crate::Gate) closes: one action, all writes but Cancel, or everything that a cancellation does not need.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::GateTarget;
///
/// assert_eq!(GateTarget::ChangePrice.name(), "change_price");
/// assert_eq!("change-price".parse(), Ok(GateTarget::ChangePrice));
/// assert!("refund".parse::<GateTarget>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum GateTarget {
    /// The [`Cancel`](crate::Cancel) action. Nothing else closes it: in many places the law gives customers the right to
    /// cancel.
    Cancel,
    /// The [`Pause`](crate::Pause) action.
    Pause,
    /// The [`ApplyCoupon`](crate::ApplyCoupon) action.
    ApplyCoupon,
    /// The [`ChangePrice`](crate::ChangePrice) action.
    ChangePrice,
    /// The [`ExtendTrial`](crate::ExtendTrial) action.
    ExtendTrial,
    /// All actions but Cancel.
    Writes,
    /// All actions but Cancel, and the reads that a cancellation does not need: the lists of customers, prices, products
    /// and families, and coupons. The manifest stays open, and so do single objects and a customer's subscriptions.
    Everything,
}

impl GateTarget {
    /// All targets: the single actions, then those that close several.
    pub const ALL: &'static [Self] = &[
        Self::Cancel,
        Self::Pause,
        Self::ApplyCoupon,
        Self::ChangePrice,
        Self::ExtendTrial,
        Self::Writes,
        Self::Everything,
    ];

    /// The name in a [file](crate::Builder::gate_file), in logs and in metrics: `change_price`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cancel => "cancel",
            Self::Pause => "pause",
            Self::ApplyCoupon => "apply_coupon",
            Self::ChangePrice => "change_price",
            Self::ExtendTrial => "extend_trial",
            Self::Writes => "writes",
            Self::Everything => "everything",
        }
    }

    fn of_action(module: Module) -> Option<Self> {
        match module {
            Module::Cancel => Some(Self::Cancel),
            Module::Pause => Some(Self::Pause),
            Module::ApplyCoupon => Some(Self::ApplyCoupon),
            Module::ChangePrice => Some(Self::ChangePrice),
            Module::ExtendTrial => Some(Self::ExtendTrial),
            Module::Customers
            | Module::Prices
            | Module::Subscriptions
            | Module::Coupons
            | Module::Products
            | Module::Families => None,
        }
    }

    /// The targets that close an endpoint, the narrowest first.
    pub(super) fn closing(module: Module, endpoint: &Endpoint) -> [Option<Self>; 3] {
        let action = Self::of_action(module);
        let (writes, everything) = match (endpoint.verb, action) {
            (Verb::Write, Some(Self::Cancel)) => (None, None),
            (Verb::Write, _) => (Some(Self::Writes), Some(Self::Everything)),
            (Verb::Read, _) if may_be_needed_to_cancel(module, endpoint) => (None, None),
            (Verb::Read, _) => (None, Some(Self::Everything)),
        };
        [action, writes, everything]
    }

    pub(super) const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// Churnkey does not document which reads it makes for a cancellation. So all that may belong to one stay open: those that
/// lead from a customer to its subscriptions, their prices, and the products and families of these.
fn may_be_needed_to_cancel(module: Module, endpoint: &Endpoint) -> bool {
    match module {
        Module::Subscriptions => true,
        Module::Coupons => false,
        _ => endpoint.method != "list",
    }
}

impl fmt::Display for GateTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Parses the [name](Self::name), also with `-` for `_`.
impl std::str::FromStr for GateTarget {
    type Err = UnknownGateTarget;

    fn from_str(name: &str) -> Result<Self, Self::Err> {
        let plain = name.replace('-', "_");
        let known = Self::ALL.iter().find(|target| target.name() == plain);
        known.copied().ok_or(UnknownGateTarget(()))
    }
}

/// The error for a name that no [`GateTarget`] has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownGateTarget(());

impl fmt::Display for UnknownGateTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<_> = GateTarget::ALL.iter().map(|target| target.name()).collect();
        write!(f, "the gate can close {}", names.join(", "))
    }
}

impl std::error::Error for UnknownGateTarget {}

#[cfg(test)]
#[path = "../../tests/gate_target.rs"]
mod tests;
