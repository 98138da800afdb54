//! The manifest in another format.

use churnkey_runtime::ManifestFormat;
use churnkey_verify::Announced;
use serde_json::Value;

/// Reads a manifest in any format and writes it in this one. `None` if it cannot be read.
pub(crate) fn reformat(body: &[u8], format: &ManifestFormat) -> Option<Vec<u8>> {
    let manifest: Value = serde_json::from_slice(body).ok()?;
    let announced = Announced::read(&manifest)?;
    let name = manifest.get("name").and_then(Value::as_str).unwrap_or("Integration");
    serde_json::to_vec(&format.apply(&announced.manifest(name))).ok()
}

pub(crate) fn notice(format: &ManifestFormat) -> String {
    format!(
        "the manifest was returned as `{format}`; without the recorder: CK_MANIFEST_FORMAT='{format}'"
    )
}
