#![allow(clippy::unwrap_used, reason = "a test may fail")]

use super::{API_KEY, APP_ID, Embed, EmbedError};

fn read(app_id: Option<&str>, api_key: Option<&str>) -> Result<Embed, EmbedError> {
    Embed::from_variables(|name| match name {
        APP_ID => app_id.map(str::to_owned),
        API_KEY => api_key.map(str::to_owned),
        _ => None,
    })
}

#[test]
fn whitespace_around_a_value_is_removed() {
    let hash = |embed: Embed| embed.auth_hash("u_1").unwrap();
    let read = read(Some(" app"), Some("key\n")).unwrap();
    assert_eq!(read.app_id(), "app");
    assert_eq!(hash(read), hash(Embed::new("app", "key").unwrap()));
}

#[test]
fn a_missing_variable_is_named() {
    assert_eq!(read(None, Some("key")).unwrap_err(), EmbedError::Variable("CK_APP_ID"));
    assert_eq!(read(Some("app"), None).unwrap_err(), EmbedError::Variable("CK_API_KEY"));
    assert_eq!(read(Some("app"), Some(" \n")).unwrap_err(), EmbedError::Variable("CK_API_KEY"));
}
