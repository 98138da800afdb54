//! Twenty ways to keep a connection without a token.

use std::io::{ErrorKind, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use rustls::ClientConnection;

use crate::certificate::certificate;
use crate::client::config;

/// What a client goes on to do once it has sent how it begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Then {
    Waits,
    /// It sends this once a second.
    Trickles(&'static [u8]),
    /// It sends this as fast as it is taken.
    Floods(&'static [u8]),
}

#[derive(Debug, Clone)]
pub(crate) struct Way {
    pub(crate) name: &'static str,
    pub(crate) begins: Vec<u8>,
    pub(crate) then: Then,
    pub(crate) reads: bool,
    pub(crate) tls: bool,
}

const XS: &[u8] = &[b'x'; 4096];
const CHUNKED: &str = "Transfer-Encoding: chunked\r\n\r\n";
const REQUEST: &[u8] = b"GET /churnkey/x HTTP/1.1\r\nHost: t\r\n\r\n";

pub(crate) fn all() -> Vec<Way> {
    [heads(), bodies(), after_the_answer(), handshakes()].concat()
}

fn heads() -> Vec<Way> {
    let half = request("GET /churnkey/features", "X-Half: ");
    vec![
        way("nothing at all", String::new(), Then::Waits),
        way("half a head", half.clone(), Then::Waits),
        way("a head, a byte a second", half, Then::Trickles(b"x")),
    ]
}

fn bodies() -> Vec<Way> {
    let chunked = |rest| request("POST /churnkey/x", &format!("{CHUNKED}{rest}"));
    let chunk = "5\r\nhello\r\n";
    let length = |headers| request("POST /churnkey/x", &format!("{headers}\r\n\r\n"));
    vec![
        way("a chunked body without an end", chunked(chunk), Then::Waits),
        way(
            "the same with GET on the health path",
            request("GET /healthz", &format!("{CHUNKED}{chunk}")),
            Then::Waits,
        ),
        way("a chunked body, a byte a second", chunked(""), Then::Trickles(b"1\r\nx\r\n")),
        way(
            "a chunked body, as fast as it is taken",
            chunked("7fffffffffff\r\n"),
            Then::Floods(XS),
        ),
        way("trailers without an end", chunked("0\r\n"), Then::Trickles(b"X: y\r\n")),
        way("a chunk of 2^64-1 bytes", chunked("ffffffffffffffff\r\n"), Then::Floods(XS)),
        way(
            "a body with a length that does not come",
            length("Content-Length: 1000000"),
            Then::Waits,
        ),
        way(
            "a body with a length, as fast as it is taken",
            length("Content-Length: 999999999999"),
            Then::Floods(XS),
        ),
        way(
            "`Expect: 100-continue`, and no body",
            length("Expect: 100-continue\r\nContent-Length: 1000"),
            Then::Waits,
        ),
    ]
}

fn after_the_answer() -> Vec<Way> {
    let refused = request("GET /churnkey/x", "\r\n");
    let upgrade = "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
                   Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
    let unread = way("the same, and no answer is read", refused.clone(), Then::Floods(REQUEST));
    vec![
        way(
            "half a head after the answer",
            format!("{refused}GET /churnkey/x HTTP/1.1\r\nX-Half: "),
            Then::Trickles(b"x"),
        ),
        way("pipelined requests, as fast as they are taken", refused, Then::Floods(REQUEST)),
        Way { reads: false, ..unread },
        way(
            "HTTP/1.0 with `Connection: keep-alive`",
            "GET /churnkey/x HTTP/1.0\r\nConnection: keep-alive\r\n\r\n".to_owned(),
            Then::Waits,
        ),
        way(
            "an upgrade to WebSocket",
            request("GET /churnkey/x", upgrade),
            Then::Trickles(b"\x81\x05hello"),
        ),
        way("`CONNECT`", request("CONNECT example.org:443", "\r\n"), Then::Trickles(b"hello")),
    ]
}

fn handshakes() -> Vec<Way> {
    let hello = client_hello();
    let half = hello[..hello.len() / 2].to_vec();
    [
        ("half a TLS handshake's first message", half),
        ("a TLS handshake that is not finished", hello),
    ]
    .map(|(name, begins)| Way { begins, tls: true, ..way(name, String::new(), Then::Waits) })
    .into()
}

fn way(name: &'static str, begins: String, then: Then) -> Way {
    Way { name, begins: begins.into_bytes(), then, reads: true, tls: false }
}

fn request(line: &str, rest: &str) -> String {
    format!("{line} HTTP/1.1\r\nHost: t\r\n{rest}")
}

fn client_hello() -> Vec<u8> {
    let config = Arc::new(config(&certificate()));
    let mut client = ClientConnection::new(config, "localhost".try_into().unwrap()).unwrap();
    let mut hello = Vec::new();
    client.write_tls(&mut hello).unwrap();
    hello
}

/// One client on its way.
pub(crate) struct Lingering<'w> {
    way: &'w Way,
    stream: TcpStream,
    trickles_next: Instant,
    /// How much of what it floods with is sent of the current round.
    at: usize,
    /// What it has read first.
    pub(crate) answer: Vec<u8>,
    /// Since when it cannot send or has read the end.
    pub(crate) over: Option<Instant>,
}

impl<'w> Lingering<'w> {
    pub(crate) fn begin(way: &'w Way, address: SocketAddr) -> std::io::Result<Self> {
        let mut stream = TcpStream::connect(address)?;
        // Where it is closed already, the next step finds that out.
        let _ = stream.write_all(&way.begins);
        stream.set_nonblocking(true)?;
        Ok(Self {
            way,
            stream,
            trickles_next: Instant::now(),
            at: 0,
            answer: Vec::new(),
            over: None,
        })
    }

    /// Does what it can without waiting.
    pub(crate) fn step(&mut self) {
        if self.way.reads {
            self.read();
        }
        let problem = match self.way.then {
            Then::Waits => None,
            Then::Trickles(bytes) => {
                if self.trickles_next > Instant::now() {
                    return;
                }
                self.trickles_next = Instant::now() + Duration::from_secs(1);
                self.stream.write(bytes).err()
            }
            Then::Floods(bytes) => self.flood(bytes),
        };
        if problem.is_some_and(|problem| problem.kind() != ErrorKind::WouldBlock) {
            self.over.get_or_insert_with(Instant::now);
        }
    }

    /// A MiB at the most, so that others have their turn.
    fn flood(&mut self, bytes: &[u8]) -> Option<std::io::Error> {
        let mut left: usize = 1024 * 1024;
        while left > 0 {
            match self.stream.write(&bytes[self.at..]) {
                Ok(sent) => {
                    self.at = (self.at + sent) % bytes.len();
                    left = left.saturating_sub(sent);
                }
                Err(problem) => return Some(problem),
            }
        }
        None
    }

    fn read(&mut self) {
        let mut bytes = [0; 4096];
        loop {
            match self.stream.read(&mut bytes) {
                Ok(0) => break,
                Ok(length) if self.answer.len() < 4096 => {
                    self.answer.extend_from_slice(&bytes[..length]);
                }
                Ok(_) => {}
                Err(error) if error.kind() == ErrorKind::WouldBlock => return,
                Err(_) => break,
            }
        }
        self.over.get_or_insert_with(Instant::now);
    }
}
