use super::{Origin, Problem};
use crate::tokens::token::Token;

const GOOD: &str = "ck_int_0123456789";

fn deployed(secret: &str) -> Result<(), Problem> {
    Token::from(secret).check(Origin::Deployment)
}

fn written(secret: &str) -> Result<(), Problem> {
    Token::from(secret).check(Origin::Program)
}

#[test]
fn what_services_give_as_a_token_is_one() {
    for secret in [
        "0123456789abcdef",                       // 16 characters, no fewer
        "ck_int_4c6627bd756d732ef1b3f9b2533c",    // a prefix and hex
        "123e4567-e89b-12d3-a456-426614174000",   // a UUID
        "bm90IGEgc2VjcmV0Cg+/==",                 // base64
        "eyJhbGciOiJI.eyJzdWIiOiIx.dBjftJeZ4CV~", // a JWT
        "a!$%&()*+,-./:;<>?@[]^_{|}~",            // whatever else a header carries
        "Bearer-of-the-ring-123",                 // a scheme's name in it, and more
    ] {
        assert_eq!(deployed(secret), Ok(()), "{secret}");
        assert_eq!(written(secret), Ok(()), "{secret}");
    }
}

#[test]
fn what_stands_beside_a_token_is_none() {
    for word in ["Bearer", "bearer", "BEARER", "Bearer:"] {
        assert_eq!(deployed(word), Err(Problem::OfTheHeader("Bearer")), "{word}");
        assert_eq!(written(word), Err(Problem::OfTheHeader("Bearer")), "{word}");
    }
    for (word, known) in [
        ("basic", "Basic"),
        ("token", "Token"),
        ("Authorization:", "Authorization"),
        ("scram-sha-256", "SCRAM-SHA-256"),
        ("AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256"), // as long as a token
    ] {
        assert_eq!(deployed(word), Err(Problem::OfTheHeader(known)));
    }
    for word in ["#", "#dashboard", "ck_int_0123456789#", "#ck_int_0123456789"] {
        assert_eq!(deployed(word), Err(Problem::Comment), "{word}");
        assert_eq!(written(word), Err(Problem::Comment), "{word}");
    }
    for quote in ['"', '\'', '`'] {
        for word in [format!("{quote}{GOOD}{quote}"), format!("{quote}{GOOD}"), quote.to_string()] {
            assert_eq!(deployed(&word), Err(Problem::Quotes), "{word}");
            assert_eq!(written(&word), Err(Problem::Quotes), "{word}");
        }
    }
}

#[test]
fn a_token_is_what_a_header_can_carry() {
    for secret in [
        "ck_int_é_0123456789",
        "“ck_int_0123456789”",
        "ck_int_0123456789\u{7f}",
        "ck_int 0123456789",
    ] {
        assert_eq!(deployed(secret), Err(Problem::Unreadable), "{secret}");
        assert_eq!(written(secret), Err(Problem::Unreadable), "{secret}");
    }
    let with_a_space = "Bearer ck_int_0123456789";
    assert_eq!(written(with_a_space), Err(Problem::OfTheHeader("Bearer")));
}

#[test]
fn a_program_may_write_a_short_one_and_a_deployment_may_not() {
    for short in ["t", "the", "dashboard", "0123456789abcde", "a="] {
        assert_eq!(deployed(short), Err(Problem::Short), "{short}");
        assert_eq!(written(short), Ok(()), "{short}");
    }
}

#[test]
fn a_line_of_an_env_file_is_no_token() {
    for line in
        ["CK_INTEGRATION_TOKEN=ck_int_1", "churnkey-2026=ck_int_0123456789", "=ck_int_0123456789"]
    {
        assert_eq!(deployed(line), Err(Problem::InnerEquals), "{line}");
    }
}

#[test]
fn a_name_is_short_and_plain_and_means_nothing_else() {
    let named = |name: &str| Token::named(name, GOOD).check(Origin::Program);
    for name in ["churnkey-2026", "a", "Staging_2.b", &"n".repeat(32)] {
        assert_eq!(named(name), Ok(()), "{name}");
    }
    for name in ["", " ", "a b", "a=b", "a\"", "ü", "a\n", &"n".repeat(33)] {
        assert_eq!(named(name), Err(Problem::Name), "{name:?}");
    }
    for (name, word) in [("none", "none"), ("Read-Only", "read-only"), ("test-only", "test-only")] {
        assert_eq!(named(name), Err(Problem::Reserved(word)));
    }
}
