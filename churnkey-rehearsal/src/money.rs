//! Computes and formats amounts of money.

use iso_currency::Currency;
use serde_json::Value;

use crate::fields::{list, number, text};

/// The charge for a quantity at an amount (protocol 4.2), in the minor unit.
pub(crate) fn charge(amount: &Value, quantity: f64) -> Option<f64> {
    match text(amount, "/model")? {
        "fixed" => Some(of(amount, quantity)),
        "tiered" if text(amount, "/mode") == Some("graduated") => Some(graduated(amount, quantity)),
        "tiered" => Some(total(amount, quantity)),
        _ => None,
    }
}

fn of(tier: &Value, quantity: f64) -> f64 {
    number(tier, "/unit").unwrap_or(0.0) * quantity + number(tier, "/flat").unwrap_or(0.0)
}

/// Each slice at its own tier.
fn graduated(amount: &Value, quantity: f64) -> f64 {
    let (mut below, mut sum) = (0.0, 0.0);
    for tier in list(amount, "/tiers") {
        let upper = number(tier, "/upTo").unwrap_or(f64::INFINITY);
        sum += of(tier, quantity.min(upper) - below);
        below = upper;
        if quantity <= upper {
            break;
        }
    }
    sum
}

/// The whole quantity at the tier that it reaches.
fn total(amount: &Value, quantity: f64) -> f64 {
    let reached = |tier: &&Value| quantity <= number(tier, "/upTo").unwrap_or(f64::INFINITY);
    list(amount, "/tiers").find(reached).map_or(0.0, |tier| of(tier, quantity))
}

/// Formats an amount in the minor unit: `9.00 EUR`, `1200 JPY`, `1.500 KWD`.
pub(crate) fn format(minor: f64, currency: &str) -> String {
    let code = currency.to_ascii_uppercase();
    let digits = Currency::from_code(&code).and_then(Currency::exponent).unwrap_or(2);
    let major = minor / 10_f64.powf(f64::from(digits));
    format!("{major:.*} {code}", usize::from(digits))
}
