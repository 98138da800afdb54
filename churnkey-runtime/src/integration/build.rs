//! Checks the settings and builds an integration.

use std::sync::Arc;

use crate::http::action_rate::ActionRate;
use crate::http::auth::Authentication;
use crate::http::contact::Contact;
use crate::http::custom_auth::Authenticate;
#[cfg(feature = "openapi")]
use crate::http::document::FixedDocument;
use crate::http::draining::Draining;
#[cfg(feature = "rate-limit")]
use crate::http::failed_auth_limit::FailedAuthentications;
use crate::http::gate::Gate;
use crate::http::in_flight::InFlight;
use crate::http::routing::Routes;
use crate::http::service::Core;
use crate::integration::builder::Builder;
use crate::integration::start_error::StartError;
use crate::integration::{Integration, aliases, check, environment, paths, required_modules};
use crate::module::context::Context;
use crate::module::interned::interned;
use crate::module::manifest::{Manifest, fingerprint};
#[cfg(feature = "openapi")]
use crate::openapi;
#[cfg(feature = "verify")]
use crate::reverify::{OnStart, RetryPolicy};

impl<C: Context> Builder<C> {
    /// Checks everything and builds the route table, the manifest and the token digests.
    ///
    /// # Errors
    /// A missing or invalid token, an invalid setting, a required module that is not in the program, or a module that
    /// is offered without another one that it needs.
    pub fn build(mut self) -> Result<Integration, StartError> {
        if self.from_env {
            environment::fill(&mut self)?;
        }
        let headers = self.wire.header_names()?;
        let by_request = self.authenticate.map(Authenticate::new);
        let tokens = self.tokens.check(by_request.is_some())?;
        let authentication = Authentication { tokens, headers, by_request };
        let page_limits = self.wire.checked_page_limits()?;
        let modes = self.wire.modes()?;
        let action_status = self.wire.checked_action_status()?;
        let spellings = self.wire.checked_spellings()?;
        check::limits(&self.limits)?;
        check::actions_per_minute(self.actions_per_minute)?;
        let modules = required_modules::offered::<C>(self.implemented, &self.without)?;
        #[cfg(feature = "verify")]
        let verify_on_start = match self.verify_on_start {
            Some(call) => {
                call.check("verify_on_start")?;
                let retry = RetryPolicy::default();
                Some(Arc::new(OnStart { call, state: self.verify_state, retry }))
            }
            None => None,
        };
        let format = self.wire.manifest_format.unwrap_or_default();
        let manifest = format.apply(&Manifest::new(self.name.clone(), &modules));
        let integration = interned(&self.name);
        self.observers.integration = integration;
        self.observers.spellings.clone_from(&spellings);
        let fingerprint = fingerprint(manifest.to_string());
        let mut routes = Routes::new(&modules);
        paths::mount_features(&mut routes, self.wire.features_paths.as_ref(), &manifest)?;
        #[cfg(feature = "openapi")]
        let openapi = {
            let document = openapi::document(&openapi::Source {
                name: &self.name,
                modules: &modules,
                manifest: &manifest,
                fingerprint: &fingerprint,
                features_paths: self.wire.features_paths.as_ref().map(|paths| &*paths.value),
                path: self.openapi_path.as_deref(),
                token_headers: &authentication.headers,
                authenticates: authentication.by_request.is_some(),
                modes: &modes,
                page_limits,
                action_status,
            });
            if let Some(path) = &self.openapi_path {
                let document = FixedDocument::openapi(path, &document);
                paths::mount(&mut routes, "openapi_path", document)?;
            }
            document
        };
        let aliases = match self.wire.aliases {
            Some(given) => aliases::mount(&mut routes, given)?,
            None => Vec::new(),
        };
        let core = Core {
            integration,
            authentication,
            contact: Contact::default(),
            modes,
            routes,
            contexts: self.contexts,
            page_limits,
            gate: Gate::new(integration, self.gate_file)?,
            action_rate: self.actions_per_minute.map(|limit| ActionRate::new(integration, limit)),
            action_status,
            spellings,
            in_flight: Arc::new(InFlight::new(&self.limits, integration)),
            limits: self.limits,
            observers: self.observers.shared(),
            mappers: Arc::new(self.mappers),
            on_request: self.on_request,
            #[cfg(feature = "rate-limit")]
            failed_authentications: self.failed_authentications.map(FailedAuthentications::new),
            draining: Draining::default(),
        };
        #[cfg(feature = "metrics")]
        crate::http::metrics::describe(integration);
        Ok(Integration {
            core: Arc::new(core),
            manifest: Arc::new(manifest),
            modules: modules.into(),
            aliases: aliases.into(),
            fingerprint: fingerprint.into(),
            #[cfg(feature = "openapi")]
            openapi: Arc::new(openapi),
            #[cfg(feature = "verify")]
            verify_on_start,
        })
    }
}
