//! What is read from headers: the token, the mode, the request's id, `If-None-Match`. The services accept the token in one or
//! two headers besides `Authorization`.

#![no_main]

use std::sync::LazyLock;

use actix_web::http::header::{HeaderMap, HeaderName};
use actix_web::http::{StatusCode, Uri};
use churnkey_fuzz::expected::{Expected, callers, expected};
use churnkey_fuzz::sent::Sent;
use churnkey_fuzz::services::SERVICES;
use churnkey_runtime::{Integration, Mode, UnknownMode, fuzzing};
use libfuzzer_sys::fuzz_target;

static INTEGRATIONS: LazyLock<Vec<Integration>> =
    LazyLock::new(|| SERVICES.iter().map(|service| (service.integration)()).collect());

fuzz_target!(|data: &[u8]| {
    for (service, integration) in SERVICES.iter().zip(INTEGRATIONS.iter()) {
        if service.headers.is_empty() {
            continue;
        }
        let uri = format!("{}/churnkey/features", service.scope);
        let sent = Sent::with_headers(data, Uri::try_from(uri).expect("a path"));
        let map: HeaderMap = sent.headers.iter().cloned().collect();

        let authenticated = fuzzing::authenticate(integration, &map).map_err(|error| error.code());
        let is_known = !callers(service, &sent).is_empty();
        assert_eq!(authenticated, if is_known { Ok(()) } else { Err(401) });

        mode(&sent, &map);
        let manifest = fuzzing::manifest(integration, &map).status();
        assert!(manifest == StatusCode::OK || manifest == StatusCode::NOT_MODIFIED);

        // The same through the whole service, which adds the request's id.
        let answer = sent.answered();
        let is_right = expected(service, &sent, "/features").iter().any(|it| match it {
            Expected::Refused(status) => answer.status == *status,
            Expected::Manifest => answer.status == manifest.as_u16(),
            Expected::Call { .. } => false,
        });
        assert!(is_right, "{}", answer.status);
        let ids: Vec<_> = answer.headers.get_all(HeaderName::from_static("x-request-id")).collect();
        let [id] = ids.as_slice() else { panic!("{} ids", ids.len()) };
        assert!((1..=256).contains(&id.len()) && id.as_bytes().iter().all(u8::is_ascii_graphic));
    }
});

fn mode(sent: &Sent, map: &HeaderMap) {
    let mode = fuzzing::mode(map, UnknownMode::Refuse).map_err(|error| error.code());
    let modes: Vec<_> =
        sent.all("x-churnkey-mode").map(|mode| mode.trim_ascii().to_ascii_lowercase()).collect();
    let expected = match modes.as_slice() {
        [] => Ok(Mode::Live),
        [mode] if mode == b"live" => Ok(Mode::Live),
        [mode] if mode == b"test" => Ok(Mode::Test),
        _ => Err(400),
    };
    assert_eq!(mode, expected);
    assert_eq!(fuzzing::mode(map, UnknownMode::Live).ok(), Some(expected.unwrap_or(Mode::Live)));
}
