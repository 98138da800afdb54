//! Connections in memory, for `fuzz/`: a whole server except its sockets.

use std::rc::Rc;
use std::time::Duration;

use actix_service::{Service as _, ServiceFactory as _};
use actix_web::dev::AppConfig;
use actix_web::web::{Bytes, ServiceConfig};
use futures_util::future::LocalBoxFuture;

use crate::http::draining::Draining;
use crate::server::connection::{Connection, Times};
use crate::server::guarded::Guarded;
use crate::server::in_memory_client::{Client, Then};
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
            let client = Client::sending(pieces, Then::Closes);
            let seen = Rc::clone(&client.seen);
            let serving = service.call((Guarded::new(client, None, Rc::clone(&connection)), None));
            watch(serving, &connection, registration).await;
            drop(seat);
            seen.answer.take()
        })
    })
}
