//! The schema of an action's body, put together beside the code that reads it: the declared words and no others.

use serde_json::{Map, Value, json};

use crate::module::body::Word;

/// A JSON object; what is not named in it is ignored (protocol 9, U16).
#[derive(Debug, Default)]
pub(crate) struct Body {
    properties: Map<String, Value>,
    required: Vec<&'static str>,
}

impl Body {
    pub(crate) fn required(mut self, key: &'static str, schema: Value) -> Self {
        self.properties.insert(key.to_owned(), schema);
        self.required.push(key);
        self
    }

    pub(crate) fn optional(mut self, key: &'static str, schema: Value) -> Self {
        self.properties.insert(key.to_owned(), schema);
        self
    }

    pub(crate) fn schema(self) -> Value {
        let Self { properties, required } = self;
        json!({ "type": "object", "properties": properties, "required": required })
    }
}

/// What [`Fields::id`](crate::module::body::Fields::id) reads.
pub(crate) fn id(what: &str) -> Value {
    with_description(text(), what)
}

/// A string that an id, or a parameter of a path, can be: not empty, and no control character.
pub(crate) fn text() -> Value {
    json!({ "type": "string", "minLength": 1, "pattern": NO_CONTROL })
}

/// Unicode's category Cc, which is what [`char::is_control`] tells.
pub(crate) const NO_CONTROL: &str = r"^[^\u0000-\u001F\u007F-\u009F]*$";

/// What [`Fields::word`](crate::module::body::Fields::word) reads and [`offered`](crate::module::body::offered) lets pass.
pub(crate) fn word<T: Word>(declared: &[T], what: &str) -> Value {
    let words: Vec<_> = declared.iter().map(|word| word.as_str()).collect();
    json!({ "type": "string", "enum": words, "description": what })
}

/// What [`Fields::flag`](crate::module::body::Fields::flag) reads and
/// [`offered_flag`](crate::module::body::offered_flag) lets pass. `null` is as good as absent.
pub(crate) fn flag(declared: bool, absent: bool, what: &str) -> Value {
    if declared {
        json!({ "type": ["boolean", "null"], "default": absent, "description": what })
    } else {
        json!({ "enum": [false, null], "default": false, "description": "This integration does not offer it." })
    }
}

pub(crate) fn with_description(mut schema: Value, description: &str) -> Value {
    if let Value::Object(schema) = &mut schema {
        schema.insert("description".to_owned(), description.into());
    }
    schema
}
