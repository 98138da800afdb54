//! The integration behind the recorder.

use std::error::Error;
use std::time::Duration;
use std::{io, iter};

use actix_web::web::Bytes;
use churnkey_verify::transport::ApiUrl;
use futures_util::stream::{self, LocalBoxStream};
use futures_util::{StreamExt as _, future};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::header::{CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioTimer};
use tokio::time::{Instant, timeout, timeout_at};

use crate::log::Log;
use crate::proxy::origin::Origin;
use crate::request::Request;

/// In bytes: a smaller body is sent on as a whole, a larger one as it arrives.
const MAX_WHOLE: usize = 64 * 1024;
/// For each worker.
const MAX_IDLE_CONNECTIONS: usize = 64;
/// Shorter than the integration's own keep-alive, since a request on a connection that is just closing fails. That of
/// Node.js is 5 seconds.
const MAX_IDLE: Duration = Duration::from_secs(4);
/// Of a response.
const MAX_HEADERS: usize = 512;

/// Where the integration is, and how to connect to it.
pub(crate) struct UpstreamConfig {
    connector: HttpsConnector<HttpConnector>,
    origin: Origin,
    timeout: Duration,
    log: Log,
}

/// A client of the integration. Its connections belong to the thread that it is made on, so each worker of the recorder
/// has one: a request waits for another thread only to look up a name.
pub(crate) struct Upstream {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    origin: Origin,
    timeout: Duration,
    log: Log,
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
    /// In bytes, if the whole of it is here and it is not empty. A response to HEAD has no body although its length may
    /// be above zero.
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
    pub(crate) fn new(forward: &ApiUrl, timeout: Duration, log: Log) -> io::Result<Self> {
        let origin = Origin::new(forward)?;
        let mut tcp = HttpConnector::new();
        tcp.enforce_http(false);
        tcp.set_nodelay(true);
        let connector = HttpsConnectorBuilder::new()
            .with_provider_and_webpki_roots(rustls::crypto::ring::default_provider())
            .map_err(io::Error::other)?
            .https_or_http()
            .enable_http1()
            .wrap_connector(tcp);
        Ok(Self { connector, origin, timeout, log })
    }

    pub(crate) fn client(&self) -> Upstream {
        let client = Client::builder(TokioExecutor::new())
            .pool_timer(TokioTimer::new())
            .pool_idle_timeout(MAX_IDLE)
            .pool_max_idle_per_host(MAX_IDLE_CONNECTIONS)
            .http1_max_headers(MAX_HEADERS)
            .build(self.connector.clone());
        let (origin, timeout, log) = (self.origin.clone(), self.timeout, self.log.clone());
        Upstream { client, origin, timeout, log }
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
            if head.status.is_informational() {
                let why = "it switched protocols, and nobody asked for that".to_owned();
                return Err(UpstreamError::Failed(why));
            }
            let body = self.receive(incoming).await?;
            Ok(Received { status: head.status.as_u16(), headers: head.headers, body })
        };
        timeout_at(deadline, exchange).await.unwrap_or(Err(UpstreamError::TimedOut))
    }

    fn outgoing(&self, request: Request) -> Option<hyper::Request<Full<Bytes>>> {
        let Request { method, target, headers, body } = request;
        let uri = self.origin.uri(&target)?;
        let mut builder = hyper::Request::builder().method(method.as_bytes()).uri(uri);
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

    /// The body, or its first part and a stream of the others. Each of these may take as long as a whole response.
    async fn receive(&self, body: Incoming) -> Result<Body, UpstreamError> {
        let mut parts = body.into_data_stream();
        let mut first = Vec::new();
        while first.len() < MAX_WHOLE {
            let Some(part) = parts.next().await else { return Ok(Body::Whole(first.into())) };
            first.extend_from_slice(&part.map_err(|error| failure(&error))?);
        }
        let (time, log) = (self.timeout, self.log.clone());
        let rest = stream::unfold((parts, log), move |(mut parts, log)| async move {
            let (error, why) = match timeout(time, parts.next()).await {
                Ok(None) => return None,
                Ok(Some(Ok(part))) => return Some((Ok(part), (parts, log))),
                Ok(Some(Err(error))) => {
                    let why = reason(&error);
                    (io::Error::other(error), why)
                }
                Err(_) => {
                    (io::ErrorKind::TimedOut.into(), "the rest did not come in time".to_owned())
                }
            };
            log.once(&format!("a response of the integration was cut off: {why}"));
            Some((Err(error), (parts, log)))
        });
        let first = stream::once(future::ready(Ok(Bytes::from(first))));
        Ok(Body::Parts(first.chain(rest).boxed_local()))
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

fn failure(error: &(dyn Error + 'static)) -> UpstreamError {
    UpstreamError::Failed(reason(error))
}

/// The innermost reason. Those around it only say that a request failed.
fn reason(error: &(dyn Error + 'static)) -> String {
    let reasons = iter::successors(Some(error), |&error| error.source());
    let is_parse = |error: &hyper::Error| error.is_parse();
    let is_parse = reasons.clone().filter_map(|error| error.downcast_ref()).any(is_parse);
    let prefix = if is_parse { "what it sent cannot be parsed: " } else { "" };
    let innermost = reasons.last().map_or_else(String::new, ToString::to_string);
    format!("{prefix}{innermost}")
}
