//! What a price costs for a quantity (protocol 4.2), and how a change of price is prorated. Integers only.

use churnkey::chrono::{DateTime, Utc};
use churnkey::prelude::*;

/// One billing period of a price, in the minor unit.
pub(crate) fn charge(amount: &Amount, quantity: u64) -> i128 {
    match amount {
        Amount::Fixed(fixed) => line(fixed.flat, fixed.unit, quantity),
        Amount::Tiered(tiered) => match tiered.mode {
            TierMode::Graduated => graduated(tiered.tiers(), quantity),
            _ => total(tiered.tiers(), quantity),
        },
        _ => 0,
    }
}

/// Each slice of the quantity at the price of its own tier.
fn graduated(tiers: &[Tier], quantity: u64) -> i128 {
    let (mut sum, mut below) = (0, 0);
    for tier in tiers {
        if quantity <= below {
            break;
        }
        let up_to = tier.up_to.unwrap_or(u64::MAX).min(quantity);
        sum += line(tier.flat, tier.unit, up_to - below);
        below = up_to;
    }
    sum
}

/// The whole quantity at the price of the tier that it reaches.
fn total(tiers: &[Tier], quantity: u64) -> i128 {
    let reached = tiers.iter().find(|tier| tier.up_to.is_none_or(|up_to| quantity <= up_to));
    reached.or(tiers.last()).map_or(0, |tier| line(tier.flat, tier.unit, quantity))
}

fn line(flat: Option<i64>, unit: Option<i64>, quantity: u64) -> i128 {
    i128::from(flat.unwrap_or(0)) + i128::from(unit.unwrap_or(0)) * i128::from(quantity)
}

/// The part of `amount` for the rest of the period, rounded down, so that rounding never costs the customer anything.
pub(crate) fn prorated(amount: i128, period: Period, now: DateTime<Utc>) -> i64 {
    let whole = i128::from((period.end() - period.start()).num_milliseconds()).max(1);
    let rest = i128::from((period.end() - now).num_milliseconds()).clamp(0, whole);
    i64::try_from((amount * rest).div_euclid(whole)).unwrap_or(i64::MAX)
}

#[cfg(test)]
#[path = "tests/charge.rs"]
mod tests;
