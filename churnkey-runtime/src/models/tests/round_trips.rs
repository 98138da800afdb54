//! Whatever can be built goes over the wire and comes back as it was, and the verifier's own tables have nothing against it.

use std::fmt::Debug;

use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::any;

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

#[cfg(feature = "testing")]
fn faultless(json: &Value, shape: &'static crate::verify::fields::Shape) {
    use crate::verify::Weight;
    use crate::verify::checks::MODEL_UNKNOWN_KEY;
    use crate::verify::fields::read;

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
                    #[cfg(feature = "testing")]
                    faultless(&json, &crate::verify::models::$shape);
                    drop(json);
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

/// Such as a coupon's that is meant never to expire.
#[cfg(feature = "testing")]
#[test]
fn a_year_beyond_four_digits_is_no_fault() {
    use crate::models::{Coupon, CouponDuration, CouponValue, Currency};

    let never = chrono::DateTime::from_timestamp(253_402_300_800, 0).unwrap();
    let value = CouponValue::flat(Currency::EUR, 500);
    let coupon = Coupon::new("c_1", CouponDuration::Forever, value).expires_at(never);
    let json = survives(&coupon);
    assert_eq!(json["expiresAt"], "+010000-01-01T00:00:00.000Z");
    faultless(&json, &crate::verify::models::COUPON);
}
