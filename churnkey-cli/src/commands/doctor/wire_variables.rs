//! The variables for what the protocol leaves open, checked as a server checks them at its start.

use std::env;

use churnkey_runtime::environment::{WIRE_VARIABLES, read_wire};
use churnkey_runtime::{Integration, StartError, Token};

use super::every_module::EveryModule;
use super::finding::{Finding, State};

/// A variable that is set.
pub(super) struct WireVariable {
    pub(super) name: &'static str,
    pub(super) value: String,
    /// Why a server does not start with it.
    pub(super) problem: Option<String>,
}

/// Checks all that are set. Others may depend on one, such as aliases on the manifest's paths, so each is checked together
/// with those that are valid.
pub(super) fn check() -> Vec<WireVariable> {
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

/// The paths of the manifest below `/churnkey`; empty if they are invalid.
pub(super) fn manifest_paths(wire: &[WireVariable]) -> Vec<&str> {
    match wire.iter().find(|variable| variable.name == "CK_FEATURES_PATHS") {
        None => vec!["/features"],
        Some(WireVariable { problem: Some(_), .. }) => Vec::new(),
        Some(WireVariable { value, .. }) => {
            let paths = value.split(|letter: char| letter == ',' || letter.is_whitespace());
            paths.filter(|path| !path.is_empty()).collect()
        }
    }
}

impl From<WireVariable> for Finding {
    fn from(variable: WireVariable) -> Self {
        let WireVariable { name, value, problem } = variable;
        if let Some(problem) = problem {
            return Self::new(name, value, State::Bad, &problem);
        }
        let note = match name {
            "CK_TOKEN_HEADER" => "where the token is accepted, besides `Authorization`",
            "CK_FEATURES_PATHS" => "the only paths of the manifest",
            "CK_MANIFEST_FORMAT" => "how the manifest is spelled and arranged",
            "CK_ALIASES" => {
                "other paths of endpoints; a server refuses them if it does not have these endpoints"
            }
            "CK_SPELLINGS" => "other keys and words in an action's body",
            "CK_MODES" => "other words for the mode",
            "CK_UNKNOWN_MODE" => "what is done with any other word for the mode",
            "CK_PAGE_LIMITS" => "items in a page: without `limit`, and at most",
            "CK_ACTION_STATUS" => "the status of a successful action",
            _ => "",
        };
        Self::new(name, value, State::Good, note)
    }
}
