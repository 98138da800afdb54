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

/// The tokens of two integrations: each in a variable of its own, or the same for both as [`get`] finds it.
pub(crate) fn of_two(named: [Option<&str>; 2], usual: [&str; 2]) -> Result<[String; 2], String> {
    let mut shared = None;
    let mut of = |named: Option<&str>, usual: &str| {
        let own = match named {
            Some(name) => Some(
                variable(name)?
                    .ok_or_else(|| format!("no integration token: {name} is not set"))?,
            ),
            None => variable(usual)?,
        };
        match own {
            Some(token) => Ok(token),
            None => match &shared {
                Some(token) => Ok(String::clone(token)),
                None => get().inspect(|token| shared = Some(token.clone())),
            },
        }
    };
    let ([old_named, new_named], [old_usual, new_usual]) = (named, usual);
    Ok([of(old_named, old_usual)?, of(new_named, new_usual)?])
}

/// The token in a variable, if it is set. It may be one of another integration's own, so only HTTP's rules hold for it.
fn variable(name: &str) -> Result<Option<String>, String> {
    let Some(value) = std::env::var_os(name) else { return Ok(None) };
    let value = value.to_str().map(str::trim).map(str::to_owned);
    match value {
        Some(value) if value.is_empty() => Ok(None),
        Some(value) if value.bytes().all(|byte| byte.is_ascii_graphic()) => Ok(Some(value)),
        _ => Err(format!("{name} holds something that is not one token")),
    }
}
