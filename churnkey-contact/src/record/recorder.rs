//! The thread that keeps the record. No request ever waits for it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};
use std::{fmt, io};

use crate::exchange::Exchange;
use crate::log::Log;
use crate::record::aggregator::Aggregator;
use crate::record::file::{Record, RecordHead, replace};
use crate::record::kind::Kind;
use crate::secret::Secret;

/// How many requests may wait for the thread.
const MAX_WAITING: usize = 256;
/// The shortest time between two writes of the file.
const WRITE_INTERVAL: Duration = Duration::from_millis(500);

/// Sends requests to the thread. When the last clone is dropped, the thread writes the file once more and ends.
#[derive(Clone)]
pub(crate) struct Recorder {
    exchanges: SyncSender<Exchange>,
    missed: Arc<AtomicU64>,
}

/// A handle that waits for the thread.
pub(crate) struct Recording(Option<JoinHandle<()>>);

impl Recorder {
    /// An existing record is continued.
    pub(crate) fn start(
        file: Option<PathBuf>,
        secret: Option<Secret>,
        translates: bool,
        log: Log,
    ) -> io::Result<(Self, Recording)> {
        let new = RecordHead::new(secret.is_some(), translates);
        let record = match &file {
            Some(path) => open(path, new)?,
            None => Record { head: new, kinds: Vec::new() },
        };
        let (exchanges, receiver) = sync_channel(MAX_WAITING);
        let missed = Arc::new(AtomicU64::new(0));
        let thread = Thread {
            aggregator: Aggregator::new(record.kinds, record.head.unlisted),
            missed_before: record.head.missed,
            missed: Arc::clone(&missed),
            head: record.head,
            file,
            secret,
            log,
            is_failing: false,
        };
        let thread = thread::Builder::new()
            .name("churnkey-contact".to_owned())
            .spawn(move || thread.run(&receiver))?;
        Ok((Self { exchanges, missed }, Recording(Some(thread))))
    }

    /// Never blocks: if the thread falls behind, the request is only counted as missed.
    pub(crate) fn record(&self, exchange: Exchange) {
        if self.exchanges.try_send(exchange).is_err() {
            self.missed.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// Reads an earlier record or creates a new one. Any other file is an error and stays as it is.
fn open(path: &PathBuf, new: RecordHead) -> io::Result<Record> {
    let with_path =
        |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", path.display()));
    match Record::read(path) {
        Ok(mut record) => {
            record.head.knew_token |= new.knew_token;
            record.head.translated |= new.translated;
            Ok(record)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let record = Record { head: new, kinds: Vec::new() };
            // Fail now if the file cannot be created.
            replace(path, &Record::lines(&record.head, &[])?).map_err(with_path)?;
            Ok(record)
        }
        Err(error) => Err(with_path(error)),
    }
}

struct Thread {
    aggregator: Aggregator,
    /// By earlier runs with the same file.
    missed_before: u64,
    missed: Arc<AtomicU64>,
    head: RecordHead,
    file: Option<PathBuf>,
    secret: Option<Secret>,
    log: Log,
    /// The last write failed, and that was reported.
    is_failing: bool,
}

impl Thread {
    fn run(mut self, receiver: &Receiver<Exchange>) {
        let mut is_written = true;
        let mut written = Instant::now();
        loop {
            let until_write = WRITE_INTERVAL.saturating_sub(written.elapsed());
            let timeout = if is_written {
                Duration::from_mins(1)
            } else {
                until_write.max(Duration::from_millis(1))
            };
            match receiver.recv_timeout(timeout) {
                Ok(exchange) => {
                    if let Some(kind) = self.aggregator.add(&exchange, self.secret.as_ref()) {
                        self.log.line(&NewKind(kind).to_string());
                    }
                    is_written = false;
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if !is_written && written.elapsed() >= WRITE_INTERVAL {
                is_written = self.write();
                written = Instant::now();
            }
        }
        self.write();
    }

    /// Returns whether there is nothing left to write.
    fn write(&mut self) -> bool {
        let Some(path) = &self.file else { return true };
        self.head.unlisted = self.aggregator.unlisted;
        self.head.missed = self.missed_before + self.missed.load(Ordering::Relaxed);
        let text = Record::lines(&self.head, self.aggregator.kinds());
        match text.and_then(|text| replace(path, &text)) {
            Ok(()) => {
                self.is_failing = false;
                true
            }
            Err(error) => {
                if !self.is_failing {
                    self.is_failing = true;
                    let path = path.display();
                    self.log.line(&format!(
                        "cannot write the record {path}: {error}; requests are still forwarded, and the recorder will retry"
                    ));
                }
                false
            }
        }
    }
}

impl Recording {
    /// Waits until the file is written. Call it when all recorders have been dropped.
    pub(crate) fn end(mut self) {
        if let Some(thread) = self.0.take() {
            let _ = thread.join();
        }
    }
}

/// A line for the log.
pub(crate) struct NewKind<'a>(pub(crate) &'a Kind);

impl fmt::Display for NewKind<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Kind { kind, method, path, status, token, signatures, .. } = self.0;
        write!(f, "{kind}: {method} {path} answered {status}")?;
        match token {
            Some(locations) if locations.is_empty() && signatures.is_empty() => {
                f.write_str("; no token")?;
            }
            Some(locations) if !locations.is_empty() => {
                let locations: Vec<_> = locations.iter().map(String::as_str).collect();
                write!(f, "; token: {}", locations.join("; "))?;
            }
            _ => {}
        }
        for signature in signatures {
            write!(f, "; {signature}")?;
        }
        Ok(())
    }
}
