//! The Integration Tokens.

use std::fmt;

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// The tokens that the recorder knows; there may be one for live mode and one for test mode.
#[derive(Clone)]
pub(crate) struct Secret(Vec<Token>);

/// One token, which is never shown.
#[derive(Clone)]
pub(crate) struct Token {
    /// From 1, in the order in which they were given.
    pub(crate) number: u32,
    secret: String,
    digest: [u8; 32],
}

impl Secret {
    pub(crate) fn new(secret: String) -> Self {
        let mut tokens = Self(Vec::new());
        tokens.add(secret);
        tokens
    }

    pub(crate) fn add(&mut self, secret: String) {
        let number = u32::try_from(self.0.len() + 1).unwrap_or(u32::MAX);
        let digest = Sha256::digest(&secret).into();
        self.0.push(Token { number, secret, digest });
    }

    pub(crate) fn tokens(&self) -> &[Token] {
        &self.0
    }

    /// The token that this value is. It is compared with each, in constant time.
    pub(crate) fn find(&self, value: &[u8]) -> Option<&Token> {
        let digest: [u8; 32] = Sha256::digest(value).into();
        let mut found = None;
        for token in &self.0 {
            if digest.ct_eq(&token.digest).into() {
                found = Some(token);
            }
        }
        found
    }

    /// Whether this value is one of the tokens.
    pub(crate) fn is(&self, value: &[u8]) -> bool {
        self.find(value).is_some()
    }
}

impl Token {
    /// The token itself: for a header, or as the key of an HMAC.
    pub(crate) fn expose(&self) -> &str {
        &self.secret
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}
