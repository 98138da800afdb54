//! The addresses of the integration's host.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

/// How long the addresses are kept, so that a host which moves is soon found.
const KEPT: Duration = Duration::from_secs(5);

/// Resolves the one host of an upstream, and keeps the result for a while. ureq resolves it for each request, in a new
/// thread, even if the request is sent over an open connection.
#[derive(Debug, Default)]
pub(crate) struct KeptAddresses<R = DefaultResolver> {
    pub(crate) resolver: R,
    kept: Mutex<Option<(Instant, ResolvedSocketAddrs)>>,
}

impl<R: Resolver> Resolver for KeptAddresses<R> {
    fn resolve(
        &self,
        uri: &Uri,
        config: &Config,
        timeout: NextTimeout,
    ) -> Result<ResolvedSocketAddrs, Error> {
        let kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some((at, addresses)) = kept
            && at.elapsed() < KEPT
        {
            return Ok(addresses);
        }
        // Without the lock: other requests need not wait for a slow lookup.
        let addresses = self.resolver.resolve(uri, config, timeout)?;
        let now = Some((Instant::now(), addresses.clone()));
        *self.kept.lock().unwrap_or_else(PoisonError::into_inner) = now;
        Ok(addresses)
    }
}
