//! The integration token.

use std::io::IsTerminal as _;

use churnkey_runtime::Token;

pub(crate) const VARIABLE: &str = "CK_INTEGRATION_TOKEN";
pub(crate) const FILE_VARIABLE: &str = "CK_INTEGRATION_TOKEN_FILE";

/// The first token of the environment, or one typed at the prompt.
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
    let typed =
        typed.map_err(|error| format!("cannot prompt for the integration token: {error}"))?;
    match typed.trim() {
        "" => Err(missing()),
        token => Ok(token.to_owned()),
    }
}

/// The tokens of two integrations: each from its own variable, or else the one that [`get`] finds, for both.
pub(crate) fn pair(named: [Option<&str>; 2], default: [&str; 2]) -> Result<[String; 2], String> {
    let mut shared = None;
    let mut token = |named: Option<&str>, default: &str| {
        let own = match named {
            Some(name) => Some(
                variable(name)?
                    .ok_or_else(|| format!("no integration token: {name} is not set"))?,
            ),
            None => variable(default)?,
        };
        match own {
            Some(token) => Ok(token),
            None => match &shared {
                Some(token) => Ok(String::clone(token)),
                None => get().inspect(|token| shared = Some(token.clone())),
            },
        }
    };
    let ([old_named, new_named], [old_default, new_default]) = (named, default);
    Ok([token(old_named, old_default)?, token(new_named, new_default)?])
}

/// The token in a variable, if it is set. It may belong to another kind of integration, so it only has to be valid in HTTP.
pub(crate) fn variable(name: &str) -> Result<Option<String>, String> {
    let Some(value) = std::env::var_os(name) else { return Ok(None) };
    let value = value.to_str().map(str::trim).map(str::to_owned);
    match value {
        Some(value) if value.is_empty() => Ok(None),
        Some(value) if value.bytes().all(|byte| byte.is_ascii_graphic()) => Ok(Some(value)),
        _ => Err(format!("{name} does not contain one token")),
    }
}
