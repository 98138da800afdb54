//! Fetches the features manifest of an integration.

use clap::Args;
use serde_json::Value;

use crate::fetch::{self, FetchError};
use crate::target::Target;

#[derive(Args)]
pub(crate) struct FeaturesPath {
    /// The path of the features manifest, below `/churnkey`
    #[arg(long, value_name = "PATH", default_value = "/features")]
    pub(crate) features_path: String,
}

pub(crate) struct Features {
    pub(crate) manifest: Value,
    pub(crate) fingerprint: String,
}

pub(crate) fn fetch(target: &Target, path: &str, token: &str) -> Result<Features, FetchError> {
    let fetched = fetch::json(target, path, token)?;
    let fingerprint = churnkey_runtime::reverify::fingerprint(&fetched.body);
    Ok(Features { manifest: fetched.json, fingerprint })
}
