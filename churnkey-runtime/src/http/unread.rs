//! In the merchant's own app, closes a connection after an answer that did not wait for the end of the request's body. Our
//! own server does so by itself.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::Payload;
use actix_web::rt::time::{Sleep, sleep};
use actix_web::web::Bytes;
use futures_util::{FutureExt as _, Stream as _, StreamExt as _};

/// How long the rest of the body may take, and how much of it is read.
const PATIENCE: Duration = Duration::from_millis(500);
const MOST: usize = 64 * 1024;

/// The same answer, but if the request's body has not ended, one that closes the connection.
pub(crate) fn bounded(response: HttpResponse, mut payload: Payload) -> HttpResponse {
    if matches!(payload, Payload::None) || matches!(payload.next().now_or_never(), Some(None)) {
        return response;
    }
    response.map_body(|_, answer| {
        let rest = Unread { answer, payload, read: 0, patience: Box::pin(sleep(PATIENCE)) };
        BoxBody::new(rest)
    })
}

/// An answer, and the rest of the body that it did not wait for. Once that is dropped, actix reads a chunked body for as
/// long as it comes (actix-web pull request 3936), so it is kept. Only an error in the answer's body closes the connection;
/// it comes after the client has had a moment to read the answer. By then actix has buffered some hundred KiB more.
struct Unread {
    answer: BoxBody,
    payload: Payload,
    read: usize,
    patience: Pin<Box<Sleep>>,
}

impl Unread {
    /// Ready when the request's body has ended, within bounds.
    fn poll_rest(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        while self.read < MOST {
            match ready!(Pin::new(&mut self.payload).poll_next(cx)) {
                Some(Ok(chunk)) => self.read += chunk.len(),
                Some(Err(_)) | None => return Poll::Ready(()),
            }
        }
        Poll::Pending
    }
}

impl MessageBody for Unread {
    type Error = Box<dyn std::error::Error>;

    fn size(&self) -> BodySize {
        self.answer.size()
    }

    fn poll_next(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        let this = self.get_mut();
        if let Some(chunk) = ready!(Pin::new(&mut this.answer).poll_next(cx)) {
            return Poll::Ready(Some(chunk));
        }
        if this.poll_rest(cx).is_ready() {
            return Poll::Ready(None);
        }
        ready!(this.patience.as_mut().poll(cx));
        Poll::Ready(Some(Err(
            "the connection is closed: the request's body was not read to its end".into(),
        )))
    }
}

#[cfg(test)]
#[path = "../tests/unread.rs"]
mod tests;
