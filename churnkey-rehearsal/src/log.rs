//! The log of all events. The page shows it live, and the transcript of a play is made from it.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::Utc;
use tokio::sync::watch;

use crate::event::{Entry, Event, Finding};
use crate::event_file::EventFile;

const MAX_ENTRIES: usize = 1_000;
/// In characters.
const MAX_TEXT: usize = 64 * 1024;

/// It keeps the newest entries.
pub(crate) struct Log {
    entries: Mutex<Entries>,
    newest: watch::Sender<u64>,
    file: Option<EventFile>,
}

#[derive(Default)]
struct Entries {
    kept: VecDeque<Entry>,
    last: u64,
    /// The kinds of finding that are reported only once.
    reported: BTreeSet<String>,
}

impl Log {
    pub(crate) fn new(file: Option<EventFile>) -> Self {
        Self { entries: Mutex::default(), newest: watch::Sender::new(0), file }
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn add(&self, event: Event) {
        let mut entries = self.entries();
        entries.last += 1;
        let entry = Entry { id: entries.last, at: Utc::now(), event };
        if let Some(file) = &self.file {
            file.write(&entry);
        }
        entries.kept.push_back(entry);
        if entries.kept.len() > MAX_ENTRIES {
            entries.kept.pop_front();
        }
        self.newest.send_replace(entries.last);
    }

    pub(crate) fn report(&self, finding: Finding) {
        self.add(Event::Finding(finding));
    }

    /// Adds a finding unless one of this kind was added before.
    pub(crate) fn report_once(&self, kind: String, finding: Finding) {
        let is_new = {
            let mut entries = self.entries();
            entries.reported.len() < MAX_ENTRIES && entries.reported.insert(kind)
        };
        if is_new {
            self.report(finding);
        }
    }

    pub(crate) fn last(&self) -> u64 {
        self.entries().last
    }

    /// The entries after this one, at most `max`.
    pub(crate) fn after(&self, id: u64, max: usize) -> Vec<Entry> {
        let entries = self.entries();
        entries.kept.iter().filter(|entry| entry.id > id).take(max).cloned().collect()
    }

    /// Waits until there is an entry after this one.
    pub(crate) async fn wait(&self, id: u64) {
        let mut newest = self.newest.subscribe();
        let _ = newest.wait_for(|newest| *newest > id).await;
    }
}

/// Cuts a text to the length that the log keeps.
pub(crate) fn cut(text: &str) -> String {
    match text.char_indices().nth(MAX_TEXT) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}
