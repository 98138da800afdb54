//! What can be a token. Anything in a token's place becomes a secret, even the words of a comment.

use crate::tokens::token::Token;

/// In characters. Churnkey's tokens are longer; the words of a comment are shorter.
const SHORTEST: usize = 16;

/// In characters. Most secrets are longer, so a secret in a name's place is refused and not logged as a name.
const LONGEST_NAME: usize = 32;

/// Words with another meaning where names appear: in metrics, and after a token in its file.
const RESERVED: [&str; 3] = ["none", READ_ONLY, TEST_ONLY];

pub(super) const READ_ONLY: &str = "read-only";
pub(super) const TEST_ONLY: &str = "test-only";

/// What a header contains besides the token: its name, and the authentication schemes (those of IANA's registry and
/// others in use).
const OF_THE_HEADER: [&str; 24] = [
    "Authorization",
    "ApiKey",
    "Api-Key",
    "AWS4-HMAC-SHA256",
    "Basic",
    "Bearer",
    "Concealed",
    "Digest",
    "DPoP",
    "GNAP",
    "Hawk",
    "HOBA",
    "HMAC",
    "JWT",
    "Key",
    "Mutual",
    "Negotiate",
    "NTLM",
    "OAuth",
    "PrivateToken",
    "SCRAM-SHA-1",
    "SCRAM-SHA-256",
    "Token",
    "vapid",
];

/// Where a token comes from: a deployment, where words go astray, or a program, whose tests use short tokens.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Origin {
    Deployment,
    Program,
}

/// Why something is not a token. It quotes only words of our own, since the text may be a secret.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum Problem {
    #[error("`{0}` belongs to the request's header; write only the token")]
    OfTheHeader(&'static str),
    #[error("a token contains no `#`; write it without a comment")]
    Comment,
    #[error("a token contains no quotes; write it without them")]
    Quotes,
    #[error("a token is visible ASCII without spaces, since it is sent in a header")]
    Unreadable,
    #[error(
        "a token has `=` only at its end; in a token file, write spaces around the `=` after a name: `name = secret`"
    )]
    InnerEquals,
    #[error("a token has at least {SHORTEST} characters")]
    Short,
    #[error("a token's name has 1 to {LONGEST_NAME} letters, digits and `-`, `_`, `.`")]
    Name,
    #[error("`{0}` cannot be a token's name, since it means something else")]
    Reserved(&'static str),
    #[error("there is no token after the `=`")]
    NothingNamed,
    #[error(
        "only `read-only` and `test-only` may follow a token: each token, and each comment, needs a line of its own"
    )]
    Behind,
    #[error("the same token is {0}")]
    Twice(String),
    #[error("a token of the same name is {0}")]
    NamedTwice(String),
}

impl Token {
    pub(super) fn check(&self, origin: Origin) -> Result<(), Problem> {
        if let Some(name) = &self.name {
            check_name(name)?;
        }
        check_secret(&self.secret, origin)
    }
}

fn check_secret(secret: &str, origin: Origin) -> Result<(), Problem> {
    // A program may pass `Bearer ck_int_…` with its space.
    let first = secret.split_whitespace().next().unwrap_or_default().trim_end_matches(':');
    if let Some(word) = OF_THE_HEADER.into_iter().find(|word| word.eq_ignore_ascii_case(first)) {
        return Err(Problem::OfTheHeader(word));
    }
    if secret.contains('#') {
        return Err(Problem::Comment);
    }
    if secret.contains(['"', '\'', '`']) {
        return Err(Problem::Quotes);
    }
    if !secret.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Problem::Unreadable);
    }
    if origin == Origin::Program {
        return Ok(());
    }
    // As in RFC 6750, section 2.1. A line of an `.env` file has one elsewhere.
    if secret.trim_end_matches('=').contains('=') {
        return Err(Problem::InnerEquals);
    }
    if secret.len() < SHORTEST {
        return Err(Problem::Short);
    }
    Ok(())
}

fn check_name(name: &str) -> Result<(), Problem> {
    if let Some(word) = RESERVED.into_iter().find(|word| word.eq_ignore_ascii_case(name)) {
        return Err(Problem::Reserved(word));
    }
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    if (1..=LONGEST_NAME).contains(&name.len()) && name.bytes().all(plain) {
        Ok(())
    } else {
        Err(Problem::Name)
    }
}

#[cfg(test)]
#[path = "tests/rules.rs"]
mod tests;
