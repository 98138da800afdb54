use std::io;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use actix_web::web::Bytes;
use tokio::io::{AsyncRead as _, AsyncWrite as _, ReadBuf};

use super::Guarded;
use crate::server::connection::{Connection, LINGER_BYTES, Times};
use crate::server::in_memory_client::{Client, Then};
use crate::server::places::Places;

/// A client that sends so many bytes, and then waits.
fn guarded(bytes: usize) -> (Guarded<Client>, Rc<Connection>) {
    let client = Client::sending([Bytes::from(vec![b'x'; bytes])], Then::Waits);
    let times = Times {
        head: Duration::from_secs(5),
        answer: Duration::from_secs(30),
        body: Duration::from_secs(10),
    };
    let places = Rc::new(Places::new(2));
    let connection = Rc::new(Connection::new(times, places, 0));
    (Guarded::new(client, None, Rc::clone(&connection)), connection)
}

/// `Ok(None)` when it waits.
fn read(io: &mut Guarded<Client>) -> io::Result<Option<usize>> {
    let mut room = [0; 8192];
    let mut buffer = ReadBuf::new(&mut room);
    match Pin::new(io).poll_read(&mut cx(), &mut buffer) {
        Poll::Ready(done) => done.map(|()| Some(buffer.filled().len())),
        Poll::Pending => Ok(None),
    }
}

fn flush(io: &mut Guarded<Client>) {
    assert!(Pin::new(io).poll_flush(&mut cx()).is_ready());
}

fn shut_down(io: &mut Guarded<Client>) -> bool {
    Pin::new(io).poll_shutdown(&mut cx()).is_ready()
}

fn cx() -> Context<'static> {
    Context::from_waker(Waker::noop())
}

#[test]
fn after_the_close_after_answer_a_fixed_amount_is_read_and_discarded() {
    let (mut io, connection) = guarded(1_000_000);
    assert_eq!(read(&mut io).unwrap(), Some(8192));
    assert!(connection.begin_request());
    connection.begin_answer(true);
    connection.end_answer();
    flush(&mut io);
    let before = io.io.seen.read.get();
    assert_eq!(read(&mut io).unwrap_err().kind(), io::ErrorKind::ConnectionAborted);
    assert_eq!(io.io.seen.read.get() - before, LINGER_BYTES);
    assert_eq!(connection.discarded(), LINGER_BYTES);
    assert!(shut_down(&mut io), "there is nothing to wait for");
    assert_eq!(io.io.seen.read.get() - before, LINGER_BYTES);
}

/// After each portion it returns pending, so that the bytes are handled before more are read.
#[test]
fn a_flood_is_read_in_portions() {
    let (mut io, _) = guarded(1_000_000);
    for portion in 1..10 {
        assert_eq!(read(&mut io).unwrap(), Some(8192));
        assert_eq!(read(&mut io).unwrap(), None);
        assert_eq!(io.io.seen.read.get(), 8192 * portion);
    }
    let (mut io, _) = guarded(100);
    assert_eq!(read(&mut io).unwrap(), Some(100));
    assert_eq!(read(&mut io).unwrap(), None, "nothing more has arrived");
}

#[test]
fn while_the_close_after_answer_is_written_nothing_is_read() {
    let (mut io, connection) = guarded(100);
    connection.begin_request();
    connection.begin_answer(true);
    assert_eq!(read(&mut io).unwrap(), None);
    flush(&mut io);
    assert_eq!(read(&mut io).unwrap(), None, "a part of it is");
    assert_eq!(io.io.seen.read.get(), 0);
    connection.end_answer();
    flush(&mut io);
    assert_eq!(read(&mut io).unwrap(), None, "the client may go on");
    assert_eq!(io.io.seen.read.get(), 100);
}

#[test]
fn our_side_is_closed_at_once_and_the_other_when_the_client_closes() {
    let (mut io, connection) = guarded(100);
    connection.begin_request();
    connection.begin_answer(true);
    connection.end_answer();
    flush(&mut io);
    assert!(!shut_down(&mut io));
    assert!(io.io.seen.is_shut_down.get());
    assert!(connection.until().is_some(), "it has a time limit");
    io.io.then = Then::Closes;
    assert!(shut_down(&mut io));
}

#[test]
fn a_request_behind_the_close_after_answer_is_not_served() {
    let (_, connection) = guarded(0);
    assert!(connection.begin_request());
    connection.begin_answer(false);
    connection.end_answer();
    assert!(connection.begin_request());
    connection.begin_answer(true);
    assert!(!connection.begin_request());
    connection.end_answer();
    assert!(!connection.begin_request());
}

#[test]
fn a_kept_connection_has_no_time_of_ours_until_another_head_begins() {
    let (mut io, connection) = guarded(1);
    connection.begin_request();
    assert_eq!(connection.until(), None, "the request has its own");
    connection.begin_answer(false);
    assert!(connection.until().is_some(), "the client has to take its answer");
    connection.end_answer();
    assert!(connection.until().is_some(), "all of it");
    flush(&mut io);
    assert_eq!(connection.until(), None);
    assert_eq!(read(&mut io).unwrap(), Some(1));
    assert!(connection.until().is_some());
    assert!(connection.begin_request());
    assert_eq!(connection.until(), None);
}
