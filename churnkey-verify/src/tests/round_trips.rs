//! Whatever can be built goes over the wire and comes back as it was, and the verifier's own tables have nothing against it.

use std::fmt::Debug;

use churnkey_runtime::models::{Coupon, CouponDuration, CouponValue, Currency};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::any;
use crate::Weight;
use crate::checks::MODEL_UNKNOWN_KEY;
use crate::fields::{Shape, read};

/// Over text, as Churnkey reads it, and over a tree, since serde takes another way there.
fn survives<M: Serialize + DeserializeOwned + PartialEq + Debug>(model: &M) -> Value {
    let text = serde_json::to_string(model).unwrap();
    let read: M = serde_json::from_str(&text).unwrap();
    assert_eq!(&read, model);
    // Equality passes over the case of a currency; the text does not.
    assert_eq!(serde_json::to_string(&read).unwrap(), text);
    let tree: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(&M::deserialize(&tree).unwrap(), model);
    assert_eq!(serde_json::to_value(model).unwrap(), tree);
    tree
}

fn faultless(json: &Value, shape: &'static Shape) {
    let faults = read(json, "model", shape, &MODEL_UNKNOWN_KEY);
    let faults: Vec<_> = faults.iter().filter(|fault| fault.weight == Weight::Failed).collect();
    assert!(faults.is_empty(), "{faults:?} in {json}");
}

macro_rules! round_trips {
    ($($name:ident: $model:ident, $shape:ident;)+) => {
        proptest! {
            #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]
            $(
                #[test]
                fn $name(model in any::$model()) {
                    let json = survives(&model);
                    faultless(&json, &crate::models::$shape);
                }
            )+
        }
    };
}

round_trips! {
    customers: customer, CUSTOMER;
    prices: price, PRICE;
    subscriptions: subscription, SUBSCRIPTION;
    coupons: coupon, COUPON;
    products: product, PRODUCT;
    families: family, FAMILY;
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    /// Money is never rounded by a float on its way (protocol 2.8).
    #[test]
    fn every_number_of_an_amount_is_an_integer(amount in any::amount()) {
        whole(&serde_json::to_value(&amount).unwrap());
    }
}

fn whole(json: &Value) {
    match json {
        Value::Number(number) => assert!(number.is_i64() || number.is_u64(), "{number}"),
        Value::Object(fields) => fields.values().for_each(whole),
        Value::Array(items) => items.iter().for_each(whole),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

/// Such as a coupon's that is meant never to expire.
#[test]
fn a_year_beyond_four_digits_is_no_fault() {
    let never = chrono::DateTime::from_timestamp(253_402_300_800, 0).unwrap();
    let value = CouponValue::flat(Currency::EUR, 500);
    let coupon = Coupon::new("c_1", CouponDuration::Forever, value).expires_at(never);
    let json = survives(&coupon);
    assert_eq!(json["expiresAt"], "+010000-01-01T00:00:00.000Z");
    faultless(&json, &crate::models::COUPON);
}
