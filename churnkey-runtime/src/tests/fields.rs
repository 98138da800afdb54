use actix_web::web::Bytes;

use super::Fields;
use crate::actions::Schedule;
use crate::module::offered::{offered, offered_flag};

fn fails(body: &str, read: impl FnOnce(&Fields<'_>) -> crate::Result<()>) -> String {
    let bytes = Bytes::copy_from_slice(body.as_bytes());
    let error = Fields::parse(&bytes).and_then(|fields| read(&fields)).unwrap_err();
    assert_eq!(error.code(), 400);
    error.message().to_owned()
}

fn id(body: &str) -> String {
    fails(body, |fields| fields.id::<String>("price", &["priceId"]).map(drop))
}

#[test]
fn a_refusal_names_the_key() {
    assert_eq!(id("{}"), "`price` is missing");
    assert_eq!(id(r#"{"price": null}"#), "`price` is missing");
    assert_eq!(id(r#"{"price": 5}"#), "`price` must be a string");
    assert_eq!(id(r#"{"priceId": []}"#), "`priceId` must be a string");
    assert_eq!(id(r#"{"price": ""}"#), "`price` must not be empty");
    assert_eq!(id(r#"{"price": "a\u0000b"}"#), "`price` has a control character");
    assert_eq!(id(r#"{"price": "a", "price": "b"}"#), "`price` is given twice");
    let flag = |body| fails(body, |fields| fields.flag("unpause").map(drop));
    assert_eq!(flag(r#"{"unpause": "true"}"#), "`unpause` must be true or false");
    let word = |body| fails(body, |fields| fields.word::<Schedule>("scheduledAt").map(drop));
    assert_eq!(
        word(r#"{"scheduledAt": "now"}"#),
        "`scheduledAt` must be `immediate` or `end-of-period`"
    );
    assert_eq!(
        word(r#"{"scheduledAt": 1}"#),
        "`scheduledAt` must be `immediate` or `end-of-period`"
    );
    assert_eq!(word("{}"), "`scheduledAt` is missing");
}

#[test]
fn a_body_that_is_not_an_object_is_refused_without_quoting_it() {
    assert_eq!(id(""), "the body is empty; it must be a JSON object");
    assert_eq!(id(r#"{"price": "secret"#), "the body is not JSON (line 1, column 17)");
    assert_eq!(id(r#"{"price": "a"} trailing"#), "the body is not JSON (line 1, column 16)");
    for body in ["[]", "\"secret\"", "5", "null"] {
        assert_eq!(id(body), "the body must be a JSON object", "{body}");
    }
}

#[test]
fn spellings_are_tried_in_their_order_and_unknown_keys_are_ignored() {
    let bytes =
        Bytes::from_static(br#"{"id": "c", "priceId": "b", "unknown": [{}], "pri\u0063e": "a"}"#);
    let fields = Fields::parse(&bytes).unwrap();
    assert_eq!(fields.id::<String>("price", &["priceId", "id"]).unwrap(), "a");
    assert_eq!(fields.id::<String>("priceId", &["id"]).unwrap(), "b");
    assert_eq!(fields.body(), bytes);
}

#[test]
fn an_undeclared_word_or_flag_is_refused_by_name() {
    let (bytes, declared) = (Bytes::from_static(b"{}"), [Schedule::EndOfPeriod]);
    let fields = Fields::parse(&bytes).unwrap();
    let word = |word| offered(&fields, "scheduledAt", word, &declared);
    let flag = |flag, declared| offered_flag(&fields, "unpause", flag, declared);
    let error = word(Schedule::Immediate).unwrap_err();
    assert_eq!(error.code(), 400);
    assert_eq!(
        error.message(),
        "`scheduledAt`: `immediate` is not offered by this integration, only `end-of-period`"
    );
    assert!(word(Schedule::EndOfPeriod).is_ok());
    assert_eq!(
        flag(true, false).unwrap_err().message(),
        "`unpause`: this integration does not offer it"
    );
    assert!(!flag(false, false).unwrap());
    assert!(flag(true, true).unwrap());
}
