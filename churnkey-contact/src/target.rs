//! The target of a request: path and query.

use churnkey_runtime::masking;

/// What the path of every endpoint begins with, after the path of the API URL.
pub(crate) const ROOT: &str = "/churnkey";

/// A request's target, in parts.
pub(crate) struct Target<'a> {
    /// The path before `/churnkey`; `None` if there is no `/churnkey`.
    pub(crate) prefix: Option<&'a str>,
    /// The path after `/churnkey`, or the whole path.
    pub(crate) below: &'a str,
    /// Without its `?`.
    pub(crate) query: Option<&'a str>,
}

impl<'a> Target<'a> {
    pub(crate) fn parse(target: &'a str) -> Self {
        let (path, query) = match target.split_once('?') {
            Some((path, query)) => (path, Some(query)),
            None => (target, None),
        };
        let at = path.match_indices(ROOT).map(|(at, _)| at).find(|at| {
            let rest = path.get(at + ROOT.len()..).unwrap_or_default();
            rest.is_empty() || rest.starts_with('/')
        });
        match at.and_then(|at| path.split_at_checked(at)) {
            Some((prefix, rest)) => {
                let below = rest.strip_prefix(ROOT).unwrap_or_default();
                Self { prefix: Some(prefix), below, query }
            }
            None => Self { prefix: None, below: path, query },
        }
    }

    /// The same prefix and query around another path, with one `/churnkey` in any case. Slashes that the API URL ended with
    /// are left out.
    pub(crate) fn with_path(&self, below: &str) -> String {
        let query = self.query.map_or_else(String::new, |query| format!("?{query}"));
        format!("{}{ROOT}{below}{query}", self.prefix.unwrap_or_default().trim_end_matches('/'))
    }

    /// The path without personal data, for logs and records. Of a client with the token the first segment below
    /// `/churnkey` is shown.
    pub(crate) fn masked(&self, has_token: bool) -> String {
        match self.prefix {
            Some(prefix) => {
                let below = masking::path(self.below, has_token);
                format!("{}{ROOT}{below}", masking::path(prefix, false))
            }
            None => masking::path(self.below, false),
        }
    }
}
