//! Which customer is offered what.

use serde_json::json;

use super::{all, coupon, generated, offers, price, subscription};
use crate::flow::Terms;

#[test]
fn each_announced_action_is_offered_to_whom_it_fits() {
    let prices = [price("p_now", "eur", 1500), price("p_less", "eur", 900)];
    let coupons = [coupon("c_half", json!({ "type": "percentage", "percent": 50 }))];
    let of =
        |status, unit| offers(&generated(all(), subscription(status, unit), &prices, &coupons));
    assert_eq!(of("active", "month"), ["pause", "discount", "plan_change", "contact"]);
    // A yearly plan may not be paused here.
    assert_eq!(of("active", "year"), ["discount", "plan_change", "contact"]);
    assert_eq!(of("trial", "month"), ["discount", "plan_change", "trial_extension", "contact"]);
    assert_eq!(of("paused", "month"), ["discount", "plan_change", "contact"]);
}

#[test]
fn nothing_is_offered_that_is_not_announced() {
    let actions = json!({ "cancel": { "schedules": { "immediate": true } } });
    let coupons = [coupon("c_half", json!({ "type": "percentage", "percent": 50 }))];
    let flow =
        generated(actions, subscription("active", "month"), &[price("p", "eur", 1)], &coupons);
    assert_eq!(offers(&flow), ["contact"]);
}

#[test]
fn a_yearly_plan_is_paused_where_that_is_announced() {
    let mut actions = all();
    actions["pause"]["allowAnnual"] = json!(true);
    assert_eq!(
        offers(&generated(actions, subscription("active", "year"), &[], &[])),
        ["pause", "contact"]
    );
}

#[test]
fn only_coupons_that_can_be_redeemed_and_the_best_first() {
    let percent = |percent: u32| json!({ "type": "percentage", "percent": percent });
    let mut expired = coupon("c_expired", percent(99));
    expired["expiresAt"] = json!("2020-01-01T00:00:00.000Z");
    let mut exhausted = coupon("c_exhausted", percent(98));
    exhausted["redemptions"] = json!({ "max": 3, "current": 3 });
    let mut applied = subscription("active", "month");
    applied["discounts"] = json!([{ "coupon": coupon("c_applied", percent(97)) }]);
    let mut forever = coupon("c_forever", percent(10));
    forever["duration"] = json!({ "type": "forever" });
    let coupons = [
        coupon("c_half_once", percent(50)),
        expired,
        exhausted,
        coupon("c_applied", percent(97)),
        coupon("c_dollars", json!({ "type": "fixed", "currency": "usd", "flat": 5000 })),
        // 10 % twelve times is more than 50 % once.
        forever,
    ];
    let flow = generated(all(), applied, &[], &coupons);
    let discounts: Vec<_> = flow
        .offers()
        .filter_map(|(_, offer)| match &offer.terms {
            Terms::Discount { coupon_id, .. } => coupon_id.clone(),
            _ => None,
        })
        .collect();
    assert_eq!(discounts, ["c_forever", "c_half_once"]);
}

#[test]
fn other_prices_are_of_the_same_currency_and_the_cheapest_comes_first() {
    let mut yearly = price("p_yearly", "eur", 6_000); // 500 a month
    yearly["duration"] = json!({ "amount": 1, "unit": "year" });
    let mut storage = price("p_storage", "eur", 0);
    storage["amount"] =
        json!({ "model": "tiered", "currency": "eur", "mode": "total", "tiers": [{ "unit": 1 }] });
    let prices = [
        price("p_now", "eur", 1500),
        price("p_dollars", "usd", 100),
        price("p_less", "EUR", 900),
        yearly,
        storage,
        price("p_more", "eur", 2_000),
    ];
    let flow = generated(all(), subscription("active", "month"), &prices, &[]);
    let plans: Vec<_> = flow
        .offers()
        .filter_map(|(_, offer)| match &offer.terms {
            Terms::PlanChange { plans } => {
                Some(plans.iter().map(|plan| plan.id.clone()).collect::<Vec<_>>())
            }
            _ => None,
        })
        .collect();
    assert_eq!(plans, [["p_yearly", "p_less", "p_more"]]);
}

#[test]
fn amounts_are_in_the_currencys_own_form() {
    let yen = |value| {
        let mut subscription = subscription("active", "month");
        subscription["items"][0]["price"] = price("p_now", "jpy", 1200);
        generated(all(), subscription, &[], &[coupon("c", value)])
    };
    let flow = yen(json!({ "type": "fixed", "currency": "jpy", "flat": 300 }));
    let (_, offer) = flow.offers().find(|(_, offer)| offer.terms.as_str() == "discount").unwrap();
    assert_eq!(offer.copy.headline, "300 JPY off your next bill?");
    assert_eq!(crate::money::format(1_500.0, "kwd"), "1.500 KWD");
    assert_eq!(crate::money::format(900.0, "eur"), "9.00 EUR");
}

#[test]
fn a_charge_is_counted_as_the_protocol_says() {
    let charge = |amount: serde_json::Value, quantity| crate::money::charge(&amount, quantity);
    let tiers = json!([{ "upTo": 100, "unit": 5 }, { "upTo": 1000, "unit": 3 }, { "unit": 2, "flat": 500 }]);
    let tiered =
        |mode: &str| json!({ "model": "tiered", "currency": "eur", "mode": mode, "tiers": tiers });
    assert_eq!(charge(json!({ "model": "fixed", "unit": 900, "flat": 500 }), 3.0), Some(3200.0));
    assert_eq!(charge(tiered("graduated"), 100.0), Some(500.0));
    assert_eq!(charge(tiered("graduated"), 2000.0), Some(500.0 + 2700.0 + 2500.0));
    assert_eq!(charge(tiered("total"), 150.0), Some(450.0));
    assert_eq!(charge(json!({ "model": "auction" }), 1.0), None);
}
