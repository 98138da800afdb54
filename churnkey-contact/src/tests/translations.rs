use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::{TOKEN, headers, hex, request, secret};
use crate::translate::token::TokenHeader;
use crate::translate::translator::{Translated, Translator};

fn translator(token_header: TokenHeader) -> Translator {
    let features_path = "/features".to_owned();
    Translator { secret: secret(), token_header, features_path, manifest_format: None }
}

fn translated(method: &str, target: &str, pairs: &[(&str, &str)], body: &str) -> Translated {
    translator(TokenHeader::Bearer).request(request(method, target, pairs, body))
}

#[track_caller]
fn assert_is_understood(translated: &Translated, target: &str) {
    let Translated { request, notices, .. } = translated;
    let bearer = format!("Bearer {TOKEN}");
    let (sent, others): (Vec<_>, Vec<_>) =
        request.headers.iter().partition(|(name, _)| name == "authorization");
    assert_eq!(sent.len(), 1, "{:?}", request.headers);
    assert_eq!(sent[0].1, bearer.as_bytes());
    assert_eq!(request.target, target);
    assert!(others.iter().all(|(_, value)| !String::from_utf8_lossy(value).contains(TOKEN)));
    assert!(!request.target.contains(TOKEN));
    assert!(notices.iter().all(|notice| !notice.contains(TOKEN)), "{notices:?}");
}

#[test]
fn the_token_is_moved_to_where_the_integration_accepts_it() {
    let features = "/churnkey/features";
    let basic = format!("Basic {}", STANDARD.encode(format!("{TOKEN}:x")));
    let (query, path) =
        (format!("{features}?token={TOKEN}&a=1"), format!("/churnkey/{TOKEN}/features"));
    for (target, pairs, sent, notice) in [
        (
            features,
            &[("x-ck-integration-token", TOKEN)][..],
            features,
            "the token came in: header x-ck-integration-token, without a scheme; it was moved to Authorization: Bearer; without the \
             recorder: CK_TOKEN_HEADER=x-ck-integration-token",
        ),
        (features, &[("authorization", &*basic)], features, "accepts it as it came"),
        (features, &[("cookie", &*format!("t={TOKEN}"))], features, "ask Churnkey for a header"),
        (&query, &[], "/churnkey/features?a=1", "the token came in: query token"),
        (&path, &[], features, "the token came in: path"),
    ] {
        let translated = translated("GET", target, pairs, "");
        assert_is_understood(&translated, sent);
        let [only] = &*translated.notices else { panic!("{:?}", translated.notices) };
        assert!(only.contains(notice), "{only}");
    }
    let bearer = format!("Bearer {TOKEN}");
    let standard = translated("GET", features, &[("authorization", &*bearer)], "");
    assert_is_understood(&standard, features);
    assert!(standard.notices.is_empty());
}

#[test]
fn the_token_can_be_moved_to_another_header() {
    let pairs = [("x-key", TOKEN), ("accept", "*/*")];
    let translator = translator(TokenHeader::Named("x-shop-token".to_owned()));
    let sent = translator.request(request("GET", "/churnkey/features", &pairs, "")).request;
    assert!(sent.headers.contains(&("x-shop-token".to_owned(), TOKEN.as_bytes().to_vec())));
    assert!(sent.headers.iter().all(|(name, _)| name != "x-key" && name != "authorization"));
}

#[test]
fn a_signature_is_as_good_as_the_token() {
    let body = r#"{"customerId":"u_1","subscriptionId":"s_1","scheduledAt":"immediate"}"#;
    let sign = |key: &str| -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
        mac.update(body.as_bytes());
        hex(&mac.finalize().into_bytes())
    };
    let target = "/churnkey/actions/subscription/cancel";
    let signed = translated("POST", target, &[("x-ck-signature", &*sign(TOKEN))], body);
    assert_is_understood(&signed, target);
    assert!(
        signed.notices[0].starts_with(
            "header x-ck-signature is HMAC-SHA256 keyed with the token, in hex, over the body;"
        ),
        "{:?}",
        signed.notices
    );
    let forged = translated("POST", target, &[("x-ck-signature", &*sign("another"))], body);
    assert!(forged.request.headers.iter().all(|(name, _)| name != "authorization"));
    assert!(forged.notices.is_empty());
}

#[test]
fn nothing_changes_without_the_token() {
    for method in ["GET", "HEAD", "PUT"] {
        for pairs in
            [&[][..], &[("authorization", "Bearer another"), ("x-churnkey-mode", "sandbox")]]
        {
            let Translated { request, is_manifest, notices } =
                translated(method, "/churnkey/manifest?a=1", pairs, "{}");
            assert_eq!((&*request.method, &*request.target), (method, "/churnkey/manifest?a=1"));
            assert_eq!(request.headers, headers(pairs));
            assert!(notices.is_empty() && !is_manifest);
        }
    }
}

#[test]
fn paths_and_modes_get_the_protocols_names() {
    let bearer = format!("Bearer {TOKEN}");
    let pairs = [("authorization", &*bearer), ("x-churnkey-mode", "Sandbox")];
    let by_phone =
        translated("GET", "/billing/churnkey/customers/find-by-phone/%2B49151?x=1", &pairs, "");
    assert_is_understood(&by_phone, "/billing/churnkey/customers/phone/%2B49151?x=1");
    assert!(by_phone.request.headers.contains(&("x-churnkey-mode".to_owned(), b"test".to_vec())));
    assert_eq!(
        by_phone.notices,
        [
            "the mode sandbox was forwarded as `test`; without the recorder: CK_MODES='sandbox=test'",
            "GET /churnkey/customers/find-by-phone/… was forwarded as GET /churnkey/customers/phone/:phone; without the recorder: \
             CK_ALIASES='GET /customers/find-by-phone/:phone /customers/phone/:phone'",
        ]
    );
    let other_case =
        translated("GET", "/churnkey/prices", &[pairs[0], ("x-churnkey-mode", "LIVE")], "");
    assert_eq!(
        other_case.notices,
        [
            "the mode live was forwarded as `live`; without the recorder: this project accepts it as it came"
        ]
    );
    for (target, expected, alias) in [
        ("/churnkey", "/churnkey/features", "HEAD / /features"),
        ("/churnkey/prices/p_1", "/churnkey/prices/p_1", "HEAD /prices/:id /prices/:id"),
    ] {
        let head = translated("HEAD", target, &pairs[..1], "");
        assert_is_understood(&head, expected);
        assert_eq!(head.request.method, "GET");
        let advice = format!("without the recorder: CK_ALIASES='{alias}'");
        assert!(head.notices[0].ends_with(&advice), "{:?}", head.notices);
    }
}

#[test]
fn what_the_server_accepts_is_told_so() {
    let bearer = format!("Bearer {TOKEN}");
    for (method, target, sent) in [
        ("GET", "/churnkey/customers/", "/churnkey/customers"),
        ("GET", "/churnkey/features/", "/churnkey/features"),
        ("POST", "/churnkey/manifest", "/churnkey/features"),
    ] {
        let translated = translated(method, target, &[("authorization", &*bearer)], "");
        assert_is_understood(&translated, sent);
        let [notice] = &*translated.notices else { panic!("{:?}", translated.notices) };
        assert!(
            notice.ends_with("; without the recorder: this project accepts it as it came"),
            "{notice}"
        );
    }
    let other = translated("GET", "/churnkey/capabilities", &[("authorization", &*bearer)], "");
    let [notice] = &*other.notices else { panic!("{:?}", other.notices) };
    assert!(notice.ends_with("CK_ALIASES='GET /capabilities /features'"), "{notice}");
}

#[test]
fn a_path_without_churnkey_or_with_two_is_about_the_api_url() {
    let bearer = format!("Bearer {TOKEN}");
    for (method, target, sent, ends) in [
        ("POST", "/manifest", "/churnkey/features", "with `/churnkey` at its end"),
        ("GET", "/features", "/churnkey/features", "with `/churnkey` at its end"),
        ("GET", "/customers?limit=1", "/churnkey/customers?limit=1", "with `/churnkey` at its end"),
        ("GET", "/customers/u_1", "/churnkey/customers/u_1", "with `/churnkey` at its end"),
        (
            "POST",
            "/actions/customer/pause",
            "/churnkey/actions/customer/pause",
            "with `/churnkey` at its end",
        ),
        (
            "GET",
            "/churnkey/churnkey/customers/u_1",
            "/churnkey/customers/u_1",
            "without `/churnkey` at its end",
        ),
        (
            "GET",
            "/billing//churnkey/features",
            "/billing/churnkey/features",
            "without a slash at its end",
        ),
        (
            "GET",
            "//churnkey/customers/u_1",
            "/churnkey/customers/u_1",
            "without a slash at its end",
        ),
    ] {
        let translated = translated(method, target, &[("authorization", &*bearer)], "");
        assert_is_understood(&translated, sent);
        let [notice] = &*translated.notices else { panic!("{:?}", translated.notices) };
        let advice = format!("; without the recorder: enter the API URL in the dashboard {ends}");
        assert!(notice.ends_with(&advice), "{notice}");
    }
}

#[test]
fn an_odd_method_is_masked() {
    let bearer = format!("Bearer {TOKEN}");
    let translated = translated("MINA", "/churnkey/customers", &[("authorization", &*bearer)], "");
    assert_eq!(
        translated.notices,
        [
            "… /churnkey/customers was forwarded as GET /churnkey/customers; without the recorder: no setting of this project \
             accepts it"
        ]
    );
}

#[test]
fn the_token_is_removed_from_all_places() {
    let target = format!("/churnkey/{TOKEN}/customers?token={TOKEN}&limit=1&key={TOKEN}");
    let cookie = format!("t={TOKEN}");
    let pairs = [("x-key", TOKEN), ("x-other", TOKEN), ("cookie", &*cookie), ("accept", "*/*")];
    let translated = translated("GET", &target, &pairs, "");
    assert_is_understood(&translated, "/churnkey/customers?limit=1");
    assert!(translated.request.header("accept").is_some());
    let [notice] = &*translated.notices else { panic!("{:?}", translated.notices) };
    for location in
        ["header x-key, without a scheme; header x-other", "cookie t", "query token", "path"]
    {
        assert!(notice.contains(location), "{notice}");
    }
    assert!(notice.ends_with("without the recorder: CK_TOKEN_HEADER=x-key"), "{notice}");
}

#[test]
fn a_header_whose_name_is_not_shown_is_described() {
    for name in ["x-customer-u_1001", "4915112345", TOKEN] {
        let translated = translated("GET", "/churnkey/features", &[(name, TOKEN)], "");
        assert_is_understood(&translated, "/churnkey/features");
        let [notice] = &*translated.notices else { panic!("{:?}", translated.notices) };
        assert!(!notice.contains(name), "{notice}");
        assert!(
            notice.contains("without the recorder: name that header in CK_TOKEN_HEADER"),
            "{notice}"
        );
    }
}

#[test]
fn the_token_that_came_is_forwarded() {
    let mut secret = secret();
    secret.add("ck_int_test_5f2b9d".to_owned());
    let translator = Translator { secret, ..translator(TokenHeader::Bearer) };
    for token in [TOKEN, "ck_int_test_5f2b9d"] {
        let moved =
            translator.request(request("GET", "/churnkey/features", &[("x-key", token)], ""));
        let sent = moved.request.header("authorization").unwrap();
        assert_eq!(sent, format!("Bearer {token}").as_bytes());
        let mut mac = Hmac::<Sha256>::new_from_slice(token.as_bytes()).unwrap();
        mac.update(b"{}");
        let signature = hex(&mac.finalize().into_bytes());
        let pairs = [("x-signature", &*signature)];
        let signed = translator.request(request("POST", "/churnkey/odd", &pairs, "{}"));
        let sent = signed.request.header("authorization").unwrap();
        assert_eq!(sent, format!("Bearer {token}").as_bytes());
    }
}
