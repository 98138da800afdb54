//! Whose token is taken, and what a merchant learns of one that is not.

use base64_of::{base64, base64url};
use churnkey::embed::Embed;
use serde_json::{Value, json};

use crate::client::{Answer, send};
use crate::merchant::Studio;
use crate::served::{APP, KEY, Served, TOKEN, serve};

/// base64 by hand, so that the tests share nothing with what they test.
mod base64_of {
    const PLAIN: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    pub(super) fn base64(bytes: &[u8]) -> String {
        let mut text = String::new();
        for chunk in bytes.chunks(3) {
            let word = chunk.iter().fold(0_u32, |word, byte| word << 8 | u32::from(*byte))
                << (8 * (3 - chunk.len()));
            for at in 0..4 {
                let letter = PLAIN[(word >> (18 - 6 * at)) as usize & 63] as char;
                text.push(if at > chunk.len() { '=' } else { letter });
            }
        }
        text
    }

    pub(super) fn base64url(bytes: &[u8]) -> String {
        base64(bytes).replace('+', "-").replace('/', "_").replace('=', "")
    }
}

fn ask(served: &Served, app: &str, customer: &str, hash: &str, mode: &str) -> Answer {
    let headers = [
        ("x-ck-app", app),
        ("x-ck-customer", customer),
        ("x-ck-authorization", hash),
        ("x-ck-mode", mode),
        ("x-ck-subscription", "s_1"),
    ];
    send(served.rehearsal, "POST", "/v1/api/orgs/app_1/cancel-flow/config", &headers, "")
}

#[track_caller]
fn refused(served: &Served, hash: &str, reason: &str) {
    let answer = ask(served, APP, "u_1", hash, "test");
    assert_eq!(answer.status, 401, "{hash}");
    assert!(answer.body.contains(reason), "{hash}: {}", answer.body);
}

#[test]
fn what_embed_signs_is_taken_and_what_is_wrong_is_named() {
    let served = serve(Studio::new());
    let account = Embed::new(APP, KEY).unwrap();
    let right = account.auth_hash("u_1").unwrap();
    assert_eq!(ask(&served, APP, "u_1", &right, "test").status, 200);

    let bytes: Vec<_> =
        (0..32).map(|at| u8::from_str_radix(&right[2 * at..2 * at + 2], 16).unwrap()).collect();
    refused(&served, "", "the auth hash is missing");
    refused(&served, &right.to_uppercase(), "upper-case");
    refused(&served, &base64(&bytes), "base64");
    refused(&served, &base64url(&bytes), "base64");
    refused(&served, &format!("\"{right}\""), "quotation mark");
    refused(&served, &right[..63], "63 characters");
    refused(&served, &right[..40], "SHA-1");
    refused(&served, &"0".repeat(64), "another API key or for another customer id");
    let of = |account: &Embed, message: &str| account.auth_hash(message).unwrap();
    refused(&served, &of(&account, "mina@example.org"), "the customer's e-mail address");
    refused(&served, &of(&account, "s_1"), "the subscription id");
    refused(&served, &of(&account, "\"u_1\""), "in quotation marks");
    refused(&served, &of(&account, "U_1"), "another API key or for another customer id");
    refused(
        &served,
        &of(&Embed::new(APP, TOKEN).unwrap(), "u_1"),
        "keyed with the integration token",
    );
    refused(&served, &of(&Embed::new(APP, APP).unwrap(), "u_1"), "keyed with the app id");
    // A hash of another customer opens nothing.
    assert_eq!(ask(&served, APP, "u_2", &right, "test").status, 401);
    assert_eq!(served.studio.asked(), []);
    // The page says it too.
    assert!(served.faults().iter().all(|title| title == "The front end's token is refused"));
}

#[test]
fn another_app_and_another_mode_are_refused() {
    let served = serve(Studio::new());
    let hash = served.account.auth_hash("u_1").unwrap();
    let answer = ask(&served, "app_2", "u_1", &hash, "test");
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (401, "the token is for the app `app_2`, and this rehearsal for `app_1`")
    );
    let answer = ask(&served, APP, "u_1", &hash, "live");
    assert_eq!(
        (answer.status, answer.body.as_str()),
        (401, "the token is for live data, and this rehearsal uses test data")
    );
    assert_eq!(ask(&served, APP, "u_1", &hash, "production").status, 401);
    // Newer components know a third mode, which is test data.
    assert_eq!(ask(&served, APP, "u_1", &hash, "sandbox").status, 200);
}

/// The page tells whether a whole token would be taken.
#[test]
fn a_token_can_be_checked_whole() {
    let served = serve(Studio::new());
    let check = |token: &str| served.page("token", &json!({ "token": token })).json();
    let right = served.token("u_1");
    assert_eq!(check(&right), json!({ "right": true, "customer": "u_1", "subscription": null }));
    let made = |payload: &Value| format!("ck_{}", base64url(payload.to_string().as_bytes()));
    let hash = served.account.auth_hash("u_1").unwrap();
    // The order of the keys does not matter, nor does one more.
    let other = json!({ "z": 1, "h": hash, "m": "sandbox", "c": "u_1", "a": APP });
    assert_eq!(check(&made(&other))["right"], true);
    let why = |token: &str| {
        check(token)["why"].as_str().unwrap_or_else(|| panic!("{token} is taken")).to_owned()
    };
    assert!(why("eyJ").contains("begins with `ck_`"));
    assert!(why("ck_!").contains("base64url"));
    assert!(
        why(&made(&json!({ "a": APP, "c": "u_1" }))).contains("`h`, the auth hash, is missing")
    );
    assert!(why(&made(&json!({ "a": APP, "c": "u_1", "h": "00" }))).contains("2 characters"));
    assert!(why(&made(&json!({ "a": "x", "c": "u_1", "h": hash }))).contains("the app id is `x`"));
    assert!(why(&made(&json!({ "a": APP, "c": "u_1", "h": hash }))).contains("the mode is `live`"));
    let zoe = served.account.auth_hash("Zoë").unwrap();
    assert!(
        why(&made(&json!({ "a": APP, "c": "Zoë", "h": zoe, "m": "test" }))).contains("not ASCII")
    );
}
