//! The settings of an integration.

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
use crate::http::context_source::ContextSource;
use crate::http::custom_auth::Check;
use crate::http::ended::Ended;
use crate::http::limits::Limits;
use crate::http::observer::Observers;
use crate::http::on_request::OnRequest;
use crate::integration::wire::Wire;
use crate::module::context::{Context, short_type_name};
use crate::module::names::Module;
use crate::module::registry::Implemented;
#[cfg(feature = "verify")]
use crate::reverify::{StateFile, VerifyCall};
use crate::tokens::settings::TokenSettings;
use crate::tokens::token::Token;

/// The settings of an [`Integration`](crate::Integration); all but the token have defaults. Made by
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
    /// The settings for what the protocol leaves open.
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

    /// Leaves a module out although the context implements it: it is neither announced nor routed. This way two brands
    /// that share a type need not offer the same actions.
    ///
    /// Leave out what needs the module too, or [`build`](Self::build) refuses. Required modules cannot be left out.
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

    /// A valid Integration Token ([protocol 2.2](crate::protocol#22-authentication)), perhaps with a name and limits
    /// (see [`Token`]). Further calls add further tokens, so a token can be rotated without downtime. Only a digest is
    /// kept.
    ///
    /// [`build`](Self::build) refuses what is often pasted along with a token: `Bearer`, a `#`, quotes, spaces, or the
    /// same token twice. A token in code may be short, for tests; one from the environment or a file needs at least 16
    /// characters.
    pub fn token(mut self, token: impl Into<Token>) -> Self {
        self.tokens.add(token.into());
        self
    }

    /// A file of tokens, one per line, as `secret` or `name = secret`, followed by `read-only` or `test-only` to
    /// [limit](Token::read_only) it. Empty lines and lines that begin with `#` are skipped.
    ///
    /// ```text
    /// # remove churnkey-2026 once it has been unused for a day
    /// churnkey-2027 = ck_int_f1b3f9b2533cd961
    /// churnkey-2026 = ck_int_4c6627bd756d732e
    /// monitoring = ck_int_351dad9e351dad9e  read-only
    /// ```
    ///
    /// [`build`](Self::build) reads it, and a thread checks it every two seconds as long as the integration exists, so
    /// tokens can change without a restart. A [`Server`](crate::Server) also reads it on SIGHUP, and
    /// [`TokenFile::reload`](crate::TokenFile::reload) reads it when called. An invalid file prevents the start; later
    /// it changes nothing and is logged as an error.
    pub fn token_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.tokens.add_file(path.into());
        self
    }

    /// Uses the settings of the environment. Settings in code take precedence, except that all tokens are valid.
    ///
    /// - `CK_INTEGRATION_TOKEN` holds a token, or several separated by spaces during a rotation;
    ///   `CK_INTEGRATION_TOKEN_FILE` names a [file](Self::token_file) of them. Setting both is refused, since a token
    ///   removed from one would stay valid in the other. With neither, code must set a token.
    /// - `CK_GATE_FILE` names the [gate's file](Self::gate_file), and `CK_ACTIONS_PER_MINUTE` is the number of [actions
    ///   a minute](Self::actions_per_minute).
    /// - `CK_TOKEN_HEADER`, `CK_FEATURES_PATHS`, `CK_MANIFEST_FORMAT`, `CK_ALIASES`, `CK_SPELLINGS`, `CK_MODES`,
    ///   `CK_UNKNOWN_MODE`, `CK_PAGE_LIMITS` and `CK_ACTION_STATUS` set what the protocol leaves open;
    ///   docs/first-contact.md shows how to write each.
    /// - With the feature `verify`, `CK_VERIFY_URL` and its siblings set the call of
    ///   [`verify_on_start`](Self::verify_on_start).
    ///
    /// [`build`](Self::build) reads them, and names an invalid one. [`serve`](crate::serve) calls this.
    pub fn from_env(mut self) -> Self {
        self.from_env = true;
        self
    }

    /// The context for test mode (`X-Churnkey-Mode: test`). Without it both modes share one context.
    ///
    /// With contexts [made per request](crate::Integration::per_request), all test-mode requests share this one, and
    /// only live requests get a new one. Without it every request gets a new one, and can see its mode.
    pub fn test_context(mut self, test: C) -> Self {
        self.contexts.set_test(test.erase());
        self
    }

    /// A file that closes actions while it says so. Each line is `[test|live] NAME closed [retry=SECONDS] message`,
    /// where `NAME` is one of [`GateTarget`](crate::GateTarget)'s. An empty file closes nothing, and lines that begin
    /// with `#` are skipped.
    ///
    /// ```text
    /// # during the ledger's migration
    /// pause closed Back at 14:00
    /// test writes closed retry=600 The test system is being filled
    /// ```
    ///
    /// [`build`](Self::build) reads it, and a thread checks it every two seconds as long as the integration exists. A
    /// [`Server`](crate::Server) also reads it on SIGHUP, and [`Gate::reload`](crate::Gate::reload) reads it when
    /// called. An invalid file prevents the start; later it changes nothing and is logged as an error.
    pub fn gate_file(mut self, path: impl Into<PathBuf>) -> Self {
        self.gate_file = Some(File::new("gate_file", path.into()));
        self
    }

    /// Maps an error of your own, returned by a method or by the creation of its context with `?` or
    /// [`Error::internal`], to an answer. Without a mapping the answer is 500.
    ///
    /// An `E` is found if it is the returned error itself or one of its [`source`](std::error::Error::source)s, and
    /// inside an [`io::Error`](std::io::Error::get_ref), a `Box<E>`, an `Arc<E>`, and, with the features `anyhow` and
    /// `eyre`, a report. Further calls add further functions, which are tried in order: the first `Some` is the answer.
    /// The returned error stays its [source](Error::source), for the log.
    ///
    /// It runs on the request's thread: only look at the error, and do not wait for anything.
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

    /// Calls your function once for each request for an action when the request *ends*. An action that runs on after
    /// its client was answered ends when it is done, or when the end of the process cuts it off. So the function learns
    /// who asked for what, which status was sent, and the outcome.
    ///
    /// It also learns of refused actions, from 400 to 503, and of reads with [`observe_reads`](Self::observe_reads). It
    /// never learns of requests without a valid token, which only the metrics and the log count.
    ///
    /// It runs on the worker's thread, before the answer is sent, so it must not wait for anything. Send the value to a
    /// channel, and write it down elsewhere; the page *Observing* shows how. A panic is logged and changes nothing.
    /// Further calls add further functions, called in that order.
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

    /// Calls the functions of [`observe`](Self::observe) for reads too: for each request with a valid token, including
    /// those for the manifest and for unknown paths.
    pub fn observe_reads(mut self) -> Self {
        self.observers.reads = true;
        self
    }

    /// Calls your function for each request once its token has proved valid, with the request's head and span. The
    /// function can continue the caller's trace, for example; the example `observed` does so with OpenTelemetry.
    ///
    /// It is never called without a valid token: others must not decide about sampling and parents. The request is not
    /// routed yet, so its path may be unknown. The function runs on the request's thread and must not wait for anything. A
    /// panic is logged and changes nothing. Only the last call of this setting counts.
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

    /// The path of the [OpenAPI document](crate::Integration::openapi), below `/churnkey`; by default it is not served.
    /// Like every path there it needs the token, and it is listed in the boot table.
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

    /// Asks Churnkey to verify the integration once the server listens. The call runs in the background, only if the
    /// manifest has changed since the last successful call. A failed call is repeated with growing waits, and never
    /// affects the server. The result is logged.
    ///
    /// This is for a single process. If several replicas serve one address, Churnkey may read the manifest of an old
    /// one while the first new one asks. Run `churnkey reverify URL --expect FINGERPRINT` once after the deployment
    /// instead.
    ///
    /// [`from_env`](Self::from_env) takes it from the environment.
    #[cfg(feature = "verify")]
    pub fn verify_on_start(mut self, call: impl Into<Option<VerifyCall>>) -> Self {
        self.verify_on_start = call.into();
        self
    }

    /// The file that remembers which manifest was verified last: by default the one that `CK_VERIFY_STATE` names, or
    /// else `churnkey.verified.json` in the working directory. If it does not survive a deployment, each start asks
    /// again.
    ///
    /// The default for an integration that is [mounted](crate::Server::mount) below a prefix has the prefix in its
    /// name: `churnkey.verified.brand-b.json`.
    #[cfg(feature = "verify")]
    pub fn verify_state(mut self, path: impl Into<PathBuf>) -> Self {
        self.verify_state = Some(StateFile::new(path));
        self
    }
}

/// Hides the tokens and contexts.
impl<C> fmt::Debug for Builder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("name", &self.name)
            .field("wire", &self.wire)
            .field("limits", &self.limits)
            .finish_non_exhaustive()
    }
}
