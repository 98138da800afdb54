//! Fetches the features manifest of an integration.

use serde_json::Value;

use crate::fetch::{self, FetchError};
use crate::target::Target;

pub(crate) struct Features {
    pub(crate) manifest: Value,
    pub(crate) fingerprint: String,
}

pub(crate) fn fetch(target: &Target, path: &str, token: &str) -> Result<Features, FetchError> {
    let fetched = fetch::json(target, path, token)?;
    let fingerprint = churnkey_runtime::reverify::fingerprint(&fetched.body);
    Ok(Features { manifest: fetched.json, fingerprint })
}
