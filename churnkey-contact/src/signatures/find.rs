//! Finds the values of a request that are signatures.

use std::fmt;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

pub(crate) use crate::signatures::messages::Effort;

use crate::request::Request;
use crate::secret::{Secret, Token};
use crate::signatures::candidates::{Digest, digests, timestamps};
use crate::signatures::messages::{Message, messages};

/// In bytes: over a larger body only [`Effort::Common`] is tried.
const LARGE_BODY: usize = 8 * 1024;

/// How many bytes may be hashed for one request. There is one thread for the record, and anybody may send a value that
/// looks like a digest together with many timestamps and a large body.
pub(crate) const MAX_HASHED: usize = 1024 * 1024;
/// While a client waits, and holds a worker.
pub(crate) const MAX_HASHED_WAITING: usize = 512 * 1024;
/// SHA-256 hashes whole blocks, and HMAC two more.
const BLOCK: usize = 64;

/// Its text is `header x-ck-signature is HMAC-SHA256 keyed with the token, in hex, over the body`.
#[derive(Debug)]
pub(crate) struct Signature<'a> {
    description: String,
    pub(crate) token: &'a Token,
}

pub(crate) fn find<'a>(
    request: &Request,
    secret: &'a Secret,
    effort: Effort,
) -> Vec<Signature<'a>> {
    find_and_count(request, secret, effort).0
}

/// The signatures, and how many bytes were hashed.
pub(crate) fn find_and_count<'a>(
    request: &Request,
    secret: &'a Secret,
    effort: Effort,
) -> (Vec<Signature<'a>>, usize) {
    let (mut signatures, mut hashed) = (Vec::new(), 0);
    let mut digests = digests(request);
    if digests.is_empty() {
        return (signatures, hashed);
    }
    let most = match effort {
        Effort::All => MAX_HASHED,
        Effort::Common => MAX_HASHED_WAITING,
    };
    let timestamps = timestamps(request);
    let effort = if request.body.len() > LARGE_BODY { Effort::Common } else { effort };
    let keyed = |token: &'a Token| {
        let mac = Hmac::<Sha256>::new_from_slice(token.expose().as_bytes());
        Some((token, mac.ok()?))
    };
    let tokens: Vec<_> = secret.tokens().iter().filter_map(keyed).collect();
    for Message { description, parts } in messages(request, &timestamps, effort) {
        let length = parts.iter().map(|part| part.len()).sum::<usize>() + 2 * BLOCK;
        for (token, mac) in &tokens {
            if digests.is_empty() || hashed + length > most {
                return (signatures, hashed);
            }
            hashed += length;
            let mut mac = mac.clone();
            for part in &parts {
                mac.update(part);
            }
            let mac = mac.finalize().into_bytes();
            digests.retain(|Digest { location, encoding, bytes }| {
                let is_signature: bool = mac.as_slice().ct_eq(bytes.as_slice()).into();
                if is_signature {
                    let description = format!(
                        "{location} is HMAC-SHA256 keyed with the token, in {encoding}, over {description}"
                    );
                    signatures.push(Signature { description, token });
                }
                !is_signature
            });
        }
    }
    (signatures, hashed)
}

impl fmt::Display for Signature<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.description)
    }
}
