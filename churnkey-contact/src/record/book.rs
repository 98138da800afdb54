//! The kinds that were seen, within bounds: in what order they came, and how far apart.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher as _, RandomState};
use std::time::{Duration, Instant};

use chrono::{DateTime, Utc};

use crate::record::kind::Kind;
use crate::seen::Seen;
use crate::token::Secret;

/// How many kinds are kept, and how many of them of somebody without the token: strangers cannot use up the places of
/// whom the record is about.
const KINDS: usize = 300;
const STRANGERS: usize = 100;
/// How long, and of how many requests, it is known whether one comes again.
const REPEATED_WITHIN: Duration = Duration::from_mins(10);
const REMEMBERED: usize = 10_000;

pub(crate) struct Book {
    kinds: Vec<Kind>,
    /// How many requests were of kinds beyond the bounds, and how many never reached the book.
    pub(crate) others: u64,
    pub(crate) missed: u64,
    last: Option<(u32, DateTime<Utc>)>,
    /// Digests of requests by a key that is made anew for each process, and is nowhere else.
    recent: HashMap<u64, Instant>,
    order: VecDeque<(u64, Instant)>,
    hasher: RandomState,
}

impl Book {
    pub(crate) fn new(kinds: Vec<Kind>, others: u64, missed: u64) -> Self {
        Self {
            kinds,
            others,
            missed,
            last: None,
            recent: HashMap::new(),
            order: VecDeque::new(),
            hasher: RandomState::new(),
        }
    }

    pub(crate) fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// Adds a request; gives its kind if it is the first of it.
    pub(crate) fn add(&mut self, seen: &Seen, secret: Option<&Secret>) -> Option<&Kind> {
        let is_repeat = self.is_repeat(seen);
        let kind = Kind::of(seen, secret);
        let at = self.kinds.iter().position(|known| known.is_like(&kind));
        let is_new = at.is_none();
        let at = match at {
            Some(at) => {
                self.kinds.get_mut(at)?.add(kind);
                at
            }
            None if self.has_room(&kind) => {
                let number = u32::try_from(self.kinds.len() + 1).unwrap_or(u32::MAX);
                self.kinds.push(Kind { kind: number, ..kind });
                self.kinds.len() - 1
            }
            None => {
                self.others += 1;
                return None;
            }
        };
        let before = self.last.take();
        let kind = self.kinds.get_mut(at)?;
        let (number, time) = before.map_or((0, None), |(kind, time)| (kind, Some(time)));
        if kind.after.len() < 20 || kind.after.contains_key(&number) {
            *kind.after.entry(number).or_default() += 1;
        }
        if let Some(time) = time {
            let gap = u64::try_from((seen.at - time).num_milliseconds()).unwrap_or(0);
            let (least, most) = kind.gap_ms.unwrap_or((gap, gap));
            kind.gap_ms = Some((least.min(gap), most.max(gap)));
        }
        kind.repeats += u64::from(is_repeat);
        self.last = Some((kind.kind, seen.at));
        is_new.then_some(&*kind)
    }

    fn has_room(&self, kind: &Kind) -> bool {
        let strangers = || self.kinds.iter().filter(|kind| !kind.has_token()).count();
        self.kinds.len() < KINDS && (kind.has_token() || strangers() < STRANGERS)
    }

    /// Whether the same method, path and body came a short time ago.
    fn is_repeat(&mut self, seen: &Seen) -> bool {
        let (now, digest) =
            (Instant::now(), self.hasher.hash_one((&seen.method, &seen.target, &seen.body)));
        while let Some((digest, at)) = self.order.front().copied() {
            if self.order.len() < REMEMBERED && now.duration_since(at) < REPEATED_WITHIN {
                break;
            }
            self.order.pop_front();
            if self.recent.get(&digest) == Some(&at) {
                self.recent.remove(&digest);
            }
        }
        self.order.push_back((digest, now));
        self.recent.insert(digest, now).is_some()
    }
}
