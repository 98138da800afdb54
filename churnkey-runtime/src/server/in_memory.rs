//! Connections in memory, for `fuzz/`: a whole server except its sockets.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll};
use std::time::Duration;

use actix_service::{Service as _, ServiceFactory as _};
use actix_web::dev::AppConfig;
use actix_web::web::{Bytes, ServiceConfig};
use futures_util::future::LocalBoxFuture;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::http::draining::Draining;
use crate::server::connection::{Connection, Times};
use crate::server::guarded::Guarded;
use crate::server::listen::Http;
use crate::server::places::Places;
use crate::server::shutdown::Requests;
use crate::server::watch::watch;

/// Sends these pieces as a client that then closes its side, and returns the answer.
pub type Wire = Box<dyn Fn(Vec<Bytes>) -> LocalBoxFuture<'static, Vec<u8>>>;

pub(crate) async fn wire<R>(routes: R) -> Wire
where
    R: Fn(&mut ServiceConfig) + Clone + Send + 'static,
{
    let times = Times {
        head: Duration::from_secs(5),
        answer: Duration::from_secs(30),
        body: Duration::from_secs(10),
    };
    let http = Http {
        routes,
        places: 2,
        keep_alive: Duration::from_secs(30),
        times,
        draining: Draining::default(),
        requests: Requests::default(),
        stopping: actix_server::Server::build().graceful_shutdown_signal(),
        #[cfg(feature = "rustls")]
        tls: None,
    };
    let service = http
        .http(Duration::ZERO, AppConfig::default(), |io: &Guarded<Client>| {
            Rc::clone(io.connection())
        })
        .new_service(())
        .await;
    let service =
        Rc::new(service.unwrap_or_else(|()| unreachable!("an app does not fail to begin")));
    let places = Rc::new(Places::new(2));
    Box::new(move |pieces| {
        let (service, places) = (Rc::clone(&service), Rc::clone(&places));
        Box::pin(async move {
            let (seat, registration) = places.enter();
            let connection = Rc::new(Connection::new(times, places, seat.number));
            let answer = Rc::<RefCell<Vec<u8>>>::default();
            let client = Client { sends: pieces.into(), waits: false, reads: Rc::clone(&answer) };
            let serving = service.call((Guarded::new(client, None, Rc::clone(&connection)), None));
            watch(serving, &connection, registration).await;
            drop(seat);
            answer.take()
        })
    })
}

struct Client {
    sends: VecDeque<Bytes>,
    /// Wait between two pieces, so that each is looked at before the next.
    waits: bool,
    reads: Rc<RefCell<Vec<u8>>>,
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
        if let Some(mut piece) = this.sends.pop_front() {
            buffer.put_slice(&piece.split_to(piece.len().min(buffer.remaining())));
            this.waits = piece.is_empty();
            if !piece.is_empty() {
                this.sends.push_front(piece);
            }
        }
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Client {
    fn poll_write(
        self: Pin<&mut Self>,
        _: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.reads.borrow_mut().extend_from_slice(bytes);
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}
