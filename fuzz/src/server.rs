//! Both merchants behind one actix service, in process and on one thread: `/churnkey` and `/billing/churnkey`. Once as requests that
//! actix has read, and once as bytes on a connection of our server's.

use std::cell::OnceCell;
use std::pin::Pin;

use actix_web::body::{BoxBody, to_bytes};
use actix_web::dev::{Payload, Service as _, ServiceResponse};
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, Uri};
use actix_web::rt::{System, SystemRunner};
use actix_web::test::{TestRequest, init_service};
use actix_web::web::{self, Bytes, ServiceConfig};
use actix_web::{App, Error};
use churnkey_runtime::fuzzing::{Wire, wire};
use futures_util::{StreamExt as _, stream};

use crate::merchants::{self, TOKEN};

/// A header that is never sent. Each of its characters is the length of a chunk of the body, from 0 for the space up to
/// 94; what is left is the last one.
const CUT: &str = "x-cut";

/// A request, as far as it can be one: what is not HTTP never gets past actix's parser.
pub struct Sent {
    pub method: Method,
    pub uri: Uri,
    pub headers: Vec<(HeaderName, HeaderValue)>,
    pub body: Bytes,
    /// Where the body is cut into chunks; whole when it is empty.
    pub cuts: Vec<usize>,
}

pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
}

type Pending = Pin<Box<dyn Future<Output = Result<ServiceResponse<BoxBody>, Error>>>>;

struct Server {
    system: SystemRunner,
    call: Box<dyn Fn(TestRequest, Vec<Bytes>) -> Pending>,
    wire: Wire,
}

thread_local! {
    // Leaked, since the system must not be dropped while the thread ends.
    static SERVER: OnceCell<&'static Server> = const { OnceCell::new() };
}

impl Server {
    fn start() -> Self {
        let system = System::new();
        let (shop, kiosk) = (merchants::shop(), merchants::kiosk());
        let routes = move |config: &mut ServiceConfig| {
            shop.configure(config);
            config.service(web::scope("/billing").configure(|config| kiosk.configure(config)));
        };
        let (service, wire) = system.block_on(async {
            let service = init_service(App::new().configure(&routes)).await;
            (service, wire(routes).await)
        });
        let call = Box::new(move |request: TestRequest, chunks: Vec<Bytes>| {
            let payload = stream::iter(chunks.into_iter().map(Ok)).boxed_local();
            let (request, _) = request.to_request().replace_payload(Payload::Stream { payload });
            Box::pin(service.call(request)) as Pending
        });
        Self { system, call, wire }
    }

    fn get() -> &'static Self {
        SERVER.with(|server| *server.get_or_init(|| Box::leak(Box::new(Self::start()))))
    }
}

impl Sent {
    /// Reads text like HTTP's: a line with method and target, lines with headers, an empty line, the body.
    #[must_use]
    pub fn read(data: &[u8]) -> Option<Self> {
        let (first, rest) = line(data);
        let mut words = first.splitn(2, |byte| *byte == b' ');
        let method = Method::from_bytes(words.next()?).ok()?;
        let uri = Uri::try_from(words.next()?).ok()?;
        let (mut headers, body) = headers(rest);
        let cuts = headers.extract_if(.., |(name, _)| name == CUT);
        let cuts = cuts.flat_map(|(_, value)| value.as_bytes().to_vec());
        let cuts = cuts.map(|length| usize::from(length.saturating_sub(b' '))).collect();
        Some(Self { method, uri, headers, body: Bytes::copy_from_slice(body), cuts })
    }

    /// The body in its chunks, empty ones too.
    fn chunks(&self) -> Vec<Bytes> {
        let mut rest = self.body.clone();
        let cut = |length: &usize| rest.split_to(rest.len().min(*length));
        let mut chunks: Vec<_> = self.cuts.iter().map(cut).collect();
        chunks.push(rest);
        chunks
    }

    /// # Panics
    /// When the service gives no answer, which is what a target looks for.
    #[must_use]
    pub fn answered(&self) -> Answer {
        let server = Server::get();
        let mut request = TestRequest::with_uri(&self.uri.to_string()).method(self.method.clone());
        for header in &self.headers {
            request = request.append_header(header.clone());
        }
        server.system.block_on(async {
            let response = (server.call)(request, self.chunks()).await.expect("an answer");
            let (status, headers) = (response.status().as_u16(), response.headers().clone());
            let body = to_bytes(response.into_body()).await.expect("a body");
            Answer { status, headers, body }
        })
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
        Some(answers(&server.system.block_on((server.wire)(pieces)), &self.method))
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

/// Lines of `name: value` up to an empty one; what is no header is left out. And what follows.
#[must_use]
pub fn headers(mut data: &[u8]) -> (Vec<(HeaderName, HeaderValue)>, &[u8]) {
    let mut headers = Vec::new();
    while !data.is_empty() {
        let (header, rest) = line(data);
        data = rest;
        if header.is_empty() {
            break;
        }
        let mut parts = header.splitn(2, |byte| *byte == b':');
        let (Some(name), Some(value)) = (parts.next(), parts.next()) else { continue };
        // A server has trimmed the value already.
        let header =
            HeaderName::from_bytes(name).ok().zip(HeaderValue::from_bytes(value.trim_ascii()).ok());
        headers.extend(header);
    }
    (headers, data)
}

fn line(data: &[u8]) -> (&[u8], &[u8]) {
    match data.iter().position(|byte| *byte == b'\n') {
        Some(end) => (&data[..end], &data[end + 1..]),
        None => (data, &[]),
    }
}

/// Whether a token may be read of a header's value: one of either merchant's, or whatever `Basic` holds.
pub fn may_show_a_token(value: &[u8]) -> bool {
    let holds = |token: &str| value.windows(token.len()).any(|part| part == token.as_bytes());
    holds(TOKEN) || holds("ck_another_one") || value.to_ascii_lowercase().starts_with(b"basic")
}
