//! How long a connection may stay, and what may still be read from it.
//!
//! actix limits the time for the first head on a connection and the time without a request. The rest is here: further
//! heads, a client that does not read its answer, and what a client sends after its last answer. actix reads the unread
//! rest of a chunked body for as long as it keeps coming (actix-web issue 2972, pull request 3936). Its `LINGER`, from
//! issue 3967, limits the rest of a body with a `Content-Length` by time, not by size.

use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;

use actix_web::HttpRequest;
use actix_web::rt::time::Instant;

use crate::server::places::Places;

/// How long the client has to read its last answer and to close. We promise a second.
const LINGER: Duration = Duration::from_millis(900);
/// How much is read meanwhile. Closing while bytes are unread resets the connection, and the client may lose an answer
/// that it has not read yet (RFC 9112, 9.6). The body of a refused request is usually smaller than this.
pub(crate) const LINGER_BYTES: usize = 64 * 1024;

/// The time limits that actix does not have.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Times {
    /// For each further head.
    pub(crate) head: Duration,
    /// For the client to read an answer.
    pub(crate) answer: Duration,
    /// For a body from an unknown client. The integration has its own limit for known clients.
    pub(crate) body: Duration,
}

/// What a connection is waiting for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// A TLS handshake or a first head, which have their own timers.
    Opened,
    /// The answer. A request to the integration has its own time limit.
    Serving,
    /// The client to read the answer.
    Answering,
    /// The same, after the last byte of the answer has been produced.
    Answered,
    /// Either side, after a switch to another protocol.
    Upgraded,
    /// The first byte of another request, limited by `keep_alive`.
    Idle,
    /// The rest of a further head.
    NextHead,
    /// The client to close.
    Ending,
}

/// What to do with bytes from the client.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Pass them on: they are a request or part of one.
    Passes,
    /// Leave them while the last answer is being written.
    Waits,
    /// Discard up to this many further bytes.
    Ends(usize),
}

/// A connection, on the thread of its worker. Its requests hold it as connection data.
pub(crate) struct Connection {
    times: Times,
    places: Rc<Places>,
    number: u64,
    /// The client has shown a valid token, or a route of the merchant trusts it.
    known: Cell<bool>,
    /// A route of the merchant trusts the client, so an answer may last as long as it is being read.
    trusted: Cell<bool>,
    stage: Cell<Stage>,
    until: Cell<Option<Instant>>,
    /// The current answer is the last one.
    last: Cell<bool>,
    /// The client has sent further requests behind the last one.
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

    /// The connection of a request; `None` in the merchant's own app and in tests.
    pub(crate) fn of(http: &HttpRequest) -> Option<&Rc<Self>> {
        http.conn_data()
    }

    /// The client has shown a valid token, so it keeps its place from now on.
    pub(crate) fn has_shown_token(&self) {
        if !self.known.replace(true) {
            self.places.keep(self.number);
            self.end_body();
        }
    }

    /// A route of the merchant trusts the client.
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

    /// Begins a request. Returns `false` for one behind the last answer, which must not be served. The connection then
    /// need not wait for the client to close.
    pub(crate) fn begin_request(&self) -> bool {
        if self.last.get() {
            self.pipelines.set(true);
            return false;
        }
        self.enter(Stage::Serving, None);
        true
    }

    /// The route is waiting for more of the request's body.
    pub(crate) fn await_body(&self) {
        let waits = self.stage.get() == Stage::Serving && self.until.get().is_none();
        if waits && !self.known.get() {
            self.enter(Stage::Serving, Some(self.times.body));
        }
    }

    /// The body is complete, or no longer has a time limit.
    pub(crate) fn end_body(&self) {
        if self.stage.get() == Stage::Serving {
            self.until.set(None);
        }
    }

    /// The answer is ready to be sent.
    pub(crate) fn begin_answer(&self, last: bool) {
        self.last.set(last);
        let time = if self.trusted.get() { None } else { Some(self.times.answer) };
        self.enter(Stage::Answering, time);
    }

    /// What follows is no longer HTTP. The connection ends with this answer.
    pub(crate) fn begin_upgrade(&self) {
        self.enter(Stage::Upgraded, None);
    }

    /// The transport was offered bytes; `taken` says whether it accepted any.
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

    /// The answer's body is complete, and is about to be written.
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

    /// Everything has been written. Returns `true` if the client's bytes must be looked at again.
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

    /// Ends the connection: no further answer follows, and the client has a moment to read and to close.
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

    /// The bytes that were read after the last answer.
    pub(crate) fn discarded(&self) -> usize {
        self.discarded.get()
    }

    /// The deadline at which the connection is closed; it may move in either direction.
    pub(crate) fn until(&self) -> Option<Instant> {
        self.until.get()
    }

    /// What the connection was waiting for when its time was up.
    pub(crate) fn late(&self) -> &'static str {
        match self.stage.get() {
            Stage::Serving => "the body did not arrive in time",
            Stage::Answering | Stage::Answered | Stage::Upgraded => {
                "the client did not read the answer in time"
            }
            Stage::NextHead => "the head did not arrive in time",
            _ => "the client did not close in time",
        }
    }

    fn enter(&self, stage: Stage, time: Option<Duration>) {
        self.stage.set(stage);
        // No deadline if the clock cannot represent it.
        self.until.set(time.and_then(|time| Instant::now().checked_add(time)));
    }
}
