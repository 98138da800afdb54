//! A second implementation of the search for a valid token in a place where none is accepted.

use percent_encoding::percent_decode;

use crate::sent::Sent;
use crate::services::Service;
use crate::tokens;

/// The runtime compares at least so many values of a request, if they are not longer than this.
const MOST: usize = 16;
const LONGEST: usize = 1024;

pub struct Misplaced {
    /// A token is in the path, the query, a cookie or another header.
    pub is_present: bool,
    /// The same, and the request is so small that the runtime has to find it.
    pub must_be_found: bool,
}

#[must_use]
pub fn find(service: &Service, sent: &Sent) -> Misplaced {
    let mut values: Vec<Vec<u8>> = Vec::new();
    let (path, query) = (sent.uri.path().as_bytes(), sent.uri.query().unwrap_or_default());
    let decode = |value: &[u8]| percent_decode(value.trim_ascii()).collect::<Vec<u8>>();
    values.extend(path.split(|byte| *byte == b'/').map(decode));
    values.extend(query.as_bytes().split(|byte| *byte == b'&').filter_map(value_of).map(decode));
    for (name, value) in &sent.headers {
        let value = value.as_bytes();
        if name == "cookie" {
            let pairs = value.split(|byte| *byte == b';');
            values.extend(pairs.filter_map(value_of).map(decode));
        } else if name != "authorization" && !service.headers.contains(&name.as_str()) {
            values.extend(tokens::candidates(value));
        }
    }
    let is_token = |value: &Vec<u8>| service.tokens.iter().any(|it| it.secret.as_bytes() == value);
    let is_present = values.iter().any(is_token);
    let is_small = values.len() <= MOST && values.iter().all(|value| value.len() <= LONGEST);
    Misplaced { is_present, must_be_found: is_present && is_small }
}

/// The value in `name=value`.
fn value_of(pair: &[u8]) -> Option<&[u8]> {
    let equals = pair.iter().position(|byte| *byte == b'=')?;
    pair.get(equals + 1..)
}
