//! A file of tokens: one a line, with a name and limits where it has them.
//!
//! ```text
//! # comments and empty lines are skipped
//! ck_int_9f2c…
//! churnkey-2026 = ck_int_4c66…
//! monitoring = ck_int_b301…   read-only
//! ```

use std::io::Read as _;
use std::path::{Path, PathBuf};

use crate::integration::start_error::StartError;
use crate::tokens::place::{Place, Placed};
use crate::tokens::rules::{By, Problem, READ_ONLY, TEST_ONLY};
use crate::tokens::token::Token;

/// In bytes. A larger file is something else.
const LARGEST: u64 = 64 * 1024;

/// Where the file is.
#[derive(Debug, Clone)]
pub(crate) struct File {
    /// What named it: the builder's method or the environment variable.
    setting: &'static str,
    path: PathBuf,
}

impl File {
    pub(super) fn new(setting: &'static str, path: PathBuf) -> Self {
        Self { setting, path }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Two files cannot be told apart by whoever rotates a token.
    pub(super) fn second(&self, first: &Self) -> StartError {
        let (path, first) = (self.path.display(), first.path.display());
        self.wrong(format!("`{path}` is a second file beside `{first}`; keep all tokens in one"))
    }

    fn wrong(&self, problem: String) -> StartError {
        StartError::setting(self.setting, problem)
    }

    /// What is in it now.
    pub(super) fn content(&self) -> Result<Vec<u8>, StartError> {
        let path = self.path.display();
        let mut content = Vec::new();
        std::fs::File::open(&self.path)
            .and_then(|file| file.take(LARGEST + 1).read_to_end(&mut content))
            .map_err(|error| self.wrong(format!("cannot read `{path}`: {error}")))?;
        if content.len() as u64 > LARGEST {
            return Err(self.wrong(format!("`{path}` has more than {LARGEST} bytes")));
        }
        Ok(content)
    }

    /// The tokens in a content; at least one.
    pub(super) fn parse(&self, content: &[u8]) -> Result<Vec<Placed>, StartError> {
        let Ok(text) = std::str::from_utf8(content) else {
            return Err(self.wrong(format!("`{}` is not UTF-8 text", self.path.display())));
        };
        // Some editors begin a file with a mark.
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let lines = text.lines().map(str::trim).zip(1..);
        let lines = lines.filter(|(line, _)| !line.is_empty() && !line.starts_with('#'));
        let tokens = lines.map(|(line, number)| {
            let place = Place::line(self.setting, &self.path, number);
            match token(line) {
                Ok(token) => Ok(Placed { token, place }),
                Err(problem) => Err(place.wrong(&problem)),
            }
        });
        let tokens = tokens.collect::<Result<Vec<_>, _>>()?;
        if tokens.is_empty() {
            return Err(self.wrong(format!("there is no token in `{}`", self.path.display())));
        }
        Ok(tokens)
    }
}

/// `secret`, or `name = secret`, and limits behind it.
fn token(line: &str) -> Result<Token, Problem> {
    let mut words = line.split_whitespace().peekable();
    let first = words.next().unwrap_or_default();
    let token = if words.next_if_eq(&"=").is_some() {
        Token::named(first, words.next().ok_or(Problem::NothingNamed)?)
    } else {
        Token::from(first)
    };
    token.check(By::Deployment)?; // before what is behind it: `Bearer ck_int_…` is told by its `Bearer`
    words.try_fold(token, |token, word| match word {
        READ_ONLY => Ok(token.read_only()),
        TEST_ONLY => Ok(token.test_only()),
        _ => Err(Problem::Behind),
    })
}

#[cfg(test)]
#[path = "tests/file.rs"]
mod tests;
