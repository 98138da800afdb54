//! An answer as the checks look at it.

use serde_json::Value;

use crate::transport::Response;

/// An answer, with the request that it belongs to.
#[derive(Debug)]
pub(crate) struct Answer {
    /// The request as it is shown: without personal data.
    pub(crate) shown: String,
    pub(crate) status: u16,
    pub(crate) content_type: Option<String>,
    /// `None` when the body is no JSON.
    pub(crate) json: Option<Value>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    pub(crate) fn new(shown: String, response: Response) -> Self {
        let Response { status, content_type, body } = response;
        Self { shown, status, content_type, json: serde_json::from_slice(&body).ok(), body }
    }

    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The JSON object of a success.
    pub(crate) fn object(&self) -> Option<&Value> {
        self.json.as_ref().filter(|json| self.is_success() && json.is_object())
    }

    pub(crate) fn says_json(&self) -> bool {
        let media = self.content_type.as_deref().unwrap_or_default();
        let media = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        media == "application/json" || media.ends_with("+json")
    }

    /// Whether it looks like an integration's: an error or a page of the protocol, whatever is wrong with it besides.
    pub(crate) fn is_an_integrations(&self) -> bool {
        let Some(Value::Object(json)) = &self.json else { return false };
        if self.is_success() { json.contains_key("data") } else { json.contains_key("code") }
    }

    pub(crate) fn is_an_integrations_page(&self) -> bool {
        self.is_success() && self.is_an_integrations()
    }

    /// The status, and what the body is.
    pub(crate) fn summary(&self) -> String {
        let body = match &self.json {
            Some(json) => kind(json).to_owned(),
            None if self.body.is_empty() => "no body".to_owned(),
            None => match self.content_type.as_deref() {
                Some(media) => format!("a body that is no JSON ({})", shortened(media)),
                None => "a body that is no JSON".to_owned(),
            },
        };
        format!("{} with {body}", self.status)
    }

    /// Whether two answers say the same, the paths that they name apart: a framework's own "Cannot GET /…".
    pub(crate) fn says_the_same_as(&self, other: &Self, own: &str, others: &str) -> bool {
        let text =
            |answer: &Self, path: &str| String::from_utf8_lossy(&answer.body).replace(path, "");
        self.status == other.status && text(self, own) == text(other, others)
    }
}

/// What a value is, without the value: it may be personal.
pub(crate) fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(number) if number.is_f64() => "a fraction",
        Value::Number(_) => "a whole number",
        Value::String(text) if text.is_empty() => "an empty string",
        Value::String(_) => "a string",
        Value::Array(list) if list.is_empty() => "an empty array",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}

/// A value that is a word of the protocol, a date, a number or an id, and so may be shown.
pub(crate) fn quoted(value: &Value) -> String {
    match value {
        // Whatever it should have been, this is an e-mail address.
        Value::String(text) if text.contains('@') => kind(value).to_owned(),
        Value::String(text) if !text.is_empty() => format!("`{}`", shortened(text)),
        Value::Number(number) => format!("the number {number}"),
        other => kind(other).to_owned(),
    }
}

/// Text from outside: not too long, on one line, and nothing that a terminal would obey.
pub(crate) fn shortened(text: &str) -> String {
    let mut short: String = text
        .chars()
        .take(60)
        .map(|letter| if letter.is_control() { '\u{fffd}' } else { letter })
        .collect();
    if text.chars().nth(60).is_some() {
        short.push('…');
    }
    short
}
