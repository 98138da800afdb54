//! The examples of the protocol's section 5, read and written back.

use serde_json::json;

use super::round_trip;
use crate::models::{Coupon, Customer, Family, Page, Price, Product, Status, Subscription};

#[test]
fn c1_c3_c4_customer() {
    let customer: Customer = round_trip(&json!({
        "id": "u_1001", "name": "Mina", "lastName": "Okafor", "email": "mina@example.org",
        "phone": "+4915112345", "currency": "eur",
        "addresses": [{ "country": "DE", "city": "Kiel", "postalCode": "24103", "line1": "Hafenweg 3" }],
        "metadata": { "tier": "gold" }
    }));
    assert_eq!(customer.id, "u_1001");
    assert_eq!(customer.addresses[0].postal_code.as_deref(), Some("24103"));
}

#[test]
fn c2_customers() {
    let page: Page<Customer> = round_trip(&json!({
        "data": [{ "id": "u_1041", "email": "a@example.org" }, { "id": "u_1042", "phone": "+15550100" }],
        "next": "42"
    }));
    assert_eq!(page.next.as_deref(), Some("42"));
}

#[test]
fn c5_subscription() {
    let subscription: Subscription = round_trip(&json!({
        "id": "s_77", "customerId": "u_1001", "start": "2025-11-03T09:00:00.000Z",
        "status": { "name": "active",
            "currentPeriod": { "start": "2026-02-03T09:00:00.000Z", "end": "2026-03-03T09:00:00.000Z" } },
        "duration": { "amount": 1, "unit": "month" },
        "items": [{ "id": "it_1", "quantity": 3,
            "price": { "id": "p_team_m", "type": "product", "productId": "prod_team", "name": "Team monthly",
                "duration": { "amount": 1, "unit": "month" },
                "amount": { "model": "fixed", "currency": "eur", "unit": 900, "flat": 0 } } }],
        "discounts": [{ "start": "2026-01-01T00:00:00.000Z",
            "coupon": { "id": "c_winter", "code": "WINTER15",
                "duration": { "type": "cycle-amount", "cycles": 3 },
                "value": { "type": "percentage", "percent": 15 } } }]
    }));
    assert!(subscription.status.is_active());
}

#[test]
fn c5_other_statuses() {
    let statuses: Vec<Status> = round_trip(&json!([
        { "name": "trial", "trial": { "start": "2026-02-01T00:00:00.000Z", "end": "2026-02-15T00:00:00.000Z" },
          "currentPeriod": { "start": "2026-02-01T00:00:00.000Z", "end": "2026-02-15T00:00:00.000Z" } },
        { "name": "paused", "pause": { "start": "2026-02-10T00:00:00.000Z", "end": "2026-04-10T00:00:00.000Z" } },
        { "name": "canceled", "canceledAt": "2026-01-20T12:30:00.000Z" },
        { "name": "unpaid", "currentPeriod": { "start": "2026-02-03T09:00:00.000Z", "end": "2026-03-03T09:00:00.000Z" } }
    ]));
    let names: Vec<_> = statuses.iter().map(Status::name).collect();
    assert_eq!(names, ["trial", "paused", "canceled", "unpaid"]);
}

#[test]
fn c6_subscriptions() {
    let page: Page<Subscription> = round_trip(&json!({
        "data": [{ "id": "s_90", "customerId": "u_1001", "start": "2026-02-01T00:00:00.000Z",
            "status": { "name": "trial",
                "trial": { "start": "2026-02-01T00:00:00.000Z", "end": "2026-02-15T00:00:00.000Z" } },
            "duration": { "amount": 1, "unit": "year" },
            "items": [{ "id": "it_9", "quantity": 1,
                "price": { "id": "p_team_y", "type": "product", "productId": "prod_team",
                    "duration": { "amount": 1, "unit": "year" },
                    "amount": { "model": "fixed", "currency": "eur", "flat": 9900 } } }] }]
    }));
    assert_eq!(page.next, None);
}

#[test]
fn c7_price() {
    round_trip::<Price>(&json!({
        "id": "p_api", "type": "product", "productId": "prod_api", "name": "API usage",
        "duration": { "amount": 1, "unit": "year" },
        "amount": { "model": "tiered", "currency": "usd", "mode": "graduated",
            "tiers": [{ "upTo": 1000, "unit": 5 }, { "upTo": 10000, "unit": 3 }, { "unit": 2, "flat": 500 }] }
    }));
}

#[test]
fn c8_prices() {
    round_trip::<Page<Price>>(&json!({
        "data": [{ "id": "p_team_y", "type": "product", "productId": "prod_team",
            "duration": { "amount": 1, "unit": "year" },
            "amount": { "model": "fixed", "currency": "eur", "flat": 9900 } }],
        "next": "1"
    }));
}

#[test]
fn c9_coupon() {
    round_trip::<Coupon>(&json!({
        "id": "c_five", "code": "FIVEOFF", "name": "5 off for two months",
        "duration": { "type": "recurring", "amount": 2, "unit": "month" },
        "value": { "type": "fixed", "currency": "usd", "flat": 500 },
        "redemptions": { "max": 200, "current": 17 }, "expiresAt": "2026-12-31T23:59:59.000Z"
    }));
}

#[test]
fn c10_coupons() {
    round_trip::<Page<Coupon>>(&json!({
        "data": [{ "id": "c_once", "duration": { "type": "once" }, "value": { "type": "percentage", "percent": 50 } }]
    }));
}

#[test]
fn c11_product() {
    round_trip::<Product>(&json!({
        "id": "prod_team", "type": "family", "familyId": "fam_work", "name": "Team", "unitLabel": "seat"
    }));
}

#[test]
fn c12_products() {
    round_trip::<Page<Product>>(&json!({
        "data": [{ "id": "prod_team", "type": "family", "familyId": "fam_work", "name": "Team" }],
        "next": "prod_team"
    }));
}

#[test]
fn c13_family() {
    round_trip::<Family>(
        &json!({ "id": "fam_work", "name": "Work tools", "description": "Plans for companies" }),
    );
}

#[test]
fn c14_families() {
    round_trip::<Page<Family>>(&json!({ "data": [{ "id": "fam_work", "name": "Work tools" }] }));
}

/// What section 4 documents and no example of section 5 shows.
#[test]
fn the_rest_of_section_4() {
    round_trip::<Price>(&json!({
        "id": "p", "type": "standalone", "description": "internal", "duration": { "amount": 3, "unit": "month" },
        "amount": { "model": "tiered", "currency": "USD", "mode": "total", "tiers": [{ "upTo": 5, "flat": 100 }] }
    }));
    round_trip::<Product>(
        &json!({ "id": "p", "type": "standalone", "name": "P", "description": "d" }),
    );
    round_trip::<Coupon>(&json!({
        "id": "c", "duration": { "type": "forever" },
        "value": { "type": "percentage", "percent": 12.5, "currency": "gbp" }, "redemptions": {}
    }));
    round_trip::<Customer>(&json!({
        "id": "u", "addresses": [{ "state": "ON", "line2": "Unit 2" }],
        "discounts": [{ "end": "2026-05-01T00:00:00.000Z", "coupon": {
            "id": "c", "duration": { "type": "recurring", "amount": 1, "unit": "year" },
            "value": { "type": "fixed", "currency": "usd", "unit": -1 } } }]
    }));
    let trial = json!({ "start": "2026-01-01T00:00:00.000Z", "end": "2026-02-01T00:00:00.000Z" });
    for status in [
        json!({ "name": "active", "trial": trial }),
        json!({ "name": "paused", "pause": { "start": "2026-02-10T00:00:00.000Z" }, "trial": trial }),
        json!({ "name": "canceled", "canceledAt": "2026-02-10T00:00:00.000Z", "currentPeriod": trial, "trial": trial }),
        json!({ "name": "unpaid" }),
    ] {
        round_trip::<Status>(&status);
    }
}
