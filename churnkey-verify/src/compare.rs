//! Whether two JSON values say the same.

use serde_json::Value;

/// The path of the first difference. An absent key and `null` are the same (protocol 2.9), `5` and `5.0` too.
#[must_use]
pub fn difference(one: &Value, other: &Value) -> Option<String> {
    found(one, other, "$".to_owned())
}

fn found(one: &Value, other: &Value, path: String) -> Option<String> {
    match (one, other) {
        (Value::Object(one), Value::Object(other)) => {
            let keys = one.keys().chain(other.keys().filter(|key| !one.contains_key(*key)));
            let value = |object: &serde_json::Map<String, Value>, key: &String| {
                object.get(key).cloned().unwrap_or(Value::Null)
            };
            keys.into_iter().find_map(|key| {
                found(&value(one, key), &value(other, key), format!("{path}.{key}"))
            })
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            let pairs = one.iter().zip(other).enumerate();
            pairs
                .into_iter()
                .find_map(|(index, (one, other))| found(one, other, format!("{path}[{index}]")))
        }
        (Value::Number(a), Value::Number(b)) => {
            (a != b && a.as_f64() != b.as_f64()).then_some(path)
        }
        _ => (one != other).then_some(path),
    }
}
