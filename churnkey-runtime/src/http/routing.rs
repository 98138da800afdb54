//! Which endpoint a path leads to (protocol 5, routing notes).

use std::cmp::Reverse;

use actix_web::http::Method;
use percent_encoding::percent_decode_str;

use crate::error::{Error, Result};
use crate::module::endpoint::{Endpoint, Verb};
use crate::module::registry::Implementation;

/// Where a request goes.
#[derive(Clone, Copy)]
pub(crate) enum Target {
    Endpoint {
        module: &'static Implementation,
        endpoint: &'static Endpoint,
    },
    /// The features manifest.
    Features,
    /// The OpenAPI document.
    #[cfg(feature = "openapi")]
    OpenApi,
}

struct Route {
    segments: Vec<Segment>,
    verb: Verb,
    target: Target,
}

enum Segment {
    Literal(String),
    Param,
}

/// All routes of an integration, made at boot.
pub(crate) struct Routes(Vec<Route>);

impl Routes {
    pub(crate) fn new(modules: &[&'static Implementation], features_paths: &[String]) -> Self {
        let features =
            features_paths.iter().map(|path| Route::new(path, Verb::Read, Target::Features));
        let endpoints = modules.iter().flat_map(|module| {
            module.endpoints.iter().map(|endpoint| {
                Route::new(endpoint.pattern, endpoint.verb, Target::Endpoint { module, endpoint })
            })
        });
        Self::sorted(features.chain(endpoints).collect())
    }

    fn sorted(mut routes: Vec<Route>) -> Self {
        // The later a pattern's literals stand, the earlier it is tried: `/customers/email/subscriptions` is the
        // subscriptions of the customer `email`, since `subscriptions` is no e-mail address.
        routes.sort_by_key(|route| {
            let literals =
                route.segments.iter().rev().map(|segment| matches!(segment, Segment::Literal(_)));
            Reverse(literals.collect::<Vec<_>>())
        });
        Self(routes)
    }

    /// Whether a path leads anywhere, by whatever method.
    #[cfg(feature = "openapi")]
    pub(crate) fn knows(&self, path: &str) -> bool {
        let given: Vec<_> = path.trim_matches('/').split('/').collect();
        self.0.iter().any(|route| route.matches(&given))
    }

    /// The same routes and the OpenAPI document's.
    #[cfg(feature = "openapi")]
    pub(crate) fn and_openapi(self, path: &str) -> Self {
        let route = Route::new(path, Verb::Read, Target::OpenApi);
        Self::sorted(self.0.into_iter().chain([route]).collect())
    }

    /// Finds the target of `path`, the raw path below `/churnkey`, and its decoded parameters.
    ///
    /// An unknown path is 404, a known one with another method 405.
    pub(crate) fn find(&self, method: &Method, path: &str) -> Result<(Target, Vec<String>)> {
        let path = path.strip_prefix('/').unwrap_or(path);
        let path = path.strip_suffix('/').unwrap_or(path);
        let given: Vec<_> = path.split('/').collect();
        let mut other = None;
        for route in self.0.iter().filter(|route| route.matches(&given)) {
            if route.verb.as_str() == method.as_str() {
                return Ok((route.target, route.params(&given)?));
            }
            other = Some(route.verb.as_str());
        }
        Err(other.map_or_else(
            || Error::not_found("there is no such endpoint"),
            Error::method_not_allowed,
        ))
    }
}

impl Route {
    fn new(pattern: &str, verb: Verb, target: Target) -> Self {
        let segments =
            pattern.trim_matches('/').split('/').map(|segment| match segment.strip_prefix(':') {
                Some(_) => Segment::Param,
                None => Segment::Literal(segment.to_owned()),
            });
        Self { segments: segments.collect(), verb, target }
    }

    fn matches(&self, given: &[&str]) -> bool {
        self.segments.len() == given.len()
            && self.segments.iter().zip(given).all(|(segment, given)| match segment {
                Segment::Literal(literal) => literal == given,
                Segment::Param => !given.is_empty(),
            })
    }

    fn params(&self, given: &[&str]) -> Result<Vec<String>> {
        let pairs = self.segments.iter().zip(given);
        pairs
            .filter(|(segment, _)| matches!(segment, Segment::Param))
            .map(|(_, given)| decoded(given))
            .collect()
    }
}

/// A parameter without its percent-encoding; a `+` stays a `+` in a path.
fn decoded(segment: &str) -> Result<String> {
    let Ok(text) = percent_decode_str(segment).decode_utf8() else {
        return Err(Error::bad_request("a parameter of the path is not percent-encoded UTF-8"));
    };
    if text.chars().any(char::is_control) {
        return Err(Error::bad_request("a parameter of the path has a control character"));
    }
    Ok(text.into_owned())
}

#[cfg(test)]
#[path = "../tests/routing.rs"]
mod tests;
