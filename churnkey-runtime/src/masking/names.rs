//! Names of headers, and keys of queries and bodies.

use std::borrow::Cow;

use crate::masking::look::look;
use crate::masking::words::is_known;

/// In bytes: `Content-Security-Policy-Report-Only` has 35.
const LONGEST: usize = 40;

/// In lowercase letters: the longest word of a name, such as `authentication`.
const LONGEST_WORD: usize = 16;

/// A header's name or a key, as it is if it looks like a name; otherwise its look in parentheses.
///
/// It is shown if it is a known word, or if it has up to 40 bytes and each of its parts, split at `-`, `_` and `.`, is a
/// known word or of letters alone, with no more than 16 lowercase letters in a row: a capital letter begins a new word. So
/// an id, a phone number, an e-mail address or a token that has digits is not shown in a key's place. A text of letters
/// alone is.
///
/// ```
/// # extern crate churnkey_runtime as churnkey;
/// use churnkey::masking::name;
///
/// assert_eq!(name("x-ck-signature"), "x-ck-signature");
/// assert_eq!(name("preferredCancellationDate"), "preferredCancellationDate");
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
    (1..=LONGEST).contains(&text.len())
        && text.split(['-', '_', '.']).all(|part| is_known(part) || is_part(part))
}

/// `preferredCancellationDate`
fn is_part(part: &str) -> bool {
    let words = part.split(|letter: char| letter.is_ascii_uppercase());
    !part.is_empty()
        && part.bytes().all(|byte| byte.is_ascii_alphabetic())
        && words.into_iter().all(|word| word.len() <= LONGEST_WORD)
}
