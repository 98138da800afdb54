use crate::masking::look;

#[test]
fn a_value_is_described_by_its_kind_and_length() {
    let jwt = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl";
    for (value, expected) in [
        ("", "nothing"),
        ("7", "1 digit"),
        ("1764489600", "10 digits"),
        ("Mina", "4 letters"),
        ("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "64 hex digits"),
        ("9F86D081884C7D65", "16 hex digits"),
        ("abc123xyz", "9 letters and digits"),
        ("n4bQgYhMfWWaL+qgxVrQFaO/TxsrC4Is0V1sFbDwCgg=", "44 characters of base64"),
        ("123e4567-e89b-12d3-a456-426614174000", "a UUID"),
        (jwt, "a JWT of 49 characters"),
        ("2026-03-01T00:00:00.000Z", "a date and time"),
        ("2026-03-01", "a date"),
        ("mina@example.org", "16 characters"),
        ("Nökan", "5 characters"),
        ("ck_int_4c6627bd", "15 letters, digits, - and _"),
        ("a\nb", "3 characters"),
    ] {
        assert_eq!(look(value.as_bytes()).as_str(), expected, "{value}");
    }
    assert_eq!(look(b"\xff\xfe").as_str(), "2 bytes that are not UTF-8");
}

#[test]
fn the_word_before_a_secret_is_shown() {
    for (value, expected) in [
        ("Bearer 9f86d081884c7d65", "Bearer and 16 hex digits"),
        ("Basic bWluYTpzZWNyZXQtc2VjcmV0", "Basic and 24 letters and digits"),
        ("sha256=9f86d081884c7d65", "sha256 and 16 hex digits"),
        ("t=1764489600,v1=9f86d081884c7d65", "t=10 digits, v1=16 hex digits"),
        (
            "Signature keyId=\"7\",signature=\"9f86d081884c7d65\"",
            "Signature and keyId=1 digit, signature=16 hex digits",
        ),
        ("Mina Okafor", "11 characters"),
        ("mina=9f86d081884c7d65", "21 characters"),
        ("t=,v1=7", "7 characters"),
    ] {
        assert_eq!(look(value.as_bytes()).as_str(), expected, "{value}");
    }
}
