//! What may be a token in the value of a header: all of it, what stands behind a scheme, and the user and the password of
//! `Basic`.

use std::borrow::Cow;

/// How many tokens there are in a value at the most, and how long a value may be that is looked at.
const LONGEST: usize = 4096;

/// The token behind `Bearer`, in whatever letter case.
pub(crate) fn bearer(value: &[u8]) -> Option<&[u8]> {
    match value.split_at_checked(7) {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case(b"bearer ") => {
            Some(token.trim_ascii())
        }
        _ => None,
    }
}

/// All that may be one. How many they are follows from the value's form alone, so that the time to compare them tells
/// nothing of a token.
pub(crate) fn tokens(value: &[u8]) -> Vec<Cow<'_, [u8]>> {
    let value = value.trim_ascii();
    if value.len() > LONGEST {
        return Vec::new();
    }
    let mut tokens = vec![Cow::Borrowed(value)];
    let Some(end) = value.iter().position(|byte| *byte == b' ') else { return tokens };
    let (scheme, behind) = value.split_at(end);
    let behind = behind.trim_ascii();
    if scheme.eq_ignore_ascii_case(b"basic") {
        if let Some(decoded) = base64(behind) {
            let (user, password) = user_and_password(&decoded);
            tokens.extend([user, password].map(|token| Cow::Owned(token.to_vec())));
        }
    } else {
        tokens.push(Cow::Borrowed(behind));
    }
    tokens
}

fn user_and_password(decoded: &[u8]) -> (&[u8], &[u8]) {
    let colon = decoded.iter().position(|byte| *byte == b':').unwrap_or(decoded.len());
    let (user, password) = decoded.split_at(colon);
    (user, password.get(1..).unwrap_or_default())
}

/// Of the common alphabet (RFC 4648, 4), with padding or without.
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
