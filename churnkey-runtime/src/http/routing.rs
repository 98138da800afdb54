//! Which endpoint a path leads to (protocol 5, routing notes).

use std::cmp::Reverse;
use std::fmt;

use actix_web::http::Method;
use percent_encoding::percent_decode_str;

use crate::error::{Error, Result};
use crate::http::document::FixedDocument;
use crate::module::endpoint::{Endpoint, Verb};
use crate::module::registry::Implementation;

/// Where a request goes.
#[derive(Clone)]
pub(crate) enum Target {
    Endpoint { module: &'static Implementation, endpoint: &'static Endpoint },
    Document(FixedDocument),
}

impl Target {
    fn verb(&self) -> Verb {
        match self {
            Self::Endpoint { endpoint, .. } => endpoint.verb,
            Self::Document(_) => Verb::Read,
        }
    }
}

/// For an error at boot: `` `Customers::list` at `/customers` ``.
impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Endpoint { module, endpoint } => {
                let (module, Endpoint { method, pattern, .. }) = (module.name(), endpoint);
                write!(f, "`{module}::{method}` at `{pattern}`")
            }
            Self::Document(FixedDocument { name, path, .. }) => {
                write!(f, "the {name} document at `{path}`")
            }
        }
    }
}

struct Route {
    segments: Vec<Segment>,
    target: Target,
}

enum Segment {
    Literal(String),
    Param,
}

/// All routes of an integration, made at boot.
pub(crate) struct Routes {
    routes: Vec<Route>,
    documents: Vec<FixedDocument>,
}

impl Routes {
    pub(crate) fn new(modules: &[&'static Implementation]) -> Self {
        let endpoints = modules.iter().flat_map(|module| {
            module
                .endpoints
                .iter()
                .map(|endpoint| Route::new(endpoint.pattern, Target::Endpoint { module, endpoint }))
        });
        let mut routes = Self { routes: endpoints.collect(), documents: Vec::new() };
        routes.sort();
        routes
    }

    pub(crate) fn add(&mut self, document: FixedDocument) {
        self.documents.push(document.clone());
        self.routes.push(Route::new(&document.path.clone(), Target::Document(document)));
        self.sort();
    }

    /// In the order in which they were added.
    pub(crate) fn documents(&self) -> &[FixedDocument] {
        &self.documents
    }

    fn sort(&mut self) {
        // The later a pattern's literals stand, the earlier it is tried: `/customers/email/subscriptions` is the
        // subscriptions of the customer `email`, since `subscriptions` is not an e-mail address.
        self.routes.sort_by_key(|route| {
            let literals =
                route.segments.iter().rev().map(|segment| matches!(segment, Segment::Literal(_)));
            Reverse(literals.collect::<Vec<_>>())
        });
    }

    /// Where a path leads, by whatever method.
    pub(crate) fn leads_to(&self, path: &str) -> Option<&Target> {
        let given: Vec<_> = path.trim_matches('/').split('/').collect();
        self.routes.iter().find(|route| route.matches(&given)).map(|route| &route.target)
    }

    /// Finds the target of `path`, the raw path below `/churnkey`, and its decoded parameters.
    ///
    /// An unknown path is 404, a known one with another method 405.
    pub(crate) fn find(&self, method: &Method, path: &str) -> Result<(&Target, Vec<String>)> {
        let path = path.strip_prefix('/').unwrap_or(path);
        let path = path.strip_suffix('/').unwrap_or(path);
        let given: Vec<_> = path.split('/').collect();
        let mut other = None;
        for route in self.routes.iter().filter(|route| route.matches(&given)) {
            let verb = route.target.verb();
            if verb.as_str() == method.as_str() {
                return Ok((&route.target, route.params(&given)?));
            }
            other = Some(verb.as_str());
        }
        Err(other.map_or_else(
            || Error::not_found("there is no such endpoint"),
            Error::method_not_allowed,
        ))
    }
}

impl Route {
    fn new(pattern: &str, target: Target) -> Self {
        let segments =
            pattern.trim_matches('/').split('/').map(|segment| match segment.strip_prefix(':') {
                Some(_) => Segment::Param,
                None => Segment::Literal(segment.to_owned()),
            });
        Self { segments: segments.collect(), target }
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
