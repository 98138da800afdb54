//! What may be a token in a header's value: the whole value, what follows a scheme, and the user and the password of
//! `Basic`.

use std::borrow::Cow;

/// A value of more bytes is not searched.
const LONGEST: usize = 4096;

/// The token after `Bearer`, in any letter case.
pub(crate) fn bearer(value: &[u8]) -> Option<&[u8]> {
    match value.split_at_checked(7) {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case(b"bearer ") => {
            Some(token.trim_ascii())
        }
        _ => None,
    }
}

/// All possible tokens. Their number depends only on the value's form, so that the time to compare them reveals nothing
/// about a token.
pub(crate) fn tokens(value: &[u8]) -> Vec<Cow<'_, [u8]>> {
    let value = value.trim_ascii();
    if value.len() > LONGEST {
        return Vec::new();
    }
    let mut tokens = vec![Cow::Borrowed(value)];
    let Some(end) = value.iter().position(|byte| *byte == b' ') else { return tokens };
    let (scheme, rest) = value.split_at(end);
    let rest = rest.trim_ascii();
    if scheme.eq_ignore_ascii_case(b"basic") {
        if let Some(decoded) = base64(rest) {
            let (user, password) = user_and_password(&decoded);
            tokens.extend([user, password].map(|token| Cow::Owned(token.to_vec())));
        }
    } else {
        tokens.push(Cow::Borrowed(rest));
    }
    tokens
}

fn user_and_password(decoded: &[u8]) -> (&[u8], &[u8]) {
    let colon = decoded.iter().position(|byte| *byte == b':').unwrap_or(decoded.len());
    let (user, password) = decoded.split_at(colon);
    (user, password.get(1..).unwrap_or_default())
}

/// In the standard alphabet (RFC 4648, section 4), with or without padding.
fn base64(text: &[u8]) -> Option<Vec<u8>> {
    let content = text.iter().rev().skip_while(|byte| **byte == b'=').count();
    let content = text.get(..content)?;
    if text.len() - content.len() > 2 {
        return None;
    }
    let mut decoded = Vec::with_capacity(content.len() * 3 / 4 + 1);
    let (mut bits, mut count) = (0_u32, 0_u32);
    for byte in content {
        let six = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(six);
        count += 6;
        if count >= 8 {
            count -= 8;
            let [.., last] = (bits >> count).to_be_bytes();
            decoded.push(last);
        }
    }
    Some(decoded)
}
