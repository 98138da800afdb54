//! Where a request has the Integration Token.

use std::fmt;

use base64::Engine as _;
use base64::alphabet;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use churnkey_runtime::masking;
use percent_encoding::percent_decode_str;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use crate::routes::Target;

/// How many places of a request are looked at.
const MOST: usize = 200;

const LENIENT: GeneralPurposeConfig =
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent);
/// Both alphabets of base64, with padding or without.
pub(crate) const BASE64: [GeneralPurpose; 2] = [
    GeneralPurpose::new(&alphabet::STANDARD, LENIENT),
    GeneralPurpose::new(&alphabet::URL_SAFE, LENIENT),
];

/// The Integration Token, as a secret that can only be compared and be the key of an HMAC.
#[derive(Clone)]
pub(crate) struct Secret {
    secret: String,
    digest: [u8; 32],
}

impl Secret {
    pub(crate) fn new(secret: String) -> Self {
        let digest = Sha256::digest(&secret).into();
        Self { secret, digest }
    }

    /// To be sent, or as a key.
    pub(crate) fn expose(&self) -> &str {
        &self.secret
    }

    /// In constant time.
    pub(crate) fn is(&self, value: &[u8]) -> bool {
        let digest: [u8; 32] = Sha256::digest(value).into();
        digest.ct_eq(&self.digest).into()
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret")
    }
}

/// Where the token stands. Names in it are as they came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    Header { name: String, form: Form },
    Query(String),
    Cookie(String),
    Path,
    Body(String),
}

/// How a header has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Form {
    /// The whole value.
    Alone,
    Bearer,
    /// Behind another scheme.
    Scheme(String),
    BasicUser,
    BasicPassword,
}

impl Place {
    /// Whether every integration that follows the protocol's page takes it there.
    pub(crate) fn is_usual(&self) -> bool {
        matches!(self, Self::Header { name, form: Form::Bearer } if name.eq_ignore_ascii_case("authorization"))
    }
}

/// For a record: names that may be told, and nothing else.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header { name, form } => {
                write!(f, "header {}, ", masking::name(name))?;
                match form {
                    Form::Alone => f.write_str("alone"),
                    Form::Bearer => f.write_str("behind Bearer"),
                    Form::Scheme(scheme) => write!(f, "behind {}", masking::word(scheme)),
                    Form::BasicUser => f.write_str("the user of Basic"),
                    Form::BasicPassword => f.write_str("the password of Basic"),
                }
            }
            Self::Query(key) => write!(f, "query {}", masking::name(key)),
            Self::Cookie(name) => write!(f, "cookie {}", masking::name(name)),
            Self::Path => f.write_str("path"),
            Self::Body(key) => write!(f, "body {}", masking::name(key)),
        }
    }
}

/// The places of a request's head that have the token, compared in constant time.
pub(crate) fn in_head<'a>(
    secret: &Secret,
    target: &str,
    headers: impl Iterator<Item = (&'a str, &'a [u8])>,
) -> Vec<Place> {
    let mut candidates: Vec<(Place, Vec<u8>)> = Vec::new();
    for (name, value) in headers.take(MOST) {
        if name.eq_ignore_ascii_case("cookie") {
            candidates.extend(cookies(value));
        } else {
            candidates.extend(forms(value).into_iter().map(|(form, value)| {
                (Place::Header { name: name.to_ascii_lowercase(), form }, value)
            }));
        }
    }
    let target = Target::of(target);
    let query = form_urlencoded::parse(target.query.unwrap_or_default().as_bytes());
    candidates.extend(
        query.map(|(key, value)| (Place::Query(key.into_owned()), value.into_owned().into_bytes())),
    );
    let segments = target.below.split('/').chain(target.prefix.unwrap_or_default().split('/'));
    candidates.extend(
        segments.map(|segment| (Place::Path, percent_decode_str(segment).collect::<Vec<u8>>())),
    );
    let mut places = Vec::new();
    for (place, value) in candidates.into_iter().take(MOST) {
        if !value.is_empty() && secret.is(&value) && !places.contains(&place) {
            places.push(place);
        }
    }
    places
}

fn forms(value: &[u8]) -> Vec<(Form, Vec<u8>)> {
    let value = value.trim_ascii();
    let mut forms = vec![(Form::Alone, value.to_vec())];
    let Some(space) = value.iter().position(|byte| *byte == b' ') else { return forms };
    let (scheme, behind) = value.split_at(space);
    let (scheme, behind) = (String::from_utf8_lossy(scheme).into_owned(), behind.trim_ascii());
    if scheme.eq_ignore_ascii_case("bearer") {
        forms.push((Form::Bearer, behind.to_vec()));
    } else if scheme.eq_ignore_ascii_case("basic") {
        let decoded = BASE64.iter().find_map(|base64| base64.decode(behind).ok());
        if let Some(decoded) = decoded {
            let colon = decoded.iter().position(|byte| *byte == b':').unwrap_or(decoded.len());
            let (user, password) = decoded.split_at(colon);
            forms.push((Form::BasicUser, user.to_vec()));
            forms.push((Form::BasicPassword, password.get(1..).unwrap_or_default().to_vec()));
        }
    } else {
        // `Token token="…"` too.
        let quoted = behind.split(|byte| *byte == b'"').nth(1).unwrap_or(behind);
        forms.push((Form::Scheme(scheme.clone()), behind.to_vec()));
        forms.push((Form::Scheme(scheme), quoted.to_vec()));
    }
    forms
}

fn cookies(value: &[u8]) -> Vec<(Place, Vec<u8>)> {
    let pair = |pair: &[u8]| {
        let equals = pair.iter().position(|byte| *byte == b'=')?;
        let (name, value) = pair.split_at(equals);
        let name = String::from_utf8_lossy(name.trim_ascii()).into_owned();
        let value = String::from_utf8_lossy(value.get(1..)?.trim_ascii()).into_owned();
        Some((Place::Cookie(name), percent_decode_str(&value).collect()))
    };
    value.split(|byte| *byte == b';').filter_map(pair).collect()
}
