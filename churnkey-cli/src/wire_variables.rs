//! The variables for what the protocol leaves open, checked as a server checks them at its start.

use std::env;

use churnkey_runtime::environment::{WIRE_VARIABLES, read_wire};
use churnkey_runtime::{Integration, StartError, Token};

use crate::every_module::EveryModule;

/// A variable that is set.
pub(crate) struct WireVariable {
    pub(crate) name: &'static str,
    pub(crate) value: String,
    /// Why a server does not start with it.
    pub(crate) problem: Option<String>,
}

/// Checks all that are set. Others may depend on one, such as aliases on the manifest's paths, so each is checked together
/// with those that are valid.
pub(crate) fn check() -> Vec<WireVariable> {
    let mut variables: Vec<_> = WIRE_VARIABLES
        .into_iter()
        .filter_map(|name| {
            let value = env::var(name).ok().filter(|value| !value.trim().is_empty())?;
            Some(WireVariable { name, value, problem: None })
        })
        .collect();
    while let Err(StartError::Setting { setting, problem }) = start(&variables) {
        let is_new = |one: &&mut WireVariable| one.name == setting && one.problem.is_none();
        let Some(invalid) = variables.iter_mut().find(is_new) else { break };
        invalid.problem = Some(problem);
    }
    hide_tokens(&mut variables);
    variables
}

/// Starts an integration with every module, with the variables in which no problem was found yet.
fn start(variables: &[WireVariable]) -> Result<(), StartError> {
    let read = |name: &str| {
        let valid = variables.iter().find(|one| one.name == name && one.problem.is_none());
        valid.map(|one| one.value.clone())
    };
    let builder = Integration::builder(EveryModule).token("a-token-for-this-check");
    read_wire(builder, &read)?.build().map(drop)
}

/// Hides a token that was written into the wrong variable.
fn hide_tokens(variables: &mut [WireVariable]) {
    for token in Token::from_env().unwrap_or_default() {
        let hide = |text: &mut String| *text = text.replace(token.secret(), "…");
        for WireVariable { value, problem, .. } in &mut *variables {
            hide(value);
            problem.iter_mut().for_each(hide);
        }
    }
}
