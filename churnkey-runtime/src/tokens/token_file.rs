//! A handle on the file of tokens.

use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::integration::start_error::StartError;
use crate::tokens::current::Tokens;

/// The file that an integration's tokens come from; made by
/// [`Integration::token_file`](crate::Integration::token_file).
///
/// The file is checked every two seconds anyway, and a [`Server`](crate::Server) also reads it on SIGHUP. In your own
/// app, this reads it when called:
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing.rs")); }
/// # use {churnkey::prelude::*, merchant::Billing};
/// use churnkey::Integration;
///
/// # fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let path = std::env::temp_dir().join(format!("churnkey-token-file-{}", std::process::id()));
/// std::fs::write(&path, "churnkey-2026 = ck_int_4c6627bd756d732e\n")?;
/// let integration = Integration::builder(Billing).token_file(&path).build()?;
///
/// std::fs::write(
///     &path,
///     "# the new one comes first, since `churnkey verify` sends the first\n\
///      churnkey-2027 = ck_int_f1b3f9b2533cd961\n\
///      churnkey-2026 = ck_int_4c6627bd756d732e\n\
///      monitoring = ck_int_351dad9e351dad9e  read-only\n",
/// )?;
/// let file = integration.token_file().ok_or("there is a file")?;
/// assert_eq!(file.reload()?, 3); // tokens that are valid now
///
/// std::fs::write(&path, "ck_int_351dad9e351dad9e # for monitoring\n")?;
/// assert!(file.reload().is_err()); // nothing has changed
/// # std::fs::remove_file(&path)?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct TokenFile {
    tokens: Arc<Tokens>,
    path: PathBuf,
}

impl TokenFile {
    pub(crate) fn of(tokens: &Arc<Tokens>) -> Option<Self> {
        let path = tokens.path()?.to_owned();
        Some(Self { tokens: Arc::clone(tokens), path })
    }

    /// The path of the file.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Reads the file now and returns the number of valid tokens, including those from elsewhere. From the next request
    /// on, the file's tokens are valid, and those it no longer has are not.
    ///
    /// It waits for the file system: in async code, use `actix_web::web::block` if that may take long.
    ///
    /// # Errors
    /// The file cannot be read, or contains something that cannot be a token. The error names the setting, the line and
    /// the reason. Nothing changes then.
    pub fn reload(&self) -> Result<usize, StartError> {
        self.tokens.reload()
    }

    /// The same on the thread that watches the file, which logs the result.
    #[cfg_attr(not(unix), allow(dead_code, reason = "there is no SIGHUP"))]
    pub(crate) fn reload_in_background(&self) {
        self.tokens.wake();
    }
}

impl fmt::Debug for TokenFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TokenFile").field("path", &self.path).finish_non_exhaustive()
    }
}
