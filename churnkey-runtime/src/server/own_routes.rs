//! The merchant's own routes, beside the integration.

use std::fmt;
use std::sync::Arc;

use actix_web::web::ServiceConfig;

/// A closure that mounts the merchant's own routes.
#[derive(Clone)]
pub(crate) struct OwnRoutes(Arc<dyn Fn(&mut ServiceConfig) + Send + Sync>);

impl OwnRoutes {
    pub(crate) fn new(routes: impl Fn(&mut ServiceConfig) + Send + Sync + 'static) -> Self {
        Self(Arc::new(routes))
    }

    pub(crate) fn configure(&self, config: &mut ServiceConfig) {
        (self.0)(config);
    }
}

impl fmt::Debug for OwnRoutes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OwnRoutes")
    }
}
