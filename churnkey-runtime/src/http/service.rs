//! The steps of a request, in their order, and the actix service that they make.

use std::any::Any;
use std::fmt;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Instant;

use actix_web::dev::{
    AppService, HttpServiceFactory, Payload, ResourceDef, ServiceRequest, ServiceResponse,
    fn_service,
};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse, rt};
use futures_util::FutureExt as _;
use tracing::Instrument as _;
use tracing::field::Empty;

use crate::endpoint::{Call, Reply, Verb};
use crate::error::{Error, Result};
use crate::http::auth::Tokens;
use crate::http::context::ContextSource;
use crate::http::encoding;
use crate::http::mode::{Mode, UnknownMode};
use crate::http::payload;
use crate::http::query::PageLimits;
use crate::http::request::Request;
use crate::http::request_id::RequestId;
use crate::http::routing::{Routes, Target};
use crate::manifest::Served;

/// Everything that a request needs; made at boot, never changed.
pub(crate) struct Core {
    pub(crate) tokens: Tokens,
    pub(crate) unknown_mode: UnknownMode,
    pub(crate) routes: Routes,
    pub(crate) contexts: ContextSource,
    pub(crate) manifest: Served,
    pub(crate) page_limits: PageLimits,
    pub(crate) body_limit: usize,
}

/// All paths under `/churnkey`, as one service of an actix `App`.
pub(crate) struct Mount(pub(crate) Arc<Core>);

impl HttpServiceFactory for Mount {
    fn register(self, config: &mut AppService) {
        let below = if config.is_root() {
            ResourceDef::root_prefix("/churnkey")
        } else {
            ResourceDef::prefix("/churnkey")
        };
        let core = self.0;
        let service = fn_service(move |request: ServiceRequest| {
            let core = Arc::clone(&core);
            async move { Ok::<_, actix_web::Error>(answer(&core, request).await) }
        });
        config.register_service(below, None, service, None);
    }
}

async fn answer(core: &Core, request: ServiceRequest) -> ServiceResponse {
    let (http, payload) = request.into_parts();
    let id = RequestId::next();
    let span = tracing::info_span!(
        "churnkey",
        request_id = %id,
        module = Empty,
        endpoint = Empty,
        mode = Empty,
        status = Empty,
        elapsed_us = Empty,
    );
    let begun = Instant::now();
    let mut response = async {
        match respond(core, &http, payload).await {
            Ok(response) => response,
            Err(error) => {
                log(&error);
                encoding::error(&error, id)
            }
        }
    }
    .instrument(span.clone())
    .await;
    if let Some(id) = id.header() {
        response.headers_mut().insert(encoding::REQUEST_ID.clone(), id);
    }
    if !span.is_disabled() {
        span.record("status", response.status().as_u16());
        span.record("elapsed_us", u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX));
        span.in_scope(|| tracing::info!("answered"));
    }
    ServiceResponse::new(http, response)
}

/// `authenticate → mode → route → payload → context → call`; the call itself parses the body, checks it against the
/// declared features, and runs the merchant's method.
async fn respond(core: &Core, http: &HttpRequest, payload: Payload) -> Result<HttpResponse> {
    core.tokens.authenticate(http.headers())?;
    let mode = Mode::read(http.headers(), core.unknown_mode)?;
    let span = tracing::Span::current();
    span.record("mode", mode.as_str());
    let (target, params) = core.routes.find(http.method(), raw_path(http))?;
    let Target::Endpoint { module, endpoint } = target else {
        span.record("module", "Features");
        return Ok(encoding::manifest(&core.manifest, http.headers()));
    };
    span.record("module", module.info.name);
    span.record("endpoint", endpoint.method);
    let body = match endpoint.verb {
        Verb::Read => Bytes::new(),
        Verb::Write => payload::read(http.headers(), payload, core.body_limit).await?,
    };
    // Only now, so that a context is never made for a request that leads nowhere.
    let context = guarded(core.contexts.get(http, mode)).await?;
    let request = Request {
        params: params.into_iter(),
        query: http.query_string().to_owned(),
        body,
        limits: core.page_limits,
    };
    let handler = endpoint.handler;
    let call = guarded(async move { handler(Call { context, request }).await });
    let reply = match endpoint.verb {
        Verb::Read => call.await?,
        Verb::Write => to_its_end(call).await?,
    };
    Ok(encoding::reply(reply))
}

/// The raw path below `/churnkey`, wherever that is mounted.
///
/// What actix leaves over of the path is partly decoded but has as many segments as the raw one, since it keeps `%2F`.
fn raw_path(http: &HttpRequest) -> &str {
    let raw = http.uri().path();
    let slashes = http.match_info().unprocessed().bytes().filter(|byte| *byte == b'/').count();
    let from = raw
        .bytes()
        .enumerate()
        .rev()
        .filter(|(_, byte)| *byte == b'/')
        .nth(slashes.saturating_sub(1));
    match from {
        Some((at, _)) if slashes > 0 => raw.get(at..).unwrap_or_default(),
        _ => "",
    }
}

/// A panic in the merchant's code is a 500 for this request alone. The panic hook has printed its words by then; they
/// may hold personal data, so they are not logged again.
async fn guarded<T>(work: impl Future<Output = Result<T>>) -> Result<T> {
    let done = AssertUnwindSafe(work).catch_unwind().await;
    done.unwrap_or_else(|_: Box<dyn Any + Send>| {
        Err(Error::internal("a method of the merchant's panicked"))
    })
}

/// Runs an action to its end even when the client goes away: dropped half-way, it could have told one system and not
/// the other.
async fn to_its_end(call: impl Future<Output = Result<Reply>> + 'static) -> Result<Reply> {
    let mut call = Box::pin(call.in_current_span());
    // What needs not wait is done now; only the rest is worth a task.
    match call.as_mut().now_or_never() {
        Some(reply) => reply,
        None => rt::spawn(call).await?,
    }
}

fn log(error: &Error) {
    if let Some(source) = error.source() {
        tracing::error!(code = error.code(), cause = %Chain(source), "internal error");
    } else {
        tracing::debug!(code = error.code(), "refused");
    }
}

/// An error with the errors that caused it.
struct Chain<'a>(&'a dyn std::error::Error);

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut next = Some(self.0);
        let mut separator = "";
        while let Some(error) = next {
            write!(f, "{separator}{error}")?;
            separator = ": ";
            next = error.source();
        }
        Ok(())
    }
}
