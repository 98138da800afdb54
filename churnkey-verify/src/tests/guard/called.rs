//! The harness calls every endpoint, with every key and every word.

use std::collections::{BTreeMap, BTreeSet};

use churnkey_runtime::chrono::{TimeDelta, Utc};
use churnkey_runtime::prelude::*;
use serde_json::Value;

use super::{Sent, TOKEN, integration, recording, registry};
use crate::testing::Harness;

/// Calls everything that the harness has.
async fn call(harness: &Harness) {
    let page = PageRequest::new(1);
    let key = SubscriptionKey::new("u_1", "s_1");
    drop(harness.customer("u_1").await);
    drop(harness.customers(&page).await);
    drop(harness.customer_by_email("mina@example.org").await);
    drop(harness.customer_by_phone("+15550100").await);
    drop(harness.subscription(&key).await);
    drop(harness.subscriptions("u_1", &page).await);
    drop(harness.price("p_1").await);
    drop(harness.prices(&page).await);
    drop(harness.coupon("c_1").await);
    drop(harness.coupons(&page).await);
    drop(harness.product("prod_1").await);
    drop(harness.products(&page).await);
    drop(harness.family("fam_1").await);
    drop(harness.families(&page).await);
    drop(harness.apply_coupon(&ApplyCouponOptions::new("u_1", "s_1", "c_1")).await);
    for schedule in [Schedule::Immediate, Schedule::EndOfPeriod] {
        drop(harness.change_price(&ChangePriceOptions::new("u_1", "s_1", "p_2", schedule)).await);
        drop(harness.cancel(&CancelOptions::new("u_1", "s_1", schedule)).await);
        drop(harness.cancel_all(&CancelAllOptions::new("u_1", schedule)).await);
    }
    let units = [DurationUnit::Day, DurationUnit::Week, DurationUnit::Month, DurationUnit::Year];
    let periods = units.map(|unit| ActionDuration::period(1, unit).unwrap());
    let date = ActionDuration::until_date(Utc::now() + TimeDelta::days(40));
    for duration in periods.into_iter().chain([date]) {
        drop(harness.extend_trial(&ExtendTrialOptions::new("u_1", "s_2", duration)).await);
        for start in [StartDate::Immediate, StartDate::EndOfPeriod] {
            drop(harness.pause(&PauseOptions::new("u_1", "s_1", start, duration)).await);
            drop(harness.pause_all(&PauseAllOptions::new("u_1", start, duration)).await);
        }
    }
}

#[actix_web::test]
async fn the_harness_calls_each_endpoint_with_each_key_and_word() {
    let (transport, sent) = recording(&integration(), |_| None);
    call(&Harness::of(integration(), TOKEN).through(transport)).await;
    let sent = std::mem::take(&mut *sent.lock().unwrap());
    for registry::Endpoint { module, method, verb, pattern, body, .. } in
        registry::endpoints(&integration())
    {
        let calls: Vec<_> = sent.iter().filter(|sent| sent.is_for(&verb, &pattern)).collect();
        let call = format!("{module}::{method}, {verb} {pattern}");
        assert!(!calls.is_empty(), "the harness has no call for {call}");
        let Some(schema) = body else { continue };
        let (declared, given) = (declared(&schema), given(&calls));
        for (key, words) in &declared {
            let given = given.get(key).unwrap_or_else(|| panic!("{call} is sent without `{key}`"));
            let missing: Vec<_> = words.difference(given).collect();
            assert!(missing.is_empty(), "{call}: `{key}` is never sent as {missing:?}");
        }
        for key in given.keys() {
            assert!(declared.contains_key(key), "{call} is sent with `{key}`, which nobody reads");
        }
    }
}

/// The keys of a body, those of its duration too, and the words that each may have.
fn declared(schema: &Value) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys = BTreeMap::new();
    for (key, property) in schema["properties"].as_object().unwrap() {
        keys.insert(key.clone(), words(property));
        for kind in property.get("oneOf").and_then(Value::as_array).into_iter().flatten() {
            let required =
                kind["required"].as_array().into_iter().flatten().filter_map(Value::as_str);
            for inner in required {
                let found = words(&kind["properties"][inner]);
                keys.entry(format!("{key}.{inner}")).or_insert_with(BTreeSet::new).extend(found);
            }
            let types = keys.entry(format!("{key}.type")).or_default();
            types.extend(words(&kind["properties"]["type"]));
        }
    }
    keys
}

/// The words that a value may be; for a unit, the singular.
fn words(schema: &Value) -> BTreeSet<String> {
    let words = schema.get("enum").and_then(Value::as_array).into_iter().flatten();
    let words: BTreeSet<_> = words.filter_map(Value::as_str).map(str::to_owned).collect();
    words
        .iter()
        .filter(|word| !words.contains(word.trim_end_matches('s')) || !word.ends_with('s'))
        .cloned()
        .collect()
}

fn given(calls: &[&Sent]) -> BTreeMap<String, BTreeSet<String>> {
    let mut keys: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for sent in calls {
        for (key, value) in sent.body.as_object().unwrap() {
            let texts = keys.entry(key.clone()).or_default();
            texts.extend(value.as_str().map(str::to_owned));
            for (inner, value) in value.as_object().into_iter().flatten() {
                let texts = keys.entry(format!("{key}.{inner}")).or_default();
                texts.extend(value.as_str().map(str::to_owned));
            }
        }
    }
    keys
}
