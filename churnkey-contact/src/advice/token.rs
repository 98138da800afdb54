//! Where this project accepts the token.

use crate::advice::ACCEPTED;
use crate::token_location::{BASIC_IN_BASE64URL, PARAMETER};

/// What to write if the token comes there.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum TokenAdvice<'a> {
    Accepted,
    /// To be named in `CK_TOKEN_HEADER`.
    Header(&'a str),
    /// A sentence.
    Other(&'static str),
}

/// `location` is the text of a [`TokenLocation`](crate::token_location::TokenLocation), which is also in a record.
pub(crate) fn token(location: &str) -> TokenAdvice<'_> {
    let Some((name, form)) = header(location) else {
        return TokenAdvice::Other(if location.starts_with("body ") {
            ".authenticate(…), with a function that finds the token in the body and compares it by `secret.is(…)`"
        } else {
            "no setting accepts it there, because proxies log it: ask Churnkey for a header"
        });
    };
    if form.starts_with(PARAMETER) || form == BASIC_IN_BASE64URL {
        return TokenAdvice::Other(
            ".authenticate(…), with a function that takes the token out of the header and compares it by `secret.is(…)`",
        );
    }
    if name == "authorization" {
        return TokenAdvice::Accepted;
    }
    // A name that is not shown is described in parentheses.
    if name.starts_with('(') {
        return TokenAdvice::Other(
            "name that header in CK_TOKEN_HEADER, or by .token_header(…); it is not shown, since it may be an id",
        );
    }
    TokenAdvice::Header(name)
}

/// The variable for these headers.
pub(crate) fn header_line(names: &[&str]) -> String {
    match names {
        [name] => format!("CK_TOKEN_HEADER={name}"),
        names => format!("CK_TOKEN_HEADER='{}'", names.join(" ")),
    }
}

/// The name and the form of `header x-key, without a scheme`. Both may have a comma.
fn header(location: &str) -> Option<(&str, &str)> {
    let header = location.strip_prefix("header ")?;
    let end = if header.starts_with('(') { header.find("), ")? + 1 } else { header.find(", ")? };
    let (name, form) = header.split_at_checked(end)?;
    Some((name, form.strip_prefix(", ")?))
}

impl std::fmt::Display for TokenAdvice<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Accepted => f.write_str(ACCEPTED),
            Self::Header(name) => f.write_str(&header_line(&[name])),
            Self::Other(sentence) => f.write_str(sentence),
        }
    }
}
