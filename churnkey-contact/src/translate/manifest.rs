//! The manifest in another envelope.

use churnkey_runtime::ManifestFormat;
use churnkey_verify::Announced;
use serde_json::Value;

/// A manifest of any integration, in this format. `None` when it cannot be read.
pub(crate) fn change(body: &[u8], format: &ManifestFormat) -> Option<Vec<u8>> {
    let manifest: Value = serde_json::from_slice(body).ok()?;
    let announced = Announced::read(&manifest)?;
    let name = manifest.get("name").and_then(Value::as_str).unwrap_or("Integration");
    serde_json::to_vec(&format.apply(&announced.manifest(name))).ok()
}
