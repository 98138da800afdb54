//! Guesses the endpoint that an unknown path was meant for.

use std::collections::BTreeSet;

use crate::http::document::FixedDocument;
use crate::http::routing::{METHODS, MOST_SEGMENTS, Pattern, Routes, Segment, Target, is_safe};
use crate::masking::MASKED;
use crate::module::endpoint::Verb;

/// An alias that would answer such a request.
pub(super) struct Alias {
    pub(super) path: String,
    pub(super) target: String,
    pub(super) is_manifest: bool,
}

/// The alias that a request was perhaps meant for. `masked` is its path below `/churnkey`.
pub(super) fn alias(routes: &Routes, method: &str, masked: &str) -> Option<Alias> {
    if !METHODS.contains(&method) {
        return None;
    }
    if let Some(FixedDocument { path: target, name, .. }) = document(routes, masked) {
        let path = if masked.is_empty() { "/" } else { masked };
        let is_manifest = *name == FixedDocument::FEATURES;
        return Some(Alias { path: path.to_owned(), target: target.to_string(), is_manifest });
    }
    let (path, target) = endpoint(routes, method, masked)?;
    Some(Alias { path, target: target.to_owned(), is_manifest: false })
}

/// Whether a path of one word, or the prefix itself, may be meant for the manifest.
fn names_the_manifest(path: &str) -> bool {
    let words =
        ["manifest", "feature", "capabilit", "integration", "config", "module", "discovery"];
    let is_one_word = path.rsplit_once('/').is_some_and(|(before, _)| before.is_empty());
    path.is_empty()
        || (is_one_word && words.into_iter().any(|word| path.to_ascii_lowercase().contains(word)))
}

/// The document at this path, or the manifest if the path may be meant for it.
fn document<'r>(routes: &'r Routes, path: &str) -> Option<&'r FixedDocument> {
    let mut documents = routes.documents().iter();
    let there = documents.clone().find(|document| document.path.trim_end_matches('/') == path);
    there.or_else(|| {
        let is_manifest = |document: &&FixedDocument| document.name == FixedDocument::FEATURES;
        documents.find(is_manifest).filter(|_| names_the_manifest(path))
    })
}

/// The masked path with the names of an endpoint's parameters, and that endpoint's pattern. The endpoint has as many
/// parameters as the path, and shares a word with it.
fn endpoint(routes: &Routes, method: &str, masked: &str) -> Option<(String, &'static str)> {
    let segments: Vec<_> = masked.strip_prefix('/')?.split('/').collect();
    if segments.len() > MOST_SEGMENTS || segments.contains(&"") {
        return None;
    }
    let params = segments.iter().filter(|segment| **segment == MASKED).count();
    let words: BTreeSet<_> =
        segments.iter().filter(|text| **text != MASKED).flat_map(|text| words(text)).collect();
    let candidates = routes.all().filter_map(|route| match &route.target {
        Target::Endpoint { endpoint, .. } if endpoint.verb == Verb::Read || !is_safe(method) => {
            let shared = shared(&route.pattern, &words);
            (shared > 0 && route.pattern.names().len() == params)
                .then_some((shared, route, endpoint))
        }
        _ => None,
    });
    // The first of those that share the most words.
    let (_, route, endpoint) =
        candidates.reduce(|best, next| if next.0 > best.0 { next } else { best })?;
    let mut names = route.pattern.names().into_iter();
    let path = segments.into_iter().map(|segment| match segment {
        MASKED => format!(":{}", names.next().unwrap_or_default()),
        segment => segment.to_owned(),
    });
    Some((format!("/{}", path.collect::<Vec<_>>().join("/")), endpoint.pattern))
}

fn shared(pattern: &Pattern, given: &BTreeSet<String>) -> usize {
    let literals = pattern.0.iter().filter_map(|segment| match segment {
        Segment::Literal(literal) => Some(literal),
        Segment::Param(_) => None,
    });
    literals.flat_map(|literal| words(literal)).filter(|word| given.contains(word)).count()
}

/// The parts of a segment, in lower case and in the singular.
fn words(segment: &str) -> Vec<String> {
    let lower = segment.to_ascii_lowercase();
    let parts = lower.split(['-', '_']).filter(|part| !part.is_empty());
    parts.map(|part| part.strip_suffix('s').unwrap_or(part).to_owned()).collect()
}
