//! Routing and percent-decoding: a raw path leads to what a second, plain reading of it leads to.

#![no_main]

use std::sync::LazyLock;

use actix_web::http::Method;
use churnkey_fuzz::merchants;
use churnkey_runtime::{Integration, fuzzing};
use libfuzzer_sys::fuzz_target;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

static SHOP: LazyLock<Integration> = LazyLock::new(merchants::shop);
static PATTERNS: LazyLock<Vec<(&str, &str)>> = LazyLock::new(|| fuzzing::patterns(&SHOP));

// `GET` and a path, or another method behind a space.
fuzz_target!(|text: &str| {
    let (path, method) = text.split_once(' ').unwrap_or((text, "GET"));
    let Ok(method) = Method::from_bytes(method.as_bytes()) else { return };
    let matching: Vec<_> =
        PATTERNS.iter().filter(|(_, pattern)| params(pattern, path).is_some()).collect();
    match fuzzing::route(&SHOP, &method, path) {
        Ok(("/features", found)) => assert!(found.is_empty() && is_the_manifests(path)),
        Ok((pattern, found)) => {
            assert!(matching.contains(&&(method.as_str(), pattern)));
            let raw = params(pattern, path).expect("it matches");
            assert_eq!(found.len(), raw.len());
            for (decoded, raw) in found.iter().zip(raw) {
                assert_eq!(decoded.as_bytes(), percent_decode_str(raw).collect::<Vec<_>>());
                assert!(!decoded.is_empty() && !decoded.chars().any(char::is_control));
            }
            // What was decoded leads back to where it came from.
            let mut params = found.iter();
            let segments = pattern.split('/').map(|segment| match segment.strip_prefix(':') {
                Some(_) => {
                    utf8_percent_encode(params.next().expect("a parameter"), NON_ALPHANUMERIC)
                        .to_string()
                }
                None => segment.to_owned(),
            });
            let again: Vec<_> = segments.collect();
            let again =
                fuzzing::route(&SHOP, &method, &again.join("/")).expect("the same endpoint");
            assert_eq!(again.1, found);
        }
        Err(error) if error.code() == 404 => assert!(matching.is_empty()),
        Err(error) if error.code() == 405 => {
            assert!(!matching.is_empty() || is_the_manifests(path));
            assert!(matching.iter().all(|(verb, _)| *verb != method.as_str()));
        }
        Err(error) => {
            assert_eq!(error.code(), 400);
            assert!(path.contains('%') || path.chars().any(char::is_control));
        }
    }
});

/// The manifest has several places, and two methods.
fn is_the_manifests(path: &str) -> bool {
    let path = path.strip_prefix('/').unwrap_or(path);
    let path = path.strip_suffix('/').unwrap_or(path);
    matches!(path, "" | "features" | "manifest" | "feature-manifest" | "features-manifest")
}

/// The raw parameters, if the path has the pattern's form.
fn params<'a>(pattern: &str, path: &'a str) -> Option<Vec<&'a str>> {
    let path = path.strip_prefix('/').unwrap_or(path);
    let given: Vec<_> = path.strip_suffix('/').unwrap_or(path).split('/').collect();
    let wanted: Vec<_> = pattern[1..].split('/').collect();
    if given.len() != wanted.len() {
        return None;
    }
    let mut params = Vec::new();
    for (given, wanted) in given.into_iter().zip(wanted) {
        if !wanted.starts_with(':') {
            if given != wanted {
                return None;
            }
        } else if given.is_empty() {
            return None;
        } else {
            params.push(given);
        }
    }
    Some(params)
}
