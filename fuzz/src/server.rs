//! Both merchants behind one actix service, in process and on one thread: `/churnkey` and `/billing/churnkey`.

use std::cell::OnceCell;
use std::pin::Pin;

use actix_web::body::{BoxBody, to_bytes};
use actix_web::dev::{Service as _, ServiceResponse};
use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, Uri};
use actix_web::rt::{System, SystemRunner};
use actix_web::test::{TestRequest, init_service};
use actix_web::web::{self, Bytes};
use actix_web::{App, Error};

use crate::merchants;

/// A request, as far as it can be one: what is not HTTP never gets past actix's parser.
pub struct Sent {
    pub method: Method,
    pub uri: Uri,
    pub headers: Vec<(HeaderName, HeaderValue)>,
    pub body: Bytes,
}

pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
}

type Pending = Pin<Box<dyn Future<Output = Result<ServiceResponse<BoxBody>, Error>>>>;

struct Server {
    system: SystemRunner,
    call: Box<dyn Fn(TestRequest) -> Pending>,
}

thread_local! {
    // Leaked, since the system must not be dropped while the thread ends.
    static SERVER: OnceCell<&'static Server> = const { OnceCell::new() };
}

impl Server {
    fn start() -> Self {
        let system = System::new();
        let service = system.block_on(async {
            let (shop, kiosk) = (merchants::shop(), merchants::kiosk());
            init_service(
                App::new()
                    .configure(|config| shop.configure(config))
                    .service(web::scope("/billing").configure(|config| kiosk.configure(config))),
            )
            .await
        });
        let call = Box::new(move |request: TestRequest| {
            Box::pin(service.call(request.to_request())) as Pending
        });
        Self { system, call }
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
        let (headers, body) = headers(rest);
        Some(Self { method, uri, headers, body: Bytes::copy_from_slice(body) })
    }

    /// # Panics
    /// When the service gives no answer, which is what a target looks for.
    #[must_use]
    pub fn answered(&self) -> Answer {
        let server =
            SERVER.with(|server| *server.get_or_init(|| Box::leak(Box::new(Server::start()))));
        let mut request = TestRequest::with_uri(&self.uri.to_string())
            .method(self.method.clone())
            .set_payload(self.body.clone());
        for header in &self.headers {
            request = request.append_header(header.clone());
        }
        server.system.block_on(async {
            let response = (server.call)(request).await.expect("an answer");
            let (status, headers) = (response.status().as_u16(), response.headers().clone());
            let body = to_bytes(response.into_body()).await.expect("a body");
            Answer { status, headers, body }
        })
    }
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
