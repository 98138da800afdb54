//! A request and its answer, as the checks see them.

use serde_json::Value;

use crate::shown::{kind, on_a_line, shortened};
use crate::transport::Response;

#[derive(Debug)]
pub(crate) struct Exchange {
    /// The request as it is shown, without personal data.
    pub(crate) shown: String,
    pub(crate) status: u16,
    pub(crate) content_type: Option<String>,
    /// `None` when the body is not JSON.
    pub(crate) json: Option<Value>,
    pub(crate) body: Vec<u8>,
    /// The error that the integration logs but does not send; known only in process.
    pub(crate) cause: Option<String>,
}

impl Exchange {
    pub(crate) fn new(shown: String, response: Response) -> Self {
        let json = response.json();
        let Response { status, content_type, body, cause, .. } = response;
        Self { shown, status, content_type, json, body, cause }
    }

    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The JSON object of a success.
    pub(crate) fn object(&self) -> Option<&Value> {
        self.json.as_ref().filter(|json| self.is_success() && json.is_object())
    }

    /// Whether the `Content-Type` says that the body is JSON.
    pub(crate) fn is_labelled_json(&self) -> bool {
        let media = self.content_type.as_deref().unwrap_or_default();
        let media = media.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        media == "application/json" || media.ends_with("+json")
    }

    /// Whether an integration could have sent it: it has the shape of the protocol's error or page, whatever else is
    /// wrong with it.
    pub(crate) fn is_from_an_integration(&self) -> bool {
        let Some(Value::Object(json)) = &self.json else { return false };
        if self.is_success() { json.contains_key("data") } else { json.contains_key("code") }
    }

    /// Whether the right token was recognised but lacks permission.
    pub(crate) fn is_forbidden(&self) -> bool {
        self.status == 403 && self.is_from_an_integration()
    }

    /// The status, the kind of body, and why something broke. The reason for a refusal is left out, since most refusals
    /// are expected.
    pub(crate) fn summary(&self) -> String {
        let body = match &self.json {
            Some(json) => kind(json).to_owned(),
            None if self.body.is_empty() => "no body".to_owned(),
            None => match self.content_type.as_deref() {
                Some(media) => format!("a body that is not JSON ({})", shortened(media)),
                None => "a body that is not JSON".to_owned(),
            },
        };
        match &self.cause {
            Some(cause) if self.status >= 500 => {
                format!("{} with {body}, because of: {}", self.status, on_a_line(cause, 400))
            }
            _ => format!("{} with {body}", self.status),
        }
    }

    /// Whether two answers are the same apart from the paths in them, as in a framework's own "Cannot GET /…".
    pub(crate) fn is_the_same_as(&self, other: &Self, own: &str, others: &str) -> bool {
        let text =
            |exchange: &Self, path: &str| String::from_utf8_lossy(&exchange.body).replace(path, "");
        self.status == other.status && text(self, own) == text(other, others)
    }
}
