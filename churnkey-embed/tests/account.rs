//! What an account refuses, and that its key stays inside.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use churnkey_embed::{Embed, EmbedError};

#[test]
fn nothing_empty_is_signed() {
    assert_eq!(Embed::new("", "key").unwrap_err(), EmbedError::AppId);
    assert_eq!(Embed::new("app", "").unwrap_err(), EmbedError::ApiKey);
    let embed = Embed::new("app", "key").unwrap();
    assert_eq!(embed.auth_hash("").unwrap_err(), EmbedError::CustomerId);
    assert_eq!(embed.session_token("").sign().unwrap_err(), EmbedError::CustomerId);
}

#[test]
fn the_key_is_not_shown() {
    let embed = Embed::new("app_1", "a-very-secret-key").unwrap();
    let token = embed.session_token("u_1");
    for shown in [format!("{embed:?}"), format!("{embed:#?}"), format!("{token:?}")] {
        assert!(shown.contains("app_1"), "{shown}");
        assert!(!shown.contains("secret"), "{shown}");
    }
}
