//! The settings of a rehearsal.

use std::time::Duration;

use churnkey_embed::Embed;
use churnkey_runtime::{ManifestFormat, Mode};
use churnkey_verify::transport::{Credentials, Transport};

use crate::flow::Flow;

pub(crate) struct Settings {
    pub(crate) transport: Transport,
    /// The integration's name or URL, for display.
    pub(crate) integration: String,
    pub(crate) account: Embed,
    /// Whether the account was made up, so that no token of another server is valid.
    pub(crate) made_up: bool,
    pub(crate) token: String,
    pub(crate) credentials: Credentials,
    pub(crate) mode: Mode,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) timeout: Duration,
    pub(crate) features_path: String,
    pub(crate) manifest_format: Option<ManifestFormat>,
    pub(crate) flow: Option<Flow>,
}
