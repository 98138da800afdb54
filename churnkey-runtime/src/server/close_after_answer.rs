//! Every request and its answer pass through here. Whatever the route, the connection ends with its answer if the
//! client is not known or the request's body was not read to its end.

use std::cell::RefCell;
use std::future::pending;
use std::pin::Pin;
use std::rc::Rc;
use std::task::{Context, Poll, ready};

use actix_http::body::{BodySize, BoxBody, MessageBody};
use actix_http::error::PayloadError;
use actix_http::{ConnectionType, Payload, Request, Response};
use actix_service::{Service, ServiceFactory, apply_fn_factory};
use actix_web::dev::{AppConfig, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::web::Bytes;
use futures_util::Stream;

use crate::error::Error;
use crate::http::draining::Draining;
use crate::http::encoding;
use crate::server::connection::Connection;

/// Wraps an app in this rule.
pub(crate) fn one_answer_without_a_token<A>(
    app: A,
    draining: Draining,
) -> impl ServiceFactory<
    Request,
    Config = AppConfig,
    Response = Response<Answer>,
    Error = actix_web::Error,
    InitError = A::InitError,
    Service: Service<Request, Future: 'static> + 'static,
    Future: 'static,
> + 'static
where
    A: ServiceFactory<
            Request,
            Config = AppConfig,
            Response = ServiceResponse<BoxBody>,
            Error = actix_web::Error,
            Service: 'static,
            Future: 'static,
        > + 'static,
    <A::Service as Service<Request>>::Future: 'static,
{
    apply_fn_factory(app, move |request, app: &A::Service| pass(request, app, draining.clone()))
}

fn pass<A>(
    mut request: Request,
    app: &A,
    draining: Draining,
) -> impl Future<Output = Result<Response<Answer>, actix_web::Error>> + use<A>
where
    A: Service<Request, Response = ServiceResponse<BoxBody>, Error = actix_web::Error>,
{
    let connection = request.conn_data::<Rc<Connection>>().cloned();
    let asked_to_close = request.head().connection_type() == ConnectionType::Close;
    let body = Body::of(&mut request, connection.as_ref());
    let serve = connection.as_ref().is_none_or(|connection| connection.begin_request());
    let answer = serve.then(|| app.call(request));
    async move {
        let Some(answer) = answer else {
            return pending().await; // the watch closes the connection
        };
        let mut response: Response<BoxBody> = match answer.await {
            Ok(response) => response.into(),
            Err(error) => error.error_response().into(),
        };
        let unread = body.as_ref().is_some_and(|body| !body.is_read());
        if let Some(connection) = &connection {
            let upgrades = response.status() == StatusCode::SWITCHING_PROTOCOLS;
            if upgrades && connection.is_trusted() {
                connection.begin_upgrade();
            } else {
                if upgrades {
                    response = not_trusted();
                }
                let head = response.head_mut();
                if unread || !connection.is_known() || draining.has_begun() {
                    head.set_connection_type(ConnectionType::Close);
                }
                let last = asked_to_close || head.connection_type() == ConnectionType::Close;
                connection.begin_answer(last);
            }
        }
        Ok(response.map_body(|_, content| Answer { content, _body: body, connection }))
    }
}

/// The answer if a route switches to another protocol on a connection that will not stay open.
fn not_trusted() -> Response<BoxBody> {
    tracing::error!(
        target: "churnkey",
        "a route switched protocols on a connection that it does not trust, so it is closed: call `trust_connection`"
    );
    encoding::plain_error(&Error::new(500, "internal error")).into()
}

/// A request's body, shared by the app that reads it and the answer. actix closes a connection cleanly only while
/// somebody holds the unread rest; once that is dropped, it reads a chunked body for as long as it keeps coming.
#[derive(Clone)]
struct Body(Rc<RefCell<Incoming>>);

struct Incoming {
    payload: Payload,
    is_read: bool,
    connection: Option<Rc<Connection>>,
}

impl Body {
    /// Takes the request's body, if it has one, and makes the request read it from here.
    fn of(request: &mut Request, connection: Option<&Rc<Connection>>) -> Option<Self> {
        let payload = request.take_payload();
        if matches!(payload, Payload::None) {
            return None;
        }
        let connection = connection.cloned();
        let body = Self(Rc::new(RefCell::new(Incoming { payload, is_read: false, connection })));
        *request.payload() = Payload::Stream { payload: Box::pin(body.clone()) };
        Some(body)
    }

    fn is_read(&self) -> bool {
        self.0.borrow().is_read
    }
}

impl Stream for Body {
    type Item = Result<Bytes, PayloadError>;

    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let mut incoming = self.0.borrow_mut();
        let polled = Pin::new(&mut incoming.payload).poll_next(cx);
        if let (Poll::Pending, Some(connection)) = (&polled, &incoming.connection) {
            connection.await_body();
        }
        let chunk = ready!(polled);
        if chunk.is_none() {
            incoming.is_read = true;
            if let Some(connection) = &incoming.connection {
                connection.end_body();
            }
        }
        Poll::Ready(chunk)
    }
}

/// The body of an answer. It is dropped once it has been sent, or never will be.
pub(crate) struct Answer {
    content: BoxBody,
    _body: Option<Body>,
    connection: Option<Rc<Connection>>,
}

impl MessageBody for Answer {
    type Error = <BoxBody as MessageBody>::Error;

    fn size(&self) -> BodySize {
        self.content.size()
    }

    fn poll_next(
        self: Pin<&mut Self>,
        cx: &mut Context<'_>,
    ) -> Poll<Option<Result<Bytes, Self::Error>>> {
        Pin::new(&mut self.get_mut().content).poll_next(cx)
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        if let Some(connection) = &self.connection {
            connection.end_answer();
        }
    }
}
