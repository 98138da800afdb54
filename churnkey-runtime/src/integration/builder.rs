//! The settings of an integration, and the checks before it is built.

use std::any::type_name;
use std::fmt;
use std::marker::PhantomData;
#[cfg(feature = "rate-limit")]
use std::num::NonZeroU32;
use std::path::PathBuf;

use actix_web::dev::RequestHead;
use tracing::Span;

use crate::error::{Error, Mappers};
use crate::files::file::File;
use crate::http::authenticate::Check;
use crate::http::context_source::ContextSource;
use crate::http::ended::Ended;
use crate::http::limits::Limits;
use crate::http::observer::Observers;
use crate::http::on_request::OnRequest;
use crate::integration::wire::Wire;
use crate::module::context::{Context, short_type_name};
use crate::module::implemented::Implemented;
use crate::module::names::Module;
#[cfg(feature = "verify")]
use crate::reverify::{StateFile, VerifyCall};
use crate::tokens::settings::TokenSettings;
use crate::tokens::token::Token;

/// The settings of an [`Integration`](crate::Integration); each has a default but the token. Made by
/// [`Integration::builder`](crate::Integration::builder) and
/// [`Integration::per_request`](crate::Integration::per_request).
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing.rs")); }
/// # use {churnkey::prelude::*, merchant::Billing};
/// use std::time::Duration;
///
/// use churnkey::{Integration, KeyCase, ManifestFormat, Token, UnknownMode};
///
/// # fn main() -> Result<(), churnkey::StartError> {
/// let integration = Integration::builder(Billing)
///     .name("Acme Video")
///     .token("ck_int_new") // both are valid while the token is rotated
///     .token("ck_int_old")
///     .token(Token::named("monitoring", "ck_int_other").read_only())
///     .token_header("x-churnkey-token")
///     .test_context(Billing)
///     .unknown_mode(UnknownMode::Live)
///     .features_paths(["/features", "/manifest"])
///     .manifest_format(ManifestFormat::new().keys(KeyCase::Pascal))
///     .page_limits(25, 500)
///     .body_limit(16 * 1024)
///     .request_timeout(Duration::from_secs(20))
///     .concurrent_reads(200)
///     .concurrent_actions(100)
///     .build()?;
/// # let _ = integration;
/// # Ok(())
/// # }
/// ```
#[must_use = "nothing is served before `build`"]
pub struct Builder<C> {
    pub(super) contexts: ContextSource,
    pub(super) context: PhantomData<fn(C)>,
    pub(super) name: String,
    pub(super) implemented: &'static Implemented,
    pub(super) without: Vec<Module>,
    pub(super) from_env: bool,
    pub(super) tokens: TokenSettings,
    /// What the protocol leaves open.
    pub(super) wire: Wire,
    pub(super) authenticate: Option<Check>,
    pub(super) limits: Limits,
    pub(super) mappers: Mappers,
    pub(super) observers: Observers,
    pub(super) on_request: Option<OnRequest>,
    pub(super) gate_file: Option<File>,
    pub(super) actions_per_minute: Option<u32>,
    #[cfg(feature = "rate-limit")]
    pub(super) failed_authentications: Option<NonZeroU32>,
    #[cfg(feature = "openapi")]
    pub(super) openapi_path: Option<String>,
    #[cfg(feature = "verify")]
    pub(super) verify_on_start: Option<VerifyCall>,
    #[cfg(feature = "verify")]
    pub(super) verify_state: Option<StateFile>,
}

impl<C: Context> Builder<C> {
    pub(super) fn new(contexts: ContextSource, implemented: &'static Implemented) -> Self {
        let name = short_type_name(type_name::<C>());
        Self {
            contexts,
            context: PhantomData,
            name: name.split('<').next().unwrap_or_default().to_owned(),
            implemented,
            without: Vec::new(),
            from_env: false,
            tokens: TokenSettings::default(),
            wire: Wire::default(),
            authenticate: None,
            limits: Limits::default(),
            mappers: Mappers::default(),
            observers: Observers::default(),
            on_request: None,
            gate_file: None,
            actions_per_minute: None,
            #[cfg(feature = "rate-limit")]
            failed_authentications: None,
            #[cfg(feature = "openapi")]
            openapi_path: None,
            #[cfg(feature = "verify")]
            verify_on_start: None,
            #[cfg(feature = "verify")]
            verify_state: None,
        }
    }

    /// The integration's name in the manifest, in spans and in metrics; by default the name of the context's type.
    pub fn name(mut self, name: impl Into<String>) -> Self {
        self.name = name.into();
        self
    }

    /// Leaves a module out, although the context implements it: it is neither announced nor routed. So two brands that
    /// share a type need not offer the same actions.
    ///
    /// What needs the module must be left out too, or [`build`](Self::build) refuses; the required ones cannot be.
    ///
    /// ```
    /// # extern crate churnkey_runtime as churnkey;
    /// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing_with_cancel.rs")); }
    /// # use {churnkey::prelude::*, merchant::Billing};
    /// use churnkey::{Integration, Module};
    ///
    /// # fn main() -> Result<(), churnkey::StartError> {
    /// let builder = Integration::builder(Billing).token("ck_int_1");
    /// let integration = builder.without(Module::Coupons).build()?;
    /// assert!(integration.manifest()["controllers"]["coupons"].is_null());
    /// # Ok(())
    /// # }
    /// ```
    pub fn without(mut self, module: Module) -> Self {
        self.without.push(module);
        self
    }

    /// A valid Integration Token ([protocol 2.2](crate::protocol#22-authentication)); [`Token`] has names and limits.
    /// Called more than once, each is valid: so
    /// a token is rotated without a pause. Only a digest is kept.
    ///
    /// [`build`](Self::build) refuses what is not a token but was pasted with one: `Bearer`, a `#`, quotes, spaces, the same
    /// one twice. In a test it may be short; one of the environment or of a file has 16 characters at least.
    pub fn token(mut self, token: impl Into<Token>) -> Self {
        self.tokens.add(token.into());
        self
    }

    /// The tokens of a file: one a line, as `secret` or `name = secret`, and behind it `read-only` or `test-only` where
    /// it is [limited](Token::read_only). Empty lines and those that begin with `#` are skipped.
    ///
    /// ```text
    /// # churnkey-2026 can go when it has not been used for a day
    /// churnkey-2027 = ck_int_f1b3f9b2533cd961
    /// churnkey-2026 = ck_int_4c6627bd756d732e
    /// monitoring = ck_int_351dad9e351dad9e  read-only
    /// ```
    ///
    /// [`build`](Self::build) reads it, and so does a thread that looks at it every two seconds, as long as the integration
    /// is kept: tokens come and go without a restart. A [`Server`](crate::Server) reads it at once on SIGHUP, and
    /// [`TokenFile::reload`](crate::TokenFile::reload) when you say so. A file that is wrong stops the start; later it
    /// changes nothing, and is logged as an error.
    pub fn token_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.tokens.add_file(path.into());
        self
    }

    /// The settings of the environment. What is set in code counts before it, but for tokens: all of them are valid.
    ///
    /// - `CK_INTEGRATION_TOKEN` holds a token, or several with spaces between them while it is rotated;
    ///   `CK_INTEGRATION_TOKEN_FILE` names a [file](Self::token_file) of them. Both at once are refused, since a token that is
    ///   taken out of the one would stay valid in the other. With neither, there has to be a token in code.
    /// - `CK_GATE_FILE` names the [gate's file](Self::gate_file), and `CK_ACTIONS_PER_MINUTE` is the number of
    ///   [actions a minute](Self::actions_per_minute).
    /// - `CK_TOKEN_HEADER`, `CK_FEATURES_PATHS`, `CK_MANIFEST_FORMAT`, `CK_ALIASES`, `CK_SPELLINGS`, `CK_MODES`,
    ///   `CK_UNKNOWN_MODE`, `CK_PAGE_LIMITS` and `CK_ACTION_STATUS` are what the protocol leaves open; docs/first-contact.md
    ///   says how each is written.
    /// - With the feature `verify`, `CK_VERIFY_URL` and its like are the call of [`verify_on_start`](Self::verify_on_start).
    ///
    /// [`build`](Self::build) reads them, and refuses a wrong one by its name. [`serve`](crate::serve) calls this.
    pub fn from_env(mut self) -> Self {
        self.from_env = true;
        self
    }

    /// The context of test-mode requests (`X-Churnkey-Mode: test`). Without it both modes share one.
    ///
    /// Beside contexts that are [made per request](crate::Integration::per_request), one for all of test mode: then
    /// live requests alone have theirs made. Without it each is, and sees its mode.
    pub fn test_context(mut self, test: C) -> Self {
        self.contexts.set_test(test.erase());
        self
    }

    /// A file that closes actions while it says so: one a line, as `[test|live] NAME closed [retry=SECONDS] message`, where
    /// `NAME` is one of [`GateTarget`](crate::GateTarget)'s. An empty one closes nothing, and lines that begin with `#` are
    /// skipped.
    ///
    /// ```text
    /// # while the ledger is migrated
    /// pause closed Back at 14:00
    /// test writes closed retry=600 The test system is being filled
    /// ```
    ///
    /// [`build`](Self::build) reads it, and so does a thread that looks at it every two seconds, as long as the integration
    /// is kept. A [`Server`](crate::Server) reads it at once on SIGHUP, and [`Gate::reload`](crate::Gate::reload) when you say
    /// so. A file that is wrong stops the start; later it changes nothing, and is logged as an error.
    pub fn gate_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.gate_file = Some(File::new("gate_file", path.into()));
        self
    }

    /// The answer to an error of your own that a method, or the making of its context, returned by `?` or
    /// [`Error::internal`]; without one it is 500.
    ///
    /// An `E` is looked for at the head of what was returned, along [`source`](std::error::Error::source), and inside an
    /// [`io::Error`](std::io::Error::get_ref), a `Box<E>` and an `Arc<E>`. With the features `anyhow` and `eyre`, in a
    /// report too. Called more than once, each is asked in the order given, and the first `Some` is the answer; what was
    /// returned stays its [source](Error::source), for the log.
    ///
    /// It runs on the request's thread: look at the error, and do nothing that waits.
    ///
    /// ```
    /// # extern crate churnkey_runtime as churnkey;
    /// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing.rs")); }
    /// # use {churnkey::prelude::*, merchant::Billing};
    /// use std::fmt;
    ///
    /// use churnkey::{Error, Integration};
    ///
    /// #[derive(Debug)]
    /// enum BillingError {
    ///     NotFound(&'static str),
    ///     Busy,
    ///     Corrupt,
    /// }
    /// # impl std::error::Error for BillingError {}
    /// # impl fmt::Display for BillingError {
    /// #     fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result { fmt::Debug::fmt(self, f) }
    /// # }
    ///
    /// let builder = Integration::builder(Billing).map_error(|error: &BillingError| match error {
    ///     BillingError::NotFound(what) => Some(Error::not_found(format!("this {what} does not exist"))),
    ///     BillingError::Busy => Some(Error::new(503, "try again later").retry_after(5)),
    ///     BillingError::Corrupt => None, // an internal error, as without this setting
    /// });
    /// # let _ = builder;
    /// ```
    pub fn map_error<E, F>(mut self, map: F) -> Self
    where
        E: std::error::Error + Send + Sync + 'static,
        F: Fn(&E) -> Option<Error> + Send + Sync + 'static,
    {
        self.mappers.add(map);
        self
    }

    /// Calls a function of yours once for each request for an action, when it *ends*: an action at its own end, whatever its
    /// client was answered before, or when the end of the process cuts it off. So what is told is who asked for what, which
    /// status was sent, and what came of it.
    ///
    /// Refused actions are told too, from 400 to 503. Reads are with [`observe_reads`](Self::observe_reads). Requests without a
    /// valid token never are: the metrics and the log count those.
    ///
    /// It runs on the worker's thread, in front of the answer: do nothing in it that waits. Give what it is told to a
    /// channel, and let somebody else write it down; the page *Observing* shows how. A panic in it is logged, and changes
    /// nothing. Called more than once, each function is called, in the order given.
    ///
    /// ```
    /// # extern crate churnkey_runtime as churnkey;
    /// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing_with_cancel.rs")); }
    /// # use {churnkey::prelude::*, merchant::Billing};
    /// use std::sync::mpsc;
    ///
    /// use churnkey::{Ended, Integration};
    ///
    /// let (ends, ended) = mpsc::channel();
    /// let builder = Integration::builder(Billing).observe(move |end: &Ended| {
    ///     let _ = ends.send(end.clone());
    /// });
    /// std::thread::spawn(move || {
    ///     for end in ended {
    ///         println!("{} {:?}: {}", end.route(), end.customer_id(), end.outcome());
    ///     }
    /// });
    /// # let _ = builder;
    /// ```
    pub fn observe(mut self, observer: impl Fn(&Ended) + Send + Sync + 'static) -> Self {
        self.observers.add(observer);
        self
    }

    /// Tells the functions of [`observe`](Self::observe) of reads too: of each request with a valid token, also for the
    /// manifest, and for a path that there is not.
    pub fn observe_reads(mut self) -> Self {
        self.observers.reads = true;
        self
    }

    /// Called for each request with a valid token, once that is known: with the request's head, and its span. So a caller's
    /// trace goes on, for one; the example `observed` does that with OpenTelemetry.
    ///
    /// It is never called for strangers, whose word on sampling and parents must not count. What it sees is not routed yet:
    /// the path may lead nowhere. It runs on the request's thread, so do nothing that waits; a panic in it is logged, and changes
    /// nothing. The last call of this setting counts.
    ///
    /// ```
    /// # extern crate churnkey_runtime as churnkey;
    /// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing.rs")); }
    /// # use {churnkey::prelude::*, merchant::Billing};
    /// use churnkey::{Integration, tracing};
    ///
    /// let builder = Integration::builder(Billing).on_request(|head, span| {
    ///     let region = head.headers().get("x-region").and_then(|region| region.to_str().ok());
    ///     span.in_scope(|| tracing::debug!(region, "a request of ours"));
    /// });
    /// # let _ = builder;
    /// ```
    pub fn on_request<F>(mut self, on_request: F) -> Self
    where
        F: Fn(&RequestHead, &Span) + Send + Sync + 'static,
    {
        self.on_request = Some(Box::new(on_request));
        self
    }

    /// Where the [OpenAPI document](crate::Integration::openapi) is served, below `/churnkey`; by default nowhere. It
    /// needs the token, as every path there does, and is listed in the table of what is mounted.
    ///
    /// ```
    /// # extern crate churnkey_runtime as churnkey;
    /// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing.rs")); }
    /// # use {churnkey::prelude::*, merchant::Billing};
    /// use churnkey::Integration;
    ///
    /// # fn main() -> Result<(), churnkey::StartError> {
    /// let integration =
    ///     Integration::builder(Billing).token("ck_int_1").openapi_path("/openapi.json").build()?;
    /// assert!(integration.openapi()["paths"]["/churnkey/openapi.json"].is_object());
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "openapi")]
    pub fn openapi_path(mut self, path: impl Into<String>) -> Self {
        self.openapi_path = Some(path.into());
        self
    }

    /// Asks Churnkey to verify the integration, once the server listens: in the background, only when the manifest has
    /// changed since the last call that succeeded, again and again with growing waits when it fails, and never to the
    /// server's harm. How it went is logged.
    ///
    /// This is for one process. Where several replicas serve one address, Churnkey may read the manifest of an old one while
    /// the first new one asks; then run `churnkey reverify URL --expect FINGERPRINT` once, after the deployment, instead.
    ///
    /// [`from_env`](Self::from_env) takes it from the environment.
    #[cfg(feature = "verify")]
    pub fn verify_on_start(mut self, call: impl Into<Option<VerifyCall>>) -> Self {
        self.verify_on_start = call.into();
        self
    }

    /// The file that remembers which manifest was verified last; by default what `CK_VERIFY_STATE` says, or else
    /// `churnkey.verified.json` in the working directory. Where it does not outlive a deployment, each start asks again.
    ///
    /// The default of one that is [mounted](crate::Server::mount) beside another has its prefix in the name:
    /// `churnkey.verified.brand-b.json`.
    #[cfg(feature = "verify")]
    pub fn verify_state(mut self, path: impl Into<PathBuf>) -> Self {
        self.verify_state = Some(StateFile::new(path));
        self
    }
}

/// Without its tokens and contexts.
impl<C> fmt::Debug for Builder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("name", &self.name)
            .field("wire", &self.wire)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}
