//! The holder of a valid token: the token's name, and what it allows.

use crate::error::{Error, Result};
use crate::module::endpoint::Verb;
use crate::module::interned::interned;
use crate::module::mode::Mode;
use crate::tokens::token::Token;

/// The holder of a valid token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Caller {
    /// The token's name.
    pub(crate) name: Option<&'static str>,
    pub(super) read_only: bool,
    pub(super) test_only: bool,
}

impl Caller {
    pub(super) fn of(token: &Token) -> Self {
        let Token { secret: _, name, read_only, test_only } = token;
        let name = name.as_deref().map(interned);
        Self { name, read_only: *read_only, test_only: *test_only }
    }

    /// Returns 403 in live mode for a token that is only for test mode.
    pub(crate) fn check_mode(self, mode: Mode) -> Result<()> {
        if self.test_only && mode == Mode::Live {
            let message = "this token is for test mode only: send `X-Churnkey-Mode: test`";
            return Err(Error::new(403, message));
        }
        Ok(())
    }

    /// Returns 403 for an action with a read-only token.
    pub(crate) fn check_verb(self, verb: Verb) -> Result<()> {
        if self.read_only && verb == Verb::Write {
            return Err(Error::new(403, "this token is read-only: it cannot call an action"));
        }
        Ok(())
    }
}
