use actix_web::http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};

use super::Tokens;
use crate::integration::start_error::StartError;

fn tokens(tokens: &[&str]) -> Tokens {
    let tokens: Vec<_> = tokens.iter().map(|&token| token.to_owned()).collect();
    Tokens::new(&tokens, vec![HeaderName::from_static("x-churnkey-token")]).unwrap()
}

fn answer(tokens: &Tokens, headers: &[(&'static str, &'static str)]) -> Option<u16> {
    let mut map = HeaderMap::new();
    for &(name, value) in headers {
        map.append(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    tokens.authenticate(&map).err().map(|error| error.code())
}

#[test]
fn a_token_is_taken_in_every_form_that_the_protocol_names() {
    let tokens = tokens(&["ck_int_1"]);
    for value in ["Bearer ck_int_1", "bearer ck_int_1", "BEARER  ck_int_1 ", "ck_int_1"] {
        assert_eq!(answer(&tokens, &[("authorization", value)]), None, "{value}");
    }
    assert_eq!(answer(&tokens, &[("x-churnkey-token", "ck_int_1")]), None);
    assert_eq!(
        answer(&tokens, &[("authorization", "Basic abc"), ("x-churnkey-token", "ck_int_1")]),
        None
    );
}

#[test]
fn anything_else_is_401() {
    let tokens = tokens(&["ck_int_1"]);
    for value in [
        "",
        "Bearer",
        "Bearer ",
        "Bearer ck_int_",
        "ck_int_12",
        "Bearer CK_INT_1",
        "Basic ck_int_1",
    ] {
        assert_eq!(answer(&tokens, &[("authorization", value)]), Some(401), "{value}");
    }
    assert_eq!(answer(&tokens, &[]), Some(401));
    assert_eq!(answer(&tokens, &[("x-other", "ck_int_1")]), Some(401));
}

#[test]
fn a_token_with_any_letter_too_many_is_401() {
    let tokens = tokens(&["ck_int_1"]);
    for letter in '!'..='~' {
        let values = [format!("ck_int_1{letter}"), format!("{letter}ck_int_1")];
        for value in values.iter().flat_map(|value| [value.clone(), format!("Bearer {value}")]) {
            let mut headers = HeaderMap::new();
            headers.insert(AUTHORIZATION, HeaderValue::from_str(&value).unwrap());
            assert!(tokens.authenticate(&headers).is_err(), "{value}");
        }
    }
}

#[test]
fn while_a_token_is_rotated_both_are_valid() {
    let tokens = tokens(&["ck_old", "ck_new"]);
    assert_eq!(answer(&tokens, &[("authorization", "Bearer ck_old")]), None);
    assert_eq!(answer(&tokens, &[("authorization", "Bearer ck_new")]), None);
}

#[test]
fn without_a_usable_token_nothing_starts() {
    let refused = |tokens: &[&str]| {
        let tokens: Vec<_> = tokens.iter().map(|&token| token.to_owned()).collect();
        Tokens::new(&tokens, Vec::new()).err().unwrap()
    };
    assert!(matches!(refused(&[]), StartError::NoToken));
    assert!(matches!(refused(&["ck_1", ""]), StartError::NoToken));
    assert!(matches!(refused(&["  "]), StartError::NoToken));
    assert!(matches!(refused(&["ck 1"]), StartError::UnreadableToken));
    assert!(matches!(refused(&["ck_é"]), StartError::UnreadableToken));
}

#[test]
fn the_secret_is_not_kept() {
    let mut headers = HeaderMap::new();
    headers.insert(AUTHORIZATION, HeaderValue::from_static("Bearer ck_other"));
    let error = tokens(&["ck_secret"]).authenticate(&headers).unwrap_err();
    assert!(!format!("{error:?}").contains("ck_"));
}
