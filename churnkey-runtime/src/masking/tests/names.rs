use crate::masking::{could_carry_a_secret, name};

#[test]
fn a_name_is_shown() {
    for text in [
        "authorization",
        "X-CK-Integration-Token",
        "x-hub-signature-sha256",
        "cancellationReason",
        "preferredCancellationDate",
        "DateOfPreferredCancellationBySubscribers",
        "survey.response",
        "flow_id",
        "v1",
    ] {
        assert_eq!(name(text), text);
    }
}

#[test]
fn anything_else_is_shown_by_its_look() {
    for (text, look) in [
        ("mina@example.org", "(16 characters)"),
        ("+4915112345", "(11 characters)"),
        ("4915112345", "(10 digits)"),
        ("u_1001", "(6 letters, digits, - and _)"),
        ("Mina Okafor", "(11 characters)"),
        ("ck_int_4c6627bd756d732e", "(23 letters, digits, - and _)"),
        ("aaaaaaaaaaaaaaaaa", "(17 letters)"),
        ("preferredAaaaaaaaaaaaaaaaaaDate", "(31 letters)"),
        ("a\nb", "(3 characters)"),
        ("", "(nothing)"),
        ("a-", "(2 letters, digits, - and _)"),
    ] {
        assert_eq!(name(text), look);
    }
    let long = ["wistful"; 6].join("-");
    assert_eq!(name(&long), "(47 letters, digits, - and _)");
}

#[test]
fn headers_that_any_request_has_carry_no_secret() {
    let long = b"0123456789abcdef";
    for header in [
        "host",
        "User-Agent",
        "accept-encoding",
        "content-type",
        "cookie",
        "x-forwarded-for",
        "traceparent",
        "x-request-id",
        "x-churnkey-mode",
        "cf-ray",
    ] {
        assert!(!could_carry_a_secret(header, long), "{header}");
    }
    for header in
        ["x-ck-signature", "x-api-key", "api-key", "hostess", "signature", "proxy-authorization"]
    {
        assert!(could_carry_a_secret(header, long), "{header}");
    }
    assert!(could_carry_a_secret("Authorization", b""), "whatever it holds");
    assert!(!could_carry_a_secret("x-api-version", b"2026-11"), "too short for one");
}
