//! The variables that servers and these commands read, and names that may be misspelled.

use std::env;

use churnkey_runtime::environment::WIRE_VARIABLES;

use super::finding::{Finding, State};

/// Besides [`WIRE_VARIABLES`].
const KNOWN: &[&str] = &[
    "CK_ACTIONS_PER_MINUTE",
    "CK_ADDR",
    "CK_API_KEY",
    "CK_APP_ID",
    "CK_GATE_FILE",
    "CK_INTEGRATION_TOKEN",
    "CK_INTEGRATION_TOKEN_FILE",
    "CK_NEW_INTEGRATION_TOKEN",
    "CK_OLD_INTEGRATION_TOKEN",
    "CK_TLS_CERT",
    "CK_TLS_KEY",
    "CK_VERIFY_BODY",
    "CK_VERIFY_HEADERS",
    "CK_VERIFY_METHOD",
    "CK_VERIFY_STATE",
    "CK_VERIFY_URL",
];
const MAX_DISTANCE: usize = 3;

/// The variables of the environment that begin with `CK_` and that nobody reads.
pub(super) fn unknown() -> Vec<Finding> {
    let names = env::vars_os().filter_map(|(name, _)| name.into_string().ok());
    let ours = names.filter(|name| name.to_ascii_uppercase().starts_with("CK_"));
    let mut unknown: Vec<_> = ours.filter(|name| !known().any(|known| known == name)).collect();
    unknown.sort();
    unknown.into_iter().map(finding).collect()
}

/// Its value may be a secret.
fn finding(name: String) -> Finding {
    let nearest = nearest(&name).map(|nearest| format!("; did you mean `{nearest}`?"));
    let note = format!("neither a server nor a command reads it{}", nearest.unwrap_or_default());
    Finding::new(name, "set, not shown", State::Doubtful, &note)
}

fn known() -> impl Iterator<Item = &'static str> {
    KNOWN.iter().copied().chain(WIRE_VARIABLES)
}

fn nearest(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_uppercase();
    let nearest = known().min_by_key(|known| strsim::damerau_levenshtein(known, &name))?;
    let is_near = strsim::damerau_levenshtein(nearest, &name) <= MAX_DISTANCE;
    let begins = |known: &&str| name.len() > "CK_".len() && known.starts_with(&name);
    if is_near { Some(nearest) } else { known().find(begins) }
}
