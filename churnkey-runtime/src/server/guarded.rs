//! A socket that reads no more than its connection may.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};

use actix_web::rt::net::{ActixStream, Ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::server::connection::{Connection, Reading};

/// How much is read before actix looks at it. actix would first read 128 KiB and make thousands of requests of it, of
/// which a client without a token gets only one answered.
const PORTION: usize = 4096;

/// Wraps the socket below TLS, so that it counts bytes as they arrive from the network.
pub(crate) struct Guarded<IO> {
    io: IO,
    peer: Option<SocketAddr>,
    connection: Rc<Connection>,
    /// Bytes read since actix last had to stop.
    portion: usize,
    /// Our side is closed.
    finished: bool,
}

impl<IO> Guarded<IO> {
    pub(crate) fn new(io: IO, peer: Option<SocketAddr>, connection: Rc<Connection>) -> Self {
        Self { io, peer, connection, portion: 0, finished: false }
    }

    pub(crate) fn peer(&self) -> Option<SocketAddr> {
        self.peer
    }

    pub(crate) fn connection(&self) -> &Rc<Connection> {
        &self.connection
    }
}

impl<IO: AsyncRead + Unpin> Guarded<IO> {
    /// Reads and discards what still arrives. Ready when the client has closed, or has sent too much.
    fn poll_discard(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut scratch = [0; 4096];
        while let Reading::Ends(left @ 1..) = self.connection.reading() {
            let length = left.min(scratch.len());
            let mut buffer = ReadBuf::new(scratch.get_mut(..length).unwrap_or_default());
            ready!(Pin::new(&mut self.io).poll_read(cx, &mut buffer))?;
            match buffer.filled().len() {
                0 => break,
                read => self.connection.discard(read),
            }
        }
        Poll::Ready(Ok(()))
    }
}

impl<IO: AsyncRead + Unpin> AsyncRead for Guarded<IO> {
    fn poll_read(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        match this.connection.reading() {
            Reading::Passes if this.portion >= PORTION => {
                this.portion = 0;
                cx.waker().wake_by_ref();
                Poll::Pending
            }
            Reading::Passes => {
                let before = buffer.filled().len();
                let done = Pin::new(&mut this.io).poll_read(cx, buffer);
                match buffer.filled().len() - before {
                    0 => this.portion = 0,
                    read => {
                        this.portion += read;
                        this.connection.heard();
                    }
                }
                done
            }
            // `poll_flush` wakes this task once the answer is written.
            Reading::Waits => Poll::Pending,
            Reading::Ends(_) => {
                ready!(this.poll_discard(cx))?;
                Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into()))
            }
        }
    }
}

impl<IO: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Guarded<IO> {
    fn poll_write(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        // Once the time for a head is over, actix writes a 408 each time it is woken. An error for one behind the closed
        // end would reset the connection, and the client could lose the first.
        if this.finished {
            return Poll::Ready(Ok(bytes.len()));
        }
        let done = Pin::new(&mut this.io).poll_write(cx, bytes);
        this.connection.wrote(done.is_ready());
        done
    }

    fn is_write_vectored(&self) -> bool {
        self.io.is_write_vectored()
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = self.get_mut();
        if this.finished {
            return Poll::Ready(Ok(bytes.iter().map(|part| part.len()).sum()));
        }
        let done = Pin::new(&mut this.io).poll_write_vectored(cx, bytes);
        this.connection.wrote(done.is_ready());
        done
    }

    /// actix calls this when nothing is left to write.
    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        ready!(Pin::new(&mut this.io).poll_flush(cx))?;
        if this.connection.flushed() {
            cx.waker().wake_by_ref();
        }
        Poll::Ready(Ok(()))
    }

    /// Closes our side at once. Closes the other when the client has closed its side or the time is up.
    fn poll_shutdown(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let this = self.get_mut();
        this.connection.end();
        if !this.finished {
            ready!(Pin::new(&mut this.io).poll_shutdown(cx))?;
            this.finished = true;
        }
        this.poll_discard(cx)
    }
}

/// actix's TLS acceptor needs this.
impl<IO: ActixStream> ActixStream for Guarded<IO> {
    fn poll_read_ready(&self, cx: &mut Context<'_>) -> Poll<io::Result<Ready>> {
        self.io.poll_read_ready(cx)
    }

    fn poll_write_ready(&self, cx: &mut Context<'_>) -> Poll<io::Result<Ready>> {
        self.io.poll_write_ready(cx)
    }
}

#[cfg(test)]
#[path = "../tests/guarded.rs"]
mod tests;
