//! Whether the server accepts a line that was suggested.

use std::collections::BTreeSet;
use std::process::Command;
use std::sync::{Mutex, PoisonError};

use churnkey_runtime::Integration;
use churnkey_test_merchants::Shop;

/// The variable and the value of `NAME='VALUE'` or `NAME=VALUE`, at the beginning of a text.
fn variable(line: &str) -> Option<(&str, &str)> {
    let (name, rest) = line.split_once('=')?;
    let value = match rest.strip_prefix('\'') {
        Some(quoted) => quoted.split('\'').next()?,
        None => rest.split([' ', ',', ';']).next()?,
    };
    Some((name, value))
}

/// Starts a merchant with all modules in a process of its own, with the variable of this line.
#[track_caller]
pub(super) fn assert_starts_with(line: &str) {
    let at = line.find("CK_").unwrap_or_else(|| panic!("no variable in {line}"));
    let (name, value) = variable(&line[at..]).unwrap();
    let this = std::env::current_exe().unwrap();
    let started = Command::new(this)
        .args(["--exact", "tests::accepted::a_merchant_starts_with_its_environment", "--ignored"])
        .env(name, value)
        .output()
        .unwrap();
    let output = String::from_utf8_lossy(&started.stdout);
    assert!(started.status.success() && output.contains("1 passed"), "{line}: {output}");
}

#[test]
#[ignore = "the other tests start it, with a variable"]
fn a_merchant_starts_with_its_environment() {
    Integration::builder(Shop::named("shop")).from_env().token(super::TOKEN).build().unwrap();
}

#[test]
#[should_panic(expected = "it would hide")]
fn a_line_that_is_refused_is_found() {
    assert_starts_with("CK_ALIASES='GET /customers /customers'");
}

/// The same for all aliases in a text, in this process, since there may be many.
#[track_caller]
pub(super) fn assert_aliases_are_accepted(text: &str) {
    static ACCEPTED: Mutex<BTreeSet<String>> = Mutex::new(BTreeSet::new());
    for part in text.split("CK_ALIASES='").skip(1) {
        let aliases = part.split('\'').next().unwrap();
        if ACCEPTED.lock().unwrap_or_else(PoisonError::into_inner).contains(aliases) {
            continue;
        }
        let mut builder = Integration::builder(Shop::named("shop")).token(super::TOKEN);
        for alias in aliases.split("; ") {
            let [method, path, endpoint] = alias.split(' ').collect::<Vec<_>>()[..] else {
                panic!("{alias}")
            };
            builder = builder.alias(method, path, endpoint);
        }
        if let Err(error) = builder.build() {
            panic!("{aliases}: {error}");
        }
        ACCEPTED.lock().unwrap_or_else(PoisonError::into_inner).insert(aliases.to_owned());
    }
}
