//! The examples are the files beside this one; run them by name: `cargo run --example smallest`.
