//! The tokens that are valid now. Those from code and from a variable are fixed; those from a file are reloaded.

use std::path::Path;
use std::sync::Arc;

use arc_swap::ArcSwap;

use crate::files::file::File;
use crate::files::watch::{self, FileUser};
use crate::files::watched::WatchedFile;
use crate::integration::start_error::StartError;
use crate::tokens::caller::Caller;
use crate::tokens::file;
use crate::tokens::place::Placed;
use crate::tokens::secret::Secret;
use crate::tokens::valid::Valid;

pub(crate) struct Tokens {
    /// Every request reads it, on every worker. Even a shared lock would be a counter that all of them write to.
    valid: ArcSwap<Valid>,
    file: Option<Follower>,
}

struct Follower {
    file: WatchedFile,
    /// The tokens that are valid besides those of the file.
    fixed: Valid,
}

impl Tokens {
    /// Holds fixed tokens, and those of a file, which a thread checks from now on.
    pub(super) fn new(
        fixed: &[Placed],
        file: Option<File>,
        as_keys: bool,
    ) -> Result<Arc<Self>, StartError> {
        let fixed = Valid::new(Valid::none(as_keys), fixed)?;
        let Some(file) = file else {
            return Ok(Arc::new(Self { valid: ArcSwap::from_pointee(fixed), file: None }));
        };
        let (file, content, woken) = WatchedFile::open(file)?;
        let valid = Valid::new(fixed.clone(), &file::parse(file.file(), &content)?)?;
        let follower = Follower { file, fixed };
        let place = follower.file.file().clone();
        let tokens = Arc::new(Self { valid: ArcSwap::from_pointee(valid), file: Some(follower) });
        watch::start(&tokens, &place, woken)?;
        Ok(tokens)
    }

    /// The holder of a valid token.
    pub(crate) fn find(&self, presented: &[u8]) -> Option<Caller> {
        self.valid.load().find(presented)
    }

    /// The holder of the token for which `is` returns true.
    pub(crate) fn find_by(&self, is: impl FnMut(&Secret) -> bool) -> Option<Caller> {
        self.valid.load().find_by(is)
    }

    /// The number of valid tokens, and their names.
    pub(crate) fn summary(&self) -> String {
        self.valid.load().to_string()
    }

    pub(super) fn path(&self) -> Option<&Path> {
        self.file.as_ref().map(|follower| follower.file.file().path())
    }

    /// Reads the file now. An invalid file changes nothing.
    pub(super) fn reload(&self) -> Result<usize, StartError> {
        let Some(follower) = &self.file else { return Ok(self.valid.load().count()) };
        follower.file.reload(|content| self.take(follower, content))
    }

    /// Makes the thread that watches the file read it now and log the result.
    #[cfg_attr(not(unix), allow(dead_code, reason = "there is no SIGHUP"))]
    pub(super) fn wake(&self) {
        if let Some(follower) = &self.file {
            follower.file.wake();
        }
    }

    fn take(&self, follower: &Follower, content: &[u8]) -> Result<usize, StartError> {
        let valid =
            Valid::new(follower.fixed.clone(), &file::parse(follower.file.file(), content)?)?;
        let count = valid.count();
        self.valid.store(Arc::new(valid));
        Ok(count)
    }

    fn report(&self, result: Result<usize, StartError>) {
        match result {
            Ok(_) => {
                let tokens = self.summary();
                tracing::info!(target: "churnkey", "the integration tokens were read again: {tokens}");
            }
            Err(problem) => {
                tracing::error!(target: "churnkey", "the old integration tokens stay in use: {problem}");
            }
        }
    }
}

impl FileUser for Tokens {
    fn reload_and_log(&self) {
        self.report(self.reload());
    }

    fn reload_if_changed(&self) {
        let Some(follower) = &self.file else { return };
        let result = follower.file.reload_if_changed(|content| self.take(follower, content));
        if let Some(result) = result {
            self.report(result);
        }
    }
}
