//! The log of everything that happened. The page shows it live, and a play's transcript is made from it.

use std::collections::{BTreeSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use chrono::Utc;
use tokio::sync::watch;

use crate::event::{Entry, Event, Finding};
use crate::record::Record;

/// How many entries are kept, and how many characters of one text.
const ENTRIES: usize = 1_000;
pub(crate) const TEXT: usize = 64 * 1024;

/// The log. It keeps the newest entries.
pub(crate) struct Log {
    entries: Mutex<Entries>,
    newest: watch::Sender<u64>,
    record: Option<Record>,
}

#[derive(Default)]
struct Entries {
    kept: VecDeque<Entry>,
    last: u64,
    /// The kinds of finding that are reported only once.
    told: BTreeSet<String>,
}

impl Log {
    pub(crate) fn new(record: Option<Record>) -> Self {
        Self { entries: Mutex::default(), newest: watch::Sender::new(0), record }
    }

    fn entries(&self) -> MutexGuard<'_, Entries> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn add(&self, event: Event) {
        let mut entries = self.entries();
        entries.last += 1;
        let entry = Entry { id: entries.last, at: Utc::now(), event };
        if let Some(record) = &self.record {
            record.write(&entry);
        }
        entries.kept.push_back(entry);
        if entries.kept.len() > ENTRIES {
            entries.kept.pop_front();
        }
        self.newest.send_replace(entries.last);
    }

    pub(crate) fn find(&self, finding: Finding) {
        self.add(Event::Finding(finding));
    }

    /// Adds a finding unless one of this kind was added before.
    pub(crate) fn find_once(&self, kind: String, finding: Finding) {
        let new = {
            let mut entries = self.entries();
            entries.told.len() < ENTRIES && entries.told.insert(kind)
        };
        if new {
            self.find(finding);
        }
    }

    pub(crate) fn last(&self) -> u64 {
        self.entries().last
    }

    /// What came after an entry, at most `most` of it.
    pub(crate) fn after(&self, id: u64, most: usize) -> Vec<Entry> {
        let entries = self.entries();
        entries.kept.iter().filter(|entry| entry.id > id).take(most).cloned().collect()
    }

    /// Waits until there is an entry after this one.
    pub(crate) async fn wait(&self, id: u64) {
        let mut newest = self.newest.subscribe();
        let _ = newest.wait_for(|newest| *newest > id).await;
    }
}

/// Cuts a text that is too long to be kept.
pub(crate) fn cut(text: &str) -> String {
    match text.char_indices().nth(TEXT) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}
