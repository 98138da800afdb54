//! Any model that can be built, for tests of what holds for all of them.

use std::collections::BTreeMap;
use std::num::NonZeroU32;

use chrono::{DateTime, Utc};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::*;

use churnkey_runtime::models::{
    Address, Amount, BillingCycle, Coupon, CouponDuration, CouponValue, Currency, Customer,
    CycleUnit, Discount, Family, FixedAmount, Item, PausePeriod, Percent, Period, Price, Product,
    Redemptions, Status, Subscription, Tier, TierMode,
};

/// Any text: none at all, quotes, control characters and all of Unicode.
fn text() -> impl Strategy<Value = String> {
    vec(any::<char>(), 0..12).prop_map(String::from_iter)
}

/// Any moment that a date on the wire can hold: whole milliseconds.
pub(super) fn moment() -> impl Strategy<Value = DateTime<Utc>> {
    let all =
        DateTime::<Utc>::MIN_UTC.timestamp_millis()..=DateTime::<Utc>::MAX_UTC.timestamp_millis();
    // Mostly the years that there are subscriptions in.
    prop_oneof![4 => 0_i64..=4_102_444_800_000, 1 => all]
        .prop_map(|millis| DateTime::from_timestamp_millis(millis).unwrap())
}

/// Two moments in their order.
fn moments() -> impl Strategy<Value = (DateTime<Utc>, DateTime<Utc>)> {
    (moment(), moment()).prop_filter_map("equal", |(one, other)| {
        (one != other).then(|| (one.min(other), one.max(other)))
    })
}

fn period() -> impl Strategy<Value = Period> {
    moments().prop_map(|(start, end)| Period::new(start, end).unwrap())
}

fn currency() -> impl Strategy<Value = Currency> {
    let letter = || prop_oneof![b'a'..=b'z', b'A'..=b'Z'].prop_map(char::from);
    [letter(), letter(), letter()].prop_map(|code| Currency::new(&String::from_iter(code)).unwrap())
}

fn duration() -> impl Strategy<Value = BillingCycle> {
    (any::<NonZeroU32>(), prop_oneof![Just(CycleUnit::Month), Just(CycleUnit::Year)])
        .prop_map(|(amount, unit)| BillingCycle::new(amount, unit))
}

/// With up to four decimals. `serde_json` reads a number of 17 digits up to one unit in the last place off, unless
/// its feature `float_roundtrip` is on, which is slower for everyone else.
fn percent() -> impl Strategy<Value = Percent> {
    prop_oneof![(0_u32..=100).prop_map(|whole| whole * 10_000), 0_u32..=1_000_000]
        .prop_map(|ten_thousandths| Percent::new(f64::from(ten_thousandths) / 10_000.0).unwrap())
}

pub(super) fn fixed() -> impl Strategy<Value = FixedAmount> {
    (currency(), of(any::<i64>()), of(any::<i64>())).prop_map(|(currency, unit, flat)| {
        let mut amount = FixedAmount::new(currency);
        (amount.unit, amount.flat) = (unit, flat);
        amount
    })
}

fn tiers() -> impl Strategy<Value = Vec<Tier>> {
    let bounds = proptest::collection::btree_set(1..=u64::MAX, 0..5);
    bounds.prop_flat_map(|bounds| {
        let money = vec((of(any::<i64>()), of(any::<i64>())), bounds.len() + 1);
        money.prop_map(move |money| {
            let bounds = bounds.iter().copied().map(Some).chain([None]);
            let tier = |(up_to, (unit, flat))| {
                let mut tier = Tier::rest();
                (tier.up_to, tier.unit, tier.flat) = (up_to, unit, flat);
                tier
            };
            bounds.zip(money).map(tier).collect()
        })
    })
}

pub(super) fn amount() -> impl Strategy<Value = Amount> {
    let mode = prop_oneof![Just(TierMode::Graduated), Just(TierMode::Total)];
    prop_oneof![
        fixed().prop_map(Amount::from),
        (currency(), mode, tiers())
            .prop_map(|(currency, mode, tiers)| Amount::tiered(currency, mode, tiers).unwrap()),
    ]
}

pub(super) fn price() -> impl Strategy<Value = Price> {
    (text(), of(text()), duration(), amount(), of(text()), of(text())).prop_map(
        |(id, product, duration, amount, name, description)| {
            let mut price = match product {
                Some(product) => Price::product(id, product, duration, amount),
                None => Price::standalone(id, duration, amount),
            };
            (price.name, price.description) = (name, description);
            price
        },
    )
}

fn coupon_duration() -> impl Strategy<Value = CouponDuration> {
    prop_oneof![
        Just(CouponDuration::Once),
        Just(CouponDuration::Forever),
        (1..=u32::MAX).prop_map(|amount| CouponDuration::months(amount).unwrap()),
        (1..=u32::MAX).prop_map(|amount| CouponDuration::years(amount).unwrap()),
        (1..=u32::MAX).prop_map(|cycles| CouponDuration::cycles(cycles).unwrap()),
    ]
}

fn coupon_value() -> impl Strategy<Value = CouponValue> {
    prop_oneof![
        fixed().prop_map(CouponValue::from),
        percent().prop_map(CouponValue::percentage),
        (currency(), percent())
            .prop_map(|(currency, percent)| CouponValue::percentage_in(currency, percent)),
    ]
}

pub(super) fn coupon() -> impl Strategy<Value = Coupon> {
    let redemptions = (of(any::<u64>()), of(any::<u64>())).prop_map(|(max, current)| {
        let mut redemptions = Redemptions::new();
        (redemptions.max, redemptions.current) = (max, current);
        redemptions
    });
    let rest = (of(text()), of(text()), of(redemptions), of(moment()));
    (text(), coupon_duration(), coupon_value(), rest).prop_map(|(id, duration, value, rest)| {
        let mut coupon = Coupon::new(id, duration, value);
        (coupon.name, coupon.code, coupon.redemptions, coupon.expires_at) = rest;
        coupon
    })
}

fn discounts() -> impl Strategy<Value = Vec<Discount>> {
    let dates = prop_oneof![
        Just((None, None)),
        moment().prop_map(|start| (Some(start), None)),
        moments().prop_map(|(start, end)| (Some(start), Some(end))),
    ];
    let discount = (coupon(), dates).prop_map(|(coupon, dates)| {
        let mut discount = Discount::new(coupon);
        (discount.start, discount.end) = dates;
        discount
    });
    vec(discount, 0..3)
}

fn metadata() -> impl Strategy<Value = BTreeMap<String, String>> {
    proptest::collection::btree_map(text(), text(), 0..4)
}

fn address() -> impl Strategy<Value = Address> {
    let lines = (of(text()), of(text()), of(text()), of(text()), of(text()), of(text()));
    lines.prop_map(|lines| {
        let mut address = Address::new();
        (
            address.country,
            address.state,
            address.city,
            address.postal_code,
            address.line1,
            address.line2,
        ) = lines;
        address
    })
}

pub(super) fn customer() -> impl Strategy<Value = Customer> {
    let person = (of(text()), of(text()), of(text()), of(text()));
    (text(), person, vec(address(), 0..3), discounts(), of(currency()), metadata()).prop_map(
        |(id, person, addresses, discounts, currency, metadata)| {
            let mut customer = Customer::new(id).addresses(addresses).discounts(discounts);
            (customer.name, customer.last_name, customer.email, customer.phone) = person;
            (customer.currency, customer.metadata) = (currency, metadata);
            customer
        },
    )
}

fn status() -> impl Strategy<Value = Status> {
    let pause = prop_oneof![
        moment().prop_map(PausePeriod::indefinite),
        moments().prop_map(|(start, end)| PausePeriod::between(start, end).unwrap()),
    ];
    let status = prop_oneof![
        period().prop_map(Status::active),
        period().prop_map(Status::in_trial),
        pause.prop_map(Status::paused),
        moment().prop_map(Status::canceled),
        period().prop_map(Status::unpaid),
    ];
    (status, of(period()), of(period())).prop_map(|(mut status, current, trial)| {
        if let Some(current) = current {
            status = status.with_current_period(current);
        }
        if let Some(trial) = trial {
            status = status.with_trial(trial);
        }
        status
    })
}

pub(super) fn subscription() -> impl Strategy<Value = Subscription> {
    let item = (text(), price(), any::<u64>())
        .prop_map(|(id, price, quantity)| Item::new(id, price).quantity(quantity));
    let rest = (vec(item, 1..4), discounts(), metadata());
    (text(), text(), status(), moment(), duration(), rest).prop_map(
        |(id, customer, status, start, duration, (items, discounts, metadata))| {
            let mut subscription = Subscription::new(id, customer, status, start, duration, items)
                .discounts(discounts);
            subscription.metadata = metadata;
            subscription
        },
    )
}

pub(super) fn product() -> impl Strategy<Value = Product> {
    (text(), of(text()), text(), of(text()), of(text())).prop_map(
        |(id, family, name, description, unit_label)| {
            let mut product = match family {
                Some(family) => Product::family(id, family, name),
                None => Product::standalone(id, name),
            };
            (product.description, product.unit_label) = (description, unit_label);
            product
        },
    )
}

pub(super) fn family() -> impl Strategy<Value = Family> {
    (text(), text(), of(text())).prop_map(|(id, name, description)| {
        let mut family = Family::new(id, name);
        family.description = description;
        family
    })
}
