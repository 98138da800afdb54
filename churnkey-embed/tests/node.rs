//! Hashes and tokens are the same as those that Node.js makes, whose `crypto` and `Buffer` `@churnkey/node` uses.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::{Duration, SystemTime};

use churnkey_embed::{Embed, Mode};
use churnkey_test_support::tools;
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
struct Case {
    app: &'static str,
    key: String,
    customer: &'static str,
    subscription: Option<&'static str>,
    mode: &'static str,
    at: u64,
}

#[derive(Debug, PartialEq, Deserialize)]
struct Made {
    hash: String,
    token: String,
}

impl Case {
    fn made(&self) -> Made {
        let embed = Embed::new(self.app, &self.key).unwrap();
        let mut token = embed
            .session_token(self.customer)
            .mode(self.mode.parse::<Mode>().unwrap())
            .issued_at(SystemTime::UNIX_EPOCH + Duration::from_millis(self.at));
        if let Some(subscription) = self.subscription {
            token = token.subscription(subscription);
        }
        Made { hash: embed.auth_hash(self.customer).unwrap(), token: token.sign().unwrap() }
    }
}

fn case(customer: &'static str, subscription: Option<&'static str>, mode: &'static str) -> Case {
    let (app, key) = ("app_1", "test_key".to_owned());
    Case { app, key, customer, subscription, mode, at: 1_700_000_000_123 }
}

fn cases() -> Vec<Case> {
    let mut cases = vec![
        Case { at: 1_700_000_000_000, ..case("u_1001", None, "live") },
        case("u_1001", Some("s_77"), "test"),
        // Characters that JSON escapes or that base64url has of its own, and a key longer than HMAC's block.
        Case {
            app: "a\"\\/\u{8}\u{c}\n\r\t\u{1}\u{7f}\u{2028}",
            key: format!("kéy 鍵 {}", "x".repeat(100)),
            at: 0,
            ..case("Zoë 山田 🦀 \"<>&", Some("s ~?>"), "sandbox")
        },
        case("u_1001", Some(""), "live"), // an empty one counts as none
    ];
    // Each length of the payload modulo 3, so that each form of padding is omitted once.
    for customer in ["a", "ab", "abc", "abcd"] {
        cases.push(case(customer, None, "live"));
    }
    for letter in ["\u{0}", "\u{1f}", "\u{80}", "\u{2029}", "\u{feff}", "\u{10ffff}", " ", "+%2F"] {
        cases.push(case(letter, Some(letter), "test"));
    }
    cases
}

#[test]
fn node_makes_the_same() {
    let cases = cases();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/node.js");
    if !tools::program("node") {
        return;
    }
    let mut node = Command::new("node")
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let input = serde_json::to_vec(&cases).unwrap();
    node.stdin.take().unwrap().write_all(&input).unwrap();
    let output = node.wait_with_output().unwrap();
    assert!(output.status.success());
    let made: Vec<Made> = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(made, cases.iter().map(Case::made).collect::<Vec<_>>());
}

/// What Node.js 20 makes of the first three, so that they are compared even without it.
#[test]
fn nodes_own_bytes() {
    let constants = [
        (
            "92cdddc26b722a1d5114761a3cb3f3015c6d047fe612d925a9aeaed3079ea6ea",
            "ck_eyJhIjoiYXBwXzEiLCJjIjoidV8xMDAxIiwiaCI6IjkyY2RkZGMyNmI3MjJhMWQ1MTE0NzYxYTNjYjNmMzAxNWM2ZDA0N2ZlNjEyZDkyNWE5YWVhZWQzMDc5ZWE2ZWEiLCJtIjoibGl2ZSIsInQiOjE3MDAwMDAwMDAwMDB9",
        ),
        (
            "92cdddc26b722a1d5114761a3cb3f3015c6d047fe612d925a9aeaed3079ea6ea",
            "ck_eyJhIjoiYXBwXzEiLCJjIjoidV8xMDAxIiwiaCI6IjkyY2RkZGMyNmI3MjJhMWQ1MTE0NzYxYTNjYjNmMzAxNWM2ZDA0N2ZlNjEyZDkyNWE5YWVhZWQzMDc5ZWE2ZWEiLCJtIjoidGVzdCIsInQiOjE3MDAwMDAwMDAxMjMsInMiOiJzXzc3In0",
        ),
        (
            "38fe410fc1e4b0e11e880c97fc00487ca04ee6ab09cfa62cea620b0bb18be4b9",
            "ck_eyJhIjoiYVwiXFwvXGJcZlxuXHJcdFx1MDAwMX_igKgiLCJjIjoiWm_DqyDlsbHnlLAg8J-mgCBcIjw-JiIsImgiOiIzOGZlNDEwZmMxZTRiMGUxMWU4ODBjOTdmYzAwNDg3Y2EwNGVlNmFiMDljZmE2MmNlYTYyMGIwYmIxOGJlNGI5IiwibSI6InNhbmRib3giLCJ0IjowLCJzIjoicyB-Pz4ifQ",
        ),
    ];
    for (case, (hash, token)) in cases().iter().zip(constants) {
        assert_eq!(case.made(), Made { hash: hash.to_owned(), token: token.to_owned() });
    }
}
