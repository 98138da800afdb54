//! How many bytes and how much time a request may take, and how many may run at once.

use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::rt::time::timeout;
use futures_util::FutureExt as _;
use futures_util::future::Either;

use crate::error::{Error, Result};

#[derive(Debug, Clone)]
pub(crate) struct Limits {
    /// From the head's arrival to the answer.
    pub(crate) request_time: Duration,
    pub(crate) body_time: Duration,
    pub(crate) body: usize,
    /// The request target: path and query.
    pub(crate) target: usize,
    /// All names and values together.
    pub(crate) headers: usize,
    pub(crate) concurrent_reads: usize,
    pub(crate) concurrent_actions: usize,
    /// The time after which an action counts as hung.
    pub(crate) hung_after: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            request_time: Duration::from_secs(30),
            body_time: Duration::from_secs(10),
            body: 64 * 1024,
            target: 8 * 1024,
            headers: 16 * 1024,
            concurrent_reads: 512,
            concurrent_actions: 512,
            hung_after: Duration::from_mins(5),
        }
    }
}

impl Limits {
    /// 414 or 431, before anything else reads the head.
    pub(crate) fn check_head(&self, http: &HttpRequest) -> Result<()> {
        let target = http.uri().path_and_query().map_or(0, |target| target.as_str().len());
        if target > self.target {
            return Err(Error::new(414, format!("the path is longer than {} bytes", self.target)));
        }
        let headers = http.headers().iter();
        let size: usize = headers.map(|(name, value)| name.as_str().len() + value.len()).sum();
        if size > self.headers {
            let message = format!("the headers are larger than {} bytes", self.headers);
            return Err(Error::new(431, message));
        }
        Ok(())
    }

    /// Drops `work` when the request's time is up. An action that has begun is in its own task by then, and goes on.
    pub(crate) fn in_time<T>(
        &self,
        work: impl Future<Output = Result<T>>,
    ) -> impl Future<Output = Result<T>> {
        let limit = self.request_time;
        within(limit, work).map(move |done| {
            done.unwrap_or_else(|| {
                tracing::warn!(
                    target: "churnkey",
                    limit_ms = u64::try_from(limit.as_millis()).unwrap_or(u64::MAX),
                    "out of time"
                );
                let message = format!("there was no answer within {} s", limit.as_secs_f64());
                Err(Error::new(504, message))
            })
        })
    }
}

/// `None` if the time is up first. `Duration::MAX` sets no timer.
///
/// This is not an `async fn`, which would hold `work` twice: as its argument and as the future it awaits. Every request
/// allocates and copies that.
pub(crate) fn within<T>(
    limit: Duration,
    work: impl Future<Output = T>,
) -> impl Future<Output = Option<T>> {
    if limit == Duration::MAX {
        Either::Left(work.map(Some))
    } else {
        Either::Right(timeout(limit, work).map(Result::ok))
    }
}
