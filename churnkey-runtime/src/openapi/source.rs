//! The settings that the document is built from.

use actix_web::http::StatusCode;
use actix_web::http::header::HeaderName;
use serde_json::Value;

use crate::http::mode_header::Modes;
use crate::module::query::PageLimits;
use crate::module::registry::Implementation;

/// What the document describes.
pub(crate) struct Source<'a> {
    pub(crate) name: &'a str,
    pub(crate) modules: &'a [&'static Implementation],
    pub(crate) manifest: &'a Value,
    pub(crate) fingerprint: &'a str,
    /// `None` for the default paths; the document shows only `/features`.
    pub(crate) features_paths: Option<&'a [String]>,
    /// The path of the document itself.
    pub(crate) path: Option<&'a str>,
    pub(crate) token_headers: &'a [HeaderName],
    /// A function of the merchant's may know a request that shows no token.
    pub(crate) authenticates: bool,
    pub(crate) modes: &'a Modes,
    pub(crate) page_limits: PageLimits,
    pub(crate) action_status: StatusCode,
}
