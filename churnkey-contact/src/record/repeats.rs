//! Detects a request that came before.

use std::collections::{HashMap, VecDeque};
use std::hash::{BuildHasher as _, RandomState};
use std::time::{Duration, Instant};

use crate::request::Request;

const WINDOW: Duration = Duration::from_mins(10);
const MAX_REQUESTS: usize = 10_000;

/// The requests of the last ten minutes, as digests with a key that exists only in this process.
pub(super) struct RecentRequests {
    last_seen: HashMap<u64, Instant>,
    order: VecDeque<(u64, Instant)>,
    hasher: RandomState,
}

impl RecentRequests {
    pub(super) fn new() -> Self {
        Self { last_seen: HashMap::new(), order: VecDeque::new(), hasher: RandomState::new() }
    }

    /// Adds a request. Returns whether the same method, target and body came before.
    pub(super) fn add(&mut self, request: &Request) -> bool {
        let Request { method, target, body, .. } = request;
        let (now, digest) = (Instant::now(), self.hasher.hash_one((method, target, body)));
        while let Some((digest, at)) = self.order.front().copied() {
            if self.order.len() < MAX_REQUESTS && now.duration_since(at) < WINDOW {
                break;
            }
            self.order.pop_front();
            if self.last_seen.get(&digest) == Some(&at) {
                self.last_seen.remove(&digest);
            }
        }
        self.order.push_back((digest, now));
        self.last_seen.insert(digest, now).is_some()
    }
}
