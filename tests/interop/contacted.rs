//! `churnkey contact` in front of integrations that do not expect these requests.

use std::fmt::Write as _;

use churnkey_test_support::{Answer, Request};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use sha2::Sha256;

use crate::acme::acme;
use crate::express::Express;
use crate::recorder::Recorder;
use crate::{TOKEN, support};

/// Acme and the Express integration, with their tokens.
fn both(with: impl Fn(&str, &str)) {
    let acme = acme("contact");
    with(&format!("http://{}", acme.address), support::TOKEN);
    drop(acme);
    if let Some(express) = Express::start() {
        with(express.url(), TOKEN);
    }
}

fn ask(
    recorder: &Recorder,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answer {
    let headers = headers.to_vec();
    support::send(&recorder.address, &Request { method, path, headers, body }).unwrap()
}

fn json(answer: &Answer) -> Value {
    serde_json::from_str(&answer.body).unwrap_or_else(|_| panic!("{answer:?}"))
}

/// The token in another header, and the manifest at another path.
#[test]
fn a_token_elsewhere_is_recorded_and_with_translate_understood() {
    both(|url, token| {
        let odd: [(&str, &str); 2] =
            [("x-ck-integration-token", token), ("x-churnkey-mode", "test")];
        let recorder = Recorder::start(url, Some(token), &[]);
        assert_eq!(ask(&recorder, "GET", "/churnkey/manifest", &odd, "").status, 401);
        let kinds = recorder.kinds(1);
        assert_eq!(kinds[0]["token"][0], "header x-ck-integration-token, without a scheme");
        drop(recorder);

        let recorder = Recorder::start(url, Some(token), &["--translate"]);
        let manifest = ask(&recorder, "POST", "/churnkey/manifest", &odd, "");
        assert_eq!(manifest.status, 200, "{manifest:?}");
        assert!(json(&manifest)["controllers"]["customers"].is_object(), "{manifest:?}");
        let listed = ask(&recorder, "GET", "/churnkey/Customers?limit=1", &odd, "");
        assert_eq!(json(&listed)["data"].as_array().unwrap().len(), 1, "{listed:?}");
        // Other paths are forwarded unchanged.
        assert_eq!(ask(&recorder, "GET", "/churnkey/invoices/in_1", &odd, "").status, 404);
        let kinds = recorder.kinds(3);
        assert_eq!(kinds[2]["path"], "/churnkey/invoices/…");
        let output = recorder.output_with("/churnkey/invoices/… answered 404");
        for line in [
            "CK_TOKEN_HEADER=x-ck-integration-token",
            "POST /churnkey/manifest was forwarded as GET /churnkey/features; without the recorder: this project accepts it as it came",
            "CK_ALIASES='GET /Customers /customers'",
        ] {
            assert_eq!(output.matches(line).count(), 1, "{line} in {output}");
        }
        let record = std::fs::read_to_string(&recorder.file).unwrap();
        assert!(!output.contains(token) && !record.contains(token));
    });
}

/// A client that signs its requests and never sends the token.
#[test]
fn a_signature_is_recorded_and_with_translate_understood() {
    let body = r#"{"customerId":"nobody@example.org","subscriptionId":"s_404","scheduledAt":"immediate","reason":"Mina"}"#;
    both(|url, token| {
        let mut mac = Hmac::<Sha256>::new_from_slice(token.as_bytes()).unwrap();
        mac.update(body.as_bytes());
        let signature = mac.finalize().into_bytes().iter().fold(String::new(), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        });
        let signed = [("x-ck-signature", signature.as_str()), ("content-type", "application/json")];
        let cancel = "/churnkey/actions/subscription/cancel";
        let recorder = Recorder::start(url, Some(token), &[]);
        assert_eq!(ask(&recorder, "POST", cancel, &signed, body).status, 401);
        let kinds = recorder.kinds(1);
        assert_eq!(
            kinds[0]["signatures"][0],
            "header x-ck-signature is HMAC-SHA256 keyed with the token, in hex, over the body"
        );
        assert_eq!(kinds[0]["headers"]["x-ck-signature"][0], "64 hex digits");
        assert_eq!(kinds[0]["body"]["scheduledAt"], "\"immediate\"");
        assert_eq!(kinds[0]["body"]["reason"], "string");
        let output = recorder.output_with("HMAC-SHA256");
        let record = std::fs::read_to_string(&recorder.file).unwrap() + &output;
        for secret in [token, &signature, "nobody", "Mina", "s_404"] {
            assert!(!record.contains(secret), "{secret} is in {record}");
        }
        drop(recorder);

        let recorder = Recorder::start(url, Some(token), &["--translate"]);
        let answer = ask(&recorder, "POST", cancel, &signed, body);
        assert_eq!(
            answer.status, 404,
            "the request was accepted, and there is no such subscription: {answer:?}"
        );
        let forged = [("x-ck-signature", "0".repeat(64))].map(|(name, value)| (name, value));
        let forged: Vec<_> = forged.iter().map(|(name, value)| (*name, value.as_str())).collect();
        assert_eq!(ask(&recorder, "POST", cancel, &forged, body).status, 401);
    });
}

/// Another format can be tried without changing the integration.
#[test]
fn the_manifest_can_be_returned_in_another_format() {
    both(|url, token| {
        let recorder = Recorder::start(
            url,
            Some(token),
            &["--translate", "--manifest-format", "kebab-case flat"],
        );
        let bearer = format!("Bearer {token}");
        let manifest =
            ask(&recorder, "GET", "/churnkey/features", &[("authorization", &*bearer)], "");
        let manifest = json(&manifest);
        assert!(
            manifest["apply-coupon"].is_object() && manifest.get("actions").is_none(),
            "{manifest}"
        );
        let schedules = &manifest["cancel"]["schedules"];
        assert_eq!(schedules["immediate"], true, "{manifest}");
        recorder.output_with("CK_MANIFEST_FORMAT='kebab-case flat'");
    });
}
