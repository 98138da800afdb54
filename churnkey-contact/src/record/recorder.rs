//! The thread that keeps the record: whatever it does, no request waits for it.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};
use std::{fmt, io};

use crate::record::book::Book;
use crate::record::file::{Record, RecordHead, replace};
use crate::record::kind::Kind;
use crate::seen::Seen;
use crate::token::Secret;
use crate::told::Tell;

/// How many requests may wait for the thread.
const WAITING: usize = 256;
/// How often the file is written at most.
const WRITTEN: Duration = Duration::from_millis(500);

/// Hands requests to the thread. When all of these are dropped, it writes the file a last time and ends.
#[derive(Clone)]
pub(crate) struct Recorder {
    seen: SyncSender<Seen>,
    missed: Arc<AtomicU64>,
}

/// The thread, to wait for.
pub(crate) struct Recording(Option<JoinHandle<()>>);

impl Recorder {
    /// With a file, what it holds already is gone on with.
    pub(crate) fn start(
        file: Option<PathBuf>,
        secret: Option<Secret>,
        translates: bool,
        tell: Tell,
    ) -> io::Result<(Self, Recording)> {
        let new = RecordHead::new(secret.is_some(), translates);
        let record = match &file {
            Some(path) => open(path, new)?,
            None => Record { head: new, kinds: Vec::new() },
        };
        let (seen, arriving) = sync_channel(WAITING);
        let missed = Arc::new(AtomicU64::new(0));
        let thread = Thread {
            book: Book::new(record.kinds, record.head.others, record.head.missed),
            head: record.head,
            file,
            secret,
            tell,
            missed: Arc::clone(&missed),
            failing: false,
        };
        let thread = thread::Builder::new()
            .name("churnkey-contact".to_owned())
            .spawn(move || thread.run(&arriving))?;
        Ok((Self { seen, missed }, Recording(Some(thread))))
    }

    /// Never waits: what there is no room for is counted.
    pub(crate) fn record(&self, seen: Seen) {
        if self.seen.try_send(seen).is_err() {
            self.missed.fetch_add(1, Ordering::Relaxed);
        }
    }
}

/// An earlier record, or a new one. A file of something else is not touched.
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
            // A folder that is not there is said now.
            replace(path, &Record::lines(&record.head, &[])?).map_err(with_path)?;
            Ok(record)
        }
        Err(error) => Err(with_path(error)),
    }
}

struct Thread {
    book: Book,
    head: RecordHead,
    file: Option<PathBuf>,
    secret: Option<Secret>,
    tell: Tell,
    missed: Arc<AtomicU64>,
    /// The last attempt to write failed, and that was said.
    failing: bool,
}

impl Thread {
    fn run(mut self, arriving: &Receiver<Seen>) {
        let mut is_written = true;
        let mut written = Instant::now();
        loop {
            let wait = WRITTEN.saturating_sub(written.elapsed()).max(Duration::from_millis(1));
            let wait = if is_written { Duration::from_mins(1) } else { wait };
            match arriving.recv_timeout(wait) {
                Ok(seen) => {
                    if let Some(kind) = self.book.add(&seen, self.secret.as_ref()) {
                        self.tell.say(&New(kind).to_string());
                    }
                    is_written = false;
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if !is_written && written.elapsed() >= WRITTEN {
                is_written = self.write();
                written = Instant::now();
            }
        }
        self.write();
    }

    fn write(&mut self) -> bool {
        let Some(path) = &self.file else { return true };
        self.head.others = self.book.others;
        self.head.missed = self.book.missed + self.missed.load(Ordering::Relaxed);
        let written =
            Record::lines(&self.head, self.book.kinds()).and_then(|it| replace(path, &it));
        match written {
            Ok(()) => {
                self.failing = false;
                true
            }
            Err(error) => {
                if !self.failing {
                    self.failing = true;
                    let path = path.display();
                    self.tell.say(&format!(
                        "the record {path} cannot be written: {error}; requests go on, and it is tried again"
                    ));
                }
                false
            }
        }
    }
}

impl Recording {
    /// Waits until the file is written. All recorders have to be gone.
    pub(crate) fn end(mut self) {
        if let Some(thread) = self.0.take() {
            let _ = thread.join();
        }
    }
}

/// The first of a kind, as the log says it.
struct New<'a>(&'a Kind);

impl fmt::Display for New<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Kind { kind, method, path, status, token, signatures, .. } = self.0;
        write!(f, "{kind}: {method} {path} answered {status}")?;
        match token {
            Some(places) if places.is_empty() && signatures.is_empty() => {
                f.write_str(", without the token")?;
            }
            Some(places) if !places.is_empty() => {
                let places: Vec<_> = places.iter().map(String::as_str).collect();
                write!(f, ", the token in: {}", places.join("; "))?;
            }
            _ => {}
        }
        for signature in signatures {
            write!(f, ", {signature}")?;
        }
        Ok(())
    }
}
