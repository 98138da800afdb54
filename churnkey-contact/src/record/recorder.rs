//! The thread that keeps the record. No request ever waits for it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};
use std::{fmt, io};

use crate::exchange::Exchange;
use crate::log::Log;
use crate::places::{Place, Places};
use crate::record::aggregator::Aggregator;
use crate::record::file::{Record, RecordHead, replace};
use crate::record::kind::Kind;
use crate::secret::Secret;

/// How many requests may wait for the thread, and how many of them without the token.
const MAX_WAITING: usize = 256;
const MAX_UNTRUSTED: usize = 128;
/// The shortest time between two writes of the file.
const WRITE_INTERVAL: Duration = Duration::from_millis(500);

/// Sends requests to the thread. When it is dropped, the thread writes the file once more and ends.
pub(crate) struct Recorder {
    exchanges: Sender<Waiting>,
    queue: Places,
    missed: Arc<AtomicU64>,
    log: Log,
}

/// A request that waits for the thread, with its place in the queue.
pub(crate) type Waiting = (Exchange, Place);

/// A handle that waits for the thread.
pub(crate) struct Recording(JoinHandle<io::Result<()>>);

impl Recorder {
    pub(crate) fn new(exchanges: Sender<Waiting>, log: Log) -> Self {
        let queue = Places::new(MAX_WAITING, MAX_UNTRUSTED);
        Self { exchanges, queue, missed: Arc::default(), log }
    }

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
        let (exchanges, receiver) = channel();
        let recorder = Self::new(exchanges, log.clone());
        let thread = Thread {
            aggregator: Aggregator::new(record.kinds, record.head.unlisted),
            missed_before: record.head.missed,
            missed: Arc::clone(&recorder.missed),
            head: record.head,
            file,
            secret,
            log,
            is_failing: false,
        };
        let thread = thread::Builder::new()
            .name("churnkey-contact".to_owned())
            .spawn(move || thread.run(&receiver))?;
        Ok((recorder, Recording::new(thread)))
    }

    /// Never blocks: if the thread falls behind, the request is only counted as missed.
    pub(crate) fn record(&self, exchange: Exchange, is_trusted: bool) {
        if let Some(place) = self.queue.enter(is_trusted) {
            if self.exchanges.send((exchange, place)).is_ok() {
                return;
            }
            self.log.once(
                "the record's thread has failed, so nothing is recorded any more; requests are still forwarded",
            );
        }
        self.missed.fetch_add(1, Ordering::Relaxed);
    }

    /// How many requests are not in the record because it fell behind.
    #[cfg(test)]
    pub(crate) fn missed(&self) -> u64 {
        self.missed.load(Ordering::Relaxed)
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
    /// An error if the file cannot be written at the end.
    fn run(mut self, receiver: &Receiver<Waiting>) -> io::Result<()> {
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
                Ok((exchange, place)) => {
                    drop(place);
                    if let Some(kind) = self.aggregator.add(&exchange, self.secret.as_ref()) {
                        self.log.line(&NewKind(kind).to_string());
                    }
                    is_written = false;
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if !is_written && written.elapsed() >= WRITE_INTERVAL {
                is_written = self.try_to_write();
                written = Instant::now();
            }
        }
        self.write()
    }

    /// Returns whether there is nothing left to write.
    fn try_to_write(&mut self) -> bool {
        let Err(error) = self.write() else {
            self.is_failing = false;
            return true;
        };
        if !self.is_failing {
            self.is_failing = true;
            self.log.line(&format!(
                "{error}; requests are still forwarded, and the recorder will retry"
            ));
        }
        false
    }

    fn write(&mut self) -> io::Result<()> {
        let Some(path) = &self.file else { return Ok(()) };
        self.head.unlisted = self.aggregator.unlisted;
        self.head.missed = self.missed_before + self.missed.load(Ordering::Relaxed);
        let text = Record::lines(&self.head, self.aggregator.kinds());
        text.and_then(|text| replace(path, &text)).map_err(|error| {
            let path = path.display();
            io::Error::new(error.kind(), format!("cannot write the record {path}: {error}"))
        })
    }
}

impl Recording {
    pub(crate) fn new(thread: JoinHandle<io::Result<()>>) -> Self {
        Self(thread)
    }

    /// Waits until the file is written. Call it when the recorder has been dropped.
    ///
    /// # Errors
    /// If the record is not complete: the file cannot be written, or the thread has panicked.
    pub(crate) fn end(self) -> io::Result<()> {
        let panicked =
            |_| io::Error::other("the record's thread has failed, so the record is not complete");
        self.0.join().map_err(panicked)?
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
