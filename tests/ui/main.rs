//! What the compiler says to a merchant. Read each difference before it is kept: a fixture that fails for another reason
//! than its own proves nothing.
#![allow(missing_docs, reason = "tests are not a public face")]
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::env;
use std::process::Command;

/// trybuild compiles its cases with one flag more than their dependencies, and cargo, for which other flags are another
/// build, would check actix twice. In this variable the flags of trybuild's own take precedence over those that it gives.
const FLAGS: &str = "CARGO_ENCODED_RUSTFLAGS";
const SAME_FOR_ALL: &str =
    "--cfg\x1ftrybuild\x1f--verbose\x1f-A\x1fdead_code\x1f--diagnostic-width=140";

/// One function, since trybuild's cases share a generated package; and no case that passes, or trybuild would build
/// each by itself. What has to compile is in `accepted`, an ordinary test.
#[test]
fn messages() {
    if env::var_os(FLAGS).is_none_or(|flags| flags != SAME_FOR_ALL) {
        let only = env::args().filter(|argument| argument.starts_with("trybuild="));
        let itself = Command::new(env::current_exe().unwrap())
            .args(["--exact", "messages", "--nocapture"])
            .args(only)
            .env(FLAGS, SAME_FOR_ALL)
            .status();
        assert!(itself.unwrap().success());
        return;
    }
    let cases = trybuild::TestCases::new();
    for topic in ["macro", "lists", "rustc", "errors", "prerequisites", "function_prerequisites"] {
        cases.compile_fail(format!("{topic}/*.rs"));
    }
}
