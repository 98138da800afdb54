//! The settings of a comparison and of its two integrations.

use std::fmt;
use std::time::Duration;

use churnkey_runtime::Mode;
use churnkey_runtime::models::CustomerId;

#[cfg(feature = "http")]
use crate::transport::InvalidUrl;
use crate::transport::{Credentials, Transport};

/// One of the two integrations.
#[derive(Clone)]
#[must_use = "pass it to a `Comparison`"]
pub struct Side {
    pub(super) transport: Transport,
    pub(super) token: String,
    pub(super) credentials: Credentials,
    pub(super) headers: Vec<(String, String)>,
    pub(super) features_path: String,
}

impl Side {
    /// An integration that is reached by this transport, with its Integration Token.
    pub fn new(transport: Transport, token: impl Into<String>) -> Self {
        let features_path = "/features".to_owned();
        let (token, credentials) = (token.into(), Credentials::default());
        Self { transport, token, credentials, headers: Vec::new(), features_path }
    }

    /// The integration at an API URL, the part before `/churnkey`. A request that takes longer than `timeout` is
    /// aborted.
    ///
    /// # Errors
    /// It is not an [`ApiUrl`](crate::transport::ApiUrl).
    #[cfg(feature = "http")]
    pub fn http(
        url: &str,
        token: impl Into<String>,
        timeout: Duration,
    ) -> Result<Self, InvalidUrl> {
        Ok(Self::new(Transport::http(url, timeout)?, token))
    }

    /// Sets how each request shows the token, instead of `Authorization: Bearer <token>`.
    pub fn credentials(mut self, credentials: impl Into<Credentials>) -> Self {
        self.credentials = credentials.into();
        self
    }

    /// Adds a header to each request.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Sets the path of the features manifest below `/churnkey`; `/features` by default.
    pub fn features_path(mut self, path: impl Into<String>) -> Self {
        self.features_path = path.into();
        self
    }
}

/// Hides the token and the headers' values.
impl fmt::Debug for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("Side")
            .field("transport", &self.transport)
            .field("headers", &headers)
            .field("features_path", &self.features_path)
            .finish_non_exhaustive()
    }
}

/// The progress of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ComparisonProgress<'a> {
    /// The endpoint that was requested last, such as `GET /churnkey/customers/:id`.
    pub endpoint: &'a str,
    /// The number of customers compared so far, and of all to compare.
    pub customers: (usize, usize),
    /// The number of requests sent to both together.
    pub requests: usize,
    /// The number of fields that differ so far, over all endpoints.
    pub differences: usize,
}

type Progress = Box<dyn Fn(&ComparisonProgress<'_>)>;

/// The settings of a comparison.
///
/// ```
/// # mod churnkey { pub use churnkey_runtime::*; pub use churnkey_verify::{self as verify, testing}; }
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/../churnkey-runtime/doc/billing.rs")); }
/// # use {churnkey::prelude::*, merchant::Billing};
/// # use std::time::Duration;
/// # use churnkey::Integration;
/// use churnkey::verify::comparison::{Comparison, Side};
/// use churnkey::verify::transport::Transport;
///
/// # #[actix_web::main]
/// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
/// # let [old, new] = [0, 1].map(|_| Integration::builder(Billing).token("ck_int_1").build().unwrap());
/// let side = |integration| {
///     Side::new(Transport::in_process(integration, Duration::from_secs(10)), "ck_int_1")
/// };
/// let report = Comparison::new(side(&old), side(&new)).customers(["u_1001"]).run().await?;
/// assert_eq!(report.differences().count(), 0, "{report}");
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is compared before `run`"]
pub struct Comparison {
    pub(super) old: Side,
    pub(super) new: Side,
    pub(super) mode: Mode,
    pub(super) customers: Option<Vec<String>>,
    pub(super) at_most: Option<usize>,
    pub(super) ignored: Vec<String>,
    pub(super) rate: f64,
    pub(super) time: Duration,
    pub(super) requests: usize,
    pub(super) show_values: bool,
    pub(super) on_progress: Option<Progress>,
}

impl Comparison {
    /// A comparison between the integration in use today and the one that will replace it.
    pub fn new(old: Side, new: Side) -> Self {
        Self {
            old,
            new,
            mode: Mode::Live,
            customers: None,
            at_most: None,
            ignored: Vec::new(),
            rate: 20.0,
            time: Duration::from_hours(1),
            requests: 100_000,
            show_values: false,
            on_progress: None,
        }
    }

    /// Sets the mode to read in; live by default.
    pub fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// Sets the customers to compare, instead of those that both list.
    pub fn customers<I>(mut self, ids: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<CustomerId>,
    {
        let ids = ids.into_iter().map(|id| id.into().as_str().to_owned());
        self.customers.get_or_insert_default().extend(ids);
        self
    }

    /// Limits how many of the customers that both list are compared.
    pub fn at_most(mut self, customers: usize) -> Self {
        self.at_most = Some(customers);
        self
    }

    /// Ignores differences in these fields and below them, such as `metadata`, or `Customers.metadata` in only one
    /// module.
    pub fn ignore<I>(mut self, fields: I) -> Self
    where
        I: IntoIterator,
        I::Item: Into<String>,
    {
        self.ignored.extend(fields.into_iter().map(Into::into));
        self
    }

    /// Sets how many requests per second each integration gets at most: 20 by default. After 429 or 503 with
    /// `Retry-After`, the run waits in addition.
    pub fn rate(mut self, requests_per_second: f64) -> Self {
        self.rate = requests_per_second;
        self
    }

    /// Sets how long the whole run may take, and how many requests it may send: an hour and 100,000 by default. A run
    /// that does not finish within these says so.
    pub fn bounds(mut self, time: Duration, requests: usize) -> Self {
        self.time = time;
        self.requests = requests;
        self
    }

    /// Keeps values of fields that differ, with their requests. The report then contains customers' data.
    pub fn show_values(mut self) -> Self {
        self.show_values = true;
        self
    }

    /// Sets a function that is called after each pair of answers.
    pub fn on_progress(mut self, progress: impl Fn(&ComparisonProgress<'_>) + 'static) -> Self {
        self.on_progress = Some(Box::new(progress));
        self
    }
}

/// Hides what [`Side`] hides, and the customers.
impl fmt::Debug for Comparison {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Comparison")
            .field("old", &self.old)
            .field("new", &self.new)
            .field("mode", &self.mode)
            .field("customers", &self.customers.as_ref().map(Vec::len))
            .field("ignored", &self.ignored)
            .field("rate", &self.rate)
            .field("show_values", &self.show_values)
            .finish_non_exhaustive()
    }
}
