//! Finds the values of a request that are signatures.

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use subtle::ConstantTimeEq as _;

pub(crate) use crate::signatures::messages::Effort;

use crate::request::Request;
use crate::secret::Secret;
use crate::signatures::candidates::{Digest, digests, timestamps};
use crate::signatures::messages::{Message, messages};

/// In bytes: over a larger body only [`Effort::Common`] is tried.
const LARGE_BODY: usize = 8 * 1024;

/// Describes each signature: `header x-ck-signature is HMAC-SHA256 keyed with the token, in hex, over the body`.
pub(crate) fn find(request: &Request, secret: &Secret, effort: Effort) -> Vec<String> {
    let mut digests = digests(request);
    if digests.is_empty() {
        return Vec::new();
    }
    let timestamps = timestamps(request);
    let effort = if request.body.len() > LARGE_BODY { Effort::Common } else { effort };
    let mut signatures = Vec::new();
    for Message { description, parts } in messages(request, &timestamps, effort) {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret.expose().as_bytes()) else {
            break;
        };
        for part in parts {
            mac.update(part);
        }
        let mac = mac.finalize().into_bytes();
        digests.retain(|Digest { location, encoding, bytes }| {
            let is_signature: bool = mac.as_slice().ct_eq(bytes.as_slice()).into();
            if is_signature {
                signatures.push(format!(
                    "{location} is HMAC-SHA256 keyed with the token, in {encoding}, over {description}"
                ));
            }
            !is_signature
        });
    }
    signatures
}
