//! The Integration Token.

use std::fmt;

use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

/// The token, which is compared in constant time and never shown.
#[derive(Clone)]
pub(crate) struct Secret {
    secret: String,
    digest: [u8; 32],
}

impl Secret {
    pub(crate) fn new(secret: String) -> Self {
        let digest = Sha256::digest(&secret).into();
        Self { secret, digest }
    }

    /// The token itself: for a header, or as the key of an HMAC.
    pub(crate) fn expose(&self) -> &str {
        &self.secret
    }

    pub(crate) fn is(&self, value: &[u8]) -> bool {
        let digest: [u8; 32] = Sha256::digest(value).into();
        digest.ct_eq(&self.digest).into()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}
