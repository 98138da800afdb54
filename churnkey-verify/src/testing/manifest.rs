//! Compares the manifest with a file in the repository. Churnkey caches the manifest, so a change needs a new
//! verification and should be visible in a review.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use churnkey_runtime::Integration;
use serde_json::Value;

/// The environment variable that rewrites the file instead of comparing it.
const ACCEPT: &str = "CHURNKEY_ACCEPT";

/// Panics with the difference if an integration's manifest does not match a file. With `CHURNKEY_ACCEPT=1` in the
/// environment, the file is written instead.
///
/// ```
/// # mod churnkey { pub use churnkey_runtime::*; pub use churnkey_verify::{self as verify, testing}; }
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../churnkey-runtime/doc/billing.rs")); }
/// # use {churnkey::prelude::*, merchant::Billing};
/// use churnkey::testing::{Harness, assert_manifest};
///
/// # let folder = std::env::temp_dir().join(format!("churnkey-doc-{}", std::process::id()));
/// # std::fs::create_dir_all(&folder).unwrap();
/// # let file = folder.join("churnkey.manifest.json");
/// # let harness = Harness::new(Billing);
/// # std::fs::write(&file, harness.integration().manifest().to_string()).unwrap();
/// # let shown = r#"
/// assert_manifest(Harness::new(Billing).integration(), "churnkey.manifest.json");
/// # "#;
/// # assert_manifest(harness.integration(), &file);
/// # std::fs::remove_dir_all(&folder).unwrap();
/// ```
///
/// # Panics
/// The manifest differs, or the file cannot be read or written.
#[track_caller]
pub fn assert_manifest(integration: &Integration, path: impl AsRef<Path>) {
    let accept = std::env::var_os(ACCEPT).is_some_and(|value| !value.is_empty());
    if let Err(problem) = compare(integration.manifest(), path.as_ref(), accept) {
        #[allow(clippy::panic, reason = "a panic fails the test")]
        {
            panic!("{problem}")
        }
    }
}

fn compare(manifest: &Value, path: &Path, accept: bool) -> Result<(), String> {
    let shown = path.display();
    if accept {
        let text = format!("{manifest:#}\n");
        return fs::write(path, text).map_err(|error| format!("cannot write {shown}: {error}"));
    }
    let how = format!("to accept the change, run the test with {ACCEPT}=1 and commit {shown}");
    let text = fs::read_to_string(path)
        .map_err(|error| format!("the manifest cannot be compared with {shown}: {error}\n{how}"))?;
    let written: Value = serde_json::from_str(&text)
        .map_err(|error| format!("{shown} is not JSON: {error}\n{how}"))?;
    let mut difference = String::new();
    differences(&written, manifest, "", &mut difference);
    if difference.is_empty() {
        return Ok(());
    }
    Err(format!(
        "the manifest differs from {shown}; once this is deployed, Churnkey must verify again\n\n{difference}\n{how}"
    ))
}

/// Prints a line for each value that only one side has (`-` the file, `+` the integration).
fn differences(old: &Value, new: &Value, path: &str, out: &mut String) {
    if let (Value::Object(old), Value::Object(new)) = (old, new) {
        let added = new.keys().filter(|key| !old.contains_key(*key));
        for key in old.keys().chain(added) {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            match (old.get(key), new.get(key)) {
                (Some(old), Some(new)) => differences(old, new, &path, out),
                (Some(old), None) => line(out, '-', &path, old),
                (None, Some(new)) => line(out, '+', &path, new),
                (None, None) => {}
            }
        }
    } else if old != new {
        line(out, '-', path, old);
        line(out, '+', path, new);
    }
}

fn line(out: &mut String, sign: char, path: &str, value: &Value) {
    let _ = writeln!(out, "  {sign} {path}: {value}");
}

#[cfg(test)]
#[path = "../tests/assert_manifest.rs"]
mod tests;
