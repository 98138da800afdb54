//! Names of headers, and keys of queries and bodies.

use std::borrow::Cow;

use crate::masking::look::look;
use crate::masking::words::is_known;

/// In bytes: `Content-Security-Policy-Report-Only` has 35.
const LONGEST: usize = 40;

/// In letters: the longest part of a name, such as `authentication`.
const LONGEST_PART: usize = 16;

/// A header's name or a key, as it is if it looks like a name; otherwise its look in parentheses.
///
/// It looks like a name if it has up to 40 letters, `-`, `_` and `.`, with no more than 16 letters in a row, or is a known
/// word. So an id, a phone number, an e-mail address or a token in a key's place is not shown.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::masking::name;
///
/// assert_eq!(name("x-ck-signature"), "x-ck-signature");
/// assert_eq!(name("cancellationReason"), "cancellationReason");
/// assert_eq!(name("mina@example.org"), "(16 characters)");
/// assert_eq!(name("u_1001"), "(6 letters, digits, - and _)");
/// ```
#[must_use]
pub fn name(text: &str) -> Cow<'_, str> {
    if is_known(text) || looks_like_a_name(text) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(format!("({})", look(text.as_bytes())))
}

fn looks_like_a_name(text: &str) -> bool {
    let is_part = |part: &str| {
        // `sha256`, `v1`: only words of the list may have digits.
        is_known(part)
            || (part.len() <= LONGEST_PART && part.bytes().all(|byte| byte.is_ascii_alphabetic()))
            || is_camel(part)
    };
    (1..=LONGEST).contains(&text.len())
        && text.split(['-', '_', '.']).all(|part| !part.is_empty() && is_part(part))
}

/// `preferredCancellationDate`: longer than one word, and each word begins with a capital letter.
fn is_camel(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_alphabetic())
        && part
            .split(|letter: char| letter.is_ascii_uppercase())
            .all(|word| word.len() < LONGEST_PART)
}
