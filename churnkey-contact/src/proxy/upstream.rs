//! The integration behind the recorder.

use std::error::Error;
use std::time::Duration;
use std::{io, iter};

use actix_web::web::Bytes;
use futures_util::stream::{self, LocalBoxStream};
use futures_util::{StreamExt as _, future};
use http_body_util::{BodyExt as _, Full};
use hyper::Request as HttpRequest;
use hyper::body::Incoming;
use hyper::header::{CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::time::{Instant, timeout_at};

use crate::request::Request;

/// In bytes: a smaller body is sent on as a whole, a larger one as it arrives.
const MAX_WHOLE: usize = 64 * 1024;
const MAX_IDLE_CONNECTIONS: usize = 64;

/// Where the integration is, and how to connect to it.
pub(crate) struct UpstreamConfig {
    connector: HttpsConnector<HttpConnector>,
    /// Without a trailing slash, and without `/churnkey`.
    root: String,
    timeout: Duration,
}

/// A client of the integration. Its connections belong to the thread that it is made on, so each worker of the recorder
/// has one: no request waits for another thread.
pub(crate) struct Upstream {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    root: String,
    timeout: Duration,
}

/// The integration's response.
pub(crate) struct Received {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Body,
}

pub(crate) enum Body {
    Whole(Bytes),
    Parts(LocalBoxStream<'static, io::Result<Bytes>>),
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

impl UpstreamConfig {
    pub(crate) fn new(forward: &str, timeout: Duration) -> io::Result<Self> {
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        let connector = HttpsConnectorBuilder::new()
            .with_provider_and_webpki_roots(rustls::crypto::ring::default_provider())
            .map_err(io::Error::other)?
            .https_or_http()
            .enable_http1()
            .wrap_connector(tcp);
        let root = forward.trim_end_matches('/');
        let root = root.strip_suffix("/churnkey").unwrap_or(root).to_owned();
        Ok(Self { connector, root, timeout })
    }

    pub(crate) fn client(&self) -> Upstream {
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_max_idle_per_host(MAX_IDLE_CONNECTIONS)
            .build(self.connector.clone());
        Upstream { client, root: self.root.clone(), timeout: self.timeout }
    }
}

impl Upstream {
    /// Returns when a small body has arrived, or the first part of a large one.
    pub(crate) async fn send(&self, request: Request) -> Result<Received, UpstreamError> {
        let deadline = Instant::now() + self.timeout;
        let request = self
            .outgoing(request)
            .ok_or_else(|| UpstreamError::Failed("the request cannot be forwarded".to_owned()))?;
        let exchange = async {
            let response = self.client.request(request).await.map_err(|error| failure(&error))?;
            let (head, incoming) = response.into_parts();
            let body = receive(incoming, deadline).await?;
            Ok(Received { status: head.status.as_u16(), headers: head.headers, body })
        };
        timeout_at(deadline, exchange).await.unwrap_or(Err(UpstreamError::TimedOut))
    }

    fn outgoing(&self, request: Request) -> Option<HttpRequest<Full<Bytes>>> {
        let Request { method, target, headers, body } = request;
        let mut builder =
            HttpRequest::builder().method(method.as_bytes()).uri(format!("{}{target}", self.root));
        let sent = builder.headers_mut()?;
        for (name, value) in headers {
            let header = HeaderName::try_from(name).ok().zip(HeaderValue::try_from(value).ok());
            let Some((name, value)) = header else { continue };
            sent.append(name, value);
        }
        if body.is_empty() && matches!(method.as_str(), "POST" | "PUT" | "PATCH") {
            // RFC 9110, 8.6: these methods say so even if there is no body.
            sent.insert(CONTENT_LENGTH, HeaderValue::from_static("0"));
        }
        builder.body(Full::new(Bytes::from(body))).ok()
    }
}

impl Received {
    /// Replaces the body, and drops the headers that describe the old one.
    pub(crate) fn replace_body(&mut self, body: Vec<u8>) {
        self.body = Body::Whole(body.into());
        for name in ["etag", "content-length", "last-modified"] {
            self.headers.remove(name);
        }
    }
}

/// The body, or its first part and a stream that fails if the rest is not there by the deadline.
async fn receive(body: Incoming, deadline: Instant) -> Result<Body, UpstreamError> {
    let mut parts = body.into_data_stream();
    let mut first = Vec::new();
    while first.len() < MAX_WHOLE {
        let Some(part) = parts.next().await else { return Ok(Body::Whole(first.into())) };
        first.extend_from_slice(&part.map_err(|error| failure(&error))?);
    }
    let rest = stream::unfold(parts, move |mut parts| async move {
        let part = match timeout_at(deadline, parts.next()).await {
            Ok(part) => part?.map_err(io::Error::other),
            Err(_) => Err(io::ErrorKind::TimedOut.into()),
        };
        Some((part, parts))
    });
    let first = stream::once(future::ready(Ok(Bytes::from(first))));
    Ok(Body::Parts(first.chain(rest).boxed_local()))
}

/// The innermost reason. Those around it only say that a request failed.
fn failure(error: &(dyn Error + 'static)) -> UpstreamError {
    let reasons = iter::successors(Some(error), |&error| error.source());
    let is_parse = |error: &hyper::Error| error.is_parse();
    let is_http = !reasons.clone().filter_map(|error| error.downcast_ref()).any(is_parse);
    let prefix = if is_http { "" } else { "the response is not HTTP: " };
    let innermost = reasons.last().map_or_else(String::new, ToString::to_string);
    UpstreamError::Failed(format!("{prefix}{innermost}"))
}
