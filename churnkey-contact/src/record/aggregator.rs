//! Counts requests by kind: how often each came, in which order and how far apart.

use chrono::{DateTime, Utc};

use crate::exchange::Exchange;
use crate::record::classify::classify;
use crate::record::kind::Kind;
use crate::record::repeats::RecentRequests;
use crate::secret::Secret;

const MAX_KINDS: usize = 300;
/// Clients without the token must not crowd out Churnkey's requests.
const MAX_KINDS_WITHOUT_TOKEN: usize = 100;
/// How many different predecessors of a kind are counted.
const MAX_PREDECESSORS: usize = 20;

pub(crate) struct Aggregator {
    kinds: Vec<Kind>,
    /// How many requests were of kinds for which there was no room.
    pub(crate) unlisted: u64,
    /// The kind and the time of the last request that was counted.
    last: Option<(u32, DateTime<Utc>)>,
    recent: RecentRequests,
}

impl Aggregator {
    /// Continues with the kinds of an earlier record.
    pub(crate) fn new(kinds: Vec<Kind>, unlisted: u64) -> Self {
        Self { kinds, unlisted, last: None, recent: RecentRequests::new() }
    }

    pub(crate) fn kinds(&self) -> &[Kind] {
        &self.kinds
    }

    /// Counts a request. Returns its kind if that is new.
    pub(crate) fn add(&mut self, exchange: &Exchange, secret: Option<&Secret>) -> Option<&Kind> {
        let is_repeat = self.recent.add(&exchange.request);
        let kind = classify(exchange, secret);
        let at = self.kinds.iter().position(|known| known.is_same_kind(&kind));
        let is_new = at.is_none();
        let at = match at {
            Some(at) => {
                self.kinds.get_mut(at)?.merge(kind);
                at
            }
            None if self.has_room(&kind) => {
                let number = u32::try_from(self.kinds.len() + 1).unwrap_or(u32::MAX);
                self.kinds.push(Kind { kind: number, ..kind });
                self.kinds.len() - 1
            }
            None => {
                self.unlisted += 1;
                return None;
            }
        };
        let last = self.last.take();
        let kind = self.kinds.get_mut(at)?;
        let predecessor = last.map_or(0, |(kind, _)| kind);
        if kind.after.len() < MAX_PREDECESSORS || kind.after.contains_key(&predecessor) {
            *kind.after.entry(predecessor).or_default() += 1;
        }
        if let Some((_, time)) = last {
            let gap = u64::try_from((exchange.at - time).num_milliseconds()).unwrap_or(0);
            let (min, max) = kind.gap_ms.unwrap_or((gap, gap));
            kind.gap_ms = Some((min.min(gap), max.max(gap)));
        }
        kind.repeats += u64::from(is_repeat);
        self.last = Some((kind.kind, exchange.at));
        is_new.then_some(&*kind)
    }

    fn has_room(&self, kind: &Kind) -> bool {
        let without_token = || self.kinds.iter().filter(|kind| !kind.has_token()).count();
        self.kinds.len() < MAX_KINDS
            && (kind.has_token() || without_token() < MAX_KINDS_WITHOUT_TOKEN)
    }
}
