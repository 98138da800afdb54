use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;

use super::{TOKEN, hex, request, secret};
use crate::signatures::find::{Effort, MAX_HASHED, MAX_HASHED_WAITING, find, find_and_count};

const BODY: &str = r#"{"customerId":"u_1001"}"#;
const TARGET: &str = "/churnkey/actions/subscription/cancel?a=1";

fn mac(key: &str, parts: &[&[u8]]) -> Vec<u8> {
    let mut mac = Hmac::<Sha256>::new_from_slice(key.as_bytes()).unwrap();
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().to_vec()
}

fn found(headers: &[(&str, &str)], body: &str, effort: Effort) -> Vec<String> {
    let secret = secret();
    let found = find(&request("POST", TARGET, headers, body), &secret, effort);
    found.iter().map(ToString::to_string).collect()
}

#[test]
fn common_signatures_are_found() {
    let time = "1764489600";
    let over_body = mac(TOKEN, &[BODY.as_bytes()]);
    let stamped = hex(&mac(TOKEN, &[time.as_bytes(), b".", BODY.as_bytes()]));
    let both = format!("t={time},v1={stamped}");
    let (sha, upper) = (format!("sha256={}", hex(&over_body)), hex(&over_body).to_uppercase());
    let (base64, url) = (STANDARD.encode(&over_body), URL_SAFE_NO_PAD.encode(&over_body));
    for (header, value, says) in [
        (
            "x-ck-signature",
            upper.as_str(),
            "header x-ck-signature is HMAC-SHA256 keyed with the token, in hex, over the body",
        ),
        ("x-hub-signature-256", &sha, "in hex, over the body"),
        ("signature", &base64, "in base64, over the body"),
        ("signature", &url, "in base64, over the body"),
        (
            "x-signature",
            &both,
            "header x-signature (part v1) is HMAC-SHA256 keyed with the token, in hex, over the timestamp in header \
             x-signature (part t) + `.` + the body",
        ),
    ] {
        for effort in [Effort::Common, Effort::All] {
            let headers = [("content-type", "application/json"), (header, value)];
            let found = found(&headers, BODY, effort);
            assert_eq!(found.len(), 1, "{header}: {found:?}");
            assert!(found[0].ends_with(says), "{found:?}");
        }
    }
}

#[test]
fn a_timestamp_may_be_in_another_header_and_a_path_may_be_signed() {
    let time = "2026-03-01T00:00:00Z";
    let signature = hex(&mac(TOKEN, &[time.as_bytes(), b":", BODY.as_bytes()]));
    let headers = [("x-timestamp", time), ("x-signature", &*signature)];
    let stamped = found(&headers, BODY, Effort::Common);
    assert!(
        stamped[0].contains("over the timestamp in header x-timestamp + `:` + the body"),
        "{stamped:?}"
    );
    let path = TARGET.split('?').next().unwrap();
    for (parts, says) in [
        (&[TARGET.as_bytes()][..], "over the path with its query"),
        (&[path.as_bytes()], "over the path"),
        (
            &[b"POST", b"\n", path.as_bytes(), b"\n", BODY.as_bytes()],
            "over the method + a newline + the path + a newline + the body",
        ),
        (&[b"/actions/subscription/cancel"], "over the path below /churnkey"),
    ] {
        let found = found(&[("x-signature", &hex(&mac(TOKEN, parts)))], BODY, Effort::All);
        assert!(found.len() == 1 && found[0].ends_with(says), "{found:?}");
    }
}

#[test]
fn other_values_are_not_signatures() {
    let others = hex(&mac("another token", &[BODY.as_bytes()]));
    let elsewhere = hex(&mac(TOKEN, &[b"another body"]));
    let short = hex(&mac(TOKEN, &[BODY.as_bytes()]))[..62].to_owned();
    for value in [&others, &elsewhere, &short, &"0".repeat(64), &"äö".repeat(16)] {
        assert!(found(&[("x-signature", value)], BODY, Effort::All).is_empty(), "{value}");
    }
    let empty = found(&[("x-signature", &hex(&mac(TOKEN, &[])))], "", Effort::All);
    assert!(empty[0].ends_with("over the body, which is empty"), "{empty:?}");
}

#[test]
fn a_signature_by_any_of_the_tokens_is_found() {
    let mut secret = secret();
    secret.add("ck_int_test_5f2b9d".to_owned());
    let signature = hex(&mac("ck_int_test_5f2b9d", &[BODY.as_bytes()]));
    let request = request("POST", TARGET, &[("x-signature", &signature)], BODY);
    let found = find(&request, &secret, Effort::Common);
    assert!(found.len() == 1 && found[0].token.number == 2, "{found:?}");
}

/// As anybody can send it: a value like a digest, timestamps, and a body.
#[test]
fn only_so_many_bytes_are_hashed() {
    let forged = "0".repeat(64);
    let times: Vec<String> = (0..6).map(|number| format!("176448960{number}")).collect();
    let mut headers: Vec<(&str, &str)> =
        ["a", "b", "c", "d", "e", "f"].into_iter().zip(times.iter().map(String::as_str)).collect();
    let large = "x".repeat(8 * 1024);
    let target = "/churnkey/actions/subscription/cancel";
    let hashed = |headers: &[(&str, &str)], effort| {
        find_and_count(&request("POST", target, headers, &large), &secret(), effort).1
    };
    assert_eq!(hashed(&headers, Effort::All), 0, "nothing looks like a digest");
    headers.push(("x-signature", &forged));
    for (effort, most) in [(Effort::All, MAX_HASHED), (Effort::Common, MAX_HASHED_WAITING)] {
        let hashed = hashed(&headers, effort);
        assert!(hashed <= most && hashed > most - 10 * 1024, "{hashed} of {most}");
    }
    // The usual forms come first.
    let stamped = hex(&mac(TOKEN, &[b"1764489605", b".", large.as_bytes()]));
    headers[6].1 = &stamped;
    assert_eq!(found(&headers, &large, Effort::All).len(), 1);
    let largest = "x".repeat(64 * 1024);
    let stamped = hex(&mac(TOKEN, &[b"1764489600", b".", largest.as_bytes()]));
    let headers = [("x-timestamp", "1764489600"), ("x-signature", &*stamped)];
    assert_eq!(found(&headers, &largest, Effort::Common).len(), 1);
}
