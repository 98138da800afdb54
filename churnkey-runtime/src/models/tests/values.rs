//! Ids, currencies and percentages as values.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::json;

use super::round_trip;
use crate::models::{Currency, CustomerId, Percent, SubscriptionKey};

#[test]
fn an_id_is_its_text() {
    let id = CustomerId::new("u_1");
    assert_eq!(id, "u_1");
    assert_eq!(id, *"u_1");
    assert_eq!(id, CustomerId::from("u_1"));
    assert_eq!(id, CustomerId::from(String::from("u_1")));
    assert_eq!(Ok(id.clone()), "u_1".parse());
    assert_eq!(format!("{id:>5}|{id:?}"), r#"  u_1|CustomerId("u_1")"#);
    assert_eq!((id.as_str(), id.as_ref()), ("u_1", "u_1"));
    assert_eq!(String::from(id.clone()), id.clone().into_string());
    assert_eq!(round_trip::<CustomerId>(&json!("u_1")), id);
}

#[test]
fn a_map_by_ids_is_searched_by_text() {
    let ids = [CustomerId::new("a"), CustomerId::new("b")];
    let hashed: HashMap<_, _> = ids.iter().cloned().zip([1, 2]).collect();
    let sorted: BTreeMap<_, _> = ids.into_iter().zip([1, 2]).collect();
    assert_eq!((hashed["b"], sorted["b"]), (2, 2));
}

#[test]
fn a_key_names_customer_and_subscription() {
    let key: SubscriptionKey = round_trip(&json!({ "customerId": "u", "subscriptionId": "s" }));
    assert_eq!(key, SubscriptionKey::new("u", "s"));
}

#[test]
fn a_currency_keeps_its_case_but_compares_without() {
    let upper: Currency = round_trip(&json!("EUR"));
    assert_eq!(upper, Currency::EUR);
    assert_ne!(upper, Currency::USD);
    assert_eq!(HashSet::from([upper, Currency::EUR, "eUr".parse().unwrap()]).len(), 1);
    assert_eq!(format!("{upper} {upper:?} {:>5}", Currency::EUR), r#"EUR Currency("EUR")   eur"#);
    assert_eq!(Currency::try_from("usd"), Ok(Currency::USD));
}

#[test]
fn a_whole_percentage_is_an_integer() {
    for (percent, text) in
        [(0.0, "0"), (-0.0, "0"), (15.0, "15"), (100.0, "100"), (12.5, "12.5"), (99.99, "99.99")]
    {
        let percent = Percent::new(percent).unwrap();
        assert_eq!(serde_json::to_string(&percent).unwrap(), text);
        assert_eq!(serde_json::from_str::<Percent>(text).unwrap(), percent);
    }
    assert!(Percent::new(5.0).unwrap() < Percent::new(12.5).unwrap());
    assert_eq!(serde_json::from_str::<Percent>("15.0").unwrap(), Percent::try_from(15.0).unwrap());
}
