//! An integration: the modules of one context type, ready to be mounted or served.

mod aliases;
pub(crate) mod boot_table;
mod build;
pub(crate) mod builder;
mod check;
pub(crate) mod environment;
mod limit_settings;
pub(crate) mod paths;
mod required_modules;
pub(crate) mod serve;
mod setting;
pub(crate) mod start_error;
mod wire;
mod wire_settings;
mod wording;

use std::fmt;
use std::sync::Arc;

use actix_web::web::ServiceConfig;

use crate::controllers::{Customers, Prices, Subscriptions};
use crate::error::Result;
use crate::http::context_request::ContextRequest;
use crate::http::context_source::{ContextSource, factory};
use crate::http::document::FixedDocument;
use crate::http::gate::Gate;
use crate::http::service::{Core, Mount};
use crate::integration::boot_table::BootTable;
use crate::integration::builder::Builder;
#[cfg(feature = "swagger-ui")]
use crate::integration::start_error::StartError;
use crate::module::registry::Implementation;
#[cfg(feature = "swagger-ui")]
use crate::openapi::swagger_ui::SwaggerUi;
use crate::tokens::token_file::TokenFile;

/// All modules of one context, with their settings.
///
/// It is cheap to clone: every clone is the same integration.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing.rs")); }
/// # use {churnkey::prelude::*, merchant::Billing};
/// use churnkey::Integration;
/// use churnkey::actix_web::{App, web};
///
/// # fn main() -> Result<(), churnkey::StartError> {
/// let integration = Integration::builder(Billing).name("Acme Video").token("ck_int_1").build()?;
///
/// // beside the merchant's own routes, at /billing/churnkey/…
/// let app = App::new()
///     .route("/", web::get().to(|| async { "our own page" }))
///     .service(web::scope("/billing").configure(|config| integration.configure(config)));
/// # let _ = app;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Integration {
    pub(crate) core: Arc<Core>,
    pub(crate) manifest: Arc<serde_json::Value>,
    pub(crate) modules: Arc<[&'static Implementation]>,
    /// A sentence for each, for the boot table.
    pub(crate) aliases: Arc<[String]>,
    /// The manifest's fingerprint.
    pub(crate) fingerprint: Arc<str>,
    #[cfg(feature = "openapi")]
    pub(crate) openapi: Arc<serde_json::Value>,
    #[cfg(feature = "verify")]
    pub(crate) verify_on_start: Option<Arc<crate::reverify::OnStart>>,
}

impl Integration {
    /// Starts an integration that answers all requests from one context.
    ///
    /// ```compile_fail
    /// # extern crate churnkey_runtime as churnkey;
    /// struct Empty;
    /// // error: `Empty` has no `Customers` controller
    /// churnkey::Integration::builder(Empty);
    /// ```
    pub fn builder<C: Customers + Prices + Subscriptions>(context: C) -> Builder<C> {
        Builder::new(ContextSource::shared(context.erase()), &C::IMPLEMENTED)
    }

    /// Starts an integration that makes a context for each request, like the TypeScript SDK's `ctx(req, res)`.
    ///
    /// `make` runs after authentication, and only for requests to a module. If it returns an error, that is the answer.
    ///
    /// ```
    /// # extern crate churnkey_runtime as churnkey;
    /// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing.rs")); }
    /// # use {churnkey::prelude::*, merchant::Billing};
    /// use churnkey::{ContextRequest, Error, Integration};
    ///
    /// let builder = Integration::per_request(async |request: &ContextRequest| {
    ///     if !request.headers().contains_key("x-tenant") {
    ///         return Err(Error::bad_request("`X-Tenant` is missing"));
    ///     }
    ///     Ok(Billing)
    /// });
    /// # let _ = builder;
    /// ```
    pub fn per_request<C, F>(make: F) -> Builder<C>
    where
        C: Customers + Prices + Subscriptions,
        F: AsyncFn(&ContextRequest) -> Result<C> + Send + Sync + 'static,
    {
        Builder::new(ContextSource::made(factory(make)), &C::IMPLEMENTED)
    }

    /// Mounts everything under `/churnkey` of an actix `App` or scope. Other paths are not affected.
    ///
    /// A request passes the app's own middleware first. The app's server limits the number of connections and how long
    /// they stay. It cannot do all that [`server`](Self::server) does; docs/existing-app.md shows what to write. An
    /// answer that does not wait for the end of the request's body closes the connection half a second later.
    pub fn configure(&self, config: &mut ServiceConfig) {
        self.mount("", config);
    }

    /// The same, with a prefix before `/churnkey`.
    pub(crate) fn mount(&self, prefix: &str, config: &mut ServiceConfig) {
        config.service(Mount { core: Arc::clone(&self.core), prefix: prefix.to_owned() });
    }

    /// The features manifest, as served.
    #[must_use]
    pub fn manifest(&self) -> &serde_json::Value {
        &self.manifest
    }

    /// 16 hex digits that change only with the manifest, also used as its `ETag`. When they change, Churnkey must
    /// verify the integration again, since it caches the manifest.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// The paths of the features manifest below `/churnkey`, in the order of
    /// [`Builder::features_paths`](crate::Builder::features_paths). By default the first is `/features`.
    pub fn features_paths(&self) -> impl Iterator<Item = &str> {
        let documents = self.core.routes.documents().iter();
        documents
            .filter(|document| document.name == FixedDocument::FEATURES)
            .map(|document| &*document.path)
    }

    /// The OpenAPI 3.1 document of this integration: its modules, the methods that are written, only the declared words
    /// in the bodies, and every error. [`Builder::openapi_path`](crate::Builder::openapi_path) serves it.
    ///
    /// The document reveals nothing beyond the code. To show it to people without a token, serve this value on a path
    /// of your own.
    ///
    /// ```
    /// # extern crate churnkey_runtime as churnkey;
    /// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing_with_cancel.rs")); }
    /// # use {churnkey::prelude::*, merchant::Billing};
    /// use churnkey::Integration;
    ///
    /// # fn main() -> Result<(), churnkey::StartError> {
    /// let integration = Integration::builder(Billing).token("ck_int_1").build()?;
    /// let document = integration.openapi();
    /// assert_eq!(document["openapi"], "3.1.0");
    /// let cancel = &document["paths"]["/churnkey/actions/subscription/cancel"]["post"];
    /// assert_eq!(cancel["operationId"], "cancelHandle");
    /// # Ok(())
    /// # }
    /// ```
    #[cfg(feature = "openapi")]
    #[must_use]
    pub fn openapi(&self) -> &serde_json::Value {
        &self.openapi
    }

    /// A page that shows the [document](Self::openapi), for your own `App`, mounted beside the integration in the same
    /// `App` or scope. [`Server::swagger_ui`](crate::Server::swagger_ui) mounts it in our server.
    ///
    /// The page itself is open and static. The document stays behind the token: the page asks for the token, keeps it
    /// only in memory, and sends it only to its own origin. *Try it out* is available for reads, not for actions.
    ///
    /// ```
    /// # extern crate churnkey_runtime as churnkey;
    /// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing.rs")); }
    /// # use {churnkey::prelude::*, merchant::Billing};
    /// use churnkey::Integration;
    /// use churnkey::actix_web::App;
    ///
    /// # fn main() -> Result<(), churnkey::StartError> {
    /// let integration =
    ///     Integration::builder(Billing).token("ck_int_1").openapi_path("/openapi.json").build()?;
    /// let page = integration.swagger_ui("/docs")?;
    /// let app = App::new().configure(|config| integration.configure(config)).service(page);
    /// # let _ = app;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// A path that is not plain or is below `/churnkey`, or no [`Builder::openapi_path`](crate::Builder::openapi_path).
    #[cfg(feature = "swagger-ui")]
    pub fn swagger_ui(&self, path: &str) -> Result<SwaggerUi, StartError> {
        paths::check_outside("swagger_ui", path)?;
        let mut documents = self.core.routes.documents().iter();
        match documents.find(|document| document.name == FixedDocument::OPENAPI) {
            Some(document) => Ok(SwaggerUi::new(path, &document.path)),
            None => Err(StartError::setting(
                "swagger_ui",
                "there is no document to show; set `Builder::openapi_path` too",
            )),
        }
    }

    /// Starts the call of [`Builder::verify_on_start`](crate::Builder::verify_on_start) in the background, for your own
    /// `App` once it listens. A [`Server`](crate::Server) does this by itself.
    ///
    /// Returns `None` without that setting.
    #[cfg(feature = "verify")]
    #[must_use = "dropping it stops the retries after a failure; keep it as long as the server runs"]
    pub fn start_verification(&self) -> Option<crate::reverify::Verification> {
        self.start_verification_below("")
    }

    /// The same for an integration below a prefix.
    #[cfg(feature = "verify")]
    pub(crate) fn start_verification_below(
        &self,
        prefix: &str,
    ) -> Option<crate::reverify::Verification> {
        let on_start = Arc::clone(self.verify_on_start.as_ref()?);
        Some(on_start.start(self.fingerprint().to_owned(), prefix))
    }

    #[cfg(feature = "verify")]
    pub(crate) fn state_file_below(&self, prefix: &str) -> Option<crate::reverify::StateFile> {
        Some(self.verify_on_start.as_ref()?.state_below(prefix))
    }

    /// Closes and reopens actions while the integration serves.
    #[must_use]
    pub fn gate(&self) -> Gate {
        self.core.gate.clone()
    }

    /// The file that the tokens come from, to reload it; `None` if they come from elsewhere.
    #[must_use]
    pub fn token_file(&self) -> Option<TokenFile> {
        TokenFile::of(&self.core.authentication.tokens)
    }

    /// The boot table: each module's methods, paths, features, and place in the code; how many tokens are valid, and
    /// their names.
    #[must_use]
    pub fn table(&self) -> impl fmt::Display {
        self.table_below("")
    }

    /// The same for an integration below a prefix.
    pub(crate) fn table_below(&self, prefix: &str) -> BootTable {
        BootTable {
            prefix: prefix.to_owned(),
            modules: Arc::clone(&self.modules),
            documents: self.core.routes.documents().to_vec(),
            aliases: Arc::clone(&self.aliases),
            fingerprint: Arc::clone(&self.fingerprint),
            tokens: self.core.authentication.tokens.summary(),
        }
    }
}

impl fmt::Debug for Integration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let modules = self.modules.iter().map(|module| module.name()).collect::<Vec<_>>();
        f.debug_struct("Integration").field("modules", &modules).finish_non_exhaustive()
    }
}
