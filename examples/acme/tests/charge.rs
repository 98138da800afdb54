#![allow(clippy::unwrap_used, reason = "a test may fail")]

use churnkey::models::{Amount, Currency, FixedAmount, Period, Tier, TierMode};

use super::{charge, prorated};

#[test]
fn fixed_prices_cost_their_flat_part_once_and_their_unit_for_each() {
    let price = Amount::from(FixedAmount::new(Currency::EUR).flat(500).unit(900));
    assert_eq!(charge(&price, 1), 1400);
    assert_eq!(charge(&price, 3), 3200);
}

#[test]
fn graduated_tiers_price_each_slice_and_total_tiers_the_whole() {
    let tiers =
        || [Tier::up_to(10).unit(100), Tier::up_to(20).unit(50), Tier::rest().unit(10).flat(5)];
    let graduated = Amount::tiered(Currency::USD, TierMode::Graduated, tiers()).unwrap();
    assert_eq!(charge(&graduated, 10), 1000);
    assert_eq!(charge(&graduated, 11), 1050);
    assert_eq!(charge(&graduated, 25), 1000 + 500 + 55);
    let total = Amount::tiered(Currency::USD, TierMode::Total, tiers()).unwrap();
    assert_eq!(charge(&total, 10), 1000);
    assert_eq!(charge(&total, 11), 550);
    assert_eq!(charge(&total, 25), 255);
}

#[test]
fn the_rest_of_a_period_is_prorated_without_a_float_and_rounded_down() {
    let at = |date: &str| date.parse().unwrap();
    let april = Period::new(at("2026-04-01T00:00:00Z"), at("2026-05-01T00:00:00Z")).unwrap();
    assert_eq!(prorated(3000, april, at("2026-04-16T00:00:00Z")), 1500);
    assert_eq!(prorated(100, april, at("2026-04-11T00:00:00Z")), 66);
    assert_eq!(prorated(-100, april, at("2026-04-11T00:00:00Z")), -67);
    assert_eq!(prorated(3000, april, at("2026-05-01T00:00:00Z")), 0);
}
