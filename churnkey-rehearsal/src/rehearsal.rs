//! A rehearsal and the methods that set it up.

use std::env;
use std::fmt;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use churnkey_embed::Embed;
use churnkey_runtime::{Integration, ManifestFormat, Mode};
use churnkey_verify::transport::{Credentials, Transport};

use crate::error::RehearsalError;
use crate::event_file::EventFile;
use crate::fields::text;
use crate::flow::Flow;
use crate::log::Log;
use crate::server::{BoundRehearsal, Listen};
use crate::settings::Settings;
use crate::shared::Shared;

/// The integration.
#[derive(Clone)]
enum Target {
    InProcess(Integration),
    #[cfg(feature = "http")]
    Url(String),
}

impl Target {
    fn name(&self) -> &str {
        match self {
            Self::InProcess(integration) => {
                text(integration.manifest(), "/name").unwrap_or("in this process")
            }
            #[cfg(feature = "http")]
            Self::Url(url) => url,
        }
    }

    #[cfg_attr(
        not(feature = "http"),
        allow(clippy::unnecessary_wraps, reason = "only a URL can be invalid")
    )]
    fn transport(&self, timeout: Duration) -> Result<Transport, RehearsalError> {
        match self {
            Self::InProcess(integration) => Ok(Transport::in_process(integration, timeout)),
            #[cfg(feature = "http")]
            Self::Url(url) => Ok(Transport::http(url, timeout)?),
        }
    }
}

/// A local Churnkey in front of an integration.
///
/// It uses test data unless [`mode`](Self::mode) says otherwise.
#[derive(Clone)]
#[must_use = "nothing happens before `bind` or `play`"]
pub struct Rehearsal {
    target: Target,
    token: String,
    credentials: Credentials,
    account: Option<Embed>,
    mode: Mode,
    headers: Vec<(String, String)>,
    timeout: Duration,
    features_path: String,
    manifest_format: Option<ManifestFormat>,
    pub(crate) flow: Option<Flow>,
    at_once: bool,
    listen: Listen,
    record: Option<PathBuf>,
}

impl Rehearsal {
    /// Rehearses with an integration in this process. `token` is one of its integration tokens.
    pub fn of(integration: &Integration, token: impl Into<String>) -> Self {
        let rehearsal = Self::new(Target::InProcess(integration.clone()), token.into());
        match integration.features_paths().next() {
            Some(path) => rehearsal.features_path(path),
            None => rehearsal,
        }
    }

    /// Rehearses with the integration at an API URL, in any language. `token` is its integration token.
    ///
    /// # Errors
    /// [`RehearsalError::Url`] if the URL is not valid.
    #[cfg(feature = "http")]
    pub fn url(url: &str, token: impl Into<String>) -> Result<Self, RehearsalError> {
        let target = Target::Url(url.to_owned());
        target.transport(Duration::from_secs(1))?;
        Ok(Self::new(target, token.into()))
    }

    fn new(target: Target, token: String) -> Self {
        Self {
            target,
            token,
            credentials: Credentials::default(),
            account: None,
            mode: Mode::Test,
            headers: Vec::new(),
            timeout: Duration::from_secs(10),
            features_path: "/features".to_owned(),
            manifest_format: None,
            flow: None,
            at_once: false,
            listen: Listen {
                address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
                remote: false,
                hosts: Vec::new(),
                origins: Vec::new(),
            },
            record: None,
        }
    }

    /// The account whose session tokens are accepted. By default one is made up.
    pub fn account(mut self, account: Embed) -> Self {
        self.account = Some(account);
        self
    }

    /// Uses the account in `CK_APP_ID` and `CK_API_KEY`. If neither is set, one is made up.
    ///
    /// # Errors
    /// [`RehearsalError::HalfAnAccount`] if only one of the two is set.
    pub fn account_from_env(mut self) -> Result<Self, RehearsalError> {
        let (app, key) = ("CK_APP_ID", "CK_API_KEY");
        match (env::var_os(app).is_some(), env::var_os(key).is_some()) {
            (true, true) => self.account = Some(Embed::from_env()?),
            (true, false) => return Err(RehearsalError::HalfAnAccount(app, key)),
            (false, true) => return Err(RehearsalError::HalfAnAccount(key, app)),
            (false, false) => {}
        }
        Ok(self)
    }

    /// Which data it uses; [`Mode::Test`] by default. **In live mode it changes the subscriptions of real customers.**
    pub fn mode(mut self, mode: Mode) -> Self {
        self.mode = mode;
        self
    }

    /// How each request carries the token, instead of `Authorization: Bearer <token>`: in another header, or as a signature.
    pub fn credentials(mut self, credentials: impl Into<Credentials>) -> Self {
        self.credentials = credentials.into();
        self
    }

    /// Adds a header to each request to the integration.
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// How long one request to the integration may take: 10 seconds by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// The path of the features manifest below `/churnkey`. The default is `/features`, or the first path at which an
    /// integration in this process serves it.
    pub fn features_path(mut self, path: impl Into<String>) -> Self {
        self.features_path = path.into();
        self
    }

    /// Accepts the features manifest only in this format. By default, any format is accepted.
    pub fn manifest_format(mut self, format: ManifestFormat) -> Self {
        self.manifest_format = Some(format);
        self
    }

    /// Uses this flow for every customer. By default, one is generated for each customer, from what the integration announces
    /// and has.
    pub fn flow(mut self, flow: Flow) -> Self {
        self.flow = Some(flow);
        self
    }

    /// Whether an action takes effect at once if the integration announces both `immediate` and `end-of-period`. By
    /// default it takes effect at the end of the period.
    pub fn at_once(mut self, at_once: bool) -> Self {
        self.at_once = at_once;
        self
    }

    /// The address that [`bind`](Self::bind) listens on. The default is a free port of 127.0.0.1.
    pub fn address(mut self, address: SocketAddr) -> Self {
        self.listen.address = address;
        self
    }

    /// Allows an [`address`](Self::address) that other machines can reach. Then anyone who knows the page's URL can cancel
    /// subscriptions.
    pub fn allow_remote(mut self) -> Self {
        self.listen.remote = true;
        self
    }

    /// Adds a host name with its port, such as `rehearsal.test:8081`, at which the server can be reached. Requests to other
    /// names are refused, which prevents DNS rebinding.
    pub fn allow_host(mut self, host: impl Into<String>) -> Self {
        self.listen.hosts.push(host.into());
        self
    }

    /// Allows pages of an origin, such as `http://shop.test:3000`, to use the component's API. By default only
    /// pages that this machine serves may use it.
    pub fn allow_origin(mut self, origin: impl Into<String>) -> Self {
        self.listen.origins.push(origin.into().trim_end_matches('/').to_owned());
        self
    }

    /// Appends each event to this file as a line of JSON. Names, e-mail addresses and phone numbers are masked. By
    /// default nothing is written.
    pub fn record(mut self, file: impl Into<PathBuf>) -> Self {
        self.record = Some(file.into());
        self
    }

    /// Binds the address.
    ///
    /// # Errors
    /// If the address is in use, if other machines can reach it and [`allow_remote`](Self::allow_remote) is not set, or
    /// if the file of [`record`](Self::record) cannot be written.
    pub fn bind(&self) -> Result<BoundRehearsal, RehearsalError> {
        let (shared, made_up) = self.shared()?;
        BoundRehearsal::new(shared, &self.listen, made_up)
    }

    pub(crate) fn is_in_process(&self) -> bool {
        matches!(self.target, Target::InProcess(_))
    }

    pub(crate) fn mode_word(&self) -> &'static str {
        match self.mode {
            Mode::Live => "LIVE",
            Mode::Test => "TEST",
        }
    }

    /// The shared state, and the API key if it was made up.
    pub(crate) fn shared(&self) -> Result<(Arc<Shared>, Option<String>), RehearsalError> {
        let (account, made_up) = if let Some(account) = &self.account {
            (account.clone(), None)
        } else {
            let key = crate::random::hex(16)?;
            (Embed::new("app_rehearsal", &key)?, Some(key))
        };
        let event_file = self.record.as_ref().map(|file| {
            EventFile::open(file).map_err(|error| {
                RehearsalError::Record(file.display().to_string(), error.to_string())
            })
        });
        let settings = Settings {
            transport: self.target.transport(self.timeout)?,
            integration: self.target.name().to_owned(),
            account,
            made_up: made_up.is_some(),
            token: self.token.clone(),
            credentials: self.credentials.clone(),
            mode: self.mode,
            headers: self.headers.clone(),
            timeout: self.timeout,
            features_path: self.features_path.clone(),
            manifest_format: self.manifest_format.clone(),
            flow: self.flow.clone(),
        };
        let log = Log::new(event_file.transpose()?);
        Ok((Arc::new(Shared::new(settings, log, self.at_once)), made_up))
    }
}

/// Without the token and the headers' values.
impl fmt::Debug for Rehearsal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let headers: Vec<_> = self.headers.iter().map(|(name, _)| name).collect();
        f.debug_struct("Rehearsal")
            .field("mode", &self.mode)
            .field("headers", &headers)
            .field("timeout", &self.timeout)
            .field("listen", &self.listen)
            .finish_non_exhaustive()
    }
}
