//! How many failed authentications a second are answered before it counts as an attack (feature `rate-limit`).

use std::num::NonZeroU32;

use governor::{DefaultDirectRateLimiter, Quota};

use crate::error::Error;

/// One bucket for all clients: behind a proxy they have one address, and a header that names another can be forged.
pub(crate) struct FailedAuthentications(DefaultDirectRateLimiter);

impl FailedAuthentications {
    pub(crate) fn new(per_second: NonZeroU32) -> Self {
        Self(DefaultDirectRateLimiter::direct(Quota::per_second(per_second)))
    }

    /// 401 as it was, or 429. A valid token never comes here, so that a flood cannot keep Churnkey out.
    pub(crate) fn refuse(&self, failed: Error) -> Error {
        match self.0.check() {
            Ok(()) => failed,
            Err(_) => Error::new(429, "too many failed authentications").retry_after(1),
        }
    }
}
