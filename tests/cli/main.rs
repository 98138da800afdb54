//! The command `churnkey` as a process.
#![allow(missing_docs, reason = "tests are not a public face")]
#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may fail"
)]

mod arguments;
mod contact;
mod doctor;
mod forwarding;
mod manifest;
mod openapi;
mod recorder;
mod rehearse;
mod reverify;
mod signed;
mod verify;

#[path = "../../churnkey-runtime/src/reverify/tests/endpoint.rs"]
#[allow(dead_code, reason = "shared with other tests")]
mod endpoint;

use churnkey_test_support as support;

use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

const TOKEN: &str = "ck_int_s3cret_0123456789";

/// What a run of the command said.
struct Run {
    code: i32,
    out: String,
    err: String,
}

/// Runs it with these settings alone, in a folder of its own.
fn churnkey(arguments: &[&str], settings: &[(&str, &str)]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_churnkey"));
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy().into_owned();
        if name.starts_with("CK_") || name.to_ascii_lowercase().ends_with("_proxy") {
            command.env_remove(name);
        }
    }
    command.args(arguments).envs(settings.iter().copied());
    let output = command.current_dir(folder()).stdin(Stdio::null()).output().unwrap();
    let run = Run {
        code: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    };
    assert!(!run.out.contains("s3cret") && !run.err.contains("s3cret"), "{}{}", run.out, run.err);
    assert!(!run.out.contains('\x1b') && !run.err.contains('\x1b'), "colours, and no terminal");
    run
}

fn folder() -> PathBuf {
    static NEXT: AtomicUsize = AtomicUsize::new(0);
    let name = format!("cli-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

impl Run {
    #[track_caller]
    fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}{}", self.out, self.err);
        self
    }

    #[track_caller]
    fn says(&self, part: &str) {
        assert!(self.out.contains(part), "no `{part}` in {}", self.out);
    }

    #[track_caller]
    fn complains(&self, part: &str) {
        assert!(self.err.contains(part), "no `{part}` in {}", self.err);
    }
}
