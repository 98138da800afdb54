//! An answer that is given before the body's end, in an app of the merchant's own. A server of ours looks after its
//! connections by itself.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::body::{BodySize, BoxBody, MessageBody};
use actix_web::dev::Payload;
use actix_web::rt::time::{Sleep, sleep};
use actix_web::web::Bytes;
use futures_util::{FutureExt as _, Stream as _, StreamExt as _};

/// How long the rest of the body has to come, and how much of it is read here.
const PATIENCE: Duration = Duration::from_millis(500);
const MOST: usize = 64 * 1024;

/// The same answer; when the body has not come to its end, one that ends the connection.
pub(crate) fn bounded(response: HttpResponse, mut payload: Payload) -> HttpResponse {
    if matches!(payload, Payload::None) || matches!(payload.next().now_or_never(), Some(None)) {
        return response;
    }
    response.map_body(|_, answer| {
        let rest = Unread { answer, payload, read: 0, patience: Box::pin(sleep(PATIENCE)) };
        BoxBody::new(rest)
    })
}

/// An answer and the rest of what it did not wait for. actix reads a chunked rest for as long as it comes once nobody
/// holds it any more (actix-web pull request 3936), so it is held; and only an error of the answer ends the connection, after
/// the client has had a moment to read it. By then actix has read some hundred KiB more into its own buffers.
struct Unread {
    answer: BoxBody,
    payload: Payload,
    read: usize,
    patience: Pin<Box<Sleep>>,
}

impl Unread {
    /// Ready when the body has come to its end, within bounds.
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
