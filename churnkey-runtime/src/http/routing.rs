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
    /// The HTTP methods that it takes, as `Allow` lists them.
    fn methods(&self) -> &'static [&'static str] {
        match self {
            Self::Endpoint { endpoint, .. } => match endpoint.verb {
                Verb::Read => &["GET"],
                Verb::Write => &["POST"],
            },
            Self::Document(document) => document.methods,
        }
    }
}

/// As an error at boot names it: `` `Customers::list` at `/customers` ``.
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

/// The methods that an alias may have.
pub(crate) const METHODS: [&str; 7] = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"];

/// Whether this method only reads (RFC 9110, 9.2.1): clients and proxies may repeat such a request.
#[must_use]
pub fn is_safe(method: &str) -> bool {
    matches!(method, "GET" | "HEAD" | "OPTIONS")
}

/// The route that a request matched.
pub(crate) struct Found<'a> {
    pub(crate) target: &'a Target,
    /// The values of the target's parameters, in the order of its pattern.
    pub(crate) params: Vec<String>,
    /// Whether the request's method has a body.
    pub(crate) has_body: bool,
}

/// How many segments a path below `/churnkey` may have.
pub(crate) const MOST_SEGMENTS: usize = 8;

/// All routes of an integration, made at boot.
pub(crate) struct Routes {
    /// By the number of segments, so that a request is compared only with routes of its own length.
    by_length: [Vec<Route>; MOST_SEGMENTS + 1],
    documents: Vec<FixedDocument>,
}

impl Routes {
    pub(crate) fn new(modules: &[&'static Implementation]) -> Self {
        let mut routes = Self { by_length: Default::default(), documents: Vec::new() };
        for module in modules {
            for endpoint in module.endpoints {
                let target = Target::Endpoint { module, endpoint };
                routes.push(Route::new(Pattern::new(endpoint.pattern), target));
            }
        }
        routes
    }

    pub(crate) fn add(&mut self, document: FixedDocument) {
        self.documents.push(document.clone());
        self.push(Route::new(Pattern::new(&document.path), Target::Document(document)));
    }

    /// In the order in which they were added.
    pub(crate) fn documents(&self) -> &[FixedDocument] {
        &self.documents
    }

    pub(crate) fn push(&mut self, route: Route) {
        let Some(routes) = self.by_length.get_mut(route.pattern.0.len()) else { return };
        routes.push(route);
        // Patterns whose literals come later are tried first: `/customers/email/subscriptions` is the subscriptions of
        // the customer `email`, since `subscriptions` is not an e-mail address.
        routes.sort_by_key(|route| {
            let segments = route.pattern.0.iter().rev();
            Reverse(
                segments.map(|segment| matches!(segment, Segment::Literal(_))).collect::<Vec<_>>(),
            )
        });
    }

    /// All routes, in the order in which they are tried.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Route> {
        self.by_length.iter().flatten()
    }

    /// Where a path leads, whatever the method.
    pub(crate) fn leads_to(&self, path: &str) -> Option<&Target> {
        let given: Vec<_> = path.trim_matches('/').split('/').collect();
        let mut routes = self.by_length.get(given.len())?.iter();
        routes.find(|route| route.pattern.matches(&given)).map(|route| &route.target)
    }

    /// Finds the target of `path`, the raw path below `/churnkey`, and its decoded parameters.
    ///
    /// An unknown path is 404, a known one with another method 405.
    pub(crate) fn find(&self, method: &Method, path: &str) -> Result<Found<'_>> {
        let path = path.strip_prefix('/').unwrap_or(path);
        let path = path.strip_suffix('/').unwrap_or(path);
        let (mut segments, mut length) = ([""; MOST_SEGMENTS], 0);
        for segment in path.split('/') {
            let Some(place) = segments.get_mut(length) else { return Err(unknown()) };
            *place = segment;
            length += 1;
        }
        let (Some(given), Some(routes)) = (segments.get(..length), self.by_length.get(length))
        else {
            return Err(unknown());
        };
        let method = method.as_str();
        for route in routes.iter().filter(|route| route.pattern.matches(given)) {
            if route.methods.contains(&method) {
                return route.found(given, method);
            }
        }
        Err(wrong_method(routes, given))
    }
}

fn unknown() -> Error {
    Error::not_found("there is no such endpoint")
}

/// 405 with the methods that the path takes, or 404 if it takes none.
#[cold]
fn wrong_method(routes: &[Route], given: &[&str]) -> Error {
    let known = routes.iter().filter(|route| route.pattern.matches(given));
    let mut methods: Vec<_> = known.flat_map(|route| route.methods).copied().collect();
    methods.sort_unstable();
    methods.dedup();
    if methods.is_empty() { unknown() } else { Error::method_not_allowed(methods.join(", ")) }
}

/// A pattern and its target.
pub(crate) struct Route {
    pub(crate) pattern: Pattern,
    pub(crate) methods: &'static [&'static str],
    pub(crate) target: Target,
    /// Set for an alias; see [`Self::alias`].
    order: Option<Vec<usize>>,
}

impl Route {
    fn new(pattern: Pattern, target: Target) -> Self {
        Self { pattern, methods: target.methods(), target, order: None }
    }

    /// Another path to `target`: for each of the target's parameters, `order` holds its position in `pattern`.
    pub(crate) fn alias(
        pattern: Pattern,
        methods: &'static [&'static str],
        target: Target,
        order: Vec<usize>,
    ) -> Self {
        Self { pattern, methods, target, order: Some(order) }
    }

    fn found(&self, given: &[&str], method: &str) -> Result<Found<'_>> {
        let mut params = self.pattern.params(given)?;
        if let Some(order) = &self.order {
            params = order.iter().filter_map(|at| params.get(*at).cloned()).collect();
        }
        Ok(Found { target: &self.target, params, has_body: !is_safe(method) })
    }
}

/// A path whose segments are literals or parameters, such as `/customers/:id`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Pattern(pub(crate) Vec<Segment>);

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Segment {
    Literal(String),
    /// Its name, such as `id`.
    Param(String),
}

impl Pattern {
    pub(crate) fn new(pattern: &str) -> Self {
        let segments = pattern.trim_matches('/').split('/');
        let segments = segments.map(|segment| match segment.strip_prefix(':') {
            Some(name) => Segment::Param(name.to_owned()),
            None => Segment::Literal(segment.to_owned()),
        });
        Self(segments.collect())
    }

    /// The names of its parameters.
    pub(crate) fn names(&self) -> Vec<&str> {
        let names = self.0.iter().filter_map(|segment| match segment {
            Segment::Param(name) => Some(name.as_str()),
            Segment::Literal(_) => None,
        });
        names.collect()
    }

    /// Whether it matches every path that `other` matches.
    pub(crate) fn covers(&self, other: &Self) -> bool {
        self.0.len() == other.0.len()
            && self.0.iter().zip(&other.0).all(|(mine, others)| match (mine, others) {
                (Segment::Param(_), _) => true,
                (Segment::Literal(mine), Segment::Literal(others)) => mine == others,
                (Segment::Literal(_), Segment::Param(_)) => false,
            })
    }

    /// `given` must have as many segments as the pattern.
    fn matches(&self, given: &[&str]) -> bool {
        self.0.iter().zip(given).all(|(segment, given)| match segment {
            Segment::Literal(literal) => literal == given,
            Segment::Param(_) => !given.is_empty(),
        })
    }

    fn params(&self, given: &[&str]) -> Result<Vec<String>> {
        let pairs = self.0.iter().zip(given);
        pairs
            .filter(|(segment, _)| matches!(segment, Segment::Param(_)))
            .map(|(_, given)| decoded(given))
            .collect()
    }
}

/// A parameter without its percent-encoding; a `+` stays a `+` in a path.
fn decoded(segment: &str) -> Result<String> {
    let Ok(text) = percent_decode_str(segment).decode_utf8() else {
        return Err(Error::bad_request("a path parameter is not percent-encoded UTF-8"));
    };
    if text.chars().any(char::is_control) {
        return Err(Error::bad_request("a path parameter has a control character"));
    }
    Ok(text.into_owned())
}

#[cfg(test)]
#[path = "../tests/routing.rs"]
mod tests;
