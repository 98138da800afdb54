//! Aliases for `CK_ALIASES`. The server refuses to start with an alias that breaks its rules, so such an alias is not
//! suggested.

use std::fmt;

use churnkey_runtime::environment::{ALIAS_METHODS, MOST_SEGMENTS, is_safe};

use crate::routes::{self, ROUTES, Route};

/// Its text is `GET /capabilities /features`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Alias {
    pub(crate) method: &'static str,
    /// With the names of the endpoint's parameters.
    pub(crate) path: String,
    pub(crate) endpoint: &'static str,
}

impl Alias {
    /// An alias for a request, if the server accepts one. `below` is the masked path below `/churnkey`.
    pub(crate) fn new(method: &str, below: &str, endpoint: &'static Route) -> Option<Self> {
        let method = ALIAS_METHODS.iter().copied().find(|known| *known == method)?;
        if endpoint.is_action() && is_safe(method) {
            return None;
        }
        // The server ignores one slash at the end.
        let path = with_parameters(below.strip_suffix('/').unwrap_or(below), endpoint.pattern)?;
        let alias = Self { method, path, endpoint: endpoint.pattern };
        (!alias.hides_an_endpoint()).then_some(alias)
    }

    fn hides_an_endpoint(&self) -> bool {
        let covers = |route: &&Route| {
            let (parts, segments) = (route.pattern.split('/'), self.path.split('/'));
            route.method == self.method
                && parts.clone().count() == segments.clone().count()
                && parts
                    .zip(segments)
                    .all(|(part, segment)| part.starts_with(':') || part == segment)
        };
        routes::is_manifest(self.method, &self.path) || ROUTES.iter().any(|route| covers(&route))
    }
}

/// The path with the parameters of the pattern, which both have at their ends. `None` if the path is not a plain one.
fn with_parameters(path: &str, pattern: &str) -> Option<String> {
    if path.is_empty() {
        return (!pattern.contains(':')).then(|| "/".to_owned());
    }
    let mut segments: Vec<&str> = path.strip_prefix('/')?.split('/').collect();
    let parts: Vec<&str> = pattern.split('/').skip(1).collect();
    if segments.len() > MOST_SEGMENTS || (pattern.contains(':') && segments.len() < parts.len()) {
        return None;
    }
    for (segment, part) in segments.iter_mut().rev().zip(parts.iter().rev()) {
        if part.starts_with(':') {
            *segment = part;
        }
    }
    let is_plain = |segment: &&str| {
        segment.starts_with(':')
            || (!matches!(*segment, "" | "." | "..")
                && segment
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte)))
    };
    segments.iter().all(is_plain).then(|| format!("/{}", segments.join("/")))
}

/// The variable for these aliases.
pub(crate) fn line<'a>(aliases: impl IntoIterator<Item = &'a Alias>) -> String {
    let aliases: Vec<_> = aliases.into_iter().map(ToString::to_string).collect();
    format!("CK_ALIASES='{}'", aliases.join("; "))
}

impl fmt::Display for Alias {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {} {}", self.method, self.path, self.endpoint)
    }
}
