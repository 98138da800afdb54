//! The file of a record: lines of JSON, a head and a line for each kind of request.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::record::kind::Kind;

/// The version of the format.
const FORMAT: u32 = 1;
/// In bytes, for reading and for writing.
const MAX_FILE: usize = 8 * 1024 * 1024;

/// The first line of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct RecordHead {
    /// The version of the file's format: 1.
    pub churnkey_contact: u32,
    /// The version of the recorder.
    pub version: String,
    /// When the record was begun.
    pub began: DateTime<Utc>,
    /// Whether the recorder knew the Integration Token.
    pub knew_token: bool,
    /// Whether the recorder translated requests.
    pub translated: bool,
    /// How many requests were left out because the record had no room for more kinds.
    #[serde(default)]
    pub unlisted: u64,
    /// How many requests were left out because too many came at once.
    #[serde(default)]
    pub missed: u64,
}

/// A record of `churnkey contact`.
///
/// ```
/// use churnkey_contact::Record;
///
/// # let file = std::env::temp_dir().join(format!("contact-{}.jsonl", std::process::id()));
/// # let head = r#"{"churnkeyContact":1,"version":"0.1.0","began":"2026-01-01T00:00:00Z","knewToken":true,"translated":false}"#;
/// # std::fs::write(&file, format!("{head}\n")).unwrap();
/// let record = Record::read(&file)?;
/// assert!(record.kinds.is_empty());
/// println!("{}", record.report());
/// # std::fs::remove_file(&file).unwrap();
/// # Ok::<_, std::io::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Record {
    /// The first line.
    pub head: RecordHead,
    /// The other lines, in the order in which the first requests came.
    pub kinds: Vec<Kind>,
}

impl RecordHead {
    pub(crate) fn new(knew_token: bool, translated: bool) -> Self {
        Self {
            churnkey_contact: FORMAT,
            version: env!("CARGO_PKG_VERSION").to_owned(),
            began: Utc::now(),
            knew_token,
            translated,
            unlisted: 0,
            missed: 0,
        }
    }
}

impl Record {
    /// Reads a record from a file.
    ///
    /// # Errors
    /// If the file cannot be read, or is not a record.
    pub fn read(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let size = usize::try_from(fs::metadata(path)?.len()).unwrap_or(usize::MAX);
        if size > MAX_FILE {
            return Err(io::Error::other("too large for a record of `churnkey contact`"));
        }
        Self::parse(&fs::read_to_string(path)?)
    }

    pub(crate) fn parse(text: &str) -> io::Result<Self> {
        let mut lines = text.lines().enumerate();
        let problem = |line: usize, error: serde_json::Error| {
            let line = line + 1;
            io::Error::new(
                io::ErrorKind::InvalidData,
                format!("not a record of `churnkey contact`: line {line}: {error}"),
            )
        };
        let (_, first) = lines.next().unwrap_or_default();
        let head: RecordHead = serde_json::from_str(first).map_err(|error| problem(0, error))?;
        if head.churnkey_contact != FORMAT {
            return Err(io::Error::new(
                io::ErrorKind::InvalidData,
                format!(
                    "a record in format {}; this version reads format {FORMAT}",
                    head.churnkey_contact
                ),
            ));
        }
        let lines = lines.filter(|(_, line)| !line.trim().is_empty());
        let kinds = lines
            .map(|(at, line)| serde_json::from_str(line).map_err(|error| problem(at, error)))
            .collect::<io::Result<Vec<Kind>>>()?;
        Ok(Self { head, kinds })
    }

    pub(crate) fn lines(head: &RecordHead, kinds: &[Kind]) -> io::Result<Vec<u8>> {
        let mut text = serde_json::to_vec(head)?;
        text.push(b'\n');
        for kind in kinds {
            let line = serde_json::to_vec(kind)?;
            // What is written must be readable again.
            if text.len() + line.len() >= MAX_FILE {
                break;
            }
            text.extend(line);
            text.push(b'\n');
        }
        Ok(text)
    }
}

/// Replaces the file at once, so that nobody ever reads half of it.
pub(crate) fn replace(path: &Path, text: &[u8]) -> io::Result<()> {
    let mut name = path.as_os_str().to_owned();
    name.push(format!(".{}", std::process::id()));
    let new = PathBuf::from(name);
    let written = fs::File::create(&new)
        .and_then(|mut file| file.write_all(text))
        .and_then(|()| fs::rename(&new, path));
    if written.is_err() {
        let _ = fs::remove_file(&new);
    }
    written
}
