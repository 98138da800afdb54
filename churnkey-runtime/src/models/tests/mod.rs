//! Tests of the models, one file per question.

mod absent;
mod built;
mod dates;
mod money;
mod paging;
mod protocol;
mod refused;
mod values;

use std::fmt::Debug;

use chrono::{DateTime, Utc};
use serde::{Serialize, de::DeserializeOwned};
use serde_json::Value;

fn date(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Reads a model and writes it back: nothing may be lost, added or changed.
#[track_caller]
fn round_trip<M: Serialize + DeserializeOwned + PartialEq + Debug>(json: &Value) -> M {
    // From text and from a tree, since serde reads tagged enums differently from each.
    let model = serde_json::from_str::<M>(&json.to_string()).unwrap();
    assert_eq!(model, M::deserialize(json).unwrap());
    assert_eq!(&serde_json::to_value(&model).unwrap(), json);
    assert_eq!(
        serde_json::from_str::<Value>(&serde_json::to_string(&model).unwrap()).unwrap(),
        *json
    );
    model
}

/// The error of reading an invalid value.
#[track_caller]
fn refusal<M: DeserializeOwned + Debug>(json: &Value) -> String {
    serde_json::from_value::<M>(json.clone()).unwrap_err().to_string()
}
