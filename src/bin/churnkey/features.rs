//! The features manifest of an integration, read over HTTP.

use churnkey::serde_json::{self, Value};

use crate::output::excerpt;
use crate::target::Target;

pub(crate) struct Features {
    pub(crate) manifest: Value,
    pub(crate) fingerprint: String,
}

/// Why there is none.
pub(crate) enum NoFeatures {
    /// Nothing answers there.
    Unreachable(String),
    /// Something else answers.
    Refused(String),
}

pub(crate) fn fetch(target: &Target, token: &str) -> Result<Features, NoFeatures> {
    let Target { url, headers, features_path, timeout } = target;
    let address = format!("{url}/churnkey/{}", features_path.trim_start_matches('/'));
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
    let unreachable = |error: ureq::Error| NoFeatures::Unreachable(format!("{address}: {error}"));
    let mut response = request.call().map_err(unreachable)?;
    let status = response.status();
    let body = response.body_mut().with_config().limit(1024 * 1024);
    let body = body.read_to_string().map_err(unreachable)?;
    let json = serde_json::from_str::<Value>(&body);
    if !status.is_success() {
        let message = json.ok().and_then(|json| Some(json.get("message")?.as_str()?.to_owned()));
        let message = message.map(|message| format!(": {}", excerpt(&message, 200)));
        return Err(NoFeatures::Refused(format!(
            "{address} answered {}{}",
            status.as_u16(),
            message.unwrap_or_default()
        )));
    }
    match json {
        Ok(manifest) => {
            Ok(Features { fingerprint: churnkey::reverify::fingerprint(&body), manifest })
        }
        Err(_) => Err(NoFeatures::Refused(format!("{address} answered no JSON"))),
    }
}

impl From<NoFeatures> for String {
    fn from(none: NoFeatures) -> Self {
        match none {
            NoFeatures::Unreachable(why) | NoFeatures::Refused(why) => why,
        }
    }
}
