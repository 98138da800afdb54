//! Guesses the endpoint that an unknown path was meant for.

use std::collections::BTreeSet;

use crate::http::routing::{MOST_SEGMENTS, Pattern, Routes, Segment, Target};
use crate::masking::MASKED;
use crate::module::endpoint::Verb;

/// The masked path with the names of an endpoint's parameters, and that endpoint's pattern. The endpoint has as many
/// parameters as the path, and shares a word with it.
pub(super) fn endpoint(
    routes: &Routes,
    method: &str,
    masked: &str,
) -> Option<(String, &'static str)> {
    let segments: Vec<_> = masked.strip_prefix('/')?.split('/').collect();
    let can_be_alias = matches!(method, "GET" | "POST" | "PUT" | "PATCH" | "DELETE");
    if !can_be_alias || segments.len() > MOST_SEGMENTS || segments.contains(&"") {
        return None;
    }
    let params = segments.iter().filter(|segment| **segment == MASKED).count();
    let words: BTreeSet<_> =
        segments.iter().filter(|text| **text != MASKED).flat_map(|text| words(text)).collect();
    let candidates = routes.all().filter_map(|route| match &route.target {
        Target::Endpoint { endpoint, .. } if endpoint.verb == Verb::Read || method != "GET" => {
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
