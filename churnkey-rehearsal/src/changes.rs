//! What differs between a subscription before and after.

use serde_json::{Map, Value};

use crate::log::Change;

pub(crate) fn between(before: &Value, after: &Value) -> Vec<Change> {
    let mut changes = Vec::new();
    compare("$", Some(before), Some(after), &mut changes);
    // The status says most.
    changes.sort_by_key(|change| change.path != "$.status.name");
    changes
}

fn is_plain(object: &Map<String, Value>) -> bool {
    !object.is_empty() && !object.values().any(|value| value.is_object() || value.is_array())
}

fn compare(path: &str, before: Option<&Value>, after: Option<&Value>, changes: &mut Vec<Change>) {
    match (before, after) {
        (Some(before), Some(after)) if before == after => {}
        (Some(Value::Object(one)), Some(Value::Object(other))) => {
            for (key, value) in one {
                compare(&format!("{path}.{key}"), Some(value), other.get(key), changes);
            }
            for (key, value) in other.iter().filter(|(key, _)| !one.contains_key(*key)) {
                compare(&format!("{path}.{key}"), None, Some(value), changes);
            }
        }
        (Some(Value::Array(one)), Some(Value::Array(other))) => {
            for at in 0..one.len().max(other.len()) {
                compare(&format!("{path}[{at}]"), one.get(at), other.get(at), changes);
            }
        }
        // What is new or gone is one change, unless it is no more than a few plain values.
        (None, Some(Value::Object(other))) if is_plain(other) => {
            for (key, value) in other {
                compare(&format!("{path}.{key}"), None, Some(value), changes);
            }
        }
        (Some(Value::Object(one)), None) if is_plain(one) => {
            for (key, value) in one {
                compare(&format!("{path}.{key}"), Some(value), None, changes);
            }
        }
        (before, after) => changes.push(Change {
            path: path.to_owned(),
            before: before.cloned(),
            after: after.cloned(),
        }),
    }
}
