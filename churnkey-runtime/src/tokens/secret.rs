//! A valid token that the merchant's function can compare with or use as the key of an HMAC, but not read.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use subtle::{Choice, ConstantTimeEq as _};

pub(super) type Digest = [u8; 32];

/// A valid integration token, for the function of [`Builder::authenticate`](crate::Builder::authenticate). It can be
/// compared, or be the key of an HMAC, but not be read.
///
/// Only its SHA-256 digest and the state of HMAC-SHA256 with it as the key are kept. All comparisons take constant
/// time.
#[derive(Clone)]
pub struct Secret {
    digest: Digest,
    /// Only set for such a function: the digest alone cannot sign anything.
    key: Option<Box<Hmac<Sha256>>>,
}

impl Secret {
    pub(super) fn new(secret: &str, as_key: bool) -> Self {
        let key = as_key.then(|| Hmac::new_from_slice(secret.as_bytes()).ok()).flatten();
        Self { digest: digest(secret.as_bytes()), key: key.map(Box::new) }
    }

    pub(super) fn same(&self, digest: &Digest) -> Choice {
        self.digest.ct_eq(digest)
    }

    /// Whether this is the token itself.
    #[must_use]
    pub fn is(&self, presented: impl AsRef<[u8]>) -> bool {
        self.same(&digest(presented.as_ref())).into()
    }

    /// HMAC-SHA256 with the token as the key, over the concatenated parts.
    ///
    /// ```
    /// # extern crate churnkey_runtime as churnkey;
    /// use churnkey::{AuthRequest, Secret};
    ///
    /// /// `x-ck-signature` is the HMAC of `<timestamp>.<body>`, in hex.
    /// fn is_signed(request: &AuthRequest<'_>, secret: &Secret) -> bool {
    ///     let (Some(time), Some(signature)) =
    ///         (request.header("x-ck-timestamp"), request.header("x-ck-signature"))
    ///     else {
    ///         return false;
    ///     };
    ///     secret.hmac_sha256([time.as_bytes(), b".", request.body()]).is_hex(signature)
    /// }
    /// ```
    #[must_use]
    pub fn hmac_sha256<P: AsRef<[u8]>>(&self, parts: impl IntoIterator<Item = P>) -> Signature {
        let signature = self.key.as_deref().map(|key| {
            let mut hmac = key.clone();
            parts.into_iter().for_each(|part| hmac.update(part.as_ref()));
            hmac.finalize().into_bytes().into()
        });
        Signature(signature)
    }
}

/// Hides the secret.
impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Secret").finish_non_exhaustive()
    }
}

/// The result of [`Secret::hmac_sha256`]: 32 bytes, to compare with what a request shows.
#[derive(Clone)]
pub struct Signature(Option<Digest>);

impl Signature {
    /// Whether `shown` is these bytes.
    #[must_use]
    pub fn is(&self, shown: impl AsRef<[u8]>) -> bool {
        self.0.is_some_and(|signature| signature.as_slice().ct_eq(shown.as_ref()).into())
    }

    /// Whether `shown` is these bytes in hex digits, in either letter case.
    #[must_use]
    pub fn is_hex(&self, shown: impl AsRef<[u8]>) -> bool {
        self.0.is_some_and(|signature| {
            let hex = signature.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]);
            let hex: Vec<u8> = hex.collect();
            hex.ct_eq(&shown.as_ref().to_ascii_lowercase()).into()
        })
    }

    /// Whether `shown` is these bytes in base64, in either alphabet (RFC 4648, 4 and 5), with or without padding.
    #[must_use]
    pub fn is_base64(&self, shown: impl AsRef<[u8]>) -> bool {
        let shown: Vec<u8> = shown.as_ref().iter().map(|byte| common(*byte)).collect();
        let padded = shown.strip_suffix(b"=").unwrap_or(&shown);
        self.0.is_some_and(|signature| base64(&signature).ct_eq(padded).into())
    }
}

/// Hides the signature.
impl fmt::Debug for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signature").finish_non_exhaustive()
    }
}

pub(super) fn digest(token: &[u8]) -> Digest {
    Sha256::digest(token).into()
}

const fn digit(four: u8) -> u8 {
    match four {
        0..=9 => b'0' + four,
        _ => b'a' + four - 10,
    }
}

/// Maps the URL-safe alphabet to the common one.
const fn common(byte: u8) -> u8 {
    match byte {
        b'-' => b'+',
        b'_' => b'/',
        other => other,
    }
}

/// The common alphabet, without padding.
fn base64(bytes: &[u8]) -> Vec<u8> {
    let sixes = bytes.chunks(3).flat_map(|chunk| {
        let three = chunk.iter().fold(0_u32, |bits, byte| (bits << 8) | u32::from(*byte));
        let three = three << (8 * (3 - chunk.len()));
        (0..=chunk.len()).map(move |at| (three >> (18 - 6 * at)) & 63)
    });
    let sign = |six: u32| {
        let [.., six] = six.to_be_bytes();
        match six {
            0..=25 => b'A' + six,
            26..=51 => b'a' + six - 26,
            52..=61 => b'0' + six - 52,
            62 => b'+',
            _ => b'/',
        }
    };
    sixes.map(sign).collect()
}

#[cfg(test)]
#[path = "tests/secret.rs"]
mod tests;
