//! What to do about a path that is not an endpoint, or about the wrong method of one.

use crate::http::contact::nearest::{Alias, alias};
use crate::http::routing::{Pattern, Routes, Target, is_safe};
use crate::module::endpoint::{Endpoint, Signature, Verb};
use crate::module::names::Module;

/// Says it about a masked path with `/churnkey`, which was answered with 404 or 405.
pub(super) fn sentence(routes: &Routes, method: &str, path: &str, code: u16) -> String {
    let below = path.strip_prefix("/churnkey").unwrap_or(path);
    let below = below.strip_suffix('/').unwrap_or(below);
    if code == 405 {
        let advice = if is_safe(method) && is_action(routes, below) {
            format!("an action cannot be called by {method}, which clients and proxies may repeat")
        } else {
            with_alias(routes, method, below)
        };
        return format!("{method} {path} has the wrong method, so the answer was 405; {advice}");
    }
    if let Some((module, signature)) = left_out(below) {
        let Signature { method: name, .. } = signature;
        let missing = if is_served(routes, module) {
            format!("implement `{name}`")
        } else {
            format!("add the module `{module}`")
        };
        return format!(
            "{method} {path} has the path of Churnkey's endpoint for `{module}::{name}`, which this integration does not \
             have, so the answer was 404; that is fine if you do not offer it; to offer it, {missing}"
        );
    }
    if below.split('/').any(|segment| segment == "churnkey") {
        return format!(
            "{method} {path} has `/churnkey` twice, so the answer was 404; the API URL in the dashboard must end before \
             `/churnkey`"
        );
    }
    if has_empty_segment(below) {
        return format!(
            "{method} {path} has two slashes in a row, so the answer was 404; check the API URL in the dashboard and what \
             the proxy adds to the path"
        );
    }
    let advice = with_alias(routes, method, below);
    format!(
        "{method} {path} is not an endpoint of this integration, so the answer was 404; {advice}"
    )
}

fn with_alias(routes: &Routes, method: &str, below: &str) -> String {
    let Some(Alias { path, target, is_manifest }) = alias(routes, method, below) else {
        return "if it stands for an endpoint, write `CK_ALIASES='METHOD PATH ENDPOINT'`, or `.alias(…)`".to_owned();
    };
    let meant = if is_manifest {
        "Churnkey expects the manifest there".to_owned()
    } else {
        format!("Churnkey means `{target}`")
    };
    format!(
        "if {meant}, write `CK_ALIASES='{method} {path} {target}'`, or `.alias(\"{method}\", \"{path}\", \"{target}\")`"
    )
}

fn is_action(routes: &Routes, below: &str) -> bool {
    matches!(
        routes.leads_to(below),
        Some(Target::Endpoint { endpoint: Endpoint { verb: Verb::Write, .. }, .. })
    )
}

/// The endpoint of the protocol at this path. A path that no route matched belongs to an endpoint that the merchant has
/// not written.
fn left_out(below: &str) -> Option<(Module, &'static Signature)> {
    if has_empty_segment(below) {
        return None;
    }
    let below = Pattern::new(below);
    let mut all = Module::ALL.iter().flat_map(|module| {
        module.info().endpoints.iter().map(move |signature| (*module, signature))
    });
    all.find(|(_, signature)| Pattern::new(signature.pattern).covers(&below))
}

fn is_served(routes: &Routes, module: Module) -> bool {
    routes.all().any(|route| match &route.target {
        Target::Endpoint { module: served, .. } => served.module == module,
        Target::Document(_) => false,
    })
}

fn has_empty_segment(below: &str) -> bool {
    below.split('/').skip(1).any(str::is_empty)
}
