//! The builder's methods for what a request may take: bytes, time, and how many at once.

#[cfg(feature = "rate-limit")]
use std::num::NonZeroU32;
use std::time::Duration;

use crate::integration::builder::Builder;
use crate::module::context::Context;

/// What a request may take.
impl<C: Context> Builder<C> {
    /// How many bytes the body of a request may have: 64 KiB by default. A larger one is 413.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.limits.body = bytes;
        self
    }

    /// How long a request's body may take to arrive: 10 seconds by default, and as long as it likes with
    /// `Duration::MAX`. A slower one is 408.
    ///
    /// The time for the head is the server's: [`Server::headers_timeout`](crate::Server::headers_timeout).
    pub fn body_timeout(mut self, timeout: Duration) -> Self {
        self.limits.body_time = timeout;
        self
    }

    /// How long a request may take, from its head to its answer, the merchant's method included: 30 seconds by default,
    /// and as long as it likes with `Duration::MAX`. After that it is 504.
    ///
    /// A read is dropped then. An action that has begun goes on to its end, since half of one is worse than a late one:
    /// after a 504 the caller must check whether it was applied. A method that *blocks* its thread cannot be interrupted;
    /// put such work into `actix_web::web::block`.
    pub fn request_timeout(mut self, timeout: Duration) -> Self {
        self.limits.request_time = timeout;
        self
    }

    /// How many bytes the path and query of a request may have: 8 KiB by default. A longer one is 414.
    ///
    /// actix itself refuses a path above 64 KiB, and a head above 128 KiB, with an empty body.
    pub fn path_limit(mut self, bytes: usize) -> Self {
        self.limits.target = bytes;
        self
    }

    /// How many bytes the headers of a request may have, names and values together: 16 KiB by default. Larger ones
    /// are 431.
    pub fn headers_limit(mut self, bytes: usize) -> Self {
        self.limits.headers = bytes;
        self
    }

    /// How many reads may be in a controller at once, all workers together: 512 by default. One more is 503 with
    /// `Retry-After`; none waits.
    pub fn concurrent_reads(mut self, reads: usize) -> Self {
        self.limits.concurrent_reads = reads;
        self
    }

    /// How many actions may run at once, all workers together: 512 by default, apart from the
    /// [reads](Self::concurrent_reads). One more is 503 with `Retry-After`; none waits.
    ///
    /// An action that goes on after its client left, or was answered 504, still counts, until it
    /// [hangs](Self::hung_after).
    pub fn concurrent_actions(mut self, actions: usize) -> Self {
        self.limits.concurrent_actions = actions;
        self
    }

    /// How many actions may begin in a minute, in live and in test mode each; by default there is no limit. One more is 429
    /// with `Retry-After`, and the first of them is logged as an error.
    ///
    /// It bounds what a stolen token or a runaway job can do before somebody [closes the gate](crate::Integration::gate). Each
    /// process counts for itself, and a refused action does not count. The page *Going live* says how to choose it.
    pub fn actions_per_minute(mut self, actions: u32) -> Self {
        self.actions_per_minute = Some(actions);
        self
    }

    /// After how long an action counts as hung: 5 minutes by default, and never with `Duration::MAX`.
    ///
    /// It goes on, since half an action is worse than one that hangs; but its place among the
    /// [concurrent actions](Self::concurrent_actions) is given back, an error is logged, and the metric
    /// `churnkey_actions_hung` counts it until it ends. When as many hang as may run at once, the integration is not ready.
    ///
    /// A method that *blocks* its thread is not seen to hang; put such work into `actix_web::web::block`.
    pub fn hung_after(mut self, time: Duration) -> Self {
        self.limits.hung_after = time;
        self
    }

    /// How many failed authentications a second are answered with 401; the others are 429 with `Retry-After`. By
    /// default there is no limit.
    ///
    /// One count for all clients, since behind a proxy they have one address. A valid token is never refused, so that
    /// nobody can keep Churnkey out.
    #[cfg(feature = "rate-limit")]
    pub fn failed_authentications(mut self, per_second: NonZeroU32) -> Self {
        self.failed_authentications = Some(per_second);
        self
    }
}
