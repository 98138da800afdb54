//! How many failed authentications in a second are answered 401 before the rest get 429 (feature `rate-limit`).

use std::num::NonZeroU32;

use governor::{DefaultDirectRateLimiter, Quota};

use crate::error::Error;

/// One bucket for all clients: behind a proxy they share an address, and a header that names their own can be forged.
pub(crate) struct FailedAuthentications(DefaultDirectRateLimiter);

impl FailedAuthentications {
    pub(crate) fn new(per_second: NonZeroU32) -> Self {
        Self(DefaultDirectRateLimiter::direct(Quota::per_second(per_second)))
    }

    /// The 401 itself, or 429. A request with a valid token never gets here, so a flood cannot keep Churnkey out.
    pub(crate) fn refuse(&self, failed: Error) -> Error {
        match self.0.check() {
            Ok(()) => failed,
            Err(_) => Error::new(429, "too many failed authentications").retry_after(1),
        }
    }
}
