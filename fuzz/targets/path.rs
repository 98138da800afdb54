//! Routing and percent-decoding: the endpoint and the parameters are those of a second implementation, for an integration with
//! default settings, and for one with aliases and other paths for the manifest.

#![no_main]

use std::sync::LazyLock;

use actix_web::http::Method;
use churnkey_fuzz::routes::{Match, Routes, Target};
use churnkey_fuzz::services::SERVICES;
use churnkey_runtime::{Integration, fuzzing};
use libfuzzer_sys::fuzz_target;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

static INTEGRATIONS: LazyLock<Vec<(Integration, &Routes)>> = LazyLock::new(|| {
    let services = SERVICES.iter().filter(|it| matches!(it.scope, "" | "/aliased"));
    services.map(|service| ((service.integration)(), &service.routes)).collect()
});

// `GET` and a path, or another method behind a space.
fuzz_target!(|text: &str| {
    let (path, method) = text.split_once(' ').unwrap_or((text, "GET"));
    let Ok(method) = Method::from_bytes(method.as_bytes()) else { return };
    for (integration, routes) in INTEGRATIONS.iter() {
        check(integration, routes, &method, path);
    }
});

fn check(integration: &Integration, routes: &Routes, method: &Method, path: &str) {
    let matches = routes.matches(path);
    let mut by_method = matches.iter().filter(|it| it.method == method.as_str());
    match fuzzing::route(integration, method, path) {
        Ok((route, params)) => {
            let is_right =
                |it: &&Match<'_>| it.is_of(route) && it.params().as_ref() == Some(&params);
            let right = by_method.find(is_right);
            assert!(right.is_some(), "{route} {params:?} is none of {matches:?}");
            if let Some(Target::Endpoint { pattern, is_action }) = right.map(|it| it.target) {
                assert!(params.iter().all(|param| !param.is_empty()));
                encoded_again(integration, pattern, is_action, &params);
            }
        }
        Err(error) if error.code() == 404 => assert!(matches.is_empty()),
        Err(error) if error.code() == 405 => {
            assert!(!matches.is_empty() && by_method.next().is_none());
        }
        Err(error) => {
            assert_eq!(error.code(), 400);
            assert!(by_method.any(|it| it.params().is_none()));
        }
    }
}

/// The parameters, encoded again in the protocol's path, lead to the same endpoint.
fn encoded_again(integration: &Integration, pattern: &str, is_action: bool, params: &[String]) {
    let mut values = params.iter();
    let segments = pattern.split('/').map(|segment| match segment.strip_prefix(':') {
        Some(_) => {
            let value = values.next().expect("a parameter");
            utf8_percent_encode(value, NON_ALPHANUMERIC).to_string()
        }
        None => segment.to_owned(),
    });
    let path = segments.collect::<Vec<_>>().join("/");
    let method = if is_action { Method::POST } else { Method::GET };
    let again = fuzzing::route(integration, &method, &path).expect("the same endpoint");
    assert_eq!(again, (pattern, params.to_vec()));
}
