//! A file of tokens: one per line, each with an optional name and limits.
//!
//! ```text
//! # comments and empty lines are skipped
//! ck_int_9f2c…
//! churnkey-2026 = ck_int_4c66…
//! monitoring = ck_int_b301…   read-only
//! ```

use crate::files::file::File;
use crate::integration::start_error::StartError;
use crate::tokens::place::{Place, Placed};
use crate::tokens::rules::{Origin, Problem, READ_ONLY, TEST_ONLY};
use crate::tokens::token::Token;

/// With two files, whoever rotates a token could not tell which one to edit.
pub(super) fn second(file: &File, first: &File) -> StartError {
    let (path, first) = (file.path().display(), first.path().display());
    file.wrong(format!(
        "`{path}` is a second token file after `{first}`; keep all tokens in one file"
    ))
}

/// The tokens of a file's content, at least one.
pub(super) fn parse(file: &File, content: &[u8]) -> Result<Vec<Placed>, StartError> {
    let tokens = file.lines(content)?.map(|(line, number)| {
        let place = Place::line(file.setting(), file.path(), number);
        match token(line) {
            Ok(token) => Ok(Placed { token, place }),
            Err(problem) => Err(place.wrong(&problem)),
        }
    });
    let tokens = tokens.collect::<Result<Vec<_>, _>>()?;
    if tokens.is_empty() {
        return Err(file.wrong(format!("there is no token in `{}`", file.path().display())));
    }
    Ok(tokens)
}

/// `secret`, or `name = secret`, with limits after it.
fn token(line: &str) -> Result<Token, Problem> {
    let mut words = line.split_whitespace().peekable();
    let first = words.next().unwrap_or_default();
    let token = if words.next_if_eq(&"=").is_some() {
        Token::named(first, words.next().ok_or(Problem::NothingNamed)?)
    } else {
        Token::from(first)
    };
    token.check(Origin::Deployment)?; // first, so that the message for `Bearer ck_int_…` names `Bearer`
    words.try_fold(token, |token, word| match word {
        READ_ONLY => Ok(token.read_only()),
        TEST_ONLY => Ok(token.test_only()),
        _ => Err(Problem::Behind),
    })
}

#[cfg(test)]
#[path = "tests/file.rs"]
mod tests;
