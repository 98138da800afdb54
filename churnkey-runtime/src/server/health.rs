//! `/healthz`, and what all open status paths share.

use actix_web::dev::{AppService, HttpServiceFactory};
use actix_web::{HttpResponse, Resource, web};

use crate::error::Error;
use crate::http::draining::Draining;
use crate::http::encoding;
use crate::integration::Integration;

pub(crate) const HEALTH_PATH: &str = "/healthz";

/// Whether this process accepts requests: a service for your own `App`, made by [`Integration::health`].
#[derive(Debug, Clone)]
pub struct Health {
    path: String,
    draining: Draining,
}

impl Integration {
    /// `GET /healthz` for your own `App`: 200 without a token, and 503 during shutdown, which begins with
    /// [`shutdown_signal`](Self::shutdown_signal) or [`drain`](Self::drain). A [`Server`](crate::Server) has it built
    /// in.
    ///
    /// It says only that the process is serving. Whether its dependencies work is what [`ready`](Self::ready) says.
    ///
    /// ```
    /// # extern crate churnkey_runtime as churnkey;
    /// # mod merchant { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/doc/billing.rs")); }
    /// # use {churnkey::prelude::*, merchant::Billing};
    /// use churnkey::Integration;
    /// use churnkey::actix_web::App;
    ///
    /// # fn main() -> Result<(), churnkey::StartError> {
    /// let integration = Integration::builder(Billing).token("ck_int_1").build()?;
    /// let app = App::new()
    ///     .configure(|config| integration.configure(config))
    ///     .service(integration.health());
    /// # let _ = app;
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub fn health(&self) -> Health {
        Health::new(HEALTH_PATH, &self.core.draining)
    }
}

impl Health {
    pub(crate) fn new(path: &str, draining: &Draining) -> Self {
        Self { path: path.to_owned(), draining: draining.clone() }
    }

    /// Sets another path than `/healthz`.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }
}

impl HttpServiceFactory for Health {
    fn register(self, config: &mut AppService) {
        let Self { path, draining } = self;
        status_path(&path, async move || if draining.has_begun() { Err(DRAINING) } else { Ok(()) })
            .register(config);
    }
}

/// The reason for a 503 during shutdown.
pub(crate) const DRAINING: &str = "shutting down";

/// An open path that answers 200, or 503 with the reason.
pub(crate) fn status_path(
    path: &str,
    check: impl AsyncFn() -> Result<(), &'static str> + Clone + 'static,
) -> Resource {
    let answer = move || {
        let check = check.clone();
        async move {
            match check().await {
                Ok(()) => HttpResponse::Ok().json(serde_json::json!({ "status": "ok" })),
                Err(why) => encoding::plain_error(&Error::new(503, why)),
            }
        }
    };
    web::resource(path)
        .route(web::get().to(answer.clone()))
        .route(web::head().to(answer))
        .default_service(web::to(async || {
            encoding::plain_error(&Error::method_not_allowed("GET, HEAD".to_owned()))
        }))
}

/// The answer to every path outside of the integration.
pub(crate) fn nothing_here() -> HttpResponse {
    let error = Error::not_found("there is nothing here; the integration is under /churnkey");
    encoding::plain_error(&error)
}
