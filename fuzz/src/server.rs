//! All services in one actix app, in this process and on one thread: once called with requests that actix has parsed, and once
//! over a connection of our server.

use std::cell::OnceCell;
use std::pin::Pin;

use actix_web::body::{BoxBody, to_bytes};
use actix_web::dev::{Payload, Service as _, ServiceResponse};
use actix_web::http::Method;
use actix_web::http::header::HeaderMap;
use actix_web::rt::task::yield_now;
use actix_web::rt::{System, SystemRunner};
use actix_web::test::{TestRequest, init_service};
use actix_web::web::{Bytes, ServiceConfig};
use actix_web::{App, Error};
use churnkey_runtime::Integration;
use churnkey_runtime::fuzzing::{Wire, wire};
use futures_util::{StreamExt as _, stream};

use crate::sent::Sent;
use crate::services::{SERVICES, Service};

pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
}

type Pending = Pin<Box<dyn Future<Output = Result<ServiceResponse<BoxBody>, Error>>>>;

/// Calls an app in this process.
type Call = Box<dyn Fn(TestRequest, Vec<Bytes>) -> Pending>;

struct Server {
    system: SystemRunner,
    call: Call,
    wire: Wire,
}

thread_local! {
    // Leaked, since the system must not be dropped while the thread ends.
    static SERVER: OnceCell<&'static Server> = const { OnceCell::new() };
}

impl Server {
    fn start() -> Self {
        let system = System::new();
        let integrations: Vec<Integration> =
            SERVICES.iter().map(|service| (service.integration)()).collect();
        let routes = move |config: &mut ServiceConfig| {
            for (service, integration) in SERVICES.iter().zip(&integrations) {
                service.configure(integration, config);
            }
        };
        let (call, wire) =
            system.block_on(async { (in_process(&routes).await, wire(routes).await) });
        Self { system, call, wire }
    }

    fn get() -> &'static Self {
        SERVER.with(|server| *server.get_or_init(|| Box::leak(Box::new(Self::start()))))
    }
}

async fn in_process(routes: impl Fn(&mut ServiceConfig)) -> Call {
    let service = init_service(App::new().configure(routes)).await;
    Box::new(move |request, chunks| {
        let payload = stream::iter(chunks.into_iter().map(Ok)).boxed_local();
        let (request, _) = request.to_request().replace_payload(Payload::Stream { payload });
        Box::pin(service.call(request))
    })
}

impl Sent {
    /// # Panics
    /// When the service gives no answer, which is what a target looks for.
    #[must_use]
    pub fn answered(&self) -> Answer {
        let server = Server::get();
        server.system.block_on(self.answered_by(&server.call))
    }

    async fn answered_by(&self, call: &Call) -> Answer {
        let mut request = TestRequest::with_uri(&self.uri.to_string()).method(self.method.clone());
        for header in &self.headers {
            request = request.append_header(header.clone());
        }
        let response = call(request, self.chunks()).await.expect("an answer");
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = to_bytes(response.into_body()).await.expect("a body");
        Answer { status, headers, body }
    }

    /// Sends the request twice to a new instance of the service, and drops the instance. `then` is called with each answer,
    /// and with `None` at the end.
    ///
    /// # Panics
    /// As [`answered`](Self::answered).
    pub fn answered_twice_by_new(
        &self,
        service: &'static Service,
        mut then: impl FnMut(Option<Answer>),
    ) {
        Server::get().system.block_on(async {
            let integration = (service.integration)();
            let call = in_process(|config| service.configure(&integration, config)).await;
            for _ in 0..2 {
                then(Some(self.answered_by(&call).await));
            }
            drop((call, integration));
            then(None);
        });
    }

    /// The same on a connection: the body in chunks of HTTP's, and all of it in pieces that are cut anywhere. Status and
    /// body of each answer; `None` where the request says something of the connection or the body that is not so.
    ///
    /// # Panics
    /// When an answer is not HTTP.
    #[must_use]
    pub fn answered_on_a_connection(&self) -> Option<Vec<(u16, Vec<u8>)>> {
        const FRAMING: [&str; 6] =
            ["connection", "content-length", "expect", "host", "transfer-encoding", "upgrade"];
        let says_more = self.headers.iter().any(|(name, _)| FRAMING.contains(&name.as_str()));
        if says_more || self.method == Method::CONNECT || !self.uri.path().starts_with('/') {
            return None;
        }
        let target = self.uri.path_and_query()?;
        let mut bytes = format!("{} {target} HTTP/1.1\r\nhost: t\r\n", self.method).into_bytes();
        for (name, value) in &self.headers {
            bytes.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
        }
        bytes.extend(b"transfer-encoding: chunked\r\n\r\n");
        for chunk in self.chunks().iter().filter(|chunk| !chunk.is_empty()) {
            bytes.extend(format!("{:x}\r\n", chunk.len()).into_bytes());
            bytes.extend([chunk, &b"\r\n"[..]].concat());
        }
        bytes.extend(b"0\r\n\r\n");
        let mut rest = Bytes::from(bytes);
        let mut pieces = Vec::new();
        for length in self.cuts.iter().filter(|length| **length > 0).cycle() {
            if rest.len() <= *length || pieces.len() == 50 {
                break;
            }
            pieces.push(rest.split_to(*length));
        }
        pieces.push(rest);
        let server = Server::get();
        let bytes = server.system.block_on(async {
            // Timers fire only while the runtime waits. Without this, actix's clock could be so late that the time for the
            // head is over when the connection begins.
            for _ in 0..2 {
                yield_now().await;
            }
            (server.wire)(pieces).await
        });
        Some(answers(&bytes, &self.method))
    }
}

/// Each answer has its length; one to `HEAD` has no body.
fn answers(mut bytes: &[u8], method: &Method) -> Vec<(u16, Vec<u8>)> {
    let mut answers = Vec::new();
    while !bytes.is_empty() {
        let end = bytes.windows(4).position(|end| end == b"\r\n\r\n").expect("a head");
        let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
        let status =
            head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        let length = length.map_or(0, |length| length.parse().expect("a length"));
        let length = if *method == Method::HEAD { 0 } else { length };
        bytes = &bytes[end + 4..];
        answers.push((status, bytes[..length].to_vec()));
        bytes = &bytes[length..];
    }
    answers
}
