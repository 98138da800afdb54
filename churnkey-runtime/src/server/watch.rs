//! Ends a connection in time, whatever actix is waiting for.

use std::future::poll_fn;
use std::pin::{Pin, pin};
use std::task::{Context, Poll, ready};

use actix_web::rt::time::{Instant, Sleep, sleep_until};
use futures_util::future::{AbortRegistration, Abortable};

use crate::server::connection::Connection;

/// Serves until both sides have closed, the connection's time is up, or its place is needed.
pub(crate) async fn watch(
    serving: impl Future,
    connection: &Connection,
    registration: AbortRegistration,
) {
    let begun = Instant::now();
    let served = async {
        let mut serving = pin!(serving);
        let mut timer = pin!(sleep_until(begun));
        let mut rings = None;
        poll_fn(|cx| {
            if serving.as_mut().poll(cx).is_ready() {
                return Poll::Ready("closed");
            }
            // After serving, since that changes the deadline.
            ready!(poll_over(timer.as_mut(), &mut rings, connection, cx));
            Poll::Ready(connection.late())
        })
        .await
    };
    let why = Abortable::new(served, registration).await.unwrap_or("another needed its place");
    tracing::debug!(
        target: "churnkey",
        why,
        elapsed_ms = u64::try_from(begun.elapsed().as_millis()).unwrap_or(u64::MAX),
        discarded = connection.discarded(),
        "a connection has ended"
    );
}

/// Ready when the connection's time is up. The timer is reset only if it would fire too late: most deadlines move long
/// before they are reached.
fn poll_over(
    mut timer: Pin<&mut Sleep>,
    rings: &mut Option<Instant>,
    connection: &Connection,
    cx: &mut Context<'_>,
) -> Poll<()> {
    while let Some(until) = connection.until() {
        if rings.is_none_or(|rings| rings > until) {
            timer.as_mut().reset(until);
            *rings = Some(until);
        }
        ready!(timer.as_mut().poll(cx));
        *rings = None;
        if until <= Instant::now() {
            return Poll::Ready(());
        }
    }
    Poll::Pending
}
