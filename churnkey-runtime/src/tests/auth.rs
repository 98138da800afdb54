use actix_web::http::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};

use super::Authentication;
use crate::tokens::settings::TokenSettings;

fn authentication(tokens: &[&str]) -> Authentication {
    let mut settings = TokenSettings::default();
    for &token in tokens {
        settings.add(token.into());
    }
    let headers = vec![HeaderName::from_static("x-churnkey-token")];
    Authentication { tokens: settings.check(false).unwrap(), headers, by_request: None }
}

fn answer(known: &Authentication, headers: &[(&'static str, &'static str)]) -> Option<u16> {
    let mut map = HeaderMap::new();
    for &(name, value) in headers {
        map.append(HeaderName::from_static(name), HeaderValue::from_static(value));
    }
    known.authenticate(&map).err().map(|error| error.code())
}

#[test]
fn a_token_is_accepted_in_every_form_that_the_protocol_names() {
    let known = authentication(&["ck_int_1"]);
    for value in ["Bearer ck_int_1", "bearer ck_int_1", "BEARER  ck_int_1 ", "ck_int_1"] {
        assert_eq!(answer(&known, &[("authorization", value)]), None, "{value}");
    }
    assert_eq!(answer(&known, &[("x-churnkey-token", "ck_int_1")]), None);
    assert_eq!(
        answer(&known, &[("authorization", "Basic abc"), ("x-churnkey-token", "ck_int_1")]),
        None
    );
}

#[test]
fn anything_else_is_401() {
    let known = authentication(&["ck_int_1"]);
    for value in [
        "",
        "Bearer",
        "Bearer ",
        "Bearer ck_int_",
        "ck_int_12",
        "Bearer CK_INT_1",
        "Basic ck_int_1",
    ] {
        assert_eq!(answer(&known, &[("authorization", value)]), Some(401), "{value}");
    }
    assert_eq!(answer(&known, &[]), Some(401));
    assert_eq!(answer(&known, &[("x-other", "ck_int_1")]), Some(401));
}

#[test]
fn a_token_with_an_extra_character_is_401() {
    let known = authentication(&["ck_int_1"]);
    for letter in '!'..='~' {
        let values = [format!("ck_int_1{letter}"), format!("{letter}ck_int_1")];
        for value in values.iter().flat_map(|value| [value.clone(), format!("Bearer {value}")]) {
            let mut headers = HeaderMap::new();
            headers.insert(AUTHORIZATION, HeaderValue::from_str(&value).unwrap());
            assert!(known.authenticate(&headers).is_err(), "{value}");
        }
    }
}

#[test]
fn while_a_token_is_rotated_both_are_valid() {
    let known = authentication(&["ck_old", "ck_new"]);
    assert_eq!(answer(&known, &[("authorization", "Bearer ck_old")]), None);
    assert_eq!(answer(&known, &[("authorization", "Bearer ck_new")]), None);
}

#[test]
fn an_error_has_no_part_of_the_token() {
    let mut headers = HeaderMap::new();
    headers.insert(AUTHORIZATION, HeaderValue::from_static("Bearer ck_other"));
    let error = authentication(&["ck_secret"]).authenticate(&headers).unwrap_err();
    assert!(!format!("{error:?}").contains("ck_"));
}
