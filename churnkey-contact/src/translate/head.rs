//! What changes in the head of a request: the token's place, the mode's word, the path and the method.

use crate::digests::{self, Effort, Signed};
use crate::routes::{ROOT, Target};
use crate::token::{self, Form, Place, Secret};
use crate::translate::path;

/// The head of a request, as it came.
#[derive(Clone, Copy)]
pub(crate) struct Head<'a> {
    pub(crate) method: &'a str,
    pub(crate) target: &'a str,
    pub(crate) headers: &'a [(String, Vec<u8>)],
    pub(crate) body: &'a [u8],
}

/// The head that the integration gets, and what was done.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Changed {
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, Vec<u8>)>,
    /// A sentence for each translation, with what makes it unnecessary.
    pub(crate) told: Vec<String>,
}

/// Where the integration takes the token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wanted {
    Bearer,
    /// A header that holds it alone. In lower case.
    Header(String),
}

/// Of a request of whoever has the token; anybody else's is passed on as it is.
pub(crate) fn change(head: &Head<'_>, secret: &Secret, wanted: &Wanted) -> Changed {
    let mut changed = Changed {
        method: head.method.to_owned(),
        target: head.target.to_owned(),
        headers: head.headers.to_vec(),
        told: Vec::new(),
    };
    if !token(head, secret, wanted, &mut changed) {
        return changed;
    }
    mode(&mut changed);
    path(head, &mut changed);
    changed
}

/// Moves the token. `false` when there is none, nor a signature by it.
fn token(head: &Head<'_>, secret: &Secret, wanted: &Wanted, changed: &mut Changed) -> bool {
    let headers = head.headers.iter().map(|(name, value)| (name.as_str(), value.as_slice()));
    let places = token::in_head(secret, head.target, headers.clone());
    let is_wanted = |place: &Place| match (place, wanted) {
        (place, Wanted::Bearer) => place.is_usual(),
        (Place::Header { name, form: Form::Alone }, Wanted::Header(wanted)) => name == wanted,
        _ => false,
    };
    if places.iter().any(is_wanted) {
        return true;
    }
    let Some(place) = places.first() else {
        let (headers, Head { method, target, body, .. }) = (headers.collect(), *head);
        let signed = Signed { method, target, headers, body };
        let Some(signature) = digests::matches(secret, &signed, Effort::Usual).into_iter().next()
        else {
            return false;
        };
        put(secret, wanted, changed);
        changed.told.push(format!(
            "{}; the token was put into {wanted} in its place; without the recorder: .authenticate(…), as \
             docs/first-contact.md shows it",
            signature.told
        ));
        return true;
    };
    take_out(place, secret, changed);
    put(secret, wanted, changed);
    let without = match place {
        Place::Header { name, .. } if name == "authorization" => {
            "without the recorder this project takes it there as it is".to_owned()
        }
        Place::Header { name, .. } => format!("without the recorder: CK_TOKEN_HEADER={name}"),
        _ => "nothing takes it there, since proxies keep such places: ask Churnkey for a header"
            .to_owned(),
    };
    changed.told.push(format!("the token came in: {place}; it was moved to {wanted}; {without}"));
    true
}

impl std::fmt::Display for Wanted {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Bearer => f.write_str("Authorization: Bearer"),
            Self::Header(name) => write!(f, "the header {}", churnkey_runtime::masking::name(name)),
        }
    }
}

fn put(secret: &Secret, wanted: &Wanted, changed: &mut Changed) {
    let (name, value) = match wanted {
        Wanted::Bearer => ("authorization", format!("Bearer {}", secret.expose())),
        Wanted::Header(name) => (name.as_str(), secret.expose().to_owned()),
    };
    changed.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
    changed.headers.push((name.to_owned(), value.into_bytes()));
}

/// What is left where it stood would be in the integration's logs.
fn take_out(place: &Place, secret: &Secret, changed: &mut Changed) {
    match place {
        Place::Header { name, .. } => {
            changed.headers.retain(|(known, _)| !known.eq_ignore_ascii_case(name));
        }
        Place::Cookie(_) => {
            changed.headers.retain(|(known, _)| !known.eq_ignore_ascii_case("cookie"));
        }
        Place::Query(key) => {
            let (path, query) = changed.target.split_once('?').unwrap_or((&changed.target, ""));
            let pairs: Vec<&str> = query
                .split('&')
                .filter(|pair| {
                    let mut parsed = form_urlencoded::parse(pair.as_bytes());
                    parsed.next().is_none_or(|(name, _)| name != *key)
                })
                .collect();
            let query =
                if pairs.is_empty() { String::new() } else { format!("?{}", pairs.join("&")) };
            changed.target = format!("{path}{query}");
        }
        Place::Path => {
            let (path, query) = match changed.target.split_once('?') {
                Some((path, query)) => (path, format!("?{query}")),
                None => (changed.target.as_str(), String::new()),
            };
            let is_it = |segment: &&str| {
                let decoded: Vec<u8> = percent_encoding::percent_decode_str(segment).collect();
                secret.is(&decoded)
            };
            let kept: Vec<&str> = path.split('/').filter(|segment| !is_it(segment)).collect();
            changed.target = format!("{}{query}", kept.join("/"));
        }
        // It stays in a body, which is the integration's to read.
        Place::Body(_) => {}
    }
}

/// Words that other clients of Churnkey have for its two modes.
fn mode(changed: &mut Changed) {
    let header =
        changed.headers.iter_mut().find(|(name, _)| name.eq_ignore_ascii_case("x-churnkey-mode"));
    let Some((_, value)) = header else { return };
    let word = String::from_utf8_lossy(value).trim().to_ascii_lowercase();
    let meant = match word.as_str() {
        "sandbox" | "testing" | "staging" | "development" => "test",
        "production" | "prod" => "live",
        // Another letter case of the two.
        "test" | "live" if value.as_slice() != word.as_bytes() => word.as_str(),
        _ => return,
    };
    let told = format!(
        "the mode came as {}; it was given as `{meant}`; without the recorder such a mode is 400",
        churnkey_runtime::masking::word(String::from_utf8_lossy(value).trim())
    );
    meant.as_bytes().clone_into(value);
    changed.told.push(told);
}

fn path(head: &Head<'_>, changed: &mut Changed) {
    let names_subscription = serde_json::from_slice::<serde_json::Value>(head.body)
        .is_ok_and(|body| body.get("subscriptionId").is_some_and(serde_json::Value::is_string));
    let target = changed.target.clone();
    let Target { prefix, below, query } = Target::of(&target);
    let Some(meant) = path::translate(head.method, below, names_subscription) else { return };
    let query = query.map_or_else(String::new, |query| format!("?{query}"));
    changed.target = format!("{}{ROOT}{}{query}", prefix.unwrap_or_default(), meant.below);
    meant.route.method.clone_into(&mut changed.method);
    let masked = Target::of(target.split('?').next().unwrap_or_default());
    let came = churnkey_runtime::masking::path(masked.below, true);
    let without = if path::is_manifest(below) {
        format!("CK_FEATURES_PATHS={}", if came.is_empty() { "/" } else { &came })
    } else {
        format!("CK_ALIASES=\"{}\"", path::alias(head.method, &came, meant.route.pattern))
    };
    let method = churnkey_runtime::masking::method(head.method);
    let shown = if prefix.is_some() { format!("{ROOT}{came}") } else { came };
    changed.told.push(format!(
        "{method} {shown} was given as {} {ROOT}{}; without the recorder: {without}",
        meant.route.method, meant.route.pattern
    ));
}
