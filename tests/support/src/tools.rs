//! Tools that a test needs and that not every machine has.
//!
//! If a tool is missing, the test is skipped, and says so even if the output of passing tests is not shown. If the
//! variable [`REQUIRE`] is set, as in `.ci/run`, the test fails instead: nothing passes there without having run.

use std::fmt::Display;
use std::io::Write as _;
use std::process::{Command, Stdio};

/// The variable that turns a skipped test into a failure.
pub const REQUIRE: &str = "CHURNKEY_REQUIRE_TOOLS";

/// Returns what was found, or prints that the test is skipped and returns `None`.
#[track_caller]
pub fn needed<T>(tool: &str, found: Result<T, impl Display>) -> Option<T> {
    let required = std::env::var_os(REQUIRE).is_some_and(|value| !value.is_empty());
    match found {
        Ok(found) => Some(found),
        Err(reason) if required => panic!("{REQUIRE} is set, and {tool} is missing: {reason}"),
        Err(reason) => {
            let thread = std::thread::current();
            let test = thread.name().unwrap_or("a test");
            // The test harness captures what the macros print, and shows it only if the test fails. It does not capture
            // this.
            let _ = writeln!(std::io::stderr(), "SKIPPED {test}: {tool} is missing: {reason}");
            None
        }
    }
}

/// Whether this program can be started with `--version`. If not, the test has to be skipped.
#[track_caller]
pub fn program(name: &str) -> bool {
    let run = Command::new(name)
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    let found = match run {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("`{name} --version`: {status}")),
        Err(error) => Err(format!("`{name}` cannot be started: {error}")),
    };
    needed(&format!("`{name}`"), found).is_some()
}

#[cfg(test)]
mod tests {
    use std::process::{Command, Output};

    use super::{REQUIRE, program};

    /// Run only by the other test, in a process of its own.
    #[test]
    #[ignore = "it needs what nobody has"]
    fn needs_what_nobody_has() {
        assert!(!program("churnkey-is-no-such-program"));
    }

    fn run(required: &str) -> Output {
        Command::new(std::env::current_exe().unwrap())
            .args(["--ignored", "--exact", "tools::tests::needs_what_nobody_has"])
            .env(REQUIRE, required)
            .output()
            .unwrap()
    }

    #[test]
    fn a_test_without_its_tool_is_skipped_aloud_and_fails_where_tools_are_required() {
        let skipped = run("");
        assert!(skipped.status.success());
        let said = String::from_utf8(skipped.stderr).unwrap();
        assert!(said.starts_with("SKIPPED tools::tests::needs_what_nobody_has: "), "{said}");
        assert!(said.contains("`churnkey-is-no-such-program` cannot be started"), "{said}");

        let failed = run("1");
        assert!(!failed.status.success());
        let said = String::from_utf8(failed.stdout).unwrap();
        assert!(said.contains("CHURNKEY_REQUIRE_TOOLS is set"), "{said}");
    }
}
