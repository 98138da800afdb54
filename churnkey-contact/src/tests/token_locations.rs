use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};

use super::{TOKEN, request, secret};
use crate::Contact;
use crate::token_location::{Found, in_body, in_head};

fn locations(target: &str, pairs: &[(&str, &str)]) -> Vec<String> {
    let secret = secret();
    let locations = in_head(&request("GET", target, pairs, ""), &secret);
    locations.iter().map(|found| found.location.to_string()).collect()
}

#[test]
fn the_token_is_found_wherever_it_is() {
    let basic = |pair: &str| format!("Basic {}", STANDARD.encode(pair));
    let bearer = format!("bearer {TOKEN}");
    let (user, password) = (basic(&format!("{TOKEN}:")), basic(&format!("churnkey:{TOKEN}")));
    let scheme = format!("ApiKey {TOKEN}");
    let (quoted, key) = (format!("Token token=\"{TOKEN}\""), format!("ApiKey id=1, key={TOKEN}"));
    let in_bearer = format!("Bearer \"{TOKEN}\"");
    let (cookie, query) =
        (format!("a=1; session={TOKEN}"), format!("/churnkey/features?key={TOKEN}&x=1"));
    let path = format!("/churnkey/{TOKEN}/features");
    for (target, header, location) in [
        ("/", Some(("Authorization", &*bearer)), "header authorization, scheme Bearer"),
        ("/", Some(("authorization", TOKEN)), "header authorization, without a scheme"),
        ("/", Some(("authorization", &scheme)), "header authorization, scheme ApiKey"),
        (
            "/",
            Some(("authorization", &quoted)),
            "header authorization, a parameter of the scheme Token",
        ),
        (
            "/",
            Some(("authorization", &key)),
            "header authorization, a parameter of the scheme ApiKey",
        ),
        (
            "/",
            Some(("authorization", &in_bearer)),
            "header authorization, a parameter of the scheme Bearer",
        ),
        ("/", Some(("authorization", &user)), "header authorization, user of Basic"),
        ("/", Some(("authorization", &password)), "header authorization, password of Basic"),
        (
            "/",
            Some(("X-CK-Integration-Token", TOKEN)),
            "header x-ck-integration-token, without a scheme",
        ),
        ("/", Some(("cookie", &cookie)), "cookie session"),
        (&query, None, "query key"),
        (&path, None, "path"),
    ] {
        let headers: Vec<_> = header.into_iter().collect();
        assert_eq!(locations(target, &headers), [location], "{target} {header:?}");
    }
    assert!(locations("/", &[("authorization", "Bearer another"), ("x-api-key", "")]).is_empty());
}

/// The server reads Basic in the standard alphabet only.
#[test]
fn basic_in_the_alphabet_of_urls_is_another_form() {
    let pair = format!("???>>>:{TOKEN}");
    let (standard, url) = (STANDARD.encode(&pair), URL_SAFE.encode(&pair));
    assert_ne!(standard, url);
    for (encoded, form) in [(standard, "password of Basic"), (url, "Basic in base64url")] {
        let value = format!("Basic {encoded}");
        let found = locations("/", &[("authorization", &value)]);
        assert_eq!(found, [format!("header authorization, {form}")]);
    }
}

#[test]
fn a_token_is_added_by_each_call() {
    let contact = Contact::new("http://127.0.0.1:8080").token(TOKEN).token("").token("another");
    let tokens = contact.secret.unwrap();
    let tokens: Vec<_> = tokens.tokens().iter().map(|token| token.expose().to_owned()).collect();
    assert_eq!(tokens, [TOKEN, "another"]);
}

#[test]
fn each_of_several_tokens_is_found() {
    let mut secret = secret();
    secret.add("ck_int_test_5f2b9d".to_owned());
    for (token, number) in [(TOKEN, 1), ("ck_int_test_5f2b9d", 2)] {
        let request = request("GET", "/", &[("x-key", token)], &format!(r#"{{"key":"{token}"}}"#));
        let numbers = |found: Vec<Found<'_>>| -> Vec<u32> {
            found.iter().map(|found| found.token.number).collect()
        };
        assert_eq!(numbers(in_head(&request, &secret)), [number]);
        assert_eq!(numbers(in_body(&request, &secret)), [number]);
    }
    assert!(in_head(&request("GET", "/", &[("x-key", "another")], ""), &secret).is_empty());
}
