//! A file that may change, and what was judged of it last.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use sha2::{Digest as _, Sha256};

use crate::files::file::File;
use crate::integration::start_error::StartError;

/// For a file that somebody is writing: what is read twice is whole.
const SETTLED: Duration = Duration::from_millis(200);

pub(crate) struct WatchedFile {
    file: File,
    /// The content that was judged last, good or not.
    judged: Mutex<Print>,
    wake: Sender<()>,
}

/// The digest of a file's content, or of why it could not be read.
type Print = [u8; 32];

impl WatchedFile {
    /// With what is in it now, and what wakes the thread that [looks at](super::watch) it.
    pub(crate) fn open(file: File) -> Result<(Self, Vec<u8>, Receiver<()>), StartError> {
        let (print, content) = look(&file);
        let content = content?;
        let (wake, woken) = channel();
        Ok((Self { file, judged: Mutex::new(print), wake }, content, woken))
    }

    pub(crate) fn file(&self) -> &File {
        &self.file
    }

    /// Reads it now. `take` is given what is in it.
    pub(crate) fn reload<T>(
        &self,
        take: impl FnOnce(&[u8]) -> Result<T, StartError>,
    ) -> Result<T, StartError> {
        let (print, content) = look(&self.file);
        self.judge(print, content, take)
    }

    /// Reads it when it is no longer what was judged last; then says what came of it.
    pub(crate) fn look<T>(
        &self,
        take: impl FnOnce(&[u8]) -> Result<T, StartError>,
    ) -> Option<Result<T, StartError>> {
        let (seen, _) = look(&self.file);
        if seen == *self.judged.lock().unwrap_or_else(PoisonError::into_inner) {
            return None;
        }
        thread::sleep(SETTLED);
        let (print, content) = look(&self.file);
        (print == seen).then(|| self.judge(print, content, take))
    }

    /// Has the thread that looks at the file read it now, and say so.
    #[cfg_attr(not(unix), allow(dead_code, reason = "there is no SIGHUP"))]
    pub(crate) fn wake(&self) {
        let _ = self.wake.send(());
    }

    /// The lock is held meanwhile, so that of two who read it at once the later one counts.
    fn judge<T>(
        &self,
        print: Print,
        content: Result<Vec<u8>, StartError>,
        take: impl FnOnce(&[u8]) -> Result<T, StartError>,
    ) -> Result<T, StartError> {
        let mut judged = self.judged.lock().unwrap_or_else(PoisonError::into_inner);
        *judged = print;
        take(&content?)
    }
}

fn look(file: &File) -> (Print, Result<Vec<u8>, StartError>) {
    let content = file.content();
    let print = match &content {
        Ok(content) => Sha256::digest(content),
        Err(error) => Sha256::digest(error.to_string()),
    };
    (print.into(), content)
}
