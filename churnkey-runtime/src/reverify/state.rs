//! The last verification, kept in a small file.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::models::dates;
use crate::module::manifest;
use crate::reverify::call::VerifyCall;

/// The file that remembers the last successful call.
///
/// It contains no secret. If it cannot be read, the call is made; if it cannot be written, the next start makes the
/// call again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateFile {
    path: PathBuf,
}

/// The last successful call, as in the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LastVerification {
    /// The fingerprint of the manifest that was verified.
    pub fingerprint: String,
    /// A digest of the call's method and address.
    pub call: String,
    /// When the call succeeded.
    #[serde(with = "dates")]
    pub at: DateTime<Utc>,
}

impl StateFile {
    /// A file at this path; its folder must exist.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// The file that `CK_VERIFY_STATE` names, or else `churnkey.verified.json` in the working directory.
    #[must_use]
    pub fn from_env() -> Self {
        let path = std::env::var_os("CK_VERIFY_STATE").filter(|path| !path.is_empty());
        Self::new(path.map_or_else(|| "churnkey.verified.json".into(), PathBuf::from))
    }

    /// The file for an integration that is mounted below this prefix, in the same folder.
    pub(crate) fn below(self, prefix: &str) -> Self {
        // No prefix contains `+`, so no two files have the same name.
        let mount = prefix.trim_matches('/').replace('/', "+");
        if mount.is_empty() {
            return self;
        }
        let mut name = self.path.file_stem().unwrap_or_default().to_owned();
        name.push(".");
        name.push(mount);
        if let Some(extension) = self.path.extension() {
            name.push(".");
            name.push(extension);
        }
        Self { path: self.path.with_file_name(name) }
    }

    /// The path of the file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The file's content; `None` if there is no such file.
    ///
    /// # Errors
    /// A file that cannot be read, or that contains something else.
    pub fn read(&self) -> io::Result<Option<LastVerification>> {
        match std::fs::read(&self.path) {
            Ok(bytes) => Ok(Some(serde_json::from_slice(&bytes)?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Whether this call has succeeded for this manifest.
    pub(crate) fn knows(&self, call: &VerifyCall, fingerprint: &str) -> io::Result<bool> {
        let last = self.read()?;
        Ok(last.is_some_and(|last| last.fingerprint == fingerprint && last.call == digest(call)))
    }

    /// Records that this call succeeded for the manifest with this fingerprint. The file is replaced as a whole, so a
    /// reader never sees half of it.
    ///
    /// [`reverify`](crate::reverify::reverify) does this for you. Record what was *read* from the address that Churnkey
    /// reads: during a deployment an old version may still answer there.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn record(&self, call: &VerifyCall, fingerprint: &str) -> io::Result<()> {
        let last = LastVerification {
            fingerprint: fingerprint.to_owned(),
            call: digest(call),
            at: Utc::now(),
        };
        let mut text = serde_json::to_vec_pretty(&last)?;
        text.push(b'\n');
        // A name for this process only, since several may start at the same time.
        let mut name = self.path.clone().into_os_string();
        name.push(format!(".{}", std::process::id()));
        let new = PathBuf::from(name);
        let written = std::fs::File::create(&new)
            .and_then(|mut file| file.write_all(&text))
            .and_then(|()| std::fs::rename(&new, &self.path));
        if written.is_err() {
            let _ = std::fs::remove_file(&new);
        }
        written
    }
}

/// An address may hold a key in its query, so the file stores a digest of it. Headers and body do not count: a new
/// token is no reason to verify again.
fn digest(call: &VerifyCall) -> String {
    manifest::fingerprint(format!("{} {}", call.method, call.url))
}

/// The fingerprint of a manifest as served: the same as [`Integration::fingerprint`](crate::Integration::fingerprint),
/// computed from the answer's body.
#[must_use]
pub fn fingerprint(body: &str) -> String {
    manifest::fingerprint(body)
}
