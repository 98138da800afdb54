//! Clients with a token, which have to be served all the while.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use crate::client::Client;
use crate::process::Server;
use churnkey_test_support::{Request, send};

/// The milliseconds of each request, with a new connection for each, until it is over.
pub(crate) fn in_the_clear(address: SocketAddr, over: &AtomicBool) -> Vec<f64> {
    let address = address.to_string();
    timed(over, || {
        let answer = send(&address, &Request::new("/churnkey/customers/u_1", "")).unwrap();
        assert_eq!(answer.status, 200);
    })
}

/// The same with TLS, on one connection that it keeps, and on a new one now and then.
pub(crate) fn with_tls(server: &Server, over: &AtomicBool) -> Vec<f64> {
    let (address, certificate) = server.tls.as_ref().unwrap();
    let mut kept = Client::trusting(certificate, address).unwrap();
    timed(over, || {
        assert_eq!(kept.get("/churnkey/customers/u_1").unwrap(), 200);
        let mut new = Client::trusting(certificate, address).unwrap();
        assert_eq!(new.get("/churnkey/customers/u_1").unwrap(), 200);
        thread::sleep(Duration::from_millis(20));
    })
}

fn timed(over: &AtomicBool, mut ask: impl FnMut()) -> Vec<f64> {
    let mut all = Vec::new();
    while !over.load(Ordering::Relaxed) {
        let begun = Instant::now();
        ask();
        all.push(begun.elapsed().as_secs_f64() * 1000.0);
        thread::sleep(Duration::from_millis(2));
    }
    all
}

pub(crate) fn p99(mut all: Vec<f64>) -> f64 {
    all.sort_by(f64::total_cmp);
    all[all.len() * 99 / 100]
}
