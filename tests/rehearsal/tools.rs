//! Tools that not every machine has.

use std::io::Write as _;

/// Gives what was found, or `None` once it has said that the test is skipped. Where `CHURNKEY_REQUIRE_TOOLS` is set, as in
/// `.ci/run`, the test fails instead.
#[track_caller]
pub(crate) fn needed<T>(tool: &str, found: Result<T, String>) -> Option<T> {
    let required =
        std::env::var_os("CHURNKEY_REQUIRE_TOOLS").is_some_and(|value| !value.is_empty());
    match found {
        Ok(found) => Some(found),
        Err(reason) if required => panic!("{tool} is missing: {reason}"),
        Err(reason) => {
            let thread = std::thread::current();
            let test = thread.name().unwrap_or("a test");
            let _ = writeln!(std::io::stderr(), "SKIPPED {test}: {tool} is missing: {reason}");
            None
        }
    }
}
