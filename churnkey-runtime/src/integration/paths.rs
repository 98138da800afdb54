//! The paths that a merchant chooses: which ones are plain, and which are free.

use serde_json::Value;

use crate::http::document::FixedDocument;
use crate::http::routing::{MOST_SEGMENTS, Routes};
use crate::integration::setting::Setting;
use crate::integration::start_error::StartError;

/// The paths of the manifest unless they are set: wherever Churnkey may ask for it (protocol 9, U3). `/` is the prefix
/// itself.
pub(crate) const FEATURES: [&str; 5] =
    ["/features", "/manifest", "/feature-manifest", "/features-manifest", PREFIX];
pub(crate) const PREFIX: &str = "/";

/// Mounts the manifest on each of its paths.
pub(super) fn mount_features(
    routes: &mut Routes,
    paths: Option<&Setting<Vec<String>>>,
    manifest: &Value,
) -> Result<(), StartError> {
    let Some(Setting { name: setting, value: paths }) = paths else {
        let [first, others @ ..] = FEATURES;
        routes.add(FixedDocument::features(first, manifest));
        for path in others {
            routes.add(FixedDocument::features(path, manifest).unlisted());
        }
        return Ok(());
    };
    if paths.is_empty() {
        let problem = "it needs at least one path: without the features manifest Churnkey cannot verify the integration";
        return Err(StartError::setting(setting, problem));
    }
    paths
        .iter()
        .try_for_each(|path| mount(routes, setting, FixedDocument::features(path, manifest)))
}

/// Mounts a document below `/churnkey`. Its path must be free: an object that it hid could not be retrieved.
pub(crate) fn mount(
    routes: &mut Routes,
    setting: &'static str,
    document: FixedDocument,
) -> Result<(), StartError> {
    if document.name != FixedDocument::FEATURES || *document.path != *PREFIX {
        check_plain(setting, &document.path)?;
    }
    if document.path.matches('/').count() > MOST_SEGMENTS {
        let problem = format!("`{}` has more than {MOST_SEGMENTS} segments", document.path);
        return Err(StartError::setting(setting, problem));
    }
    if let Some(hidden) = routes.leads_to(&document.path) {
        let problem = format!("`{}` would hide {hidden}; choose another path", document.path);
        return Err(StartError::setting(setting, problem));
    }
    routes.add(document);
    Ok(())
}

/// A path outside of `/churnkey`, where no token is needed.
pub(crate) fn check_outside(setting: &'static str, path: &str) -> Result<(), StartError> {
    check_outside_of(setting, path, "/churnkey")
}

/// The same for an integration below a prefix.
pub(crate) fn check_outside_of(
    setting: &'static str,
    path: &str,
    integration: &str,
) -> Result<(), StartError> {
    check_plain(setting, path)?;
    if is_at_or_below(path, integration) {
        let problem = format!(
            "`{path}` is below `{integration}`, where every request needs the token; choose a path outside it"
        );
        return Err(StartError::setting(setting, problem));
    }
    Ok(())
}

/// A path that does not belong to a page. A page owns all paths below its own.
#[cfg(feature = "swagger-ui")]
pub(crate) fn check_apart(setting: &'static str, path: &str, page: &str) -> Result<(), StartError> {
    if is_at_or_below(path, page) {
        let problem = format!("`{path}` belongs to the page at `{page}`; choose another path");
        return Err(StartError::setting(setting, problem));
    }
    Ok(())
}

pub(crate) fn is_at_or_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// A plain path is written literally in a URL, so it can be compared with a request's raw path, and has no meaning in
/// actix's patterns.
fn check_plain(setting: &'static str, path: &str) -> Result<(), StartError> {
    let mut segments = path.strip_prefix('/').into_iter().flat_map(|path| path.split('/'));
    let is_plain = path.starts_with('/') && segments.all(is_plain_segment);
    if is_plain {
        return Ok(());
    }
    let problem = format!(
        "`{path}` is not a plain path: it must begin with `/` and have only letters, digits and `-._~` between its slashes"
    );
    Err(StartError::setting(setting, problem))
}

/// A segment that a URL contains literally.
pub(super) fn is_plain_segment(segment: &str) -> bool {
    !matches!(segment, "" | "." | "..")
        && segment.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
}

#[cfg(test)]
#[path = "../tests/paths.rs"]
mod tests;
