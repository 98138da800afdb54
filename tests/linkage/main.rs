//! A merchant of several crates, a library and a program: what the linker keeps of a library whose modules nobody names.
//!
//! By the orphan rule all modules of a context stand in the crate of its type, which a program names when it makes one.
//! So the linker has no way to drop them one by one; that a required module which is not there all the same is refused
//! at boot, with the way out, is tested where modules can be left out (`churnkey-runtime/src/tests/registry.rs`).
#![allow(missing_docs, reason = "tests are not a public face")]
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail")]

use std::process::Command;

/// What the merchant's program says that it serves.
fn manifest() -> String {
    let run = Command::new(env!("CARGO_BIN_EXE_linkage-server")).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap()
}

#[test]
fn the_modules_of_a_library_are_found() {
    let manifest = manifest();
    for module in ["customers", "prices", "subscriptions", "cancel"] {
        assert!(manifest.contains(&format!("\"{module}\"")), "{module}: {manifest}");
    }
}
