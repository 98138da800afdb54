//! The routes of a server's app, in the order in which they are matched.

use std::future::ready;

use actix_web::HttpRequest;
use actix_web::web::{self, ServiceConfig};

use crate::http::contact::outside::Outside;
use crate::integration::Integration;
#[cfg(feature = "swagger-ui")]
use crate::openapi::swagger_ui::SwaggerUi;
use crate::server::health::{Health, nothing_here};
use crate::server::own_routes::OwnRoutes;
use crate::server::ready::Ready;

/// A clone mounts the routes in each worker, once per socket.
#[derive(Clone)]
pub(crate) struct Routes {
    pub(crate) mounts: Vec<(String, Integration)>,
    #[cfg(feature = "swagger-ui")]
    pub(crate) page: Option<SwaggerUi>,
    pub(crate) health: Option<Health>,
    pub(crate) ready: Option<Ready>,
    pub(crate) own: Vec<OwnRoutes>,
    pub(crate) outside: Option<Outside>,
}

impl Routes {
    pub(crate) fn configure(&self, config: &mut ServiceConfig) {
        for (prefix, integration) in &self.mounts {
            integration.mount(prefix, config);
        }
        #[cfg(feature = "swagger-ui")]
        if let Some(page) = &self.page {
            config.service(page.clone());
        }
        if let Some(health) = &self.health {
            config.service(health.clone());
        }
        if let Some(ready) = &self.ready {
            config.service(ready.clone());
        }
        // Set before the merchant's routes, which may set their own.
        let outside = self.outside.clone();
        config.default_service(web::to(move |http: HttpRequest| {
            if let Some(outside) = &outside {
                outside.log(&http);
            }
            ready(nothing_here())
        }));
        for routes in &self.own {
            routes.configure(config);
        }
    }
}
