//! Invalid values, which can be neither read nor built.

use serde_json::{Value, json};

use super::{date, refusal};
use crate::models::{
    Amount, BillingCycle, Coupon, CouponDuration, CouponValue, Currency, Customer, PausePeriod,
    Percent, Period, Price, Product, Status, Tier, TierMode,
};

#[test]
fn currencies() {
    for code in ["", "eu", "euro", "e r", "eu1", "€", "ußd"] {
        let error = Currency::new(code).unwrap_err();
        assert_eq!(error.field(), "currency");
        assert_eq!(
            error.to_string(),
            format!("`currency` must be three ASCII letters (ISO 4217), not {code:?}")
        );
        assert!(refusal::<Currency>(&json!(code)).contains(&error.to_string()));
    }
    assert!(
        refusal::<Customer>(&json!({ "id": "u", "currency": "dollar" }))
            .contains("`currency` must be")
    );
    refusal::<Currency>(&json!(978));
}

#[test]
fn percentages() {
    for percent in [-0.1, 100.1, f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let error = Percent::new(percent).unwrap_err();
        assert_eq!(
            error.to_string(),
            format!("`percent` must be a number from 0 to 100, not {percent}")
        );
    }
    assert!(
        refusal::<Percent>(&json!(140))
            .contains("`percent` must be a number from 0 to 100, not 140")
    );
    assert!(
        refusal::<CouponValue>(&json!({ "type": "percentage", "percent": -1 }))
            .contains("`percent` must be")
    );
    refusal::<Percent>(&json!("15"));
    refusal::<CouponValue>(&json!({ "type": "percentage" }));
    refusal::<CouponValue>(&json!({ "type": "gift" }));
}

#[test]
fn durations() {
    for error in [BillingCycle::months(0).unwrap_err(), BillingCycle::years(0).unwrap_err()] {
        assert_eq!(error.to_string(), "`amount` must be at least 1, not 0");
    }
    for duration in [
        json!({ "amount": 0, "unit": "month" }),
        json!({ "amount": -1, "unit": "month" }),
        json!({ "amount": 1.5, "unit": "month" }),
        json!({ "amount": 5_000_000_000_u64, "unit": "month" }),
        json!({ "amount": 1, "unit": "week" }),
        json!({ "amount": 1 }),
    ] {
        refusal::<BillingCycle>(&duration);
    }
}

#[test]
fn coupon_durations() {
    assert_eq!(
        CouponDuration::cycles(0).unwrap_err().to_string(),
        "`cycles` must be at least 1, not 0"
    );
    assert_eq!(CouponDuration::months(0).unwrap_err().field(), "amount");
    assert_eq!(CouponDuration::years(0).unwrap_err().field(), "amount");
    for duration in [
        json!({ "type": "recurring" }),
        json!({ "type": "recurring", "amount": 0, "unit": "month" }),
        json!({ "type": "cycle-amount" }),
        json!({ "type": "cycle-amount", "cycles": 0 }),
        json!({ "type": "always" }),
    ] {
        refusal::<CouponDuration>(&duration);
    }
    refusal::<Coupon>(&json!({ "id": "c", "duration": { "type": "once" } }));
}

#[test]
fn money_is_whole() {
    for number in [json!(9.5), json!(9.0), json!("900"), json!(u64::MAX), json!(1e30)] {
        for key in ["unit", "flat"] {
            refusal::<Amount>(&json!({ "model": "fixed", "currency": "eur", key: number }));
            refusal::<Amount>(
                &json!({ "model": "tiered", "currency": "eur", "mode": "total", "tiers": [{ key: number }] }),
            );
            refusal::<CouponValue>(&json!({ "type": "fixed", "currency": "eur", key: number }));
        }
    }
}

#[test]
fn tiers() {
    let tiered =
        |tiers: &[Tier]| Amount::tiered(Currency::EUR, TierMode::Total, tiers.iter().copied());
    let read = |tiers: Value| {
        refusal::<Amount>(
            &json!({ "model": "tiered", "currency": "eur", "mode": "total", "tiers": tiers }),
        )
    };

    let empty = tiered(&[]).unwrap_err().to_string();
    assert_eq!(empty, "`tiers` must be a list of at least one tier, not an empty one");
    assert_eq!(read(json!([])), empty);

    let open = tiered(&[Tier::rest(), Tier::up_to(5)]).unwrap_err().to_string();
    assert_eq!(open, "`upTo` must be given for every tier but the last, not absent");
    assert_eq!(read(json!([{}, { "upTo": 5 }])), open);
    assert_eq!(tiered(&[Tier::rest(), Tier::rest()]).unwrap_err().to_string(), open);

    let equal = tiered(&[Tier::up_to(5), Tier::up_to(5), Tier::rest()]).unwrap_err().to_string();
    assert_eq!(equal, "`upTo` must be greater than in the tier before, not 5 after 5");
    assert_eq!(read(json!([{ "upTo": 5 }, { "upTo": 5 }, {}])), equal);
    assert_eq!(tiered(&[Tier::up_to(5), Tier::up_to(4)]).unwrap_err().field(), "upTo");

    tiered(&[Tier::rest()]).unwrap();
    tiered(&[Tier::up_to(5)]).unwrap();
    read(json!([{ "upTo": -1 }]));
    read(json!([{ "upTo": 1.5 }]));
    refusal::<Amount>(
        &json!({ "model": "tiered", "currency": "eur", "mode": "volume", "tiers": [{}] }),
    );
    refusal::<Amount>(&json!({ "model": "metered", "currency": "eur" }));
    refusal::<Amount>(&json!({ "currency": "eur", "flat": 1 }));
    refusal::<Amount>(&json!({ "model": "fixed", "flat": 1 }));
}

#[test]
fn a_product_price_needs_its_product() {
    let mut price = json!({
        "id": "p", "type": "product", "duration": { "amount": 1, "unit": "month" },
        "amount": { "model": "fixed", "currency": "eur", "flat": 1 }
    });
    assert!(refusal::<Price>(&price).contains("productId"));
    price["productId"] = Value::Null;
    refusal::<Price>(&price);
    price["type"] = json!("family");
    refusal::<Price>(&price);
}

#[test]
fn a_family_product_needs_its_family() {
    assert!(
        refusal::<Product>(&json!({ "id": "p", "name": "P", "type": "family" }))
            .contains("familyId")
    );
    refusal::<Product>(&json!({ "id": "p", "name": "P", "type": "product" }));
}

#[test]
fn periods() {
    let (start, end) = (date("2026-01-01T00:00:00Z"), date("2026-02-01T00:00:00Z"));
    let error = Period::new(end, start).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`end` must be later than `start`, not 2026-01-01T00:00:00Z with `start` 2026-02-01T00:00:00Z"
    );
    assert_eq!(PausePeriod::between(end, start).unwrap_err(), error);
    Period::new(start, start).unwrap_err();
    PausePeriod::between(start, start).unwrap_err();

    let backwards = json!({ "start": "2026-02-01T00:00:00Z", "end": "2026-01-01T00:00:00Z" });
    assert_eq!(refusal::<Period>(&backwards), error.to_string());
    assert_eq!(refusal::<PausePeriod>(&backwards), error.to_string());
    assert_eq!(
        refusal::<Status>(&json!({ "name": "active", "currentPeriod": backwards })),
        error.to_string()
    );
    refusal::<Period>(&json!({ "start": "2026-02-01T00:00:00Z" }));
}

#[test]
fn statuses() {
    for status in [
        json!({ "name": "future" }),
        json!({ "name": "trial" }),
        json!({ "name": "paused" }),
        json!({ "name": "canceled" }),
        json!({}),
    ] {
        refusal::<Status>(&status);
    }
}

#[test]
fn metadata_is_text() {
    refusal::<Customer>(&json!({ "id": "u", "metadata": { "seats": 3 } }));
}
