//! How long a connection may stay, and what may still be read from it.
//!
//! actix bounds the head of a connection's first request and the time without a request. The rest is here: a further head,
//! a client that does not take its answer, and what a client sends after its last answer. actix reads the unread rest of
//! a chunked body for as long as it comes (actix-web issue 2972, pull request 3936); its `LINGER`, of issue 3967, bounds
//! that of a body with a `Content-Length`, by time and not by size.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::rt::time::Instant;

use crate::server::places::Places;

/// How long the client has to take its last answer and to close. We promise a second.
const LINGER: Duration = Duration::from_millis(900);
/// How much is read meanwhile. To close while bytes are unread resets the connection, and the client can lose an answer
/// that it has not read yet (RFC 9112, 9.6): the body of a request that was refused is usually smaller than this.
pub(crate) const LINGER_BYTES: usize = 64 * 1024;

/// The times of a connection that are not actix's.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Times {
    /// For each further head.
    pub(crate) head: Duration,
    /// For an answer to be taken.
    pub(crate) answer: Duration,
    /// For a body, of a client that is not known. The integration has a time of its own for the others.
    pub(crate) body: Duration,
}

/// What a connection waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// A TLS handshake or a first head: those have timers of their own.
    Opened,
    /// The answer: a request to the integration has its own time.
    Serving,
    /// The client, which has to take the answer.
    Answering,
    /// The same, with the last byte of the answer made.
    Answered,
    /// Both sides: they have switched to another protocol.
    Upgraded,
    /// The first byte of another request: `keep_alive` is its time.
    Idle,
    /// The rest of another head.
    NextHead,
    /// The client, which has to close.
    Ending,
}

/// What is to be done with what the client sends.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// It is a request, or a part of one.
    Passes,
    /// It stays where it is while the last answer is written.
    Waits,
    /// So many bytes more are read and thrown away.
    Ends(usize),
}

/// One connection, on the thread of its worker. Each request has it as its connection data.
pub(crate) struct Connection {
    times: Times,
    places: Rc<Places>,
    number: u64,
    /// Whose it is: somebody with a valid token, or somebody whom a route of the merchant's trusts.
    known: Cell<bool>,
    /// Of the latter. Its answers may last as long as they are taken.
    trusted: Cell<bool>,
    stage: Cell<Stage>,
    until: Cell<Option<Instant>>,
    /// The answer that is made, or was, is the last one.
    last: Cell<bool>,
    /// More requests stand behind it.
    pipelines: Cell<bool>,
    discarded: Cell<usize>,
}

impl Connection {
    pub(crate) fn new(times: Times, places: Rc<Places>, number: u64) -> Self {
        Self {
            times,
            places,
            number,
            known: Cell::new(false),
            trusted: Cell::new(false),
            stage: Cell::new(Stage::Opened),
            until: Cell::new(None),
            last: Cell::new(false),
            pipelines: Cell::new(false),
            discarded: Cell::new(0),
        }
    }

    /// The connection of a request; `None` in an app of the merchant's own, and in tests.
    pub(crate) fn of(http: &HttpRequest) -> Option<&Rc<Self>> {
        http.conn_data()
    }

    /// It has shown a valid token, and keeps its place from now on.
    pub(crate) fn has_shown_token(&self) {
        if !self.known.replace(true) {
            self.places.keep(self.number);
            self.end_body();
        }
    }

    /// The same, since a route of the merchant's says so.
    pub(crate) fn trust(&self) {
        self.has_shown_token();
        self.trusted.set(true);
    }

    pub(crate) fn is_known(&self) -> bool {
        self.known.get()
    }

    pub(crate) fn is_trusted(&self) -> bool {
        self.trusted.get()
    }

    /// A request has come. `false` when it stands behind the last answer, and is not to be served. Who sends such a one
    /// need not be waited for.
    pub(crate) fn begin_request(&self) -> bool {
        if self.last.get() {
            self.pipelines.set(true);
            return false;
        }
        self.enter(Stage::Serving, None);
        true
    }

    /// The route waits for more of the request's body.
    pub(crate) fn await_body(&self) {
        let waits = self.stage.get() == Stage::Serving && self.until.get().is_none();
        if waits && !self.known.get() {
            self.enter(Stage::Serving, Some(self.times.body));
        }
    }

    /// It has all of it, or need not come in time any more.
    pub(crate) fn end_body(&self) {
        if self.stage.get() == Stage::Serving {
            self.until.set(None);
        }
    }

    /// Its answer is there, and is to be sent.
    pub(crate) fn begin_answer(&self, last: bool) {
        self.last.set(last);
        let time = if self.trusted.get() { None } else { Some(self.times.answer) };
        self.enter(Stage::Answering, time);
    }

    /// What follows is not HTTP any more. It ends with its answer.
    pub(crate) fn begin_upgrade(&self) {
        self.enter(Stage::Upgraded, None);
    }

    /// Whether something was taken of what is to be sent.
    pub(crate) fn wrote(&self, taken: bool) {
        let stage = self.stage.get();
        let counts = matches!(stage, Stage::Answering | Stage::Answered | Stage::Upgraded);
        if !counts || !self.trusted.get() {
            return;
        }
        if taken {
            self.until.set(None);
        } else if self.until.get().is_none() {
            self.enter(stage, Some(self.times.answer));
        }
    }

    /// The answer's body has come to its end, and is about to be written.
    pub(crate) fn end_answer(&self) {
        match self.stage.get() {
            Stage::Answering => self.stage.set(Stage::Answered),
            Stage::Upgraded => {
                self.last.set(true);
                self.stage.set(Stage::Answered);
            }
            _ => {}
        }
    }

    /// Everything is written. `true` when what the client sends is to be looked at again.
    pub(crate) fn flushed(&self) -> bool {
        if self.stage.get() != Stage::Answered {
            return false;
        }
        if self.last.get() {
            self.end();
            return true;
        }
        self.enter(Stage::Idle, None);
        false
    }

    /// The client has sent something.
    pub(crate) fn heard(&self) {
        if self.stage.get() == Stage::Idle {
            self.enter(Stage::NextHead, Some(self.times.head));
        }
    }

    /// Nothing is answered any more: the client has a moment to read and to close.
    pub(crate) fn end(&self) {
        if self.stage.get() != Stage::Ending {
            self.last.set(true);
            let time = if self.pipelines.get() { Duration::ZERO } else { LINGER };
            self.enter(Stage::Ending, Some(time));
        }
    }

    pub(crate) fn reading(&self) -> Reading {
        if self.stage.get() == Stage::Ending {
            Reading::Ends(LINGER_BYTES.saturating_sub(self.discarded.get()))
        } else if self.last.get() {
            Reading::Waits
        } else {
            Reading::Passes
        }
    }

    pub(crate) fn discard(&self, bytes: usize) {
        self.discarded.set(self.discarded.get() + bytes);
    }

    /// What was read after the last answer.
    pub(crate) fn discarded(&self) -> usize {
        self.discarded.get()
    }

    /// When it is closed, whatever it does; may move in either direction.
    pub(crate) fn until(&self) -> Option<Instant> {
        self.until.get()
    }

    /// What it was waiting for when its time was over.
    pub(crate) fn late(&self) -> &'static str {
        match self.stage.get() {
            Stage::Serving => "the body did not come in time",
            Stage::Answering | Stage::Answered | Stage::Upgraded => {
                "the answer was not taken in time"
            }
            Stage::NextHead => "the head did not come in time",
            _ => "the client did not close in time",
        }
    }

    fn enter(&self, stage: Stage, time: Option<Duration>) {
        self.stage.set(stage);
        // Without an end where it lies beyond what the clock can tell.
        self.until.set(time.and_then(|time| Instant::now().checked_add(time)));
    }
}
