//! Where a token was written, for the messages about it.

use std::path::Path;

use crate::integration::start_error::StartError;
use crate::tokens::rules::{Origin, Problem};
use crate::tokens::token::Token;

#[derive(Debug, Clone)]
pub(super) struct Place {
    /// The builder's method or the environment variable.
    setting: &'static str,
    /// Where in the setting: `word 2`, `line 3 of …`.
    at: String,
}

impl Place {
    /// A word of a variable.
    pub(super) fn word(setting: &'static str, number: usize) -> Self {
        Self { setting, at: format!("word {number}") }
    }

    pub(super) fn line(setting: &'static str, file: &Path, number: usize) -> Self {
        Self { setting, at: format!("line {number} of `{}`", file.display()) }
    }

    /// A call of the builder's method, counted from 1.
    pub(super) fn call(number: usize) -> Self {
        Self { setting: "token", at: format!("call {number}") }
    }

    pub(super) fn wrong(&self, problem: &Problem) -> StartError {
        StartError::setting(self.setting, format!("{}: {problem}", self.at))
    }

    /// How another token's message names this place.
    pub(super) fn named(&self) -> String {
        format!("in {} of `{}`", self.at, self.setting)
    }
}

/// A token and its place.
#[derive(Debug)]
pub(crate) struct Placed {
    pub(super) token: Token,
    pub(super) place: Place,
}

impl Placed {
    pub(super) fn check(self, origin: Origin) -> Result<Self, StartError> {
        match self.token.check(origin) {
            Ok(()) => Ok(self),
            Err(problem) => Err(self.place.wrong(&problem)),
        }
    }
}
