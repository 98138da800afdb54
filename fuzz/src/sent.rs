//! Requests, as text that a fuzzer can mutate.

use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::http::{Method, Uri};
use actix_web::web::Bytes;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use crate::base64;
use crate::merchants::TOKEN;

/// A header that is never sent. Each of its characters is the length of a chunk of the body, from 0 for the space up to
/// 94; what is left is the last one.
const CUT: &str = "x-cut";

/// In bytes. No token is read from a longer value, a limit that the documents do not mention.
const LONGEST_VALUE: usize = 4096;

/// A request, as far as it can be one: what is not HTTP never gets past actix's parser.
pub struct Sent {
    pub method: Method,
    pub uri: Uri,
    pub headers: Vec<(HeaderName, HeaderValue)>,
    pub body: Bytes,
    /// Where the body is cut into chunks; whole when it is empty.
    pub cuts: Vec<usize>,
}

impl Sent {
    /// Reads text like HTTP's: a line with method and target, lines with headers, an empty line, the body.
    #[must_use]
    pub fn read(data: &[u8]) -> Option<Self> {
        let (first, rest) = line(data);
        let mut words = first.splitn(2, |byte| *byte == b' ');
        let method = Method::from_bytes(words.next()?).ok()?;
        let uri = Uri::try_from(words.next()?).ok()?;
        let (lines, body) = head(rest);
        let mut headers = headers(&lines, body);
        let cuts = headers.extract_if(.., |(name, _)| name == CUT);
        let cuts = cuts.flat_map(|(_, value)| value.as_bytes().to_vec());
        let cuts = cuts.map(|length| usize::from(length.saturating_sub(b' '))).collect();
        Some(Self { method, uri, headers, body: Bytes::copy_from_slice(body), cuts })
    }

    /// A `GET` with these header lines.
    #[must_use]
    pub fn with_headers(data: &[u8], uri: Uri) -> Self {
        let headers = headers(&head(data).0, b"");
        Self { method: Method::GET, uri, headers, body: Bytes::new(), cuts: Vec::new() }
    }

    /// The body in its chunks, empty ones too.
    pub(crate) fn chunks(&self) -> Vec<Bytes> {
        let mut rest = self.body.clone();
        let cut = |length: &usize| rest.split_to(rest.len().min(*length));
        let mut chunks: Vec<_> = self.cuts.iter().map(cut).collect();
        chunks.push(rest);
        chunks
    }

    /// All values of a header.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a [u8]> {
        let named = self.headers.iter().filter(move |(known, _)| known == name);
        named.map(|(_, value)| value.as_bytes())
    }
}

/// The lines up to an empty one, and what follows it.
fn head(mut data: &[u8]) -> (Vec<&[u8]>, &[u8]) {
    let mut lines = Vec::new();
    while !data.is_empty() {
        let (first, rest) = line(data);
        data = rest;
        if first.is_empty() {
            break;
        }
        lines.push(first);
    }
    (lines, data)
}

/// The lines that are `name: value`.
fn headers(lines: &[&[u8]], body: &[u8]) -> Vec<(HeaderName, HeaderValue)> {
    let header = |line: &&[u8]| {
        let mut parts = line.splitn(2, |byte| *byte == b':');
        let name = HeaderName::from_bytes(parts.next()?).ok()?;
        // A server has trimmed the value already.
        let value = HeaderValue::from_bytes(expanded(parts.next()?, body).trim_ascii()).ok()?;
        (value.len() <= LONGEST_VALUE).then_some((name, value))
    };
    lines.iter().filter_map(header).collect()
}

/// Replaces what no mutation would find: `{hex}` and `{base64}` by the signature of the body with the token, and
/// `{=user:password}` by that text in base64.
fn expanded(value: &[u8], body: &[u8]) -> Vec<u8> {
    let Some(open) = value.iter().position(|byte| *byte == b'{') else { return value.to_vec() };
    let (before, rest) = value.split_at(open);
    let Some(close) = rest.iter().position(|byte| *byte == b'}') else { return value.to_vec() };
    let (braces, rest) = rest.split_at(close + 1);
    let replacement = match braces {
        b"{hex}" => hex(&signature(body)),
        b"{base64}" => base64::encode(&signature(body)),
        [b'{', b'=', text @ .., _] => base64::encode(text),
        other => other.to_vec(),
    };
    [before, &replacement, &expanded(rest, body)].concat()
}

/// The HMAC-SHA256 of a body, with the token as the key.
///
/// # Panics
/// Never: a key has any length.
#[must_use]
pub fn signature(body: &[u8]) -> Vec<u8> {
    let mut hmac = Hmac::<Sha256>::new_from_slice(TOKEN.as_bytes()).expect("a key of any length");
    hmac.update(body);
    hmac.finalize().into_bytes().to_vec()
}

#[must_use]
pub fn hex(bytes: &[u8]) -> Vec<u8> {
    bytes.iter().flat_map(|byte| format!("{byte:02x}").into_bytes()).collect()
}

fn line(data: &[u8]) -> (&[u8], &[u8]) {
    match data.iter().position(|byte| *byte == b'\n') {
        Some(end) => (&data[..end], &data[end + 1..]),
        None => (data, &[]),
    }
}
