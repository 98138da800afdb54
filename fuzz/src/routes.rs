//! A second, simple implementation of the routing.

use percent_encoding::percent_decode_str;

/// The routes of an integration.
pub struct Routes {
    /// Method and pattern.
    pub endpoints: Vec<(&'static str, &'static str)>,
    /// The paths of the manifest.
    pub manifests: &'static [&'static str],
    /// Method, path and target.
    pub aliases: &'static [[&'static str; 3]],
}

/// A route that a path matches.
#[derive(Debug)]
pub struct Match<'a> {
    pub method: &'static str,
    pub target: Target,
    /// The raw values of the target's parameters, in its order.
    pub raw: Vec<&'a str>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Target {
    Manifest,
    Endpoint { pattern: &'static str, is_action: bool },
}

impl Routes {
    /// All routes that the path matches, by any method.
    #[must_use]
    pub fn matches<'a>(&self, path: &'a str) -> Vec<Match<'a>> {
        let mut matches = Vec::new();
        let manifests = self.manifests.iter().filter(|place| params(place, path).is_some());
        for method in manifests.flat_map(|_| ["GET", "POST"]) {
            matches.push(Match { method, target: Target::Manifest, raw: Vec::new() });
        }
        for (method, pattern) in &self.endpoints {
            if let Some(params) = params(pattern, path) {
                let raw = params.into_iter().map(|(_, raw)| raw).collect();
                matches.push(Match { method, target: self.target(pattern), raw });
            }
        }
        for [method, pattern, target] in self.aliases {
            if let Some(params) = params(pattern, path) {
                let named = |name| params.iter().find(|(known, _)| *known == name).map(|it| it.1);
                let raw = segments(target).into_iter().filter_map(named).collect();
                matches.push(Match { method, target: self.target(target), raw });
            }
        }
        matches
    }

    fn target(&self, pattern: &'static str) -> Target {
        let endpoint = self.endpoints.iter().find(|(_, known)| *known == pattern);
        endpoint.map_or(Target::Manifest, |(verb, pattern)| Target::Endpoint {
            pattern,
            is_action: *verb == "POST",
        })
    }
}

impl Match<'_> {
    /// Whether the target is this endpoint; the runtime calls the manifest `/features` on all of its paths.
    #[must_use]
    pub fn is_of(&self, route: &str) -> bool {
        match self.target {
            Target::Manifest => route == "/features",
            Target::Endpoint { pattern, .. } => route == pattern,
        }
    }

    /// The decoded values. `None` when one of them is not UTF-8 or has a control character.
    #[must_use]
    pub fn params(&self) -> Option<Vec<String>> {
        let decoded = |raw: &&str| {
            let text = String::from_utf8(percent_decode_str(raw).collect()).ok()?;
            (!text.chars().any(char::is_control)).then_some(text)
        };
        self.raw.iter().map(decoded).collect()
    }
}

/// The parameters of the pattern, such as `:id`, with their raw values. `None` when the path does not match.
fn params<'a>(pattern: &'static str, path: &'a str) -> Option<Vec<(&'static str, &'a str)>> {
    let (wanted, given) = (segments(pattern), segments(path));
    if given.len() != wanted.len() {
        return None;
    }
    let pairs = || wanted.iter().copied().zip(given.iter().copied());
    let is_param = |wanted: &str| wanted.starts_with(':');
    let matches = |(wanted, given): (&str, &str)| {
        if is_param(wanted) { !given.is_empty() } else { given == wanted }
    };
    pairs().all(matches).then(|| pairs().filter(|(wanted, _)| is_param(wanted)).collect())
}

/// Without one slash at the beginning and one at the end.
fn segments(path: &str) -> Vec<&str> {
    let path = path.strip_prefix('/').unwrap_or(path);
    path.strip_suffix('/').unwrap_or(path).split('/').collect()
}
