use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::{TOKEN, headers, hex, secret};
use crate::translate::head::{Changed, Head, Wanted, change};

fn changed(method: &str, target: &str, pairs: &[(&str, &str)], body: &str) -> Changed {
    let headers = headers(pairs);
    let head = Head { method, target, headers: &headers, body: body.as_bytes() };
    change(&head, &secret(), &Wanted::Bearer)
}

#[track_caller]
fn assert_is_understood(changed: &Changed, target: &str) {
    let bearer = format!("Bearer {TOKEN}");
    let sent: Vec<_> = changed.headers.iter().filter(|(name, _)| name == "authorization").collect();
    assert_eq!(sent.len(), 1, "{:?}", changed.headers);
    assert_eq!(sent[0].1, bearer.as_bytes());
    assert_eq!(changed.target, target);
    // It stands nowhere else, and nothing that is told has it.
    let others = changed.headers.iter().filter(|(name, _)| name != "authorization");
    assert!(others.clone().all(|(_, value)| !String::from_utf8_lossy(value).contains(TOKEN)));
    assert!(!changed.target.contains(TOKEN));
    assert!(changed.told.iter().all(|told| !told.contains(TOKEN)), "{:?}", changed.told);
}

#[test]
fn the_token_is_moved_to_where_the_integration_takes_it() {
    let features = "/churnkey/features";
    let basic = format!("Basic {}", STANDARD.encode(format!("{TOKEN}:x")));
    let (query, path) =
        (format!("{features}?token={TOKEN}&a=1"), format!("/churnkey/{TOKEN}/features"));
    for (target, pairs, sent, told) in [
        (
            features,
            &[("x-ck-integration-token", TOKEN)][..],
            features,
            "the token came in: header x-ck-integration-token, alone; it was moved to Authorization: Bearer; without the \
             recorder: CK_TOKEN_HEADER=x-ck-integration-token",
        ),
        (features, &[("authorization", &*basic)], features, "takes it there as it is"),
        (features, &[("cookie", &*format!("t={TOKEN}"))], features, "ask Churnkey for a header"),
        (&query, &[], "/churnkey/features?a=1", "the token came in: query token"),
        (&path, &[], features, "the token came in: path"),
    ] {
        let changed = changed("GET", target, pairs, "");
        assert_is_understood(&changed, sent);
        assert!(changed.told.len() == 1 && changed.told[0].contains(told), "{:?}", changed.told);
    }
    let bearer = format!("Bearer {TOKEN}");
    let usual = changed("GET", features, &[("authorization", &*bearer)], "");
    assert_is_understood(&usual, features);
    assert!(usual.told.is_empty());
}

#[test]
fn it_may_be_a_header_of_the_integrations_own() {
    let headers = headers(&[("x-key", TOKEN), ("accept", "*/*")]);
    let head = Head { method: "GET", target: "/churnkey/features", headers: &headers, body: b"" };
    let wanted = Wanted::Header("x-shop-token".to_owned());
    let changed = change(&head, &secret(), &wanted);
    assert!(changed.headers.contains(&("x-shop-token".to_owned(), TOKEN.as_bytes().to_vec())));
    assert!(changed.headers.iter().all(|(name, _)| name != "x-key" && name != "authorization"));
}

#[test]
fn a_signature_by_the_token_is_as_good_as_the_token() {
    let body = r#"{"customerId":"u_1","subscriptionId":"s_1","scheduledAt":"immediate"}"#;
    let sign = |key: &str| -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
        mac.update(body.as_bytes());
        hex(&mac.finalize().into_bytes())
    };
    let target = "/churnkey/actions/subscription/cancel";
    let signed = changed("POST", target, &[("x-ck-signature", &*sign(TOKEN))], body);
    assert_is_understood(&signed, target);
    assert!(
        signed.told[0].starts_with(
            "header x-ck-signature is HMAC-SHA256 by the token over the body, in hex;"
        ),
        "{:?}",
        signed.told
    );
    let forged = changed("POST", target, &[("x-ck-signature", &*sign("another"))], body);
    assert!(
        forged.headers.iter().all(|(name, _)| name != "authorization") && forged.told.is_empty()
    );
}

#[test]
fn nothing_is_changed_for_anybody_else() {
    for pairs in [&[][..], &[("authorization", "Bearer another"), ("x-churnkey-mode", "sandbox")]] {
        let changed = changed("PUT", "/churnkey/manifest?a=1", pairs, "{}");
        assert_eq!((&*changed.method, &*changed.target), ("PUT", "/churnkey/manifest?a=1"));
        assert_eq!(changed.headers, headers(pairs));
        assert!(changed.told.is_empty());
    }
}

#[test]
fn paths_and_modes_get_the_protocols_names() {
    let bearer = format!("Bearer {TOKEN}");
    let pairs = [("authorization", &*bearer), ("x-churnkey-mode", "Sandbox")];
    let changed =
        changed("GET", "/billing/churnkey/customers/find-by-phone/%2B49151?x=1", &pairs, "");
    assert_is_understood(&changed, "/billing/churnkey/customers/phone/%2B49151?x=1");
    assert!(changed.headers.contains(&("x-churnkey-mode".to_owned(), b"test".to_vec())));
    assert_eq!(
        changed.told,
        [
            "the mode came as Sandbox; it was given as `test`; without the recorder such a mode is 400",
            "GET /churnkey/customers/find-by-phone/… was given as GET /churnkey/customers/phone/:phone; without the recorder: \
             CK_ALIASES=\"GET /customers/find-by-phone/:phone /customers/phone/:phone\"",
        ]
    );
    // Without `/churnkey` it gets one.
    let changed = super::heads::changed("POST", "/manifest", &pairs[..1], "");
    assert_is_understood(&changed, "/churnkey/features");
    assert_eq!(changed.method, "GET");
    assert!(changed.told[0].ends_with("CK_FEATURES_PATHS=/manifest"), "{:?}", changed.told);
}
