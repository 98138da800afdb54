//! The integration behind the recorder.

use std::io::Read as _;
use std::time::Duration;

use actix_web::web;
use tokio::sync::{mpsc, oneshot};
use ureq::http::{HeaderMap, HeaderName, HeaderValue, Request};

/// How much of an answer is read at a time. A smaller one is sent on as a whole.
const CHUNK: usize = 64 * 1024;
/// How many pieces of a larger one may wait for the client.
const WAITING: usize = 4;
/// How many connections are kept open.
const IDLE: usize = 64;

/// Headers that belong to a connection, and not to what goes over it (RFC 9110, 7.6.1).
pub(crate) const HOP_BY_HOP: &[&str] = &[
    "connection",
    "keep-alive",
    "proxy-authenticate",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

#[derive(Clone)]
pub(crate) struct Upstream {
    agent: ureq::Agent,
    /// Without a slash at its end, and without `/churnkey`.
    root: String,
}

pub(crate) struct Sent {
    pub(crate) method: String,
    /// From the first slash on.
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    pub(crate) body: Vec<u8>,
}

pub(crate) struct Answered {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
}

pub(crate) enum Body {
    Whole(Vec<u8>),
    /// The first piece, and those that follow.
    Pieces(Vec<u8>, mpsc::Receiver<Result<Vec<u8>, String>>),
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Unanswered {
    TimedOut,
    Failed(String),
}

impl Upstream {
    pub(crate) fn new(forward: &str, timeout: Duration) -> Self {
        use ureq::config::AutoHeaderValue;

        let root = forward.trim_end_matches('/');
        let config = ureq::config::Config::builder()
            .timeout_global(Some(timeout))
            .max_redirects(0)
            .http_status_as_error(false)
            .allow_non_standard_methods(true)
            .user_agent(AutoHeaderValue::None)
            .accept(AutoHeaderValue::None)
            .accept_encoding(AutoHeaderValue::None)
            .max_idle_connections(IDLE)
            .max_idle_connections_per_host(IDLE)
            .proxy(None)
            .build();
        let root = root.strip_suffix("/churnkey").unwrap_or(root).to_owned();
        Self { agent: ureq::Agent::new_with_config(config), root }
    }

    /// Sends it on a thread that may block. What is left of a large answer is read while it is sent on.
    pub(crate) async fn send(&self, sent: Sent) -> Result<Answered, Unanswered> {
        let (head, arrives) = oneshot::channel();
        let Self { agent, root } = self.clone();
        let sending = web::block(move || send(&agent, &root, sent, head));
        match arrives.await {
            Ok(answered) => answered,
            // It has ended without an answer, and says why.
            Err(_) => Err(Unanswered::Failed(match sending.await {
                Ok(()) => "no answer".to_owned(),
                Err(_) => "the thread has failed".to_owned(),
            })),
        }
    }
}

type Head = oneshot::Sender<Result<Answered, Unanswered>>;

fn send(agent: &ureq::Agent, root: &str, sent: Sent, head: Head) {
    let mut response = match run(agent, root, sent) {
        Ok(response) => response,
        Err(unanswered) => {
            let _ = head.send(Err(unanswered));
            return;
        }
    };
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let mut reader = response.body_mut().as_reader();
    let mut piece = || -> Result<Vec<u8>, String> {
        let mut piece = Vec::new();
        let mut part = reader.by_ref().take(CHUNK as u64);
        part.read_to_end(&mut piece).map_err(|error| error.to_string())?;
        Ok(piece)
    };
    let first = match piece() {
        Ok(first) => first,
        Err(why) => {
            let _ = head.send(Err(Unanswered::Failed(why)));
            return;
        }
    };
    if first.len() < CHUNK {
        let _ = head.send(Ok(Answered { status, headers, body: Body::Whole(first) }));
        return;
    }
    let (pieces, arriving) = mpsc::channel(WAITING);
    let body = Body::Pieces(first, arriving);
    if head.send(Ok(Answered { status, headers, body })).is_err() {
        return;
    }
    loop {
        let piece = piece();
        let last = piece.as_ref().map_or(true, |piece| piece.len() < CHUNK);
        if pieces.blocking_send(piece).is_err() || last {
            return; // the client has gone, or has all
        }
    }
}

fn run(
    agent: &ureq::Agent,
    root: &str,
    sent: Sent,
) -> Result<ureq::http::Response<ureq::Body>, Unanswered> {
    let Sent { method, target, headers, body } = sent;
    let takes_a_body = !body.is_empty() || matches!(method.as_str(), "POST" | "PUT" | "PATCH");
    let mut request = Request::builder().method(method.as_bytes()).uri(format!("{root}{target}"));
    if let Some(known) = request.headers_mut() {
        for (name, value) in headers {
            let header = HeaderName::try_from(&name).ok().zip(HeaderValue::try_from(value).ok());
            let Some((name, value)) = header else { continue };
            known.append(name, value);
        }
    }
    let unsendable = |_| Unanswered::Failed("the request cannot be sent on".to_owned());
    let answered = if takes_a_body {
        agent.run(request.body(body).map_err(unsendable)?)
    } else {
        agent.run(request.body(()).map_err(unsendable)?)
    };
    answered.map_err(unanswered)
}

/// Without the request, which other errors quote.
fn unanswered(error: ureq::Error) -> Unanswered {
    Unanswered::Failed(match error {
        ureq::Error::Timeout(_) => return Unanswered::TimedOut,
        ureq::Error::Io(error) => error.to_string(),
        ureq::Error::HostNotFound => "its host is not known".to_owned(),
        ureq::Error::Tls(why) => format!("TLS: {why}"),
        ureq::Error::Rustls(error) => format!("TLS: {error}"),
        ureq::Error::Protocol(error) => format!("what came is not HTTP: {error}"),
        _ => "the connection failed".to_owned(),
    })
}
