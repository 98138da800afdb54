//! The documents that are the same for every client: the features manifest and the OpenAPI document.

use std::sync::Arc;

use actix_web::http::header::HeaderValue;
use actix_web::web::Bytes;
use serde_json::Value;

use crate::module::manifest::fingerprint;

/// JSON that is made at boot and served on one path below `/churnkey`; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct FixedDocument {
    /// Its name in the boot table, spans and metrics: `Features`.
    pub(crate) name: &'static str,
    /// The route in metrics, whatever the path: `/features`.
    pub(crate) route: &'static str,
    pub(crate) path: Arc<str>,
    /// The HTTP methods that it takes.
    pub(crate) methods: &'static [&'static str],
    /// Whether the boot table and the OpenAPI document list it: the manifest has several paths by default, and only one is
    /// listed.
    pub(crate) is_listed: bool,
    pub(crate) bytes: Bytes,
    pub(crate) etag: HeaderValue,
}

impl FixedDocument {
    pub(crate) const FEATURES: &'static str = "Features";
    #[cfg(feature = "openapi")]
    pub(crate) const OPENAPI: &'static str = "OpenAPI";

    pub(crate) fn features(path: &str, manifest: &Value) -> Self {
        // Churnkey's pages name neither path nor method (protocol 9, U3).
        Self::new(Self::FEATURES, "/features", path, &["GET", "POST"], manifest)
    }

    /// The same, but not listed.
    pub(crate) fn unlisted(self) -> Self {
        Self { is_listed: false, ..self }
    }

    /// The whole path; `/` stands for the prefix itself.
    pub(crate) fn shown(&self) -> String {
        format!("/churnkey{}", self.path.trim_end_matches('/'))
    }

    #[cfg(feature = "openapi")]
    pub(crate) fn openapi(path: &str, document: &Value) -> Self {
        Self::new(Self::OPENAPI, "/openapi", path, &["GET"], document)
    }

    fn new(
        name: &'static str,
        route: &'static str,
        path: &str,
        methods: &'static [&'static str],
        content: &Value,
    ) -> Self {
        let bytes = content.to_string();
        // Hex digits in quotes are always a header value.
        let etag = HeaderValue::try_from(format!("\"{}\"", fingerprint(&bytes)))
            .unwrap_or_else(|_| HeaderValue::from_static("\"\""));
        Self { name, route, path: path.into(), methods, is_listed: true, bytes: bytes.into(), etag }
    }
}

#[cfg(test)]
#[path = "../tests/document.rs"]
mod tests;
