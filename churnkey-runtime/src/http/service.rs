//! The steps of a request in order, and the actix service that runs them.

use std::any::Any;
use std::borrow::Borrow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use actix_web::dev::{
    AppService, HttpServiceFactory, Payload, ResourceDef, ServiceRequest, ServiceResponse,
    fn_service,
};
use actix_web::http::{ConnectionType, StatusCode};
use actix_web::web::Bytes;
use actix_web::{HttpRequest, HttpResponse};
use futures_util::FutureExt as _;
use futures_util::future::LocalBoxFuture;
use tracing::Instrument as _;

use crate::error::{Error, Mappers, Result};
use crate::http::action_rate::ActionRate;
use crate::http::action_thread::ActionThread;
use crate::http::auth::Authentication;
use crate::http::contact::Contact;
use crate::http::context_source::ContextSource;
use crate::http::draining::Draining;
use crate::http::encoding;
use crate::http::ended::Requested;
use crate::http::error_log;
#[cfg(feature = "rate-limit")]
use crate::http::failed_auth_limit::FailedAuthentications;
use crate::http::gate::Gate;
use crate::http::in_flight::InFlight;
use crate::http::limits::Limits;
use crate::http::mode_header::Modes;
use crate::http::observer::Observers;
use crate::http::on_request::{self, OnRequest};
use crate::http::payload;
use crate::http::raw_path::raw_path;
use crate::http::request_id;
use crate::http::routing::{Found, Routes, Target};
use crate::http::run_to_completion::run_to_completion;
use crate::http::telemetry::Telemetry;
use crate::http::unread;
use crate::module::endpoint::{Call, Data, Reply, Verb};
use crate::module::mode::Mode;
use crate::module::query::PageLimits;
use crate::module::request::Request;
use crate::module::request_id::RequestId;
use crate::module::request_info::RequestInfo;
use crate::module::spellings::Spellings;
use crate::server::connection::Connection;
use crate::tokens::caller::Caller;

/// What every request needs; made at boot.
pub(crate) struct Core {
    /// The integration's name, in spans and metrics.
    pub(crate) integration: &'static str,
    pub(crate) authentication: Authentication,
    pub(crate) contact: Contact,
    pub(crate) modes: Modes,
    pub(crate) routes: Routes,
    pub(crate) contexts: ContextSource,
    pub(crate) page_limits: PageLimits,
    pub(crate) spellings: Option<Arc<Spellings>>,
    /// The status of a successful action.
    pub(crate) action_status: StatusCode,
    pub(crate) limits: Limits,
    pub(crate) mappers: Arc<Mappers>,
    pub(crate) on_request: Option<OnRequest>,
    pub(crate) gate: Gate,
    pub(crate) action_rate: Option<ActionRate>,
    pub(crate) in_flight: Arc<InFlight>,
    pub(crate) observers: Option<Arc<Observers>>,
    #[cfg(feature = "rate-limit")]
    pub(crate) failed_authentications: Option<FailedAuthentications>,
    /// Set while the merchant's own app shuts down: clients are then told to open another connection.
    pub(crate) draining: Draining,
}

impl Core {
    /// Asks the merchant's function about a request without a valid token; returns the body that this had to read.
    // Boxed, so that its state does not enlarge the future of every other request.
    #[cold]
    fn authenticate_by_request<'a>(
        &'a self,
        http: &'a HttpRequest,
        payload: &'a mut Payload,
        failed: Error,
    ) -> LocalBoxFuture<'a, Result<(Caller, Option<Bytes>)>> {
        Box::pin(async move {
            let Authentication { tokens, by_request, .. } = &self.authentication;
            if let Some(by_request) = by_request {
                let (caller, body) =
                    by_request.find_caller(tokens, http, payload, &self.limits).await?;
                if let Some(caller) = caller {
                    return Ok((caller, Some(body)));
                }
            }
            Err(self.refused(http, failed))
        })
    }

    /// Counts a failed attempt; while these are within their limit, logs what was sent instead of a token.
    fn refused(&self, http: &HttpRequest, failed: Error) -> Error {
        #[cfg(feature = "rate-limit")]
        let failed = match &self.failed_authentications {
            Some(limit) => limit.refuse(failed),
            None => failed,
        };
        if failed.code() == 401 {
            self.contact.refused(&self.authentication, http);
        }
        failed
    }

    fn check_rate(&self, verb: Verb, mode: Mode) -> Result<()> {
        match (&self.action_rate, verb) {
            (Some(rate), Verb::Write) => rate.admit(mode),
            _ => Ok(()),
        }
    }

    /// What the request was for, if it was refused before routing.
    fn requested(&self, http: &HttpRequest) -> Requested {
        let found = self.routes.find(http.method(), raw_path(http));
        found.map_or(Requested::Unmatched, |found| Requested::target(found.target))
    }
}

/// All paths under `/churnkey`, as one service of an actix `App`.
pub(crate) struct Mount {
    pub(crate) core: Arc<Core>,
    /// What precedes `/churnkey` in the path, apart from the prefix of a scope.
    pub(crate) prefix: String,
}

impl HttpServiceFactory for Mount {
    fn register(self, config: &mut AppService) {
        let Self { core, prefix } = self;
        let path = format!("{prefix}/churnkey");
        let below = if config.is_root() {
            ResourceDef::root_prefix(&path)
        } else {
            ResourceDef::prefix(path)
        };
        let service = fn_service(move |request| answer(Arc::clone(&core), request));
        config.register_service(below, None, service, None);
    }
}

// Not an `async fn`: its future is allocated for each request, and would hold its arguments twice.
fn answer(
    core: Arc<Core>,
    request: ServiceRequest,
) -> impl Future<Output = Result<ServiceResponse, actix_web::Error>> {
    let (http, mut payload) = request.into_parts();
    async move {
        let core = &*core;
        let id = RequestId::of(http.headers());
        let telemetry = Telemetry::begin(core.integration, &id, &http, core.observers.as_ref());
        let mut response = async {
            let answer = respond(core, &id, &telemetry, &http, &mut payload);
            match core.limits.in_time(answer).await {
                Ok(response) => response,
                Err(error) => {
                    telemetry.refused(&error, || core.requested(&http));
                    error_log::log(&error);
                    core.contact.odds(error.odds());
                    let mut response = encoding::error(&error, &id);
                    if error.source().is_some() {
                        response.extensions_mut().insert(error);
                    }
                    response
                }
            }
        }
        .instrument(telemetry.span.clone())
        .await;
        response.headers_mut().insert(request_id::HEADER.clone(), id.header());
        if core.draining.has_begun() {
            response.head_mut().set_connection_type(ConnectionType::Close);
        }
        if Connection::of(&http).is_none() {
            response = unread::bounded(response, payload);
        }
        telemetry.answered(response.status().as_u16(), &http);
        Ok(ServiceResponse::new(http, response))
    }
}

/// `limits → authenticate → mode → route → payload → context → call`; the call itself parses the body, checks it
/// against the declared features, and runs the merchant's method.
async fn respond(
    core: &Core,
    id: &RequestId,
    telemetry: &Telemetry<'_>,
    http: &HttpRequest,
    payload: &mut Payload,
) -> Result<HttpResponse> {
    core.limits.check_head(http)?;
    let (caller, read) = match core.authentication.authenticate(http.headers()) {
        Ok(caller) => (caller, None),
        Err(failed) => core.authenticate_by_request(http, payload, failed).await?,
    };
    if let Some(connection) = Connection::of(http) {
        connection.has_shown_token();
    }
    telemetry.caller(caller);
    if let Some(on_request) = &core.on_request {
        on_request::call(on_request, core.integration, http.head(), &telemetry.span);
    }
    let mode = Mode::read(http.headers(), &core.modes, &core.contact)?;
    telemetry.mode(mode);
    caller.check_mode(mode)?;
    let found = core.routes.find(http.method(), raw_path(http));
    let Found { target, params, has_body } = found.inspect_err(|error| {
        core.contact.unmatched(&core.routes, http, error.code());
    })?;
    let (module, endpoint) = match target {
        Target::Endpoint { module, endpoint } => (*module, *endpoint),
        Target::Document(document) => {
            telemetry.document(document);
            core.contact.other_query(http.query_string(), &document.path);
            if has_body && read.is_none() {
                payload::read(http.headers(), payload, &core.limits).await?;
            }
            return Ok(encoding::document(document, http.headers(), !has_body));
        }
    };
    telemetry.endpoint(module, endpoint, &params);
    match endpoint.data {
        Data::Page(_) => core.contact.list_query(http.query_string(), core.page_limits),
        _ => core.contact.other_query(http.query_string(), endpoint.pattern),
    }
    caller.check_verb(endpoint.verb)?;
    core.gate.check(module.module, endpoint, mode)?;
    core.check_rate(endpoint.verb, mode)?;
    let info = RequestInfo::new(id, telemetry.received, mode, caller.name, http.peer_addr());
    let permit = core.in_flight.enter(endpoint.verb)?;
    let body = match read {
        Some(body) => body,
        None if has_body => payload::read(http.headers(), payload, &core.limits).await?,
        None => Bytes::new(),
    };
    telemetry.body(&info, &body);
    // Only now, so that no context is made for a request that is refused.
    let context = core.contexts.get(http, &info);
    let context = guarded(&info, core.integration, &*core.mappers, context).await?;
    let request = Request {
        query: http.query_string().to_owned(),
        body,
        limits: core.page_limits,
        spellings: core.spellings.clone(),
    };
    let call = Call { context, request };
    let (integration, mappers) = (core.integration, Arc::clone(&core.mappers));
    let handler = endpoint.handler;
    // An action may outlive this request, and run on another thread.
    let call = move || {
        let call = info.clone().within(handler.run(call, params));
        guarded(info, integration, mappers, call)
    };
    let reply = match endpoint.verb {
        Verb::Read => call().await?,
        Verb::Write => {
            let is_own_server = Connection::of(http).is_some();
            let thread = if is_own_server { None } else { ActionThread::of_this_worker() };
            run_to_completion(permit, telemetry.action_begins(), thread, call).await?
        }
    };
    if let Reply::Empty(odds @ Some(_)) = &reply {
        core.contact.odds(odds);
    }
    Ok(encoding::reply(reply, core.action_status))
}

/// Runs the merchant's code. The merchant's mappers turn its errors into answers, and a panic is a 500 for this request
/// alone. The panic hook has already printed the panic's message; it may hold personal data, so it is not logged again.
#[cfg_attr(not(feature = "metrics"), allow(unused_variables, reason = "only metrics use the name"))]
// Not an `async fn`, for the reason that `limits::within` gives.
fn guarded<T>(
    info: impl Borrow<RequestInfo>,
    integration: &'static str,
    mappers: impl Borrow<Mappers>,
    work: impl Future<Output = Result<T>>,
) -> impl Future<Output = Result<T>> {
    AssertUnwindSafe(work).catch_unwind().map(move |done| {
        let done = match done {
            Ok(Err(error)) => {
                let answer = || mappers.borrow().apply(error).by_method();
                catch_unwind(AssertUnwindSafe(|| info.borrow().enter(answer))).map(Err)
            }
            done => done,
        };
        done.unwrap_or_else(|_: Box<dyn Any + Send>| {
            #[cfg(feature = "metrics")]
            super::metrics::panicked(integration);
            Err(Error::panicked())
        })
    })
}
