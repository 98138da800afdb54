//! An integration: the modules of one context type, ready to be mounted or served.

mod aliases;
pub(crate) mod boot_table;
mod build;
pub(crate) mod builder;
mod environment;
mod given;
mod limit_settings;
mod modules;
pub(crate) mod paths;
pub(crate) mod serve;
mod settings;
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
    /// In a sentence each, for the boot table.
    pub(crate) aliases: Arc<[String]>,
    /// The manifest's.
    pub(crate) fingerprint: Arc<str>,
    #[cfg(feature = "openapi")]
    pub(crate) openapi: Arc<serde_json::Value>,
    #[cfg(feature = "verify")]
    pub(crate) verify_on_start: Option<Arc<crate::reverify::OnStart>>,
}

impl Integration {
    /// Begins an integration whose requests are all answered from one context.
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

    /// Begins an integration that makes a context for each request, as the TypeScript SDK's `ctx(req, res)` does.
    ///
    /// `make` runs after authentication, and only for a request that leads to a module. Its error is the answer.
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

    /// Mounts everything under `/churnkey` of an actix `App` or scope. The other paths are not touched.
    ///
    /// A request passes the app's own middleware first. How long a connection may stay, and how many there may be, is up to
    /// that app's server, which cannot do all that [`server`](Self::server) does: docs/existing-app.md says what to write. An
    /// answer that does not wait for the end of the request's body ends the connection half a second later.
    pub fn configure(&self, config: &mut ServiceConfig) {
        self.mount("", config);
    }

    /// The same, with a prefix before `/churnkey`.
    pub(crate) fn mount(&self, prefix: &str, config: &mut ServiceConfig) {
        config.service(Mount { core: Arc::clone(&self.core), prefix: prefix.to_owned() });
    }

    /// The features manifest as it is served.
    #[must_use]
    pub fn manifest(&self) -> &serde_json::Value {
        &self.manifest
    }

    /// 16 hex digits that change with the manifest alone; its `ETag` holds the same. When they change, Churnkey must
    /// verify the integration again, since it caches the manifest.
    #[must_use]
    pub fn fingerprint(&self) -> &str {
        &self.fingerprint
    }

    /// Where the features manifest is served, below `/churnkey`: what [`Builder::features_paths`](crate::Builder::features_paths)
    /// says, in its order. By default `/features` is the first.
    pub fn features_paths(&self) -> impl Iterator<Item = &str> {
        let documents = self.core.routes.documents().iter();
        documents
            .filter(|document| document.name == FixedDocument::FEATURES)
            .map(|document| &*document.path)
    }

    /// The OpenAPI 3.1 document of this integration: its modules, the methods that are written, the declared words as the
    /// only ones of the bodies, and every error. [`Builder::openapi_path`](crate::Builder::openapi_path) serves it.
    ///
    /// The document says nothing that is not in the code. To show it to those who have no token, serve this value on a path of
    /// your own.
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

    /// A page that shows the [document](Self::openapi), for an `App` of your own, mounted beside the integration: in the
    /// same `App` or the same scope. [`Server::swagger_ui`](crate::Server::swagger_ui) mounts it in a server of ours.
    ///
    /// The page itself is open and static. The document stays behind the token: the page asks for it, keeps it in memory
    /// alone, and sends it to its own origin alone. *Try it out* is there for what reads and not for actions.
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

    /// Begins the call of [`Builder::verify_on_start`](crate::Builder::verify_on_start), in the background. [`Server`](crate::Server) does it by itself; this is for an
    /// `App` of your own, once it listens.
    ///
    /// `None` when there is no such setting.
    #[cfg(feature = "verify")]
    #[must_use = "dropped, it is not tried again after a failure; keep it as long as the server runs"]
    pub fn start_verification(&self) -> Option<crate::reverify::Verification> {
        self.start_verification_below("")
    }

    /// The same, of one that is mounted below a prefix.
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

    /// Closes actions, and opens them again, while the integration serves.
    #[must_use]
    pub fn gate(&self) -> Gate {
        self.core.gate.clone()
    }

    /// The file that the tokens come from, to be read when you say so; `None` when they come from elsewhere.
    #[must_use]
    pub fn token_file(&self) -> Option<TokenFile> {
        TokenFile::of(&self.core.authentication.tokens)
    }

    /// What is mounted: module, method, path, features, and where each stands in the code; and how many tokens are valid now, by
    /// their names. It is printed at boot.
    #[must_use]
    pub fn table(&self) -> impl fmt::Display {
        self.table_below("")
    }

    /// The same, of one that is mounted below a prefix.
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
