//! What was verified last, in a small file.

use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::models::dates;
use crate::module::manifest;
use crate::reverify::call::VerifyCall;

/// The file that remembers the last call that succeeded.
///
/// It holds no secret. When it cannot be read the call is made; when it cannot be written, the call is made again at the
/// next start.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateFile {
    path: PathBuf,
}

/// The last call that succeeded, as the file has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct LastVerification {
    /// The fingerprint of the manifest that was verified.
    pub fingerprint: String,
    /// Which call that was: a digest of its method and address.
    pub call: String,
    /// When it succeeded.
    #[serde(with = "dates")]
    pub at: DateTime<Utc>,
}

impl StateFile {
    /// A file at this path; its folder must exist.
    #[must_use]
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
    }

    /// Where `CK_VERIFY_STATE` says, or else `churnkey.verified.json` in the working directory.
    #[must_use]
    pub fn from_env() -> Self {
        let path = std::env::var_os("CK_VERIFY_STATE").filter(|path| !path.is_empty());
        Self::new(path.map_or_else(|| "churnkey.verified.json".into(), PathBuf::from))
    }

    /// The file beside it for an integration that is mounted below this prefix.
    pub(crate) fn below(self, prefix: &str) -> Self {
        // `+` is in no prefix, so that no two have one name.
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

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// What it says; `None` when there is no such file.
    ///
    /// # Errors
    /// A file that cannot be read, or that holds something else.
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

    /// Remembers that this call succeeded for the manifest with this fingerprint. The file is replaced as a whole, so that a
    /// reader never sees half of it.
    ///
    /// [`reverify`](crate::reverify::reverify) does it by itself. Record what was *read* of the address that Churnkey reads:
    /// while a deployment goes on, it may still be an old version that answers there.
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
        // Of this process alone: several may start at the same time.
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

/// An address may hold a key in its query, so the file has a digest of it. Headers and body do not count: a new token is no
/// reason to verify anew.
fn digest(call: &VerifyCall) -> String {
    manifest::fingerprint(format!("{} {}", call.method, call.url))
}

/// The fingerprint of a manifest as it was served: that of
/// [`Integration::fingerprint`](crate::Integration::fingerprint), for those who have only the answer's body.
#[must_use]
pub fn fingerprint(body: &str) -> String {
    manifest::fingerprint(body)
}
