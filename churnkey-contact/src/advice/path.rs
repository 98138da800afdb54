//! What to write so that a path and a method lead to an endpoint.

use std::fmt;

use crate::advice::ACCEPTED;
use crate::advice::alias::{Alias, line};
use crate::routes::{self, Route};
use crate::target::{ROOT, Target};

/// Both may have to be changed: the API URL in the dashboard, and a setting.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct PathAdvice {
    pub(crate) api_url: Option<&'static str>,
    pub(crate) setting: PathSetting,
}

/// For a path below the right API URL.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum PathSetting {
    NotNeeded,
    Alias(Alias),
    /// No alias is possible.
    None,
}

const NO_ROOT: &str = "enter the API URL in the dashboard with `/churnkey` at its end";
const SLASH: &str = "enter the API URL in the dashboard without a slash at its end";
const TWO_ROOTS: &str = "enter the API URL in the dashboard without `/churnkey` at its end";

/// `path` is the whole path, masked, and `endpoint` what it means.
pub(crate) fn path(method: &str, path: &str, endpoint: &'static Route) -> PathAdvice {
    let Target { prefix, mut below, .. } = Target::parse(path);
    let mut api_url = match prefix {
        None => Some(NO_ROOT),
        Some(prefix) => prefix.ends_with('/').then_some(SLASH),
    };
    while let Some(rest) = without_root(below) {
        below = rest;
        api_url = Some(TWO_ROOTS);
    }
    let setting = if routes::is_served(method, below) {
        PathSetting::NotNeeded
    } else {
        Alias::new(method, below, endpoint).map_or(PathSetting::None, PathSetting::Alias)
    };
    PathAdvice { api_url, setting }
}

/// What follows another `/churnkey`.
fn without_root(below: &str) -> Option<&str> {
    below.strip_prefix(ROOT).filter(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Whether it comes directly below one `/churnkey` and one slash, as with the right API URL.
pub(crate) fn is_below_root(target: &Target<'_>) -> bool {
    target.prefix.is_some_and(|prefix| !prefix.ends_with('/'))
        && without_root(target.below).is_none()
}

impl fmt::Display for PathAdvice {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.api_url, &self.setting) {
            (None, PathSetting::NotNeeded) => f.write_str(ACCEPTED),
            (None, PathSetting::Alias(alias)) => f.write_str(&line([alias])),
            (None, PathSetting::None) => f.write_str("no setting of this project accepts it"),
            (Some(api_url), PathSetting::NotNeeded) => f.write_str(api_url),
            (Some(api_url), PathSetting::Alias(alias)) => {
                write!(f, "{api_url}, and set {}", line([alias]))
            }
            (Some(api_url), PathSetting::None) => {
                write!(f, "{api_url}; no setting of this project accepts the rest")
            }
        }
    }
}
