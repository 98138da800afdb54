//! The settings of a run.

use std::fmt;
use std::time::Duration;

use churnkey_runtime::models::{CustomerId, SubscriptionId};
use churnkey_runtime::{ManifestFormat, Mode};

use crate::report::Outcome;
use crate::transport::Credentials;

type Progress = Box<dyn Fn(&Outcome)>;

/// The settings of a run.
///
/// ```
/// # mod churnkey { pub use churnkey_runtime::*; pub use churnkey_verify::{self as verify, testing}; }
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../churnkey-runtime/doc/billing.rs")); }
/// # use {churnkey::prelude::*, merchant::Billing};
/// use churnkey::Integration;
/// use churnkey::verify::Verifier;
///
/// # #[actix_web::main]
/// # async fn main() -> Result<(), churnkey::StartError> {
/// let integration = Integration::builder(Billing).token("ck_int_1").build()?;
/// let report = Verifier::new("ck_int_1").only(["auth", "manifest"]).verify(&integration).await;
/// report.assert_passed();
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is verified before `verify` or `verify_url`"]
pub struct Verifier {
    pub(crate) token: String,
    pub(crate) credentials: Credentials,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) mode: Mode,
    pub(crate) timeout: Duration,
    pub(crate) time: Duration,
    pub(crate) requests: usize,
    pub(crate) only: Vec<String>,
    pub(crate) features_path: Option<String>,
    pub(crate) manifest_format: Option<ManifestFormat>,
    pub(crate) customer: Option<CustomerId>,
    pub(crate) write: Option<SubscriptionId>,
    pub(crate) force_live_writes: bool,
    pub(crate) on_progress: Option<Progress>,
}

impl Verifier {
    /// A verifier with this Integration Token, sent as `Authorization: Bearer <token>`.
    pub fn new(token: impl Into<String>) -> Self {
        Self {
            token: token.into(),
            credentials: Credentials::default(),
            headers: Vec::new(),
            mode: Mode::Live,
            timeout: Duration::from_secs(10),
            time: Duration::from_mins(5),
            requests: 2_000,
            only: Vec::new(),
            features_path: None,
            manifest_format: None,
            customer: None,
            write: None,
            force_live_writes: false,
            on_progress: None,
        }
    }

    /// Sets how each request shows the token, instead of `Authorization: Bearer <token>`: in another header, or by a
    /// signature. The checks of `auth` show wrong tokens in the same way.
    pub fn credentials(mut self, credentials: impl Into<Credentials>) -> Self {
        self.credentials = credentials.into();
        self
    }

    /// Adds a header to each request.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets the mode to read in; live by default, as for Churnkey.
    pub fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// Sets how long one request may take: 10 seconds by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets how long the whole run may take, and how many requests it may send: 5 minutes and 2,000 by default. A run
    /// that does not finish within these reports it with the check `reach.bounds`.
    pub fn bounds(mut self, time: Duration, requests: usize) -> Self {
        self.time = time;
        self.requests = requests;
        self
    }

    /// Runs only the checks whose ids begin with one of these: `paging`, `model.customer`.
    pub fn only<I>(mut self, ids: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        self.only.extend(ids.into_iter().map(Into::into));
        self
    }

    /// Sets the path of the features manifest below `/churnkey`; `/features` by default.
    pub fn features_path(mut self, path: impl Into<String>) -> Self {
        self.features_path = Some(path.into());
        self
    }

    /// Requires the manifest to have this format (check `manifest.format`). By default every spelling and shape is
    /// accepted.
    pub fn manifest_format(mut self, format: ManifestFormat) -> Self {
        self.manifest_format = Some(format);
        self
    }

    /// Sets a customer to look at, for an integration that does not list its customers.
    pub fn customer(mut self, customer: impl Into<CustomerId>) -> Self {
        self.customer = Some(customer.into());
        self
    }

    /// Tries every announced action on this subscription, and finally cancels it. Set its [customer](Self::customer)
    /// too, unless customers are listed.
    ///
    /// This works only in test mode, unless [`force_live_writes`](Self::force_live_writes) is set too.
    pub fn write(mut self, subscription: impl Into<SubscriptionId>) -> Self {
        self.write = Some(subscription.into());
        self
    }

    /// Lets [`write`](Self::write) change a subscription in live mode.
    pub fn force_live_writes(mut self) -> Self {
        self.force_live_writes = true;
        self
    }

    /// Sets a function that is called with each outcome as soon as it is known.
    pub fn on_progress(mut self, progress: impl Fn(&Outcome) + 'static) -> Self {
        self.on_progress = Some(Box::new(progress));
        self
    }

    pub(crate) fn selects(&self, id: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|prefix| id.starts_with(prefix.as_str()))
    }
}

/// Hides the token and the headers' values.
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
