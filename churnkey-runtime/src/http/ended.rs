//! How a request ended, as observers see it.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use actix_web::web::Bytes;
use chrono::{DateTime, SecondsFormat, Utc};
use serde::{Serialize, Serializer};

use crate::actions::ActionEvent;
use crate::error::Error;
use crate::http::outcome::Outcome;
use crate::http::routing::Target;
use crate::models::{CustomerId, SubscriptionId};
use crate::module::endpoint::{Endpoint, Verb};
use crate::module::fields::Fields;
use crate::module::mode::Mode;
use crate::module::names::Module;
use crate::module::registry::Implementation;
use crate::module::request_id::RequestId;
use crate::module::request_info::{RequestInfo, milliseconds};
use crate::module::spellings::Spellings;

/// How a request ended: who asked for what, what was answered, and what became of it.
///
/// The function of [`Builder::observe`](crate::Builder::observe) gets one for each request. It is cheap to clone and can
/// be sent to another thread. As JSON:
///
/// ```json
/// {
///   "version": 1,
///   "integration": "Acme Video",
///   "requestId": "5f3a9c01-0000002a",
///   "traceId": null,
///   "receivedAt": "2026-03-01T09:30:00.125Z",
///   "mode": "live",
///   "token": "churnkey-2026",
///   "module": "Pause",
///   "method": "handle",
///   "route": "/actions/subscription/pause",
///   "customerId": "u_1001",
///   "subscriptionId": "s_77",
///   "event": { … },
///   "status": 504,
///   "outcome": "failed",
///   "code": 500,
///   "message": "internal error",
///   "cause": "connection refused",
///   "elapsedUs": 2004113,
///   "clientWaited": false
/// }
/// ```
///
/// The `event` is an [`ActionEvent`], or `null`.
///
/// Later versions of this crate may add keys; they never remove one or change its meaning.
///
/// The ids, the message and the cause may be personal data: keep them in your records, not in a log that many read.
#[derive(Clone)]
pub struct Ended {
    /// The integration's name.
    pub(super) integration: &'static str,
    pub(super) request_id: RequestId,
    pub(super) trace_id: Option<String>,
    pub(super) received: SystemTime,
    pub(super) mode: Option<Mode>,
    pub(super) token: Option<&'static str>,
    pub(super) requested: Requested,
    /// The path's parameters.
    pub(super) params: Vec<String>,
    /// An action's body, once it has arrived.
    pub(super) body: Bytes,
    /// Other names of the body's keys and words.
    pub(super) spellings: Option<Arc<Spellings>>,
    /// What the method sees as its request, once the body has arrived.
    pub(super) info: Option<RequestInfo>,
    pub(super) status: Option<u16>,
    pub(super) outcome: Outcome,
    pub(super) failure: Option<Failure>,
    pub(super) elapsed: Duration,
    pub(super) client_waited: bool,
}

/// What a request was for.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Requested {
    Endpoint(&'static Implementation, &'static Endpoint),
    /// The route of a document.
    Document(&'static str),
    /// An unknown path, or a known one with an unknown method.
    Unmatched,
}

impl Requested {
    pub(super) fn target(target: &Target) -> Self {
        match target {
            Target::Endpoint { module, endpoint } => Self::Endpoint(module, endpoint),
            Target::Document(document) => Self::Document(document.route),
        }
    }

    pub(super) fn is_action(self) -> bool {
        matches!(self, Self::Endpoint(_, Endpoint { verb: Verb::Write, .. }))
    }
}

/// The error that a request ended with.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    code: u16,
    message: String,
    cause: Option<String>,
}

impl Failure {
    pub(super) fn of(error: &Error) -> Self {
        Self {
            code: error.code(),
            message: error.message().to_owned(),
            cause: error.causes().map(|causes| causes.to_string()),
        }
    }
}

impl Ended {
    /// The [name](crate::Builder::name) of the integration that was called.
    #[must_use]
    pub fn integration(&self) -> &str {
        self.integration
    }

    /// The id in the answer and in the log. It is the client's own if the client sent one, so the same id can come twice.
    #[must_use]
    pub fn request_id(&self) -> &str {
        self.request_id.as_str()
    }

    /// The trace that the request belongs to, if it had a `traceparent`.
    #[must_use]
    pub fn trace_id(&self) -> Option<&str> {
        self.trace_id.as_deref()
    }

    /// When the request arrived, in whole milliseconds.
    #[must_use]
    pub fn received_at(&self) -> DateTime<Utc> {
        DateTime::from_timestamp_millis(milliseconds(self.received)).unwrap_or_default()
    }

    /// Live or test data; `None` if the request's header named neither.
    #[must_use]
    pub fn mode(&self) -> Option<Mode> {
        self.mode
    }

    /// The [name](crate::Token::named) of the request's token; `None` if it has no name.
    #[must_use]
    pub fn token_name(&self) -> Option<&str> {
        self.token
    }

    /// The module that was requested; `None` for the manifest and other documents, and for an unknown path.
    #[must_use]
    pub fn module(&self) -> Option<Module> {
        match self.requested {
            Requested::Endpoint(module, _) => Some(module.module),
            Requested::Document(_) | Requested::Unmatched => None,
        }
    }

    /// The module's method, such as `handle_all`.
    #[must_use]
    pub fn method(&self) -> Option<&'static str> {
        match self.requested {
            Requested::Endpoint(_, endpoint) => Some(endpoint.method),
            Requested::Document(_) | Requested::Unmatched => None,
        }
    }

    /// The pattern of its path below `/churnkey`, such as `/customers/:id`; `unmatched` for an unknown path.
    #[must_use]
    pub fn route(&self) -> &'static str {
        match self.requested {
            Requested::Endpoint(_, endpoint) => endpoint.pattern,
            Requested::Document(route) => route,
            Requested::Unmatched => "unmatched",
        }
    }

    /// Whether it was for an action; all others are reads.
    #[must_use]
    pub fn is_action(&self) -> bool {
        self.requested.is_action()
    }

    /// The action's event, as its method saw it in [`options.event()`](crate::PauseOptions::event). `None` for a read, and
    /// for an action that was refused because of its options, or before they were checked.
    ///
    /// It is built on each call.
    #[must_use]
    pub fn event(&self) -> Option<ActionEvent> {
        let Requested::Endpoint(_, endpoint) = self.requested else { return None };
        let (info, event) = (self.info.as_ref()?, endpoint.event?);
        let fields = self.fields()?;
        let event = info.enter(|| event(&fields)).ok()?;
        event.downcast().ok().map(|event| *event)
    }

    /// The customer that the request names. A refused request has it too, if its body could be read.
    #[must_use]
    pub fn customer_id(&self) -> Option<CustomerId> {
        match self.module()? {
            Module::Customers => self.param("id"),
            Module::Subscriptions => self.param("customerId"),
            _ => self.key("customerId"),
        }
    }

    /// The subscription that the request names; `None` for all of a customer's.
    #[must_use]
    pub fn subscription_id(&self) -> Option<SubscriptionId> {
        match self.module()? {
            Module::Subscriptions => self.param("id"),
            _ => self.key("subscriptionId"),
        }
    }

    fn param<T: From<String>>(&self, name: &str) -> Option<T> {
        let mut names = self.route().split('/').filter_map(|segment| segment.strip_prefix(':'));
        let at = names.position(|known| known == name)?;
        self.params.get(at).cloned().map(T::from)
    }

    fn fields(&self) -> Option<Fields<'_>> {
        Fields::parse_with(&self.body, self.spellings.as_deref(), None).ok()
    }

    fn key<T: From<String>>(&self, key: &str) -> Option<T> {
        self.fields()?.id(key, &[]).ok()
    }

    /// The status that was sent; `None` if none was, because the client had left or the process ended.
    ///
    /// If an action's client was answered 504, or had left, only the [outcome](Self::outcome) says what became of the
    /// action.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.status
    }

    /// What became of it, at its own end.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }

    /// The code of the error that it ended with: what was sent, or would have been if the client had waited.
    #[must_use]
    pub fn code(&self) -> Option<u16> {
        self.failure.as_ref().map(|failure| failure.code)
    }

    /// The message of that error, as sent to the client.
    #[must_use]
    pub fn message(&self) -> Option<&str> {
        Some(&self.failure.as_ref()?.message)
    }

    /// The cause of that error, as it is logged; it is never sent.
    #[must_use]
    pub fn cause(&self) -> Option<&str> {
        self.failure.as_ref()?.cause.as_deref()
    }

    /// The time from the request's head to its end, which for an action may be long after the answer.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        self.elapsed
    }

    /// Whether the client was answered with the outcome: `false` if it had left, or had been answered 504.
    #[must_use]
    pub fn client_waited(&self) -> bool {
        self.client_waited
    }
}

impl Serialize for Ended {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Shape<'a> {
            version: u32,
            integration: &'a str,
            request_id: &'a str,
            trace_id: Option<&'a str>,
            received_at: String,
            mode: Option<&'a str>,
            token: Option<&'a str>,
            module: Option<&'a str>,
            method: Option<&'a str>,
            route: &'a str,
            customer_id: Option<CustomerId>,
            subscription_id: Option<SubscriptionId>,
            event: Option<ActionEvent>,
            status: Option<u16>,
            outcome: &'a str,
            code: Option<u16>,
            message: Option<&'a str>,
            cause: Option<&'a str>,
            elapsed_us: u64,
            client_waited: bool,
        }

        let shape = Shape {
            version: 1,
            integration: self.integration,
            request_id: self.request_id(),
            trace_id: self.trace_id(),
            received_at: self.received_at().to_rfc3339_opts(SecondsFormat::Millis, true),
            mode: self.mode.map(Mode::as_str),
            token: self.token_name(),
            module: self.module().map(Module::name),
            method: self.method(),
            route: self.route(),
            customer_id: self.customer_id(),
            subscription_id: self.subscription_id(),
            event: self.event(),
            status: self.status,
            outcome: self.outcome.as_str(),
            code: self.code(),
            message: self.message(),
            cause: self.cause(),
            elapsed_us: u64::try_from(self.elapsed.as_micros()).unwrap_or(u64::MAX),
            client_waited: self.client_waited,
        };
        shape.serialize(serializer)
    }
}

/// Leaves personal data out.
impl fmt::Debug for Ended {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ended")
            .field("request_id", &self.request_id())
            .field("route", &self.route())
            .field("status", &self.status)
            .field("outcome", &self.outcome)
            .field("elapsed", &self.elapsed)
            .field("client_waited", &self.client_waited)
            .finish_non_exhaustive()
    }
}
