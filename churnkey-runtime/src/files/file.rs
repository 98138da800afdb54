//! A text file of settings, its lines, and the errors about it.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::integration::start_error::StartError;

/// In bytes. A larger file is not one of settings.
const LARGEST: u64 = 64 * 1024;

#[derive(Debug, Clone)]
pub(crate) struct File {
    /// What names it: the builder's method or the environment variable.
    setting: &'static str,
    path: PathBuf,
}

impl File {
    pub(crate) fn new(setting: &'static str, path: PathBuf) -> Self {
        Self { setting, path }
    }

    pub(crate) fn setting(&self) -> &'static str {
        self.setting
    }

    pub(crate) fn path(&self) -> &Path {
        &self.path
    }

    pub(crate) fn wrong(&self, problem: String) -> StartError {
        StartError::setting(self.setting, problem)
    }

    pub(crate) fn content(&self) -> Result<Vec<u8>, StartError> {
        let path = self.path.display();
        let mut content = Vec::new();
        std::fs::File::open(&self.path)
            .and_then(|file| file.take(LARGEST + 1).read_to_end(&mut content))
            .map_err(|error| self.wrong(format!("cannot read `{path}`: {error}")))?;
        if content.len() as u64 > LARGEST {
            return Err(self.wrong(format!("`{path}` has more than {LARGEST} bytes")));
        }
        Ok(content)
    }

    /// The content's lines with their numbers, without empty ones and comments.
    pub(crate) fn lines<'c>(
        &self,
        content: &'c [u8],
    ) -> Result<impl Iterator<Item = (&'c str, usize)> + use<'c>, StartError> {
        let Ok(text) = std::str::from_utf8(content) else {
            return Err(self.wrong(format!("`{}` is not UTF-8 text", self.path.display())));
        };
        // Some editors begin a file with a byte order mark.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let lines = text.lines().map(str::trim).zip(1..);
        Ok(lines.filter(|(line, _)| !line.is_empty() && !line.starts_with('#')))
    }
}
