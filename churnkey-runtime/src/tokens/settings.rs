//! The builder's settings for tokens.

use std::path::PathBuf;
use std::sync::Arc;

use crate::files::file::File;
use crate::integration::start_error::StartError;
use crate::tokens::current::Tokens;
use crate::tokens::environment::{self, Environment};
use crate::tokens::file;
use crate::tokens::place::{Place, Placed};
use crate::tokens::rules::Origin;
use crate::tokens::token::Token;

#[derive(Debug, Default)]
pub(crate) struct TokenSettings {
    calls: Vec<Token>,
    words: Vec<Placed>,
    file: Option<File>,
    /// The first problem; `build` returns it.
    problem: Option<StartError>,
}

impl TokenSettings {
    pub(crate) fn add(&mut self, token: Token) {
        self.calls.push(token);
    }

    pub(crate) fn add_file(&mut self, path: PathBuf) {
        self.take_file(File::new("token_file", path));
    }

    pub(crate) fn add_environment(&mut self) {
        match environment::read(&|name| std::env::var_os(name)) {
            Ok(Environment::Nothing) => {}
            // A second call means the same.
            Ok(Environment::Tokens(placed)) => self.words = placed,
            Ok(Environment::File(file)) => self.take_file(file),
            Err(problem) => self.refuse(problem),
        }
    }

    fn take_file(&mut self, file: File) {
        match &self.file {
            Some(other) if other.path() != file.path() => self.refuse(file::second(&file, other)),
            _ => self.file = Some(file),
        }
    }

    fn refuse(&mut self, problem: StartError) {
        self.problem.get_or_insert(problem);
    }

    /// Checks the tokens and reads the file. With `as_keys`, the merchant's function can use them as keys.
    pub(crate) fn check(self, as_keys: bool) -> Result<Arc<Tokens>, StartError> {
        let Self { calls, words, file, problem } = self;
        if let Some(problem) = problem {
            return Err(problem);
        }
        let nothing = calls.is_empty() && words.is_empty() && file.is_none();
        if nothing || calls.iter().any(|token| token.secret.trim().is_empty()) {
            return Err(StartError::NoToken);
        }
        let calls = calls
            .into_iter()
            .zip(1..)
            .map(|(token, call)| Placed { token, place: Place::call(call) }.check(Origin::Program));
        let fixed = calls.chain(words.into_iter().map(Ok)).collect::<Result<Vec<_>, _>>()?;
        Tokens::new(&fixed, file, as_keys)
    }
}
