//! The integration token.

use std::io::IsTerminal as _;

use churnkey_runtime::Token;

pub(crate) const VARIABLE: &str = "CK_INTEGRATION_TOKEN";
pub(crate) const FILE_VARIABLE: &str = "CK_INTEGRATION_TOKEN_FILE";

/// The first token of the environment, or the one that is typed in.
pub(crate) fn get() -> Result<String, String> {
    let known = Token::from_env().map_err(|error| error.to_string())?;
    if let Some(token) = known.first() {
        return Ok(token.secret().to_owned());
    }
    let missing = || format!("no integration token: set {VARIABLE} or {FILE_VARIABLE}");
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
