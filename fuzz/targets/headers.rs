//! What is read from headers: the token, the mode, the request's id, `If-None-Match`.

#![no_main]

use std::sync::LazyLock;

use actix_web::http::header::{HeaderMap, HeaderName, HeaderValue};
use actix_web::http::{Method, StatusCode, Uri};
use actix_web::web::Bytes;
use churnkey_fuzz::merchants::{self, TOKEN, TOKEN_HEADER};
use churnkey_fuzz::server::{self, Sent};
use churnkey_runtime::{Integration, Mode, UnknownMode, fuzzing};
use libfuzzer_sys::fuzz_target;

static SHOP: LazyLock<Integration> = LazyLock::new(merchants::shop);

fuzz_target!(|data: &[u8]| {
    let (headers, _) = server::headers(data);
    let map: HeaderMap = headers.iter().cloned().collect();
    let all = |name: &str| map.get_all(name).map(HeaderValue::as_bytes).collect::<Vec<_>>();

    let authenticated = fuzzing::authenticate(&SHOP, &map).map_err(|error| error.code());
    // Behind `Bearer` or bare it is taken. Other schemes are taken too, and `Basic` hides it in base64.
    let known = |token: &[u8]| token == TOKEN.as_bytes() || token == b"ck_another_one";
    let shown = || all("authorization").into_iter().chain(all(TOKEN_HEADER));
    match authenticated {
        Ok(()) => assert!(shown().any(server::may_show_a_token)),
        Err(code) => {
            assert_eq!(code, 401);
            assert!(!shown().map(without_scheme).any(known));
        }
    }

    let mode = fuzzing::mode(&map, UnknownMode::Refuse).map_err(|error| error.code());
    let modes: Vec<_> =
        all("x-churnkey-mode").iter().map(|mode| mode.trim_ascii().to_ascii_lowercase()).collect();
    let expected = match modes.as_slice() {
        [] => Ok(Mode::Live),
        [mode] if mode == b"live" => Ok(Mode::Live),
        [mode] if mode == b"test" => Ok(Mode::Test),
        _ => Err(400),
    };
    assert_eq!(mode, expected);
    assert_eq!(fuzzing::mode(&map, UnknownMode::Live).ok(), Some(expected.unwrap_or(Mode::Live)));

    let manifest = fuzzing::manifest(&SHOP, &map).status();
    assert!(manifest == StatusCode::OK || manifest == StatusCode::NOT_MODIFIED);

    // The same through the whole service, which adds the request's id.
    let uri = Uri::from_static("/churnkey/features");
    let sent = Sent { method: Method::GET, uri, headers, body: Bytes::new(), cuts: Vec::new() };
    let answer = sent.answered();
    let expected = match (authenticated, mode) {
        (Err(code), _) | (_, Err(code)) => code,
        _ => manifest.as_u16(),
    };
    assert_eq!(answer.status, expected);
    let ids: Vec<_> = answer.headers.get_all(HeaderName::from_static("x-request-id")).collect();
    let [id] = ids.as_slice() else { panic!("{} ids", ids.len()) };
    assert!((1..=256).contains(&id.len()) && id.as_bytes().iter().all(u8::is_ascii_graphic));
});

fn without_scheme(value: &[u8]) -> &[u8] {
    let scheme = value.len() >= 7 && value[..7].eq_ignore_ascii_case(b"bearer ");
    (if scheme { &value[7..] } else { value }).trim_ascii()
}
