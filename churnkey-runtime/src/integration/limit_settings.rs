//! The builder's methods for a request's limits: bytes, time, and how many at once.

#[cfg(feature = "rate-limit")]
use std::num::NonZeroU32;
use std::time::Duration;

use crate::integration::builder::Builder;
use crate::module::context::Context;

/// Limits on requests.
impl<C: Context> Builder<C> {
    /// The largest body of a request, in bytes: 64 KiB by default. A larger one gets 413.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.limits.body = bytes;
        self
    }

    /// How long a request's body may take to arrive: 10 seconds by default, unlimited with `Duration::MAX`. A slower
    /// one gets 408.
    ///
    /// The server sets the time for the head: [`Server::headers_timeout`](crate::Server::headers_timeout).
    pub fn body_timeout(mut self, timeout: Duration) -> Self {
        self.limits.body_time = timeout;
        self
    }

    /// How long a request may take from its head to its answer, including the merchant's method: 30 seconds by default,
    /// unlimited with `Duration::MAX`. After that the answer is 504.
    ///
    /// A read is dropped then. An action that has begun runs to its end, since a late action is better than half of
    /// one: after a 504 the caller must check whether it was applied. A method that *blocks* its thread cannot be
    /// interrupted; put such work into `actix_web::web::block`.
    pub fn request_timeout(mut self, timeout: Duration) -> Self {
        self.limits.request_time = timeout;
        self
    }

    /// The longest path and query of a request, in bytes: 8 KiB by default. A longer one gets 414.
    ///
    /// actix itself refuses a path above 64 KiB and a head above 128 KiB, with an empty body.
    pub fn path_limit(mut self, bytes: usize) -> Self {
        self.limits.target = bytes;
        self
    }

    /// The largest headers of a request, in bytes of all names and values: 16 KiB by default. Larger ones get 431.
    pub fn headers_limit(mut self, bytes: usize) -> Self {
        self.limits.headers = bytes;
        self
    }

    /// How many reads may run at once, in all workers together: 512 by default. Any more get 503 with `Retry-After` at
    /// once.
    pub fn concurrent_reads(mut self, reads: usize) -> Self {
        self.limits.concurrent_reads = reads;
        self
    }

    /// How many actions may run at once, in all workers together: 512 by default, apart from the
    /// [reads](Self::concurrent_reads). Any more get 503 with `Retry-After` at once.
    ///
    /// An action that continues after its client left, or got a 504, still counts until it [hangs](Self::hung_after).
    pub fn concurrent_actions(mut self, actions: usize) -> Self {
        self.limits.concurrent_actions = actions;
        self
    }

    /// How many actions may begin per minute, counted separately for live and test mode; unlimited by default. Any more
    /// get 429 with `Retry-After`, and the first of them is logged as an error.
    ///
    /// This limits what a stolen token or a runaway job can do before somebody [closes the
    /// gate](crate::Integration::gate). Each process counts by itself, and refused actions do not count. The page
    /// *Going live* explains how to choose the limit.
    pub fn actions_per_minute(mut self, actions: u32) -> Self {
        self.actions_per_minute = Some(actions);
        self
    }

    /// When an action counts as hung: after 5 minutes by default, never with `Duration::MAX`.
    ///
    /// It continues, since half an action is worse than one that hangs. But it no longer counts as one of the
    /// [concurrent actions](Self::concurrent_actions), an error is logged, and the metric `churnkey_actions_hung`
    /// counts it until it ends. When as many hang as may run at once, the integration is not ready.
    ///
    /// A method that *blocks* its thread is not noticed; put such work into `actix_web::web::block`.
    pub fn hung_after(mut self, time: Duration) -> Self {
        self.limits.hung_after = time;
        self
    }

    /// How many failed authentications per second get 401; any more get 429 with `Retry-After`. Unlimited by default.
    ///
    /// All clients share one count, since behind a proxy they have one address. A valid token is never refused, so
    /// nobody can keep Churnkey out.
    #[cfg(feature = "rate-limit")]
    pub fn failed_authentications(mut self, per_second: NonZeroU32) -> Self {
        self.failed_authentications = Some(per_second);
        self
    }
}
