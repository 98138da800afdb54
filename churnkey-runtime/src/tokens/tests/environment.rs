use std::ffi::OsString;

use super::{Environment, read};
use crate::tokens::token::Token;

const A: &str = "ck_int_aaaaaaaaaa";
const B: &str = "ck_int_bbbbbbbbbb";

fn with(variables: &[(&str, &str)]) -> Result<Vec<Token>, String> {
    let find = |name: &str| variables.iter().find(|(known, _)| *known == name);
    read(&|name| find(name).map(|(_, value)| OsString::from(value)))
        .and_then(Environment::tokens)
        .map_err(|error| error.to_string())
}

fn words(value: &str) -> Result<Vec<Token>, String> {
    with(&[("CK_INTEGRATION_TOKEN", value)])
}

fn secrets(tokens: &[Token]) -> Vec<&str> {
    tokens.iter().map(Token::secret).collect()
}

#[test]
fn the_words_of_the_variable_are_tokens() {
    assert_eq!(secrets(&words(A).unwrap()), [A]);
    assert_eq!(secrets(&words(&format!(" {B}\t{A}\n")).unwrap()), [B, A]);
    for nothing in [&[][..], &[("CK_INTEGRATION_TOKEN", "")], &[("CK_INTEGRATION_TOKEN_FILE", " ")]]
    {
        assert_eq!(secrets(&with(nothing).unwrap()), [""; 0]);
    }
}

/// Each was a secret of its own once.
#[test]
fn what_has_come_with_the_token_is_refused_by_its_place_and_never_shown() {
    for (value, place, reason) in [
        (format!("{A} # from the dashboard"), "word 2", "a token contains no `#`"),
        (format!("Bearer {A}"), "word 1", "`Bearer` belongs to the request's header"),
        (format!("Authorization: Bearer {A}"), "word 1", "`Authorization` belongs"),
        (format!("\"{A}\""), "word 1", "a token contains no quotes"),
        (format!("{A} the"), "word 2", "a token has at least 16 characters"),
        (format!("{A} {B} {A}"), "word 3", "the same token is in word 1 of `CK_INTEGRATION_TOKEN`"),
        (format!("CK_INTEGRATION_TOKEN={A}"), "word 1", "a token has `=` only at its end"),
        (format!("{A} {B}é"), "word 2", "a token is visible ASCII"),
    ] {
        let message = words(&value).unwrap_err();
        let expected = format!("invalid setting `CK_INTEGRATION_TOKEN`: {place}: {reason}");
        assert!(message.starts_with(&expected), "{message}");
        for part in ["ck_int", "aaa", "bbb", "dashboard"] {
            assert!(!message.contains(part), "{part} in {message}");
        }
    }
}

#[cfg(unix)]
#[test]
fn bytes_that_are_no_text_are_refused_as_such() {
    use std::os::unix::ffi::OsStringExt as _;
    let bytes = OsString::from_vec(b"ck_int_0123456789\xff".to_vec());
    let message =
        read(&|name| (name == "CK_INTEGRATION_TOKEN").then(|| bytes.clone())).unwrap_err();
    assert!(message.to_string().contains("visible ASCII"), "{message}");
}

#[test]
fn a_variable_and_a_file_at_once_are_refused() {
    let message =
        with(&[("CK_INTEGRATION_TOKEN", A), ("CK_INTEGRATION_TOKEN_FILE", "/run/tokens")]);
    let message = message.unwrap_err();
    assert!(
        message.contains(
            "`CK_INTEGRATION_TOKEN_FILE`: `CK_INTEGRATION_TOKEN` is set too; set only one"
        ),
        "{message}"
    );
    assert!(!message.contains(A), "{message}");
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let message = with(&[("CK_INTEGRATION_TOKEN_FILE", "/absent/tokens")]).unwrap_err();
    assert!(
        message.starts_with(
            "invalid setting `CK_INTEGRATION_TOKEN_FILE`: cannot read `/absent/tokens`: "
        ),
        "{message}"
    );
}
