//! A merchant in a workspace of several crates: what the linker keeps of a library whose modules nobody names.
//!
//! By the orphan rule all modules of a context stand in the crate of its type, which a program names when it makes one.
//! So the linker has no way to drop them one by one; that a required module which is not there all the same is refused
//! at boot, with the way out, is tested where modules can be left out (`churnkey-runtime/src/tests/registry.rs`).
#![allow(missing_docs, reason = "tests are not a public face")]
#![allow(clippy::expect_used, clippy::unwrap_used, reason = "a test may fail")]

use std::path::Path;
use std::process::Command;

/// What the merchant's program says that it serves.
fn manifest() -> String {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let target = Path::new(env!("CARGO_TARGET_TMPDIR")).join("linkage");
    std::fs::create_dir_all(&target).unwrap();
    // The versions that everything else here is built with.
    std::fs::copy(root.join("Cargo.lock"), root.join("tests/linkage/Cargo.lock")).unwrap();
    let run = Command::new(env!("CARGO"))
        .args(["run", "--quiet", "--package", "linkage-server"])
        .current_dir(root.join("tests/linkage"))
        .env("CARGO_TARGET_DIR", target)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&run.stderr);
    assert!(run.status.success(), "{said}");
    String::from_utf8(run.stdout).unwrap()
}

#[test]
fn the_modules_of_a_library_are_found() {
    let manifest = manifest();
    for module in ["customers", "prices", "subscriptions", "cancel"] {
        assert!(manifest.contains(&format!("\"{module}\"")), "{module}: {manifest}");
    }
}
