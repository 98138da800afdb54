//! Each connection is an open file, and a process may only have so many. A worker that is full still serves new
//! clients; a process that is out of files serves nobody.

use std::io;
use std::sync::atomic::{AtomicU64, Ordering};

/// Files that are not connections: the program's database, its logs, the listeners.
const RESERVED: u64 = 256;
/// One place to serve a client, and one for the next client.
pub(crate) const LEAST: usize = 2;

/// How many connections fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Capacity {
    /// Connections per worker.
    pub(crate) places: usize,
    /// The open file limit, if it is the reason for fewer connections than wanted.
    pub(crate) limit: Option<u64>,
}

impl Capacity {
    /// Raises the limit as far as needed and allowed, counting the earlier servers of this process too.
    pub(crate) fn reserve(workers: usize, wanted: usize) -> Self {
        static CONNECTIONS: AtomicU64 = AtomicU64::new(RESERVED);
        let connections = (workers as u64).saturating_mul(wanted as u64);
        let before = CONNECTIONS.fetch_add(connections, Ordering::Relaxed);
        let files = before.saturating_add(connections);
        match rlimit::increase_nofile_limit(files).or_else(|_| limit_as_it_is(files)) {
            Ok(limit) => Self::within(limit, workers, wanted),
            Err(error) => {
                tracing::warn!(target: "churnkey", %error, "the open file limit is unknown");
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

/// The current limit, if it may not be changed.
#[cfg(unix)]
fn limit_as_it_is(_: u64) -> io::Result<u64> {
    rlimit::Resource::NOFILE.get_soft()
}

/// Other systems have no limit.
#[cfg(not(unix))]
fn limit_as_it_is(files: u64) -> io::Result<u64> {
    Ok(files)
}

#[cfg(test)]
#[path = "../tests/open_files.rs"]
mod tests;
