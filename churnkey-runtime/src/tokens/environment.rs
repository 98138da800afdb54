//! The tokens that the environment sets.

use std::ffi::OsString;
use std::path::PathBuf;

use crate::files::file::File;
use crate::integration::start_error::StartError;
use crate::tokens::file;
use crate::tokens::place::{Place, Placed};
use crate::tokens::rules::{Origin, Problem};
use crate::tokens::token::Token;
use crate::tokens::valid::Valid;

pub(crate) const VARIABLE: &str = "CK_INTEGRATION_TOKEN";
pub(crate) const FILE_VARIABLE: &str = "CK_INTEGRATION_TOKEN_FILE";

/// What the environment sets.
#[derive(Debug)]
pub(crate) enum Environment {
    Nothing,
    Tokens(Vec<Placed>),
    File(File),
}

/// Refuses both variables at once: whoever removes a token from one would leave it valid in the other.
pub(crate) fn read(variable: &dyn Fn(&str) -> Option<OsString>) -> Result<Environment, StartError> {
    let set = |name| variable(name).filter(|value| !value.to_string_lossy().trim().is_empty());
    match (set(VARIABLE), set(FILE_VARIABLE)) {
        (None, None) => Ok(Environment::Nothing),
        (Some(words), None) => Ok(Environment::Tokens(tokens(words)?)),
        (None, Some(path)) => Ok(Environment::File(File::new(FILE_VARIABLE, PathBuf::from(path)))),
        (Some(_), Some(_)) => {
            let problem = format!(
                "`{VARIABLE}` is set too; set only one, or a token that is removed from one stays valid in the \
                 other"
            );
            Err(StartError::setting(FILE_VARIABLE, problem))
        }
    }
}

fn tokens(words: OsString) -> Result<Vec<Placed>, StartError> {
    let place = |at| Place::word(VARIABLE, at);
    let words = words.into_string().map_err(|_| place(1).wrong(&Problem::Unreadable))?;
    let placed = words.split_whitespace().zip(1..).map(|(word, number)| {
        Placed { token: Token::from(word), place: place(number) }.check(Origin::Deployment)
    });
    placed.collect()
}

impl Token {
    /// The tokens of the environment, as [`Builder::from_env`](crate::Builder::from_env) reads them, for a program that
    /// sends a token, such as one that checks its own integration. Empty if no variable is set.
    ///
    /// # Errors
    /// The variable or the file contains something that cannot be a token, or the file cannot be read.
    pub fn from_env() -> Result<Vec<Self>, StartError> {
        read(&|name| std::env::var_os(name))?.tokens()
    }
}

impl Environment {
    /// All tokens, checked as a server would check them.
    pub(crate) fn tokens(self) -> Result<Vec<Token>, StartError> {
        let placed = match self {
            Self::Nothing => Vec::new(),
            Self::Tokens(placed) => placed,
            Self::File(file) => file::parse(&file, &file.content()?)?,
        };
        Valid::new(Valid::none(false), &placed)?; // refuses duplicates
        Ok(placed.into_iter().map(|placed| placed.token).collect())
    }
}

#[cfg(test)]
#[path = "tests/environment.rs"]
mod tests;
