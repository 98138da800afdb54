//! Base64 in the standard alphabet (RFC 4648, section 4), bit by bit.

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// With padding.
#[must_use]
pub fn encode(bytes: &[u8]) -> Vec<u8> {
    let bits: Vec<bool> = bytes.iter().flat_map(|byte| bits(*byte, 8)).collect();
    let mut text: Vec<u8> = bits.chunks(6).map(|six| ALPHABET[number(six, 6)]).collect();
    text.resize(text.len().next_multiple_of(4), b'=');
    text
}

/// With or without padding. An incomplete last byte is dropped.
#[must_use]
pub fn decode(text: &[u8]) -> Option<Vec<u8>> {
    let content = text.strip_suffix(b"=").unwrap_or(text);
    let content = content.strip_suffix(b"=").unwrap_or(content);
    let mut all = Vec::new();
    for letter in content {
        let six = ALPHABET.iter().position(|known| known == letter)?;
        all.extend(bits(u8::try_from(six).ok()?, 6));
    }
    let bytes = all.chunks_exact(8).map(|eight| u8::try_from(number(eight, 8)).unwrap_or_default());
    Some(bytes.collect())
}

/// The lowest `count` bits, from the highest to the lowest.
fn bits(byte: u8, count: u32) -> impl Iterator<Item = bool> {
    (0..count).rev().map(move |at| byte >> at & 1 == 1)
}

/// Missing bits at the end are zeros.
fn number(bits: &[bool], count: usize) -> usize {
    (0..count).fold(0, |number, at| number << 1 | usize::from(bits.get(at) == Some(&true)))
}
