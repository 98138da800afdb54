//! The fixed properties of each module, collected from the files of their traits.

use crate::module::names::{Info, Module};
use crate::{actions, controllers};

impl Module {
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

    /// The modules that must be offered with this one. `Prices` with `type = product` also needs `Products`, and
    /// `Products` with `type = family` needs `Families`.
    #[must_use]
    pub const fn needs(self) -> &'static [Self] {
        self.info().needs
    }
}
