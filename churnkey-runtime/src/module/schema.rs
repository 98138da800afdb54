//! The JSON Schema of an action's body, with only the declared words. It describes what
//! [`Fields`](super::fields::Fields) reads.

use serde_json::{Map, Value, json};

use crate::module::words::Word;

/// The schema of a JSON object. Other keys are ignored (protocol 9, U16).
#[derive(Debug, Default)]
pub(crate) struct ObjectSchema {
    properties: Map<String, Value>,
    required: Vec<&'static str>,
}

impl ObjectSchema {
    pub(crate) fn required(&mut self, key: &'static str, schema: Value) {
        self.optional(key, schema);
        self.required.push(key);
    }

    pub(crate) fn optional(&mut self, key: &'static str, schema: Value) {
        self.properties.insert(key.to_owned(), schema);
    }

    pub(crate) fn into_value(self) -> Value {
        let Self { properties, required } = self;
        json!({ "type": "object", "properties": properties, "required": required })
    }
}

/// The schema of an id or a path parameter: a string that is not empty and has no control character.
pub(crate) fn text() -> Value {
    json!({ "type": "string", "minLength": 1, "pattern": NO_CONTROL })
}

/// Unicode's category Cc, as in [`char::is_control`].
pub(crate) const NO_CONTROL: &str = r"^[^\u0000-\u001F\u007F-\u009F]*$";

/// One of the declared words.
pub(crate) fn word<T: Word>(declared: &[T]) -> Value {
    let words: Vec<_> = declared.iter().map(|word| word.as_str()).collect();
    json!({ "type": "string", "enum": words })
}

/// `null` counts as absent. A flag that is not declared must not be set.
pub(crate) fn flag(declared: bool, absent: bool) -> Value {
    if declared {
        json!({ "type": ["boolean", "null"], "default": absent })
    } else {
        json!({ "enum": [false, null], "default": false })
    }
}
