//! The tokens that are valid now: those of the program and of a variable stay, those of a file are read again.

use std::path::Path;
use std::sync::mpsc::{Receiver, Sender};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use arc_swap::ArcSwap;
use sha2::{Digest as _, Sha256};

use crate::integration::start_error::StartError;
use crate::tokens::caller::Caller;
use crate::tokens::file::File;
use crate::tokens::place::Placed;
use crate::tokens::valid::Valid;

/// For a file that somebody is writing: what is read twice is whole.
const SETTLED: Duration = Duration::from_millis(200);

pub(crate) struct Tokens {
    /// Read by each request, on every worker; a lock, even a shared one, would be a counter that all of them write to.
    valid: ArcSwap<Valid>,
    file: Option<Watched>,
}

struct Watched {
    file: File,
    /// What is valid beside it.
    fixed: Valid,
    /// The content that was judged last, good or not.
    judged: Mutex<Print>,
    wake: Sender<()>,
}

/// The digest of a file's content, or of why it could not be read.
type Print = [u8; 32];

impl Tokens {
    /// Those that stay, and those of a file, which wakes the receiver when it is to be read again.
    pub(super) fn new(
        fixed: &[Placed],
        file: Option<File>,
    ) -> Result<(Self, Option<Receiver<()>>), StartError> {
        let fixed = Valid::new(Valid::none(), fixed)?;
        let Some(file) = file else {
            return Ok((Self { valid: ArcSwap::from_pointee(fixed), file: None }, None));
        };
        let (print, content) = look(&file);
        let valid = Valid::new(fixed.clone(), &file.parse(&content?)?)?;
        let (wake, woken) = std::sync::mpsc::channel();
        let watched = Watched { file, fixed, judged: Mutex::new(print), wake };
        Ok((Self { valid: ArcSwap::from_pointee(valid), file: Some(watched) }, Some(woken)))
    }

    /// Whose token it is, if it is valid.
    pub(crate) fn find(&self, presented: &[u8]) -> Option<Caller> {
        self.valid.load().find(presented)
    }

    /// How many are valid, and their names.
    pub(crate) fn summary(&self) -> String {
        self.valid.load().to_string()
    }

    pub(super) fn path(&self) -> Option<&Path> {
        self.file.as_ref().map(|watched| watched.file.path())
    }

    /// Reads the file now. What is wrong changes nothing.
    pub(super) fn reload(&self) -> Result<usize, StartError> {
        let Some(watched) = &self.file else { return Ok(self.valid.load().count()) };
        let (print, content) = look(&watched.file);
        self.judge(watched, print, content)
    }

    /// Reads it when it is no longer what was judged last; then says what came of it.
    pub(super) fn look(&self) -> Option<Result<usize, StartError>> {
        let watched = self.file.as_ref()?;
        let (seen, _) = look(&watched.file);
        if seen == *watched.judged.lock().unwrap_or_else(PoisonError::into_inner) {
            return None;
        }
        thread::sleep(SETTLED);
        let (print, content) = look(&watched.file);
        (print == seen).then(|| self.judge(watched, print, content))
    }

    /// Has the thread that looks at the file read it now, and say so.
    #[cfg_attr(not(unix), allow(dead_code, reason = "there is no SIGHUP"))]
    pub(super) fn wake(&self) {
        if let Some(watched) = &self.file {
            let _ = watched.wake.send(());
        }
    }

    fn judge(
        &self,
        watched: &Watched,
        print: Print,
        content: Result<Vec<u8>, StartError>,
    ) -> Result<usize, StartError> {
        let mut judged = watched.judged.lock().unwrap_or_else(PoisonError::into_inner);
        *judged = print;
        let valid = Valid::new(watched.fixed.clone(), &watched.file.parse(&content?)?)?;
        let count = valid.count();
        self.valid.store(Arc::new(valid));
        Ok(count)
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
