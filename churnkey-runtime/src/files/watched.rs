//! A file that may change, and which content of it was read last.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use crate::files::file::File;
use crate::integration::start_error::StartError;

/// Somebody may still be writing the file: content that stays the same for this long is complete.
const SETTLED: Duration = Duration::from_millis(200);

pub(crate) struct WatchedFile {
    file: File,
    /// The digest of the content that was last applied or rejected.
    last: Mutex<ContentDigest>,
    wake: Sender<()>,
}

/// The digest of a file's content, or of the error if it could not be read.
type ContentDigest = [u8; 32];

impl WatchedFile {
    /// Returns the content too, and the receiver that wakes the [thread](super::watch) that watches it.
    pub(crate) fn open(file: File) -> Result<(Self, Vec<u8>, Receiver<()>), StartError> {
        let (digest, content) = read(&file);
        let content = content?;
        let (wake, woken) = channel();
        Ok((Self { file, last: Mutex::new(digest), wake }, content, woken))
    }

    pub(crate) fn file(&self) -> &File {
        &self.file
    }

    /// Reads the content now, and passes it to `apply`.
    pub(crate) fn reload<T>(
        &self,
        apply: impl FnOnce(&[u8]) -> Result<T, StartError>,
    ) -> Result<T, StartError> {
        let (digest, content) = read(&self.file);
        self.apply(digest, content, apply)
    }

    /// The same, if the content has changed; otherwise `None`.
    pub(crate) fn reload_if_changed<T>(
        &self,
        apply: impl FnOnce(&[u8]) -> Result<T, StartError>,
    ) -> Option<Result<T, StartError>> {
        let (first, _) = read(&self.file);
        if first == *self.last.lock().unwrap_or_else(PoisonError::into_inner) {
            return None;
        }
        thread::sleep(SETTLED);
        let (digest, content) = read(&self.file);
        (digest == first).then(|| self.apply(digest, content, apply))
    }

    /// Has the thread that watches the file read it now, and log the result.
    #[cfg_attr(not(unix), allow(dead_code, reason = "there is no SIGHUP"))]
    pub(crate) fn wake(&self) {
        let _ = self.wake.send(());
    }

    /// Holds the lock meanwhile, so that `last` is always of the content that was applied last.
    fn apply<T>(
        &self,
        digest: ContentDigest,
        content: Result<Vec<u8>, StartError>,
        apply: impl FnOnce(&[u8]) -> Result<T, StartError>,
    ) -> Result<T, StartError> {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        *last = digest;
        apply(&content?)
    }
}

fn read(file: &File) -> (ContentDigest, Result<Vec<u8>, StartError>) {
    let content = file.content();
    let digest = match &content {
        Ok(content) => Sha256::digest(content),
        Err(error) => Sha256::digest(error.to_string()),
    };
    (digest.into(), content)
}
