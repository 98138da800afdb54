//! Settings for what a server serves: the merchant's routes, further integrations, the health paths.

use std::time::Duration;

use actix_web::web::ServiceConfig;

use crate::error::Result;
use crate::integration::Integration;
use crate::server::own_routes::OwnRoutes;
use crate::server::ready::Hook;
use crate::server::settings::Server;

impl Server {
    /// Your own routes beside the integration, on the same sockets. Further calls add further routes.
    ///
    /// Paths under `/churnkey` and the health paths are matched first. A `default_service` of yours replaces the 404
    /// that says where the integration is. The closure runs once per worker, so create state that the routes share
    /// before it. For middleware, put the routes into an `actix_web::web::scope("")`.
    ///
    /// Your routes need no token, and **their connections have the integration's limits**: a client that has shown no
    /// valid token gets one answer per connection, and loses its place to a new client when all places are taken. A
    /// route that knows its client can keep the connection with [`trust_connection`](crate::trust_connection). Only a
    /// trusted connection can carry a WebSocket, or a stream that takes longer than
    /// [`answer_timeout`](Self::answer_timeout).
    ///
    /// ```no_run
    /// # extern crate churnkey_runtime as churnkey;
    /// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing.rs")); }
    /// # use {churnkey::prelude::*, merchant::Billing};
    /// use churnkey::Integration;
    /// use churnkey::actix_web::web;
    ///
    /// # #[actix_web::main]
    /// # async fn main() -> std::io::Result<()> {
    /// let integration = Integration::builder(Billing).from_env().build()?;
    /// let visits = web::Data::new(std::sync::atomic::AtomicU64::new(0)); // one for all workers
    /// integration
    ///     .server()
    ///     .app(move |config| {
    ///         config.app_data(visits.clone()).route("/", web::get().to(async || "our own page"));
    ///     })
    ///     .run()
    ///     .await
    /// # }
    /// ```
    pub fn app(mut self, routes: impl Fn(&mut ServiceConfig) + Send + Sync + 'static) -> Self {
        self.own_routes.push(OwnRoutes::new(routes));
        self
    }

    /// Another integration below a prefix. With `/brand-b`, its *API URL* ends with `/brand-b`, and its manifest is at
    /// `/brand-b/churnkey/features`.
    ///
    /// Health, shutdown, SIGHUP and [`verify_on_start`](crate::Builder::verify_on_start) cover all integrations. Each
    /// has its own tokens and limits, and its own name, which logs and metrics show. The file of
    /// [`verify_state`](crate::Builder::verify_state) has the prefix in its name unless you set one.
    ///
    /// [`bind`](Self::bind) refuses two integrations with the same name, a prefix that is not a plain path, and a
    /// prefix at or below another one or `/churnkey`.
    ///
    /// ```no_run
    /// # extern crate churnkey_runtime as churnkey;
    /// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing.rs")); }
    /// # use {churnkey::prelude::*, merchant::Billing};
    /// use churnkey::Integration;
    ///
    /// # #[actix_web::main]
    /// # async fn main() -> std::io::Result<()> {
    /// let video = Integration::builder(Billing).name("Acme Video").token_file("video.tokens").build()?;
    /// let music = Integration::builder(Billing).name("Acme Music").token_file("music.tokens").build()?;
    /// video.server().mount("/music", music).run().await
    /// # }
    /// ```
    pub fn mount(mut self, prefix: impl Into<String>, integration: Integration) -> Self {
        self.mounts.push((prefix.into(), integration));
        self
    }

    /// Where `200` says, without a token, that the process is serving; `None` for nowhere, `/healthz` by default. Use
    /// it to restart a dead process. Whether the process should get requests is what [`ready`](Self::ready) says.
    pub fn health_path<'p>(mut self, path: impl Into<Option<&'p str>>) -> Self {
        self.health_path = path.into().map(str::to_owned);
        self
    }

    /// What must work before requests should come, such as a database that answers. `GET /readyz` answers, without a
    /// token, 200 while the hook returns `Ok` and 503 otherwise. Point balancers and orchestrators at it.
    ///
    /// The hook has a second ([`ready_timeout`](Self::ready_timeout)), and its last answer is reused for a second, so
    /// that nobody can keep your database busy with it. The reason for a failure is logged once and never sent.
    ///
    /// `/readyz` exists without a hook too. It answers 503 during shutdown, and while as many actions
    /// [hang](crate::Builder::hung_after) as may run at once; load alone does not cause a 503.
    ///
    /// ```no_run
    /// # extern crate churnkey_runtime as churnkey;
    /// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing.rs")); }
    /// # use {churnkey::prelude::*, merchant::Billing};
    /// # #[derive(Clone)] struct Pool;
    /// # impl Pool { async fn ping(&self) -> Result<(), std::io::Error> { Ok(()) } }
    /// use churnkey::Integration;
    ///
    /// # #[actix_web::main]
    /// # async fn main() -> std::io::Result<()> {
    /// # let pool = Pool;
    /// let integration = Integration::builder(Billing).from_env().build()?;
    /// integration.server().ready(async move || Ok(pool.ping().await?)).run().await
    /// # }
    /// ```
    pub fn ready(mut self, hook: impl AsyncFn() -> Result<()> + Send + Sync + 'static) -> Self {
        self.ready = Some(Hook::new(hook));
        self
    }

    /// The path of [`ready`](Self::ready); `None` for nowhere, `/readyz` by default.
    pub fn ready_path<'p>(mut self, path: impl Into<Option<&'p str>>) -> Self {
        self.ready_path = path.into().map(str::to_owned);
        self
    }

    /// How long the hook of [`ready`](Self::ready) may take before the answer is 503: a second by default.
    pub fn ready_timeout(mut self, timeout: Duration) -> Self {
        self.ready_timeout = timeout;
        self
    }

    /// The path of a page that shows the OpenAPI document, such as `/docs`; by default there is none.
    /// [`Integration::swagger_ui`] says what it shows and to whom.
    #[cfg(feature = "swagger-ui")]
    pub fn swagger_ui(mut self, path: impl Into<String>) -> Self {
        self.swagger_ui = Some(path.into());
        self
    }
}
