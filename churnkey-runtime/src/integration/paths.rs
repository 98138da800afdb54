//! The paths that a merchant chooses: the one rule of what is a plain path, and of what is free.

use serde_json::Value;

use crate::http::document::FixedDocument;
use crate::http::routing::Routes;
use crate::integration::start_error::StartError;

/// Mounts the manifest on each of its paths.
pub(crate) fn mount_features(
    routes: &mut Routes,
    paths: &[String],
    manifest: &Value,
) -> Result<(), StartError> {
    let setting = "features_paths";
    if paths.is_empty() {
        let problem =
            "it needs at least one path: without the features manifest Churnkey cannot verify";
        return Err(StartError::setting(setting, problem));
    }
    paths
        .iter()
        .try_for_each(|path| mount(routes, setting, FixedDocument::features(path, manifest)))
}

/// Mounts a document below `/churnkey`, where its path must be nobody else's: the object that it hides could not be
/// retrieved any more.
pub(crate) fn mount(
    routes: &mut Routes,
    setting: &'static str,
    document: FixedDocument,
) -> Result<(), StartError> {
    check_plain(setting, &document.path)?;
    if let Some(hidden) = routes.leads_to(&document.path) {
        let problem = format!("`{}` would hide {hidden}; choose another path", document.path);
        return Err(StartError::setting(setting, problem));
    }
    routes.add(document);
    Ok(())
}

/// A path outside of `/churnkey`, where no token is needed.
pub(crate) fn check_outside(setting: &'static str, path: &str) -> Result<(), StartError> {
    check_plain(setting, path)?;
    if path == "/churnkey" || path.starts_with("/churnkey/") {
        let problem = format!(
            "`{path}` is below `/churnkey`, where every request needs the token; choose a path outside of it"
        );
        return Err(StartError::setting(setting, problem));
    }
    Ok(())
}

/// A path that is not among those of a page, which takes all that are below its own.
#[cfg(feature = "swagger-ui")]
pub(crate) fn check_apart(setting: &'static str, path: &str, page: &str) -> Result<(), StartError> {
    if path.strip_prefix(page).is_some_and(|rest| rest.is_empty() || rest.starts_with('/')) {
        let problem =
            format!("`{path}` is one of the paths of the page at `{page}`; choose another path");
        return Err(StartError::setting(setting, problem));
    }
    Ok(())
}

/// What is written in a URL as it is, so that it can be compared with the raw path of a request, and means nothing to
/// actix's patterns.
fn check_plain(setting: &'static str, path: &str) -> Result<(), StartError> {
    let segments = path.strip_prefix('/').map(|path| path.split('/'));
    let is_plain = |segment: &str| {
        !matches!(segment, "" | "." | "..")
            && segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
    };
    if segments.is_some_and(|mut segments| segments.all(is_plain)) {
        return Ok(());
    }
    let problem = format!(
        "`{path}` is not a plain path, which begins with `/` and has only letters, digits and `-._~` between its slashes"
    );
    Err(StartError::setting(setting, problem))
}

#[cfg(test)]
#[path = "../tests/paths.rs"]
mod tests;
