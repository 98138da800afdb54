//! Reads the bodies of unauthenticated requests: within the usual limits, and a bounded number at once.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use actix_web::HttpRequest;
use actix_web::dev::Payload;
use actix_web::web::Bytes;
use futures_util::future::{AbortHandle, AbortRegistration, Abortable};

use crate::error::{Error, Result};
use crate::http::limits::Limits;
use crate::http::payload;

/// For all workers together.
const MOST: usize = 64;

#[derive(Default)]
pub(super) struct BodyReader(Mutex<Begun>);

/// The bodies that are being read, in the order in which they began.
#[derive(Default)]
struct Begun {
    next: u64,
    by_number: BTreeMap<u64, AbortHandle>,
}

impl BodyReader {
    /// The whole body; 413, 408, or 429 if newer requests took its place. Slow senders could otherwise hold all places and
    /// keep out those who sign.
    pub(super) async fn read(
        &self,
        http: &HttpRequest,
        payload: &mut Payload,
        limits: &Limits,
    ) -> Result<Bytes> {
        if matches!(payload, Payload::None) {
            return Ok(Bytes::new());
        }
        let (place, registration) = self.begin();
        let read = Abortable::new(payload::read(http.headers(), payload, limits), registration);
        let read = read.await;
        drop(place);
        read.unwrap_or_else(|_| {
            let message = "too many requests without a valid token at once";
            Err(Error::new(429, message).retry_after(1))
        })
    }

    fn begin(&self) -> (Place<'_>, AbortRegistration) {
        let (handle, registration) = AbortHandle::new_pair();
        let mut begun = self.lock();
        let number = begun.next;
        begun.next += 1;
        let oldest = if begun.by_number.len() < MOST { None } else { begun.by_number.pop_first() };
        begun.by_number.insert(number, handle);
        drop(begun);
        if let Some((_, oldest)) = oldest {
            oldest.abort();
        }
        (Place { reader: self, number }, registration)
    }

    fn lock(&self) -> MutexGuard<'_, Begun> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Freed on drop.
struct Place<'a> {
    reader: &'a BodyReader,
    number: u64,
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.reader.lock().by_number.remove(&self.number);
    }
}

#[cfg(test)]
#[path = "../../tests/body_reader.rs"]
mod tests;
