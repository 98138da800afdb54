//! Churnkey's side against an integration: what *Verify* in the dashboard would find, and more, before it is pressed.
//!
//! A [`Verifier`] works on any integration, ours or one written by hand in another language: over HTTP
//! ([`verify_url`](Verifier::verify_url), with the feature `verify`) or in process ([`verify`](Verifier::verify)).
//! It only reads, unless [`write`](Verifier::write) names a subscription that may be changed: without it, no request is
//! sent to an action at all.
//!
//! [`CHECKS`] lists everything that is checked.

mod actions;
mod answer;
pub(crate) mod checks;
pub(crate) mod fields;
#[cfg(feature = "verify")]
mod http;
pub(crate) mod in_process;
mod junit;
mod manifest;
pub(crate) mod models;
mod report;
mod run;
mod steps;
pub(crate) mod transport;

use std::fmt;
use std::time::Duration;

use crate::http::mode::Mode;
use crate::integration::Integration;
use crate::models::{CustomerId, SubscriptionId};

pub use checks::{CHECKS, Check};
pub use report::{Outcome, Report, Weight};
pub(crate) use run::segment;

type Progress = Box<dyn Fn(&Outcome)>;

/// The settings of a run.
///
/// ```
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing.rs")); }
/// # use {churnkey_runtime::prelude::*, merchant::Billing};
/// use churnkey_runtime::Integration;
/// use churnkey_runtime::verify::Verifier;
///
/// # #[actix_web::main]
/// # async fn main() -> Result<(), churnkey_runtime::StartError> {
/// let integration = Integration::builder(Billing).token("ck_int_1").build()?;
/// let report = Verifier::new("ck_int_1").only(["auth", "manifest"]).verify(&integration).await;
/// report.assert_passed();
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is verified before `verify` or `verify_url`"]
pub struct Verifier {
    pub(crate) token: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) mode: Mode,
    pub(crate) timeout: Duration,
    pub(crate) time: Duration,
    pub(crate) requests: usize,
    pub(crate) only: Vec<String>,
    pub(crate) features_path: Option<String>,
    pub(crate) customer: Option<CustomerId>,
    pub(crate) write: Option<SubscriptionId>,
    pub(crate) force_live_writes: bool,
    pub(crate) on_progress: Option<Progress>,
}

impl Verifier {
    /// With the Integration Token, which is sent as `Authorization: Bearer <token>`.
    pub fn new(token: impl Into<String>) -> Self {
        Self {
            token: token.into(),
            headers: Vec::new(),
            mode: Mode::Live,
            timeout: Duration::from_secs(10),
            time: Duration::from_mins(5),
            requests: 2_000,
            only: Vec::new(),
            features_path: None,
            customer: None,
            write: None,
            force_live_writes: false,
            on_progress: None,
        }
    }

    /// One more header of each request.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Whose data is read; live by default, as Churnkey does.
    pub fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// How long one request may take: 10 seconds by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// How long the whole run may take, and how many requests it may send: 5 minutes and 2,000 by default. What is not
    /// reached by then is told by the check `reach.bounds`.
    pub fn bounds(mut self, time: Duration, requests: usize) -> Self {
        self.time = time;
        self.requests = requests;
        self
    }

    /// Only checks whose id is one of these or begins with one: `paging`, `model.customer`.
    pub fn only<I>(mut self, ids: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        self.only.extend(ids.into_iter().map(Into::into));
        self
    }

    /// Where the features manifest is, below `/churnkey`; `/features` by default.
    pub fn features_path(mut self, path: impl Into<String>) -> Self {
        self.features_path = Some(path.into());
        self
    }

    /// A customer to look at, for an integration that does not list its customers.
    pub fn customer(mut self, customer: CustomerId) -> Self {
        self.customer = Some(customer);
        self
    }

    /// Tries every announced action on this subscription, and changes it: at the end it is canceled. Its customer is
    /// looked for when it is not named.
    ///
    /// Only in test mode, unless [`force_live_writes`](Self::force_live_writes) is set too.
    pub fn write(mut self, customer: Option<CustomerId>, subscription: SubscriptionId) -> Self {
        self.customer = customer.or(self.customer);
        self.write = Some(subscription);
        self
    }

    /// Lets [`write`](Self::write) change a subscription in live mode.
    pub fn force_live_writes(mut self) -> Self {
        self.force_live_writes = true;
        self
    }

    /// Is called with each outcome as soon as it is known.
    pub fn on_progress(mut self, progress: impl Fn(&Outcome) + 'static) -> Self {
        self.on_progress = Some(Box::new(progress));
        self
    }

    /// Verifies an integration in process, without a socket.
    pub async fn verify(&self, integration: &Integration) -> Report {
        let features_path = self.features_path.clone().or_else(|| {
            integration.features_paths().next().map(str::to_owned) // the one that is served, when none is set
        });
        let transport = in_process::transport(integration, self.timeout);
        let mut run = run::Run::new(self, transport, features_path);
        // In process something always answers; what cannot be sent at all is told as a fault.
        let _ = steps::all(&mut run).await;
        run.report()
    }

    /// Verifies the integration at an API URL, over HTTP. Redirects are not followed.
    ///
    /// It needs actix's runtime, like the rest of this crate: `actix_web::rt::System::new().block_on(…)` where there is
    /// none.
    ///
    /// # Errors
    /// When nothing can be asked: the address or a setting cannot be, or nothing answers there. Whatever an integration
    /// answers is in the report.
    #[cfg(feature = "verify")]
    pub async fn verify_url(&self, url: &str) -> Result<Report, CannotRun> {
        let unknown = |id: &&String| !CHECKS.iter().any(|check| check.id.starts_with(id.as_str()));
        if let Some(id) = self.only.iter().find(unknown) {
            return Err(CannotRun::UnknownCheck(id.clone()));
        }
        let transport = http::transport(url, self.timeout)?;
        let mut run = run::Run::new(self, transport, self.features_path.clone());
        steps::all(&mut run).await?;
        Ok(run.report())
    }

    pub(crate) fn wants(&self, id: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|prefix| id.starts_with(prefix.as_str()))
    }
}

/// Without the token and the headers' values.
impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("Verifier")
            .field("mode", &self.mode)
            .field("headers", &headers)
            .field("timeout", &self.timeout)
            .field("only", &self.only)
            .field("write", &self.write)
            .finish_non_exhaustive()
    }
}

/// Why nothing could be verified.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CannotRun {
    /// The address is none that can be asked.
    #[error("the API URL must have the form `https://host/path`, without a query")]
    Url,
    /// The token or a header cannot be sent.
    #[error("`{0}` has a name or a value that no header can carry")]
    Header(String),
    /// No check has this id.
    #[error("no check begins with `{0}`; docs/verify.md lists them")]
    UnknownCheck(String),
    /// Nothing answers.
    #[error("nothing answers there: {0}")]
    Unreachable(String),
}
