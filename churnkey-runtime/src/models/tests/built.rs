//! What the constructors make, in its form on the wire.

use serde_json::json;

use super::date;
use crate::models::{
    Address, Amount, BillingCycle, Coupon, CouponDuration, CouponValue, Currency, Customer,
    Discount, Family, FixedAmount, Item, PausePeriod, Percent, Period, Price, PriceType, Product,
    Redemptions, Status, Subscription, Tier, TierMode,
};

fn period() -> Period {
    Period::new(date("2026-02-03T09:00:00Z"), date("2026-03-03T09:00:00Z")).unwrap()
}

fn winter() -> Coupon {
    Coupon::new("c_winter", CouponDuration::cycles(3).unwrap(), Percent::new(15.0).unwrap())
}

#[test]
fn customers() {
    let customer = Customer::new("u")
        .name("Mina")
        .last_name("Okafor")
        .email("m@example.org")
        .phone("+49")
        .address(
            Address::new()
                .country("CA")
                .state("ON")
                .city("Ottawa")
                .postal_code("K1A")
                .line1("a")
                .line2("b"),
        )
        .addresses([Address::default()])
        .discount(Discount::new(winter()).start(date("2026-01-01T00:00:00Z")))
        .discounts([Discount::new(winter()).end(date("2026-02-01T00:00:00Z"))])
        .currency(Currency::CAD)
        .metadata("tier", "gold")
        .metadata("a", "b");
    let coupon = json!({
        "id": "c_winter", "duration": { "type": "cycle-amount", "cycles": 3 },
        "value": { "type": "percentage", "percent": 15 }
    });
    assert_eq!(
        serde_json::to_value(customer).unwrap(),
        json!({
            "id": "u", "name": "Mina", "lastName": "Okafor", "email": "m@example.org", "phone": "+49",
            "addresses": [
                { "country": "CA", "state": "ON", "city": "Ottawa", "postalCode": "K1A", "line1": "a", "line2": "b" },
                {}
            ],
            "discounts": [
                { "coupon": coupon, "start": "2026-01-01T00:00:00.000Z" },
                { "coupon": coupon, "end": "2026-02-01T00:00:00.000Z" }
            ],
            "currency": "cad", "metadata": { "tier": "gold", "a": "b" }
        })
    );
}

#[test]
fn subscriptions_in_the_order_of_the_protocol() {
    let price = Price::standalone(
        "p",
        BillingCycle::YEARLY,
        FixedAmount::new(Currency::EUR).unit(900).flat(0),
    )
    .name("Team")
    .description("internal");
    let subscription = Subscription::new(
        "s",
        "u",
        Status::active(period()),
        date("2025-11-03T09:00:00Z"),
        BillingCycle::MONTHLY,
        [Item::new("i", price).quantity(3)],
    )
    .discount(Discount::new(winter()))
    .discounts([])
    .metadata("k", "v");
    assert_eq!(
        serde_json::to_string(&subscription).unwrap(),
        concat!(
            r#"{"id":"s","customerId":"u","status":{"name":"active","currentPeriod":{"start":"2026-02-03T09:00:00.000Z","#,
            r#""end":"2026-03-03T09:00:00.000Z"}},"start":"2025-11-03T09:00:00.000Z","#,
            r#""duration":{"amount":1,"unit":"month"},"items":[{"id":"i","price":{"id":"p","type":"standalone","#,
            r#""duration":{"amount":1,"unit":"year"},"amount":{"model":"fixed","currency":"eur","unit":900,"flat":0},"#,
            r#""name":"Team","description":"internal"},"quantity":3}],"#,
            r#""discounts":[{"coupon":{"id":"c_winter","duration":{"type":"cycle-amount","cycles":3},"#,
            r#""value":{"type":"percentage","percent":15}}}],"metadata":{"k":"v"}}"#
        )
    );
}

#[test]
fn statuses() {
    let at = date("2026-01-20T12:30:00Z");
    let later = Period::new(at, date("2026-05-01T00:00:00Z")).unwrap();
    let of = |status: Status| serde_json::to_value(status).unwrap();
    let p = json!({ "start": "2026-02-03T09:00:00.000Z", "end": "2026-03-03T09:00:00.000Z" });
    let l = json!({ "start": "2026-01-20T12:30:00.000Z", "end": "2026-05-01T00:00:00.000Z" });

    assert_eq!(of(Status::active(period())), json!({ "name": "active", "currentPeriod": p }));
    assert_eq!(
        of(Status::in_trial(period())),
        json!({ "name": "trial", "trial": p, "currentPeriod": p })
    );
    assert_eq!(
        of(Status::in_trial(period()).with_current_period(later)),
        json!({ "name": "trial", "trial": p, "currentPeriod": l })
    );
    assert_eq!(
        of(Status::paused(PausePeriod::indefinite(at)).with_current_period(period())),
        json!({ "name": "paused", "pause": { "start": "2026-01-20T12:30:00.000Z" }, "currentPeriod": p })
    );
    assert_eq!(
        of(Status::canceled(at).with_trial(later)),
        json!({ "name": "canceled", "canceledAt": "2026-01-20T12:30:00.000Z", "trial": l })
    );
    assert_eq!(of(Status::unpaid(period())), json!({ "name": "unpaid", "currentPeriod": p }));
}

#[test]
fn every_status_carries_both_periods() {
    let at = date("2026-01-20T12:30:00Z");
    let trial = Period::new(at, date("2026-05-01T00:00:00Z")).unwrap();
    for (status, name) in [
        (Status::active(trial), "active"),
        (Status::in_trial(period()), "trial"),
        (Status::paused(PausePeriod::indefinite(at)), "paused"),
        (Status::canceled(at), "canceled"),
        (Status::unpaid(trial), "unpaid"),
    ] {
        let status = status.with_current_period(period()).with_trial(trial);
        assert_eq!((status.current_period(), status.trial()), (Some(period()), Some(trial)));
        let json = serde_json::to_value(status).unwrap();
        assert_eq!((json["name"].as_str(), status.name()), (Some(name), name));
        assert!(json["currentPeriod"].is_object() && json["trial"].is_object());
        let is = [
            status.is_active(),
            status.is_trial(),
            status.is_paused(),
            status.is_canceled(),
            status.is_unpaid(),
        ];
        assert_eq!(is.into_iter().filter(|is| *is).count(), 1);
    }
}

#[test]
fn amounts() {
    let of = |amount: Amount| serde_json::to_value(amount).unwrap();
    assert_eq!(
        of(Amount::per_unit(Currency::EUR, 900)),
        json!({ "model": "fixed", "currency": "eur", "unit": 900 })
    );
    assert_eq!(
        of(Amount::flat(Currency::USD, 9900)),
        json!({ "model": "fixed", "currency": "usd", "flat": 9900 })
    );
    let tiered = Amount::tiered(
        Currency::USD,
        TierMode::Graduated,
        [Tier::up_to(1000).unit(5), Tier::rest().unit(2).flat(500)],
    )
    .unwrap();
    assert_eq!(tiered.currency(), Currency::USD);
    assert_eq!(
        of(tiered),
        json!({ "model": "tiered", "currency": "usd", "mode": "graduated",
            "tiers": [{ "upTo": 1000, "unit": 5 }, { "unit": 2, "flat": 500 }] })
    );
}

#[test]
fn prices_and_products() {
    let price = Price::product(
        "p",
        "prod",
        BillingCycle::months(3).unwrap(),
        Amount::flat(Currency::EUR, 1),
    );
    assert_eq!(price.r#type, PriceType::product("prod"));
    let json = serde_json::to_value(price).unwrap();
    assert_eq!((&json["type"], &json["productId"]), (&json!("product"), &json!("prod")));

    assert_eq!(
        serde_json::to_value(Product::standalone("p", "P").description("d")).unwrap(),
        json!({ "id": "p", "type": "standalone", "name": "P", "description": "d" })
    );
    assert_eq!(
        serde_json::to_value(Product::family("p", "f", "P").unit_label("seat")).unwrap(),
        json!({ "id": "p", "type": "family", "familyId": "f", "name": "P", "unitLabel": "seat" })
    );
    assert_eq!(
        serde_json::to_value(Family::new("f", "F").description("d")).unwrap(),
        json!({ "id": "f", "name": "F", "description": "d" })
    );
}

#[test]
fn coupons() {
    let coupon =
        Coupon::new("c", CouponDuration::years(2).unwrap(), CouponValue::flat(Currency::USD, 500))
            .name("Five")
            .code("FIVE")
            .redemptions(Redemptions::new().max(200).current(17))
            .expires_at(date("2026-12-31T23:59:59Z"));
    assert_eq!(
        serde_json::to_value(coupon).unwrap(),
        json!({
            "id": "c", "duration": { "type": "recurring", "amount": 2, "unit": "year" },
            "value": { "type": "fixed", "currency": "usd", "flat": 500 }, "name": "Five", "code": "FIVE",
            "redemptions": { "max": 200, "current": 17 }, "expiresAt": "2026-12-31T23:59:59.000Z"
        })
    );
    let half = CouponValue::percentage_in(Currency::GBP, Percent::new(50.0).unwrap());
    assert_eq!(
        serde_json::to_value(half).unwrap(),
        json!({ "type": "percentage", "percent": 50, "currency": "gbp" })
    );
    assert_eq!(
        serde_json::to_value(CouponValue::per_unit(Currency::GBP, 5)).unwrap(),
        json!({ "type": "fixed", "currency": "gbp", "unit": 5 })
    );
}
