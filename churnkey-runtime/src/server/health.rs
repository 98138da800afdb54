//! `/healthz` and its like: open paths that say in a word whether something is as it should be.

use actix_web::dev::{AppService, HttpServiceFactory};
use actix_web::{HttpResponse, Resource, web};

use crate::error::Error;
use crate::http::draining::Draining;
use crate::http::encoding;
use crate::integration::Integration;

pub(crate) const HEALTH_PATH: &str = "/healthz";

/// Whether this process takes requests: a service for an `App` of your own, made by [`Integration::health`].
#[derive(Debug, Clone)]
pub struct Health {
    path: String,
    draining: Draining,
}

impl Integration {
    /// `GET /healthz` for an `App` of your own: 200 without a token, and 503 on the way down, which
    /// [`shutdown_signal`](Self::shutdown_signal) or [`drain`](Self::drain) begins. A [`Server`](crate::Server) has it by
    /// itself.
    ///
    /// It says that the process serves, and nothing of what it needs; that is [`ready`](Self::ready).
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

    /// Another path than `/healthz`.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = path.into();
        self
    }
}

impl HttpServiceFactory for Health {
    fn register(self, config: &mut AppService) {
        let Self { path, draining } = self;
        said_at(&path, async move || if draining.has_begun() { Err(DRAINING) } else { Ok(()) })
            .register(config);
    }
}

/// Why not, on the way down.
pub(crate) const DRAINING: &str = "shutting down";

/// An open path: 200, or 503 with the reason.
pub(crate) fn said_at(
    path: &str,
    asked: impl AsyncFn() -> Result<(), &'static str> + Clone + 'static,
) -> Resource {
    let answer = move || {
        let asked = asked.clone();
        async move {
            match asked().await {
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

/// Every path that is not the integration's.
pub(crate) async fn nothing_here() -> HttpResponse {
    let error = Error::not_found("there is nothing here; the integration is under /churnkey");
    encoding::plain_error(&error)
}
