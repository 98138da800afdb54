//! Fetches JSON from an integration.

use serde_json::Value;

use crate::output::excerpt;
use crate::target::Target;

pub(crate) struct Fetched {
    pub(crate) json: Value,
    /// As it arrived.
    pub(crate) body: String,
}

pub(crate) enum FetchError {
    /// No response, or not a whole one.
    Unreachable(String),
    /// A status other than success, or a body that is not JSON.
    Refused { status: u16, why: String },
}

/// Reads a path below `/churnkey`, over a new connection.
pub(crate) fn json(target: &Target, path: &str, token: &str) -> Result<Fetched, FetchError> {
    let Target { url, headers, timeout } = target;
    let address = format!("{url}/churnkey/{}", path.trim_start_matches('/'));
    let config = ureq::config::Config::builder()
        .timeout_global(Some(*timeout))
        .max_redirects(0)
        .http_status_as_error(false)
        .build();
    let mut request = ureq::Agent::new_with_config(config)
        .get(&address)
        .header("authorization", format!("Bearer {token}"));
    for (name, value) in headers {
        request = request.header(name, value);
    }
    let unreachable = |error: ureq::Error| FetchError::Unreachable(format!("{address}: {error}"));
    let mut response = request.call().map_err(unreachable)?;
    let status = response.status();
    let body = response.body_mut().with_config().limit(1024 * 1024);
    let body = body.read_to_string().map_err(unreachable)?;
    let json = serde_json::from_str::<Value>(&body);
    let refused = |why: String| FetchError::Refused { status: status.as_u16(), why };
    if !status.is_success() {
        let message = json.ok().and_then(|json| Some(json.get("message")?.as_str()?.to_owned()));
        let message = message.map(|message| format!(": {}", excerpt(&message, 200)));
        let message = message.unwrap_or_default();
        return Err(refused(format!("{address} answered {}{message}", status.as_u16())));
    }
    match json {
        Ok(json) => Ok(Fetched { json, body }),
        Err(_) => Err(refused(format!("{address} did not answer with JSON"))),
    }
}

impl From<FetchError> for String {
    fn from(error: FetchError) -> Self {
        match error {
            FetchError::Unreachable(why) | FetchError::Refused { why, .. } => why,
        }
    }
}
