use std::sync::atomic::{AtomicUsize, Ordering};

use ureq::Error;
use ureq::config::Config;
use ureq::http::Uri;
use ureq::unversioned::resolver::{ResolvedSocketAddrs, Resolver};
use ureq::unversioned::transport::NextTimeout;

use crate::proxy::resolver::KeptAddresses;

/// Fails at first, and then counts.
#[derive(Debug, Default)]
struct Lookups(AtomicUsize);

impl Resolver for Lookups {
    fn resolve(&self, _: &Uri, _: &Config, _: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let earlier = self.0.fetch_add(1, Ordering::Relaxed);
        if earlier == 0 {
            return Err(Error::HostNotFound);
        }
        let mut addresses = self.empty();
        addresses.push(([127, 0, 0, 1], 8080).into());
        Ok(addresses)
    }
}

#[test]
fn a_host_is_looked_up_once_for_many_requests() {
    let addresses = KeptAddresses::<Lookups>::default();
    let uri = Uri::from_static("http://billing:8080/churnkey/features");
    let resolve = || addresses.resolve(&uri, &Config::default(), NextTimeout::default());
    assert!(resolve().is_err());
    for _ in 0..100 {
        assert_eq!(resolve().unwrap()[..], [([127, 0, 0, 1], 8080).into()]);
    }
    assert_eq!(addresses.resolver.0.load(Ordering::Relaxed), 2, "a failure is not kept");
}
