//! Appends events to a file, without personal data.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::Path;
use std::sync::{Mutex, PoisonError};

use crate::event::Entry;
use crate::mask::mask;

/// Each entry is one line of JSON.
pub(crate) struct EventFile {
    file: Mutex<File>,
}

impl EventFile {
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        Ok(Self { file: Mutex::new(File::options().create(true).append(true).open(path)?) })
    }

    /// Ignores errors: a full disk must not end a rehearsal.
    pub(crate) fn write(&self, entry: &Entry) {
        let Ok(mut entry) = serde_json::to_value(entry) else { return };
        mask(&mut entry);
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let _ = writeln!(file, "{entry}");
    }
}
