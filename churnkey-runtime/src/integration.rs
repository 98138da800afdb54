//! An integration: the modules of one context type, ready to be mounted or served.

use std::fmt;
use std::sync::Arc;

use actix_web::web::ServiceConfig;

use crate::boot_table::BootTable;
use crate::builder::Builder;
use crate::controllers::{Customers, Prices, Subscriptions};
use crate::error::Result;
use crate::http::context::{ContextRequest, ContextSource, factory};
use crate::http::service::{Core, Mount};
use crate::registry::Module;
use crate::server::Server;

/// All modules of one context, with their settings.
///
/// It is cheap to clone: every clone is the same integration.
///
/// ```
/// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing.rs")); }
/// # use {churnkey_runtime::prelude::*, merchant::Billing};
/// use churnkey_runtime::Integration;
/// use churnkey_runtime::actix_web::{App, web};
///
/// # fn main() -> Result<(), churnkey_runtime::StartError> {
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
    pub(crate) modules: Arc<[&'static Module]>,
    pub(crate) features_paths: Arc<[String]>,
    #[cfg(feature = "verify")]
    pub(crate) verify_on_start: Option<Arc<crate::reverify::OnStart>>,
}

impl Integration {
    /// Begins an integration whose requests are all answered from one context.
    ///
    /// ```compile_fail
    /// struct Empty;
    /// // error: `Empty` has no `Customers` controller
    /// churnkey_runtime::Integration::builder(Empty);
    /// ```
    pub fn builder<C: Customers + Prices + Subscriptions>(context: C) -> Builder<C> {
        Builder::new(ContextSource::shared(context.share()))
    }

    /// Begins an integration that makes a context for each request, as the TypeScript SDK's `ctx(req, res)` does.
    ///
    /// `make` runs after authentication, and only for a request that leads to a module. Its error is the answer.
    ///
    /// ```
    /// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing.rs")); }
    /// # use {churnkey_runtime::prelude::*, merchant::Billing};
    /// use churnkey_runtime::{ContextRequest, Error, Integration};
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
        Builder::new(ContextSource::PerRequest(factory(make)))
    }

    /// Mounts everything under `/churnkey` of an actix `App` or scope. The other paths are not touched.
    ///
    /// A request passes the app's own middleware first.
    pub fn configure(&self, config: &mut ServiceConfig) {
        config.service(Mount(Arc::clone(&self.core)));
    }

    /// A server of its own for this integration.
    pub fn server(&self) -> Server {
        Server::new(self.clone())
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
        &self.core.manifest.fingerprint
    }

    /// Begins the call of [`Builder::verify_on_start`], in the background. [`Server`] does it by itself; this is for an
    /// `App` of your own, once it listens.
    ///
    /// `None` when there is no such setting.
    #[cfg(feature = "verify")]
    #[must_use = "dropped, it is not tried again after a failure; keep it as long as the server runs"]
    pub fn start_verification(&self) -> Option<crate::reverify::Verification> {
        let on_start = Arc::clone(self.verify_on_start.as_ref()?);
        Some(on_start.start(self.fingerprint().to_owned()))
    }

    /// What is mounted: module, method, path, features, and where each stands in the code. It is printed at boot.
    #[must_use]
    pub fn table(&self) -> impl fmt::Display {
        BootTable {
            modules: Arc::clone(&self.modules),
            features_paths: Arc::clone(&self.features_paths),
            fingerprint: self.fingerprint().to_owned(),
        }
    }
}

impl fmt::Debug for Integration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let modules = self.modules.iter().map(|module| module.info.name).collect::<Vec<_>>();
        f.debug_struct("Integration").field("modules", &modules).finish_non_exhaustive()
    }
}
