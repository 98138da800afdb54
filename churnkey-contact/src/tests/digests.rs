use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::{TOKEN, hex, secret};
use crate::digests::{Effort, Signed, matches};

const BODY: &[u8] = br#"{"customerId":"u_1001"}"#;
const TARGET: &str = "/churnkey/actions/subscription/cancel?a=1";

fn mac(key: &str, parts: &[&[u8]]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().to_vec()
}

fn told(headers: &[(&str, &str)], body: &[u8], effort: Effort) -> Vec<String> {
    let headers = headers.iter().map(|(name, value)| (*name, value.as_bytes())).collect();
    let signed = Signed { method: "POST", target: TARGET, headers, body };
    matches(&secret(), &signed, effort).into_iter().map(|signature| signature.told).collect()
}

#[test]
fn what_is_signed_in_a_usual_way_is_named() {
    let time = "1764489600";
    let over_body = mac(TOKEN, &[BODY]);
    let stamped = hex(&mac(TOKEN, &[time.as_bytes(), b".", BODY]));
    let both = format!("t={time},v1={stamped}");
    let (sha, upper) = (format!("sha256={}", hex(&over_body)), hex(&over_body).to_uppercase());
    let (base64, url) = (STANDARD.encode(&over_body), URL_SAFE_NO_PAD.encode(&over_body));
    for (header, value, says) in [
        (
            "x-ck-signature",
            upper.as_str(),
            "header x-ck-signature is HMAC-SHA256 by the token over the body, in hex",
        ),
        ("x-hub-signature-256", &sha, "the body, in hex"),
        ("signature", &base64, "the body, in base64"),
        ("signature", &url, "the body, in base64"),
        (
            "x-signature",
            &both,
            "header x-signature, its part v1 is HMAC-SHA256 by the token over the time stamp in header x-signature, its \
             part t, `.`, the body, in hex",
        ),
    ] {
        for effort in [Effort::Usual, Effort::All] {
            let told = told(&[("content-type", "application/json"), (header, value)], BODY, effort);
            assert_eq!(told.len(), 1, "{header}: {told:?}");
            assert!(told[0].ends_with(says), "{told:?}");
        }
    }
}

#[test]
fn a_time_stamp_may_stand_in_another_header_and_a_path_may_be_signed() {
    let time = "2026-03-01T00:00:00Z";
    let signature = hex(&mac(TOKEN, &[time.as_bytes(), b":", BODY]));
    let stamped = told(&[("x-timestamp", time), ("x-signature", &signature)], BODY, Effort::Usual);
    assert!(
        stamped[0].contains("over the time stamp in header x-timestamp, `:`, the body, in hex"),
        "{stamped:?}"
    );
    let path = TARGET.split('?').next().unwrap();
    for (parts, says) in [
        (&[TARGET.as_bytes()][..], "over the path with its query, in hex"),
        (&[path.as_bytes()], "over the path, in hex"),
        (
            &[b"POST", b"\n", path.as_bytes(), b"\n", BODY],
            "over the method, a new line, the path, a new line, the body, in hex",
        ),
        (&[b"/actions/subscription/cancel"], "over the path below /churnkey, in hex"),
    ] {
        let told = told(&[("x-signature", &hex(&mac(TOKEN, parts)))], BODY, Effort::All);
        assert!(told.len() == 1 && told[0].ends_with(says), "{told:?}");
    }
}

#[test]
fn what_is_no_match_is_not_named() {
    let others = hex(&mac("another token", &[BODY]));
    let elsewhere = hex(&mac(TOKEN, &[b"another body"]));
    let short = hex(&mac(TOKEN, &[BODY]))[..62].to_owned();
    for value in [&others, &elsewhere, &short, &"0".repeat(64), &"äö".repeat(16)] {
        assert!(told(&[("x-signature", value)], BODY, Effort::All).is_empty(), "{value}");
    }
    // A body without anything in it is named as such.
    let empty = told(&[("x-signature", &hex(&mac(TOKEN, &[])))], b"", Effort::All);
    assert!(empty[0].ends_with("over the body, which is empty, in hex"), "{empty:?}");
}
