//! The integration behind the recorder.

use std::io::Read as _;
use std::time::Duration;

use actix_web::web;
use tokio::sync::{mpsc, oneshot};
use ureq::http::{HeaderMap, HeaderName, HeaderValue};
use ureq::unversioned::transport::DefaultConnector;

use crate::proxy::resolver::KeptAddresses;
use crate::request::Request;

/// In bytes: a smaller body is sent on as a whole, a larger one in chunks of this size.
const CHUNK: usize = 64 * 1024;
/// How many chunks may wait for the client.
const MAX_WAITING_CHUNKS: usize = 4;
const MAX_IDLE_CONNECTIONS: usize = 64;

#[derive(Clone)]
pub(crate) struct Upstream {
    agent: ureq::Agent,
    /// Without a trailing slash, and without `/churnkey`.
    root: String,
}

/// The integration's response.
pub(crate) struct Received {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
}

pub(crate) enum Body {
    Whole(Vec<u8>),
    /// The first chunk, and those that follow.
    Chunks(Vec<u8>, mpsc::Receiver<Result<Vec<u8>, String>>),
}

impl Body {
    /// In bytes, if the whole of it is here.
    pub(crate) fn length(&self) -> Option<u64> {
        match self {
            Self::Whole(body) if !body.is_empty() => u64::try_from(body.len()).ok(),
            _ => None,
        }
    }
}

/// Why there is no response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum UpstreamError {
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
            .max_idle_connections(MAX_IDLE_CONNECTIONS)
            .max_idle_connections_per_host(MAX_IDLE_CONNECTIONS)
            .proxy(None)
            .build();
        let root = root.strip_suffix("/churnkey").unwrap_or(root).to_owned();
        let addresses: KeptAddresses = KeptAddresses::default();
        let agent = ureq::Agent::with_parts(config, DefaultConnector::default(), addresses);
        Self { agent, root }
    }

    /// Sends a request from a thread that may block. The thread goes on to read a large body after this returns.
    pub(crate) async fn send(&self, request: Request) -> Result<Received, UpstreamError> {
        let (sender, response) = oneshot::channel();
        let Self { agent, root } = self.clone();
        let sending = web::block(move || exchange(&agent, &root, request, sender));
        match response.await {
            Ok(received) => received,
            // The thread ended without a response.
            Err(_) => Err(UpstreamError::Failed(match sending.await {
                Ok(()) => "no response".to_owned(),
                Err(_) => "the sending thread failed".to_owned(),
            })),
        }
    }
}

impl Received {
    /// Replaces the body, and drops the headers that describe the old one.
    pub(crate) fn replace_body(&mut self, body: Vec<u8>) {
        self.body = Body::Whole(body);
        for name in ["etag", "content-length", "last-modified"] {
            self.headers.remove(name);
        }
    }
}

type ResponseSender = oneshot::Sender<Result<Received, UpstreamError>>;

fn exchange(agent: &ureq::Agent, root: &str, request: Request, sender: ResponseSender) {
    let mut response = match call(agent, root, request) {
        Ok(response) => response,
        Err(error) => {
            let _ = sender.send(Err(error));
            return;
        }
    };
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let mut reader = response.body_mut().as_reader();
    let mut read_chunk = || -> Result<Vec<u8>, String> {
        let mut chunk = Vec::new();
        let mut part = reader.by_ref().take(CHUNK as u64);
        part.read_to_end(&mut chunk).map_err(|error| error.to_string())?;
        Ok(chunk)
    };
    let first = match read_chunk() {
        Ok(first) => first,
        Err(why) => {
            let _ = sender.send(Err(UpstreamError::Failed(why)));
            return;
        }
    };
    if first.len() < CHUNK {
        let _ = sender.send(Ok(Received { status, headers, body: Body::Whole(first) }));
        return;
    }
    let (chunks, rest) = mpsc::channel(MAX_WAITING_CHUNKS);
    let body = Body::Chunks(first, rest);
    if sender.send(Ok(Received { status, headers, body })).is_err() {
        return;
    }
    loop {
        let chunk = read_chunk();
        let is_last = chunk.as_ref().map_or(true, |chunk| chunk.len() < CHUNK);
        if chunks.blocking_send(chunk).is_err() || is_last {
            return;
        }
    }
}

fn call(
    agent: &ureq::Agent,
    root: &str,
    request: Request,
) -> Result<ureq::http::Response<ureq::Body>, UpstreamError> {
    let Request { method, target, headers, body } = request;
    let has_body = !body.is_empty() || matches!(method.as_str(), "POST" | "PUT" | "PATCH");
    let mut builder =
        ureq::http::Request::builder().method(method.as_bytes()).uri(format!("{root}{target}"));
    if let Some(known) = builder.headers_mut() {
        for (name, value) in headers {
            let header = HeaderName::try_from(&name).ok().zip(HeaderValue::try_from(value).ok());
            let Some((name, value)) = header else { continue };
            known.append(name, value);
        }
    }
    let invalid = |_| UpstreamError::Failed("the request cannot be forwarded".to_owned());
    let response = if has_body {
        agent.run(builder.body(body).map_err(invalid)?)
    } else {
        agent.run(builder.body(()).map_err(invalid)?)
    };
    response.map_err(failure)
}

/// The reason without the request's address, which ureq's own messages may quote.
fn failure(error: ureq::Error) -> UpstreamError {
    UpstreamError::Failed(match error {
        ureq::Error::Timeout(_) => return UpstreamError::TimedOut,
        ureq::Error::Io(error) => error.to_string(),
        ureq::Error::HostNotFound => "its host name cannot be resolved".to_owned(),
        ureq::Error::Tls(why) => format!("TLS: {why}"),
        ureq::Error::Rustls(error) => format!("TLS: {error}"),
        ureq::Error::Protocol(error) => format!("the response is not HTTP: {error}"),
        _ => "the connection failed".to_owned(),
    })
}
