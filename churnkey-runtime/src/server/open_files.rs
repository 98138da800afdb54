//! Each connection is an open file, and a process may have so many. A worker that is full still serves whoever comes;
//! a process that is out of files serves nobody.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};

/// Files of the program's own: its database, its logs, the listeners.
const RESERVED: u64 = 256;
/// One to be served while another one comes.
pub(crate) const LEAST: usize = 2;

/// What there is room for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Room {
    /// Connections of a worker.
    pub(crate) places: usize,
    /// The limit of open files, where it is the reason for fewer than were wanted.
    pub(crate) limit: Option<u64>,
}

impl Room {
    /// Raises the limit as far as it is needed and may be: for the servers before this one too.
    pub(crate) fn make(workers: usize, wanted: usize) -> Self {
        static CONNECTIONS: AtomicU64 = AtomicU64::new(RESERVED);
        let connections = (workers as u64).saturating_mul(wanted as u64);
        let before = CONNECTIONS.fetch_add(connections, Ordering::Relaxed);
        let files = before.saturating_add(connections);
        match rlimit::increase_nofile_limit(files).or_else(|_| limit_as_it_is(files)) {
            Ok(limit) => Self::within(limit, workers, wanted),
            Err(error) => {
                tracing::warn!(target: "churnkey", %error, "the limit of open files is not known");
                Self { places: wanted, limit: None }
            }
        }
    }

    fn within(limit: u64, workers: usize, wanted: usize) -> Self {
        let free = limit - RESERVED.min(limit / 4);
        let places = usize::try_from(free / (workers as u64).max(1)).unwrap_or(usize::MAX);
        if places >= wanted {
            Self { places: wanted, limit: None }
        } else {
            Self { places: places.max(LEAST), limit: Some(limit) }
        }
    }
}

/// Where it may not be changed.
#[cfg(unix)]
fn limit_as_it_is(_: u64) -> io::Result<u64> {
    rlimit::Resource::NOFILE.get_soft()
}

/// There is none.
#[cfg(not(unix))]
fn limit_as_it_is(files: u64) -> io::Result<u64> {
    Ok(files)
}

#[cfg(test)]
#[path = "../tests/open_files.rs"]
mod tests;
