//! A client's end of a connection in memory, for `fuzz/` and tests.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};

use actix_web::web::Bytes;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

pub(crate) struct Client {
    sends: VecDeque<Bytes>,
    /// What it does once all of that was read.
    pub(crate) then: Then,
    /// Wait between two pieces, so that each is looked at before the next.
    waits: bool,
    pub(crate) seen: Rc<Seen>,
}

#[derive(Clone, Copy)]
#[cfg_attr(not(test), allow(dead_code, reason = "fuzzed clients close"))]
pub(crate) enum Then {
    Waits,
    /// It closes its side.
    Closes,
    /// It sends more for as long as that is read.
    Floods,
}

/// What the client has seen of the server.
#[derive(Default)]
pub(crate) struct Seen {
    /// How many of its bytes were read.
    pub(crate) read: Cell<usize>,
    pub(crate) answer: RefCell<Vec<u8>>,
    /// The server closed its side.
    pub(crate) is_shut_down: Cell<bool>,
}

impl Client {
    pub(crate) fn sending(pieces: impl IntoIterator<Item = Bytes>, then: Then) -> Self {
        let sends = pieces.into_iter().collect();
        Self { sends, then, waits: false, seen: Rc::default() }
    }
}

impl AsyncRead for Client {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        if std::mem::take(&mut this.waits) {
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        let before = buffer.filled().len();
        match (this.sends.front_mut(), this.then) {
            (Some(piece), _) => {
                buffer.put_slice(&piece.split_to(piece.len().min(buffer.remaining())));
                if piece.is_empty() {
                    this.sends.pop_front();
                    this.waits = true;
                }
            }
            (None, Then::Waits) => return Poll::Pending,
            (None, Then::Closes) => {}
            (None, Then::Floods) => buffer.put_slice(&vec![b'x'; buffer.remaining().min(4096)]),
        }
        this.seen.read.set(this.seen.read.get() + buffer.filled().len() - before);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Client {
    fn poll_write(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        if self.seen.is_shut_down.get() {
            return Poll::Ready(Err(io::ErrorKind::BrokenPipe.into()));
        }
        self.seen.answer.borrow_mut().extend_from_slice(bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.seen.is_shut_down.set(true);
        Poll::Ready(Ok(()))
    }
}
