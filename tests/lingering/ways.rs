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

pub(crate) fn all() -> Vec<Way> {
    use Then::{Floods, Trickles, Waits};

    let chunked = "Transfer-Encoding: chunked\r\n\r\n";
    let plain = |name, begins: String, then| Way {
        name,
        begins: begins.into_bytes(),
        then,
        reads: true,
        tls: false,
    };
    let request = |line: &str, rest: &str| format!("{line} HTTP/1.1\r\nHost: t\r\n{rest}");
    let hello = client_hello();
    vec![
        plain("nothing at all", String::new(), Waits),
        plain("half a head", request("GET /churnkey/features", "X-Half: "), Waits),
        plain(
            "a head, a byte a second",
            request("GET /churnkey/features", "X-Slow: "),
            Trickles(b"x"),
        ),
        plain(
            "a chunked body without an end",
            request("POST /churnkey/x", &format!("{chunked}5\r\nhello\r\n")),
            Waits,
        ),
        plain(
            "the same with GET on the health path",
            request("GET /healthz", &format!("{chunked}5\r\nhello\r\n")),
            Waits,
        ),
        plain(
            "a chunked body, a byte a second",
            request("POST /churnkey/x", chunked),
            Trickles(b"1\r\nx\r\n"),
        ),
        plain(
            "a chunked body, as fast as it is taken",
            request("POST /churnkey/x", &format!("{chunked}7fffffffffff\r\n")),
            Floods(XS),
        ),
        plain(
            "trailers without an end",
            request("POST /churnkey/x", &format!("{chunked}0\r\n")),
            Trickles(b"X: y\r\n"),
        ),
        plain(
            "a chunk of 2^64-1 bytes",
            request("POST /churnkey/x", &format!("{chunked}ffffffffffffffff\r\n")),
            Floods(XS),
        ),
        plain(
            "a body with a length that does not come",
            request("POST /churnkey/x", "Content-Length: 1000000\r\n\r\n"),
            Waits,
        ),
        plain(
            "a body with a length, as fast as it is taken",
            request("POST /churnkey/x", "Content-Length: 999999999999\r\n\r\n"),
            Floods(XS),
        ),
        plain(
            "`Expect: 100-continue`, and no body",
            request("POST /churnkey/x", "Expect: 100-continue\r\nContent-Length: 1000\r\n\r\n"),
            Waits,
        ),
        plain(
            "half a head after the answer",
            request("GET /churnkey/x", "\r\nGET /churnkey/x HTTP/1.1\r\nX-Half: "),
            Trickles(b"x"),
        ),
        plain(
            "pipelined requests, as fast as they are taken",
            request("GET /churnkey/x", "\r\n"),
            Floods(b"GET /churnkey/x HTTP/1.1\r\nHost: t\r\n\r\n"),
        ),
        Way {
            reads: false,
            ..plain(
                "the same, and no answer is read",
                request("GET /churnkey/x", "\r\n"),
                Floods(b"GET /churnkey/x HTTP/1.1\r\nHost: t\r\n\r\n"),
            )
        },
        plain(
            "HTTP/1.0 with `Connection: keep-alive`",
            "GET /churnkey/x HTTP/1.0\r\nConnection: keep-alive\r\n\r\n".to_owned(),
            Waits,
        ),
        plain(
            "an upgrade to WebSocket",
            request(
                "GET /churnkey/x",
                "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
            ),
            Trickles(b"\x81\x05hello"),
        ),
        plain("`CONNECT`", request("CONNECT example.org:443", "\r\n"), Trickles(b"hello")),
        Way {
            begins: hello[..hello.len() / 2].to_vec(),
            tls: true,
            ..plain("half a TLS handshake's first message", String::new(), Waits)
        },
        Way {
            begins: hello,
            tls: true,
            ..plain("a TLS handshake that is not finished", String::new(), Waits)
        },
    ]
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
