//! Serves an endpoint under another path or method, in case Churnkey asks for it there.

use std::slice;

use crate::http::routing::{METHODS, MOST_SEGMENTS, Pattern, Route, Routes, Target, is_safe};
use crate::integration::paths::{PREFIX, is_plain_segment};
use crate::integration::setting::Setting;
use crate::integration::start_error::StartError;
use crate::module::endpoint::Verb;

#[derive(Debug, Clone, PartialEq)]
pub(super) struct Alias {
    pub(super) method: String,
    pub(super) path: String,
    /// The pattern of an endpoint, as in the boot table.
    pub(super) target: String,
}

/// Mounts each alias, if it hides nothing and is not hidden, and describes each in a sentence.
pub(super) fn mount(
    routes: &mut Routes,
    aliases: Setting<Vec<Alias>>,
) -> Result<Vec<String>, StartError> {
    let mut sentences = Vec::new();
    for alias in aliases.value {
        match route(routes, &alias) {
            Ok(route) => {
                let Alias { method, path, target } = alias;
                let method = method.to_ascii_uppercase();
                sentences
                    .push(format!("{method} /churnkey{path} is answered as /churnkey{target}"));
                routes.push(route);
            }
            Err(problem) => {
                let Alias { method, path, target } = alias;
                let problem = format!("`{method} {path}` for `{target}`: {problem}");
                return Err(StartError::setting(aliases.name, problem));
            }
        }
    }
    Ok(sentences)
}

fn route(routes: &Routes, alias: &Alias) -> Result<Route, String> {
    let method = METHODS.iter().find(|method| method.eq_ignore_ascii_case(&alias.method));
    let Some(method) = method else {
        return Err(format!("the method must be one of {}", METHODS.join(", ")));
    };
    let path = pattern(&alias.path)?;
    let target_pattern = pattern(&alias.target)?;
    let found = routes.all().find(|route| {
        route.pattern.covers(&target_pattern) && target_pattern.covers(&route.pattern)
    });
    let Some(target) = found.map(|route| &route.target) else {
        return Err(format!(
            "there is no endpoint `{}`; write its path as in the table printed at the start, without `/churnkey`",
            alias.target
        ));
    };
    let is_action =
        matches!(target, Target::Endpoint { endpoint, .. } if endpoint.verb == Verb::Write);
    if is_action && is_safe(method) {
        return Err(format!(
            "an action cannot be called by {method}, which clients and proxies may repeat; write POST"
        ));
    }
    let names = path.names();
    let order = target_pattern
        .names()
        .into_iter()
        .map(|name| names.iter().position(|known| *known == name));
    let order = order.collect::<Option<Vec<_>>>().filter(|order| order.len() == names.len());
    let Some(order) = order else {
        return Err("both paths must have the same parameters, such as `:id`".to_owned());
    };
    let mut same_method = routes.all().filter(|route| route.methods.contains(method));
    // An endpoint whose pattern covers this path would no longer get the requests that both match.
    if let Some(hidden) = same_method.find(|route| route.pattern.covers(&path)) {
        return Err(format!("it would hide {}; choose another path", hidden.target));
    }
    Ok(Route::alias(path, slice::from_ref(method), target.clone(), order))
}

/// A plain path, whose segments may be parameters.
fn pattern(path: &str) -> Result<Pattern, String> {
    let segments = path.strip_prefix('/').map(|path| path.split('/').collect::<Vec<_>>());
    let is_name = |name: &str| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
    };
    let is_segment = |segment: &&str| match segment.strip_prefix(':') {
        Some(name) => is_name(name),
        None => is_plain_segment(segment),
    };
    let plain = path == PREFIX
        || segments.is_some_and(|segments| {
            segments.len() <= MOST_SEGMENTS && segments.iter().all(is_segment)
        });
    let pattern = Pattern::new(path);
    let mut names = pattern.names();
    names.sort_unstable();
    if !plain || !names.is_sorted_by(|one, next| one < next) {
        return Err(format!(
            "`{path}` must begin with `/` and have at most {MOST_SEGMENTS} segments, each of letters, digits and \
             `-._~` or a parameter such as `:id`, each parameter once"
        ));
    }
    Ok(pattern)
}

#[cfg(test)]
#[path = "../tests/aliases.rs"]
mod tests;
