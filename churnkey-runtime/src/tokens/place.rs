//! Where a token was written, for the messages about it.

use std::path::Path;

use crate::integration::start_error::StartError;
use crate::tokens::rules::{By, Problem};
use crate::tokens::token::Token;

#[derive(Debug, Clone)]
pub(super) struct Place {
    /// The builder's method or the environment variable.
    setting: &'static str,
    /// `word 2`, `line 3 of …`; nothing where there is one alone.
    at: String,
}

impl Place {
    /// One of the words of a variable.
    pub(super) fn word(setting: &'static str, number: usize) -> Self {
        Self { setting, at: format!("word {number}") }
    }

    pub(super) fn line(setting: &'static str, file: &Path, number: usize) -> Self {
        Self { setting, at: format!("line {number} of `{}`", file.display()) }
    }

    /// One of the builder's, in the order in which it got them.
    pub(super) fn call(number: usize) -> Self {
        Self { setting: "token", at: format!("call {number}") }
    }

    pub(super) fn wrong(&self, problem: &Problem) -> StartError {
        StartError::setting(self.setting, format!("{}: {problem}", self.at))
    }

    /// As another token's message names it.
    pub(super) fn named(&self) -> String {
        format!("in {} of `{}`", self.at, self.setting)
    }
}

/// A token with its place.
#[derive(Debug)]
pub(crate) struct Placed {
    pub(super) token: Token,
    pub(super) place: Place,
}

impl Placed {
    pub(super) fn check(self, by: By) -> Result<Self, StartError> {
        match self.token.check(by) {
            Ok(()) => Ok(self),
            Err(problem) => Err(self.place.wrong(&problem)),
        }
    }
}
