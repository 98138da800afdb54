//! What a price costs.

use serde::{Deserialize, Serialize};

use super::{Currency, InvalidModel};

/// What is charged per billing cycle ([protocol 4.2](crate::protocol#42-price-v)), tagged by `model` on the wire.
///
/// Money is a whole number in the minor unit of the currency: 1.10 USD is `110`.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::models::{Amount, Currency, FixedAmount, Tier, TierMode};
///
/// // 9.00 EUR a seat
/// let seats = Amount::per_unit(Currency::EUR, 900);
/// // 20.00 EUR, and 9.00 EUR a seat
/// let both = Amount::from(FixedAmount::new(Currency::EUR).unit(900).flat(2000));
/// // the first 1000 calls at 5 cents each, all further ones at 2 cents
/// let calls = Amount::tiered(
///     Currency::USD,
///     TierMode::Graduated,
///     [Tier::up_to(1000).unit(5), Tier::rest().unit(2)],
/// )?;
/// assert_eq!(calls.currency(), Currency::USD);
/// # Ok::<(), churnkey::models::InvalidModel>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(tag = "model", rename_all = "lowercase")]
#[non_exhaustive]
pub enum Amount {
    /// The same per unit, whatever the quantity.
    Fixed(FixedAmount),
    /// Depends on the quantity.
    Tiered(TieredAmount),
}

impl Amount {
    /// An amount for each unit of the quantity.
    #[must_use]
    pub const fn per_unit(currency: Currency, unit: i64) -> Self {
        Self::Fixed(FixedAmount::new(currency).unit(unit))
    }

    /// One amount per cycle, whatever the quantity.
    #[must_use]
    pub const fn flat(currency: Currency, flat: i64) -> Self {
        Self::Fixed(FixedAmount::new(currency).flat(flat))
    }

    /// Tiers in ascending order; see [`TieredAmount::new`] for what is allowed.
    pub fn tiered(
        currency: Currency,
        mode: TierMode,
        tiers: impl IntoIterator<Item = Tier>,
    ) -> Result<Self, InvalidModel> {
        TieredAmount::new(currency, mode, tiers).map(Self::Tiered)
    }

    /// The currency of either kind.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        match self {
            Self::Fixed(amount) => amount.currency,
            Self::Tiered(amount) => amount.currency,
        }
    }
}

impl From<FixedAmount> for Amount {
    fn from(amount: FixedAmount) -> Self {
        Self::Fixed(amount)
    }
}

impl From<TieredAmount> for Amount {
    fn from(amount: TieredAmount) -> Self {
        Self::Tiered(amount)
    }
}

/// An amount without tiers: `flat + unit × quantity` ([protocol 4.2](crate::protocol#42-price-v)). It is also the value
/// of a coupon that takes off money ([protocol 4.4](crate::protocol#44-coupon-v)).
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::models::{Currency, FixedAmount};
///
/// let amount = FixedAmount::new(Currency::EUR).unit(900).flat(2000);
/// assert_eq!(amount.unit, Some(900));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct FixedAmount {
    /// The currency of both numbers.
    pub currency: Currency,
    /// For each unit of the quantity, in the minor unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<i64>,
    /// Once per cycle, in the minor unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flat: Option<i64>,
}

impl FixedAmount {
    /// An amount without numbers; set `unit`, `flat` or both.
    #[must_use]
    pub const fn new(currency: Currency) -> Self {
        Self { currency, unit: None, flat: None }
    }

    /// Sets what each unit costs.
    #[must_use]
    pub const fn unit(mut self, unit: i64) -> Self {
        self.unit = Some(unit);
        self
    }

    /// Sets what a cycle costs, whatever the quantity.
    #[must_use]
    pub const fn flat(mut self, flat: i64) -> Self {
        self.flat = Some(flat);
        self
    }
}

/// An amount that depends on the quantity ([protocol 4.2](crate::protocol#42-price-v)).
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::models::{Currency, Tier, TierMode, TieredAmount};
///
/// let tiers = [Tier::up_to(10).unit(900), Tier::rest().unit(700).flat(500)];
/// let amount = TieredAmount::new(Currency::EUR, TierMode::Total, tiers)?;
/// assert_eq!(amount.tiers()[0].up_to, Some(10));
///
/// // the tier without an upper bound must be the last
/// let wrong = [Tier::rest().unit(700), Tier::up_to(10).unit(900)];
/// assert!(TieredAmount::new(Currency::EUR, TierMode::Total, wrong).is_err());
/// # Ok::<(), churnkey::models::InvalidModel>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema), schemars(!try_from))]
#[serde(rename_all = "camelCase", try_from = "Unchecked")]
#[non_exhaustive]
pub struct TieredAmount {
    /// The currency of all tiers.
    pub currency: Currency,
    /// Which tier prices what.
    pub mode: TierMode,
    // Not public, because its order is checked.
    #[cfg_attr(feature = "openapi", schemars(length(min = 1)))]
    tiers: Vec<Tier>,
}

#[derive(Deserialize)]
struct Unchecked {
    currency: Currency,
    mode: TierMode,
    tiers: Vec<Tier>,
}

impl TryFrom<Unchecked> for TieredAmount {
    type Error = InvalidModel;

    fn try_from(Unchecked { currency, mode, tiers }: Unchecked) -> Result<Self, InvalidModel> {
        Self::new(currency, mode, tiers)
    }
}

impl TieredAmount {
    /// Needs at least one tier. `up_to` must rise from tier to tier; only the last tier may go without it.
    pub fn new(
        currency: Currency,
        mode: TierMode,
        tiers: impl IntoIterator<Item = Tier>,
    ) -> Result<Self, InvalidModel> {
        let tiers = Vec::from_iter(tiers);
        if tiers.is_empty() {
            return Err(InvalidModel::new("tiers", "a list of at least one tier", "an empty one"));
        }
        for (lower, upper) in tiers.iter().zip(tiers.iter().skip(1)) {
            let Some(bound) = lower.up_to else {
                return Err(InvalidModel::new(
                    "upTo",
                    "given for every tier but the last",
                    "absent",
                ));
            };
            if let Some(next) = upper.up_to.filter(|next| *next <= bound) {
                return Err(InvalidModel::new(
                    "upTo",
                    "greater than in the tier before",
                    format!("{next} after {bound}"),
                ));
            }
        }
        Ok(Self { currency, mode, tiers })
    }

    /// The tiers, in ascending order.
    #[must_use]
    pub fn tiers(&self) -> &[Tier] {
        &self.tiers
    }
}

/// How the tiers of a [`TieredAmount`] are applied ([protocol 4.2](crate::protocol#42-price-v)).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum TierMode {
    /// Each slice of the quantity is priced by its own tier.
    Graduated,
    /// The whole quantity is priced by the tier that it reaches.
    Total,
}

/// One step of a [`TieredAmount`] ([protocol 4.2](crate::protocol#42-price-v)).
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::models::Tier;
///
/// let first = Tier::up_to(1000).unit(5);
/// let last = Tier::rest().unit(2).flat(500);
/// assert_eq!((first.up_to, last.up_to), (Some(1000), None));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Tier {
    /// The last quantity of this tier. Absent in a last tier that has no upper bound.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub up_to: Option<u64>,
    /// For each unit, in the minor unit of the currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<i64>,
    /// Once per cycle, in the minor unit of the currency.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flat: Option<i64>,
}

impl Tier {
    /// A tier up to and including this quantity.
    #[must_use]
    pub const fn up_to(quantity: u64) -> Self {
        Self { up_to: Some(quantity), unit: None, flat: None }
    }

    /// The last tier, for everything above the others.
    #[must_use]
    pub const fn rest() -> Self {
        Self { up_to: None, unit: None, flat: None }
    }

    /// Sets what each unit costs in this tier.
    #[must_use]
    pub const fn unit(mut self, unit: i64) -> Self {
        self.unit = Some(unit);
        self
    }

    /// Sets what the tier costs once per cycle.
    #[must_use]
    pub const fn flat(mut self, flat: i64) -> Self {
        self.flat = Some(flat);
        self
    }
}
