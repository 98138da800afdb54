//! Whatever can be built and sent survives the wire, and the verifier's own tables accept it.

use std::fmt::Debug;

use churnkey_runtime::models::{Coupon, CouponDuration, CouponValue, Currency, CustomerId};
use proptest::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::any;
use crate::Severity;
use crate::checks::MODEL_UNKNOWN_KEY;
use crate::fields;
use crate::models::{COUPONS, CUSTOMERS, FAMILIES, PRICES, PRODUCTS, SUBSCRIPTIONS};
use crate::module::Module;

/// As text, as Churnkey reads it, and as a tree, which serde reads differently.
fn survives<M: Serialize + DeserializeOwned + PartialEq + Debug>(model: &M) -> Value {
    let text = serde_json::to_string(model).unwrap();
    let read: M = serde_json::from_str(&text).unwrap();
    assert_eq!(&read, model);
    // Equality ignores the case of a currency; the text does not.
    assert_eq!(serde_json::to_string(&read).unwrap(), text);
    let tree: Value = serde_json::from_str(&text).unwrap();
    assert_eq!(&M::deserialize(&tree).unwrap(), model);
    assert_eq!(serde_json::to_value(model).unwrap(), tree);
    tree
}

/// Nothing fails, and no key is unknown: a field that the verifier's tables lack would be unknown for every merchant.
fn is_accepted(json: &Value, module: &Module) {
    let controller = module.controller().unwrap();
    let mut faults = fields::read(json, "$", controller.shape, controller.check);
    faults.retain(|fault| {
        fault.severity == Severity::Failed || fault.check.id == MODEL_UNKNOWN_KEY.id
    });
    assert!(faults.is_empty(), "{faults:?} in {json}");
}

/// A model with an empty id somewhere inside cannot be sent, and the error says which id it is.
fn has_an_empty_id(model: &impl Debug) -> bool {
    format!("{model:?}").contains("Id(\"\")")
}

fn goes_over_the_wire<M>(model: &M, module: &Module)
where
    M: Serialize + DeserializeOwned + PartialEq + Debug,
{
    if has_an_empty_id(model) {
        let error = serde_json::to_string(model).unwrap_err().to_string();
        assert!(error.ends_with("Id` is empty"), "{error}");
    } else {
        is_accepted(&survives(model), module);
    }
}

macro_rules! round_trips {
    ($($name:ident: $model:ident, $module:ident;)+) => {
        proptest! {
            #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]
            $(
                #[test]
                fn $name(model in any::$model()) {
                    goes_over_the_wire(&model, &$module);
                }
            )+
        }
    };
}

round_trips! {
    customers: customer, CUSTOMERS;
    prices: price, PRICES;
    subscriptions: subscription, SUBSCRIPTIONS;
    coupons: coupon, COUPONS;
    products: product, PRODUCTS;
    families: family, FAMILIES;
}

#[test]
fn an_empty_id_is_neither_sent_nor_read() {
    let error = serde_json::to_string(&CustomerId::new("")).unwrap_err();
    assert_eq!(error.to_string(), "a `CustomerId` is empty");
    let error = serde_json::from_str::<CustomerId>("\"\"").unwrap_err();
    assert!(error.to_string().starts_with("a `CustomerId` is empty"), "{error}");
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    /// Money is never rounded by a float (protocol 2.8).
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

/// As in a coupon that is meant never to expire.
#[test]
fn a_year_beyond_four_digits_is_no_fault() {
    let never = chrono::DateTime::from_timestamp(253_402_300_800, 0).unwrap();
    let value = CouponValue::flat(Currency::EUR, 500);
    let coupon = Coupon::new("c_1", CouponDuration::Forever, value).expires_at(never);
    let json = survives(&coupon);
    assert_eq!(json["expiresAt"], "+010000-01-01T00:00:00.000Z");
    is_accepted(&json, &COUPONS);
}
