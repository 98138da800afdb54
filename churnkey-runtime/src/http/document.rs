//! A document that every client gets the same: the features manifest, the OpenAPI document.

use std::sync::Arc;

use actix_web::http::header::HeaderValue;
use actix_web::web::Bytes;
use serde_json::Value;

use crate::module::manifest::fingerprint;

/// JSON that is made at boot and served on one path below `/churnkey`; cheap to clone.
#[derive(Debug, Clone)]
pub(crate) struct FixedDocument {
    /// In the boot table, spans and metrics: `Features`.
    pub(crate) name: &'static str,
    /// The route in metrics, whatever the path: `/features`.
    pub(crate) route: &'static str,
    pub(crate) path: Arc<str>,
    pub(crate) bytes: Bytes,
    pub(crate) etag: HeaderValue,
}

impl FixedDocument {
    pub(crate) const FEATURES: &'static str = "Features";
    #[cfg(feature = "openapi")]
    pub(crate) const OPENAPI: &'static str = "OpenAPI";

    pub(crate) fn features(path: &str, manifest: &Value) -> Self {
        Self::new(Self::FEATURES, "/features", path, manifest)
    }

    #[cfg(feature = "openapi")]
    pub(crate) fn openapi(path: &str, document: &Value) -> Self {
        Self::new(Self::OPENAPI, "/openapi", path, document)
    }

    fn new(name: &'static str, route: &'static str, path: &str, content: &Value) -> Self {
        let bytes = content.to_string();
        // Hex digits in quotes are always a header value.
        let etag = HeaderValue::try_from(format!("\"{}\"", fingerprint(&bytes)))
            .unwrap_or_else(|_| HeaderValue::from_static("\"\""));
        Self { name, route, path: path.into(), bytes: bytes.into(), etag }
    }
}

#[cfg(test)]
#[path = "../tests/document.rs"]
mod tests;
