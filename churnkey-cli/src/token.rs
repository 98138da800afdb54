//! The integration token.

use std::io::IsTerminal as _;

pub(crate) const VARIABLE: &str = "CK_INTEGRATION_TOKEN";

/// The tokens of the environment: several while one is rotated.
pub(crate) fn known() -> Vec<String> {
    let tokens = std::env::var(VARIABLE).unwrap_or_default();
    tokens.split_whitespace().map(str::to_owned).collect()
}

/// The first token of the environment, or the one that is typed in.
pub(crate) fn get() -> Result<String, String> {
    if let Some(token) = known().into_iter().next() {
        return Ok(token);
    }
    let missing = || format!("no integration token: set {VARIABLE}");
    if !std::io::stdin().is_terminal() {
        return Err(missing());
    }
    let typed = rpassword::prompt_password("integration token (not shown): ");
    let typed = typed.map_err(|error| format!("cannot ask for the integration token: {error}"))?;
    match typed.trim() {
        "" => Err(missing()),
        token => Ok(token.to_owned()),
    }
}
