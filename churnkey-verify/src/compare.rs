//! The differences between two reads of an object, and whether an action had an effect on a subscription.

use serde_json::{Map, Value};

pub use crate::effect::Effect;
use crate::protocol;

/// One place in which two JSON values differ.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Difference {
    /// The JSON path, such as `$.status.name`.
    pub path: String,
    /// The value before; `null` if there was none.
    pub before: Value,
    /// The value after; `null` if there is none.
    pub after: Value,
}

/// The differences between two JSON values. As in the protocol, an absent key and `null` are the same (protocol 2.9),
/// and so are `5` and `5.0`. An array with more or fewer entries is one difference.
///
/// ```
/// # mod churnkey { pub use churnkey_runtime::*; pub use churnkey_verify::{self as verify, testing}; }
/// use churnkey::verify::compare::differences;
/// use serde_json::json;
///
/// let before = json!({ "status": { "name": "active" }, "items": [{ "quantity": 1 }], "metadata": null });
/// let after = json!({ "status": { "name": "paused" }, "items": [{ "quantity": 1.0 }] });
/// let differences = differences(&before, &after);
/// assert_eq!(differences.len(), 1);
/// assert_eq!(differences[0].path, "$.status.name");
/// assert_eq!(differences[0].after, "paused");
/// ```
#[must_use]
pub fn differences(before: &Value, after: &Value) -> Vec<Difference> {
    let mut found = Vec::new();
    compare(before, after, "$".to_owned(), &mut found);
    found
}

/// The path of the first difference.
pub(crate) fn difference(one: &Value, other: &Value) -> Option<String> {
    differences(one, other).into_iter().next().map(|difference| difference.path)
}

fn compare(before: &Value, after: &Value, path: String, found: &mut Vec<Difference>) {
    match (before, after) {
        (Value::Object(one), Value::Object(other)) => {
            let added = other.keys().filter(|key| !one.contains_key(*key));
            let value = |object: &Map<String, Value>, key: &str| {
                object.get(key).cloned().unwrap_or(Value::Null)
            };
            for key in one.keys().chain(added) {
                compare(&value(one, key), &value(other, key), format!("{path}.{key}"), found);
            }
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            for (index, (one, other)) in one.iter().zip(other).enumerate() {
                compare(one, other, format!("{path}[{index}]"), found);
            }
        }
        (Value::Number(one), Value::Number(other)) if one.as_f64() == other.as_f64() => {}
        _ if before == after => {}
        _ => found.push(Difference { path, before: before.clone(), after: after.clone() }),
    }
}

/// Whether an accepted action had an effect on the subscription, as the verifier's own write checks judge it.
///
/// `path` is the endpoint below `/churnkey`, and `body` the request's body; `before` and `after` are the subscription
/// as retrieved before and after the action. `None` if no action has this path. For an action on all subscriptions of a
/// customer, compare each subscription separately.
///
/// ```
/// # mod churnkey { pub use churnkey_runtime::*; pub use churnkey_verify::{self as verify, testing}; }
/// use churnkey::verify::compare::{Effect, effect};
/// use serde_json::json;
///
/// let body = json!({ "customerId": "u_1", "subscriptionId": "s_1", "scheduledAt": "immediate" });
/// let (active, canceled) = (json!({ "status": { "name": "active" } }), json!({ "status": { "name": "canceled" } }));
/// let path = "/actions/subscription/cancel";
/// assert!(matches!(effect(path, &body, &active, &canceled), Some(Effect::Visible { .. })));
/// assert!(matches!(effect(path, &body, &active, &active), Some(Effect::Missing { .. })));
/// assert_eq!(effect("/prices", &body, &active, &active), None);
/// ```
#[must_use]
pub fn effect(path: &str, body: &Value, before: &Value, after: &Value) -> Option<Effect> {
    let (_, action) = protocol::actions().find(|(_, action)| action.is_at(path))?;
    Some((action.effect)(body, before, after))
}
