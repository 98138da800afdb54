//! Absent values, `null`, and unknown keys (protocol 2.9).

use serde_json::json;

use crate::models::{
    Coupon, CouponDuration, Customer, Item, Page, PausePeriod, Price, Status, Subscription, Tier,
};

fn read<M: serde::de::DeserializeOwned>(json: serde_json::Value) -> M {
    serde_json::from_value(json).unwrap()
}

#[test]
fn absent_values_are_left_out() {
    assert_eq!(serde_json::to_string(&Customer::new("u")).unwrap(), r#"{"id":"u"}"#);
    assert_eq!(serde_json::to_string(&Tier::rest()).unwrap(), "{}");
    assert_eq!(serde_json::to_string(&Page::<u8>::last([])).unwrap(), r#"{"data":[]}"#);
}

#[test]
fn null_is_absent() {
    let customer: Customer = read(json!({
        "id": "u", "name": null, "lastName": null, "email": null, "phone": null, "addresses": null,
        "discounts": null, "currency": null, "metadata": null
    }));
    assert_eq!(customer, Customer::new("u"));

    let coupon: Coupon = read(json!({
        "id": "c", "duration": { "type": "once" }, "value": { "type": "percentage", "percent": 5, "currency": null },
        "name": null, "code": null, "redemptions": null, "expiresAt": null
    }));
    assert_eq!(coupon.duration, CouponDuration::Once);
    assert_eq!((coupon.redemptions, coupon.expires_at), (None, None));

    let status: Status = read(json!({ "name": "active", "currentPeriod": null, "trial": null }));
    assert_eq!((status.current_period(), status.trial()), (None, None));

    let pause: PausePeriod = read(json!({ "start": "2026-01-01T00:00:00Z", "end": null }));
    assert_eq!(pause.end(), None);

    let price = json!({
        "id": "p", "type": "standalone", "productId": null, "name": null, "description": null,
        "duration": { "amount": 1, "unit": "month" },
        "amount": { "model": "tiered", "currency": "eur", "mode": "total",
            "tiers": [{ "upTo": null, "unit": null, "flat": 1 }] }
    });
    assert_eq!(read::<Price>(price.clone()).name, None);

    let subscription: Subscription = read(json!({
        "id": "s", "customerId": "u", "start": "2026-01-01T00:00:00Z", "status": { "name": "unpaid" },
        "duration": { "amount": 1, "unit": "month" }, "discounts": null, "metadata": null,
        "items": [{ "id": "i", "price": price, "quantity": null }]
    }));
    assert_eq!(subscription.items[0].quantity, 1);
}

#[test]
fn a_quantity_is_one_by_default() {
    let item: Item = read(json!({ "id": "i", "price": {
        "id": "p", "type": "standalone", "duration": { "amount": 1, "unit": "month" },
        "amount": { "model": "fixed", "currency": "eur" } } }));
    assert_eq!(item.quantity, 1);
}

#[test]
fn unknown_keys_are_ignored() {
    let customer: Customer =
        read(json!({ "id": "u", "createdAt": "2020-01-01", "addresses": [{ "planet": "Earth" }] }));
    assert_eq!(customer.addresses.len(), 1);
    let price: Price = read(json!({
        "id": "p", "type": "product", "productId": "prod", "colour": [1, 2],
        "duration": { "amount": 1, "unit": "month", "x": {} },
        "amount": { "model": "fixed", "currency": "eur", "flat": 1, "x": 0.5 }
    }));
    assert_eq!(serde_json::to_value(price).unwrap()["productId"], "prod");
    let status: Status =
        read(json!({ "name": "canceled", "canceledAt": "2026-01-01T00:00:00Z", "reason": 1.5 }));
    assert!(status.is_canceled());
}
